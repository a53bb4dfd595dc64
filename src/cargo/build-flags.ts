import { CargoBinary, CargoPackage } from './workspace';

/**
 * What is compiled, and how.
 */
export interface BuildFlagsOptions {
  readonly binaries: CargoBinary[];
  /** What `--package` calls a package. */
  readonly packageSpec: (pkg: CargoPackage) => string;
  /** What `--features` calls a feature that is said with its package. */
  readonly featureSpec: (feature: string) => string;
  readonly profile: string;
  readonly features: string[];
  readonly allFeatures: boolean;
  readonly defaultFeatures: boolean;
}

/**
 * What has cargo compile into `target`, whatever `.cargo/config.toml` and the environment say of `build.target-dir` and
 * `build.build-dir`. On the command line, since build scripts would inherit a variable: a cargo that one of them calls
 * would wait for ever for the lock of the folder that the first one compiles in.
 */
export const INTO_TARGET = `--target-dir target --config "build.build-dir='target'"`;

/**
 * The flags that dependencies and binaries are compiled by, one argument or option with its value per entry.
 *
 * There is one list because cargo fingerprints what it compiles by them: with any other flags in the second call
 * (say `--package` in one and not in the other) it compiles every dependency again.
 */
export function buildFlags(options: BuildFlagsOptions): string[] {
  const packages = new Set(options.binaries.map((binary) => binary.package));
  const features = new Set(options.features.map(options.featureSpec));
  return [
    options.profile === 'release' ? '--release' : `--profile ${options.profile}`,
    '--target "$CARGO_BUILD_TARGET"',
    ...[...packages].map((pkg) => `--package ${options.packageSpec(pkg)}`),
    ...options.binaries.map((binary) => `--bin ${binary.name}`),
    ...(options.defaultFeatures ? [] : ['--no-default-features']),
    ...(options.allFeatures ? ['--all-features'] : []),
    ...(features.size > 0 ? [`--features ${[...features].join(',')}`] : []),
  ];
}
