/** The programs of a crate, built in one way. */
export interface Executables {
  /** The path of one, by its name. */
  readonly path: (name: string) => string;
  /** The variables that they are run with, and no others. */
  readonly environment: Record<string, string>;
}
