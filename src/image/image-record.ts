/**
 * An image, as whoever deploys it or keeps rules for it wants to know it.
 */
export interface ImageRecord {
  /** Its name. */
  readonly name: string;

  /** Where it is published, without a tag: `<owner>` and `<repository>` stand for what the run of the workflow knows. */
  readonly reference: string;

  /** Its target in `docker-bake.json`. */
  readonly target: string;

  /** The binary in it. */
  readonly binary: string;
}
