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
  return [
    options.profile === 'release' ? '--release' : `--profile ${options.profile}`,
    '--target "$CARGO_BUILD_TARGET"',
    ...[...packages].map((pkg) => `--package ${options.packageSpec(pkg)}`),
    ...options.binaries.map((binary) => `--bin ${binary.name}`),
    ...(options.defaultFeatures ? [] : ['--no-default-features']),
    ...(options.allFeatures ? ['--all-features'] : []),
    ...(options.features.length > 0 ? [`--features ${[...new Set(options.features)].join(',')}`] : []),
  ];
}
