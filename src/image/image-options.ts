/**
 * Options for one image. An image holds one binary of the workspace.
 */
export interface ImageOptions {
  /**
   * The binary in the image, by its cargo name.
   */
  readonly binary: string;

  /**
   * The image's name: the last part of its repository, unless it is the name of the project, and its target in the bake
   * file.
   *
   * @default - the binary's name, in lower case
   */
  readonly name?: string;

  /**
   * The repository of this image alone, outright and without a tag, e.g. `ghcr.io/acme/legacy-name`.
   *
   * @default - that of the project, with the image's name as its last part
   */
  readonly repository?: string;

  /**
   * Cargo features of the binary's package to switch on. Features that the binary requires are always on.
   *
   * All images are compiled in one go, so two binaries of one package share its features.
   *
   * @default - the package's default features
   */
  readonly features?: string[];

  /**
   * Default arguments of the program (`CMD`).
   *
   * @default []
   */
  readonly args?: string[];

  /**
   * Environment variables of the image. They are public: whoever can pull the image can read them.
   *
   * @default {}
   */
  readonly env?: Record<string, string>;

  /**
   * TCP ports that the program listens on (`EXPOSE`); the `image:run` task publishes them.
   *
   * @default []
   */
  readonly ports?: number[];

  /**
   * Arguments that make the program prove itself and exit with 0 within 60 seconds, e.g. `['--version']`. Every image
   * is run with them before its tags are moved.
   *
   * Where there is a `smokeTestPath` the program is a server that these arguments start.
   *
   * @default - the image is started as it is; it passes if it does not crash
   */
  readonly smokeTest?: string[];

  /**
   * What a server is asked over HTTP before the image's tags are moved, e.g. `/healthz`: on the first of its `ports` it
   * must answer with 2xx or 3xx within 60 seconds, and then end within 10 seconds of a SIGTERM. It must listen on
   * `0.0.0.0`.
   *
   * @default - it is asked nothing
   */
  readonly smokeTestPath?: string;

  /**
   * OCI labels of the image.
   *
   * @default - title, description, licenses and source, from the package's manifest
   */
  readonly labels?: Record<string, string>;
}
