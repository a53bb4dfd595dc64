/**
 * How an engine asks whether a container is healthy (`HEALTHCHECK`).
 *
 * Docker does so, and with it Compose and Swarm. Kubernetes does not look at it, nor does Podman at that of an image in
 * OCI's format, as the workflow pushes them: there the same command belongs into the pod's `exec` probe.
 */
export interface HealthcheckOptions {
  /**
   * What the program is called with. It runs beside the one that serves, and exits with 0 if that is well: there is no
   * shell in the image, and no `curl`.
   */
  readonly args: string[];

  /**
   * The time from one check to the next, as a Dockerfile has it, e.g. `30s`.
   *
   * @default - the engine's, 30s
   */
  readonly interval?: string;

  /**
   * The time that a check may take.
   *
   * @default - the engine's, 30s
   */
  readonly timeout?: string;

  /**
   * The time after the start in which checks may fail.
   *
   * @default - the engine's, none
   */
  readonly startPeriod?: string;

  /**
   * How many checks have to fail in a row.
   *
   * @default - the engine's, 3
   */
  readonly retries?: number;
}
