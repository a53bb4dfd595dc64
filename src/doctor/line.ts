/** What is looked at. */
export type Subject =
  | 'docker'
  | 'buildx'
  | 'builder'
  | 'platforms'
  | 'disk'
  | 'toolchain'
  | 'secrets'
  | 'record'
  | 'generated files'
  | 'pins'
  | 'manifests'
  | 'Cargo.lock'
  | 'crates'
  | 'ports'
  | 'findings';

interface Said {
  readonly about: Subject;
  /** The folder of the project that it is said of, where it is of one, and there are several. */
  readonly project?: string;
  readonly text: string;
}

/** What is said of one thing. */
export type Line =
  | (Said & { readonly level: 'ok' })
  | (Said & {
      /** `fails` is what builds, verifies or publishes no image; a warning what goes wrong beside that, or may. */
      readonly level: 'warning' | 'fails';
      /** A command that mends it, or the page that says how. */
      readonly remedy: string;
    });
