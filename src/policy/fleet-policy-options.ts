/**
 * Options of `FleetPolicy`. A rule of which nothing is said is none; an empty list is refused.
 */
export interface FleetPolicyOptions {
  /**
   * Where images, seeds and caches may be pushed: what their references begin with, up to a slash, e.g. `ghcr.io` or `ghcr.io/acme`.
   *
   * Where the owner is that of the GitHub repository, the host is all that is known.
   *
   * @default - anywhere (policy-registry)
   */
  readonly registries?: string[];

  /**
   * The images that executables may be put on, without tag and digest, e.g. `cgr.dev/chainguard/static`, or `scratch`.
   *
   * @default - any (policy-runtime-base)
   */
  readonly runtimeBases?: string[];

  /**
   * The images that may compile, without tag and digest, e.g. `docker.io/clux/muslrust`, or a builder image of your own.
   *
   * @default - any (policy-builder-base)
   */
  readonly builderBases?: string[];

  /**
   * Whether the workflow has to attest the images, and that of a builder image too.
   *
   * @default false (policy-attestations)
   */
  readonly attestations?: boolean;

  /**
   * Whether bases, and what time zones are copied from, have to be named by a digest, or by a tag with a version in it: not `latest`, and not without a tag.
   *
   * @default false (policy-latest)
   */
  readonly noLatest?: boolean;

  /**
   * What the whole name of an image has to match: a regular expression of JavaScript, e.g. `[a-z]+-(api|worker)`.
   *
   * @default - any (policy-name)
   */
  readonly imageNames?: string;

  /**
   * The oldest versions of what a project takes: by `projen-muslrust-chef`, or by the name of a pin, e.g. `muslrust`, `mimalloc`,
   * `buildkit` or `actions/checkout`. What a project does not take has none.
   *
   * @default - any (policy-version)
   */
  readonly minimumVersions?: Record<string, string>;

  /**
   * What is left as it is, with the reason, by the id of the finding: `policy-name` for all of them, `policy-name[server]` for
   * the one about `server`. It is in the record, and one that is of no use any more is said.
   *
   * @default - nothing
   */
  readonly acknowledge?: Record<string, string>;

  /**
   * Whether what breaks a rule stops the synth; else it is a warning.
   *
   * @default true
   */
  readonly enforce?: boolean;
}
