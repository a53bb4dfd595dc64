import { CargoBinary, CargoPackage } from './workspace';

/**
 * What is compiled, and how.
 */
export interface BuildFlagsOptions {
  readonly binaries: CargoBinary[];
  /** What `--package` calls a package. */
  readonly packageSpec: (pkg: CargoPackage) => string;
  readonly profile: string;
  readonly features: string[];
  readonly allFeatures: boolean;
  readonly defaultFeatures: boolean;
}

/**
 * The flags that `cargo chef cook` and `cargo build` share, one argument or option with its value per entry.
 *
 * There is one list because cargo fingerprints what it compiles by them: with any other flags in the second call
 * (say `--package` in one and not in the other) it compiles every dependency again.
 */
export function buildFlags(options: BuildFlagsOptions): string[] {
  const packages = new Set(options.binaries.map((binary) => binary.package));
  return [
    options.profile === 'release' ? '--release' : `--profile ${options.profile}`,
    // explicit, although the builder image sets it in the environment too: without the flag cargo-chef looks for its
    // dummies in the wrong folder and leaves them there
    '--target "$CARGO_BUILD_TARGET"',
    ...[...packages].map((pkg) => `--package ${options.packageSpec(pkg)}`),
    ...options.binaries.map((binary) => `--bin ${binary.name}`),
    ...(options.defaultFeatures ? [] : ['--no-default-features']),
    ...(options.allFeatures ? ['--all-features'] : []),
    ...(options.features.length > 0 ? [`--features ${[...new Set(options.features)].join(',')}`] : []),
  ];
}
