/** A build that a file of the user's asks for. Paths are relative to the root of the git repository. */
export interface OtherBuild {
  /** Where in the file that is said. */
  readonly where: string;
  readonly context: string;
  readonly dockerfile: string;
  readonly target?: string;
  /** The service that it is for. */
  readonly service?: string;
}
