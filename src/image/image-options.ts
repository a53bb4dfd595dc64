import { HealthcheckOptions } from './healthcheck-options';

/**
 * What can be said of all images at once, and of each.
 */
export interface ImageDefaults {
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
   * Files and folders of the project that the program reads, and where each is in the image: `{ 'templates/':
   * '/app/templates' }`. The contents of a folder are put at that place. A file may be given a folder, by a slash at
   * the end of the place. Names are taken literally, not as patterns.
   *
   * They belong to root, and the program can only read them; executables stay executable, and links in a folder stay
   * links. A change of a file leaves the program's layer as it is, and the other way round.
   *
   * @default {}
   */
  readonly files?: Record<string, string>;

  /**
   * The folder that the program runs in. It is created if it is not there: as root's, which the program can't write
   * to, or as the program's own if it is in one of the `volumes`.
   *
   * @default - that of the base; `/` on those of this package
   */
  readonly workdir?: string;

  /**
   * Folders that the program writes to (`VOLUME`). They are created as its own, so that it can write to a volume that
   * Docker makes for them; a folder of the base stays as it is there.
   *
   * Kubernetes creates none. What you mount there has an owner of its own: give it to 65532 (`fsGroup`).
   *
   * @default []
   */
  readonly volumes?: string[];

  /**
   * The signal that asks the program to end, e.g. `SIGINT` (`STOPSIGNAL`). `smokeTestPath` tries it.
   *
   * @default - SIGTERM
   */
  readonly stopSignal?: string;

  /**
   * How Docker asks whether the program is healthy (`HEALTHCHECK`). Kubernetes has probes of its own, and ignores
   * that of an image.
   *
   * @default - it is asked nothing
   */
  readonly healthcheck?: HealthcheckOptions;

  /**
   * TCP ports that the program listens on (`EXPOSE`); the `image:run` task publishes them.
   *
   * @default []
   */
  readonly ports?: number[];

  /**
   * Arguments with which the program proves itself and exits with 0 within 60 seconds, e.g. `['--version']`. Every
   * image is run with them before its tags are moved.
   *
   * With a `smokeTestPath` the program is a server, and these arguments start it.
   *
   * @default - the image is started as it is; it passes if it does not crash
   */
  readonly smokeTest?: string[];

  /**
   * The path that a server is asked for over HTTP before its tags are moved, e.g. `/healthz`: on the first of its
   * `ports` it must answer with 2xx or 3xx within 60 seconds, and then end within 10 seconds of its `stopSignal`. It
   * must listen on `0.0.0.0`.
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

/**
 * Options for one image. An image holds one binary of the workspace; several may hold the same one, each by a name of its
 * own, with other arguments for instance.
 */
export interface ImageOptions extends ImageDefaults {
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
   * The repository of this image alone, in full and without a tag, e.g. `ghcr.io/acme/legacy-name`.
   *
   * @default - that of the project, with the image's name as its last part
   */
  readonly repository?: string;

  /**
   * Cargo features of the binary's package to switch on. Features that the binary requires are always on.
   *
   * All images are compiled in one go, so two binaries of one package share its features. Images of one binary have the
   * same features.
   *
   * @default - the package's default features
   */
  readonly features?: string[];
}
