/**
 * How an engine asks whether a container is healthy (`HEALTHCHECK`).
 *
 * Docker does so, and with it Compose and Swarm. Kubernetes does not look at it, nor does Podman at that of an image in
 * OCI's format, as the workflow pushes them: there the same command belongs into the pod's `exec` probe.
 */
export interface HealthcheckOptions {
  /**
   * Arguments by which the program checks itself. It is started beside the one that serves, and exits with 0 if that
   * is healthy: the image has no shell, and no `curl`.
   */
  readonly args: string[];

  /**
   * The time between two checks, as a Dockerfile has it, e.g. `30s`.
   *
   * @default - the engine's, 30s
   */
  readonly interval?: string;

  /**
   * How long a check may take.
   *
   * @default - the engine's, 30s
   */
  readonly timeout?: string;

  /**
   * How long after the start checks may fail.
   *
   * @default - the engine's, none
   */
  readonly startPeriod?: string;

  /**
   * How many checks must fail in a row.
   *
   * @default - the engine's, 3
   */
  readonly retries?: number;
}
