/**
 * How the images run in Kubernetes.
 */
export interface KubernetesManifestsOptions {
  /**
   * The folder for the manifests, relative to the project: one that builds need nothing of, since it is hidden from them.
   *
   * @default "kubernetes"
   */
  readonly directory?: string;

  /**
   * Names of the images that run all the time. One that does something and ends is none of them: a deployment would start it again
   * and again.
   *
   * @default - all
   */
  readonly images?: string[];

  /**
   * The namespace, in `kustomization.yaml`. It is not made: `kubectl create namespace`. Two projects of one repository may have images of
   * one name, if each has a namespace.
   *
   * @default - that of whoever applies them
   */
  readonly namespace?: string;

  /**
   * The memory that each container gets, in bytes (`128Mi`, `1G`): asked for, and the limit. A container that wants more is
   * killed; `npx projen image:bench-allocators` measures what a program takes.
   *
   * @default "128Mi"
   */
  readonly memory?: string;

  /**
   * The processor time that each container asks for, in thousandths of a processor (`100m`) or processors (`0.5`, `2`). There is no limit: one would slow a program
   * down while the machine has nothing else to do.
   *
   * @default "100m"
   */
  readonly cpu?: string;

  /**
   * How much each of an image's `volumes` holds, in bytes (`1Gi`).
   *
   * @default "1Gi"
   */
  readonly storage?: string;

  /**
   * A file of the digests that were published last, which is yours: a JSON object by the images' targets in `docker-bake.json`, as
   * the output `digests` of the workflow's job `publish` is one. While it is not there, the images are named by the tag of the branch.
   *
   * @default "image-digests.json"
   */
  readonly digests?: string;
}
