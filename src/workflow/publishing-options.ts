/**
 * Where and when the GitHub workflow publishes.
 */
export interface PublishingOptions {
  /**
   * Add the GitHub workflow that builds, tries and publishes.
   *
   * @default true
   */
  readonly workflow?: boolean;

  /**
   * The branch that is published from; pull requests to it are built and tried.
   *
   * @default "main"
   */
  readonly branch?: string;

  /**
   * The repository that the workflow pushes to, in lower case and without a tag. Where there are several images, each
   * gets its name appended, e.g. `ghcr.io/acme/app/worker`.
   *
   * @default - ghcr.io/<owner>/<repository> of the GitHub repository, in lower case
   */
  readonly imageRepository?: string;

  /**
   * The GitHub secret with the user name for the registry. Not used for GHCR, which knows the workflow's own token.
   *
   * @default "REGISTRY_USERNAME"
   */
  readonly registryUsernameSecret?: string;

  /**
   * The GitHub secret with the password for the registry. Not used for GHCR, which knows the workflow's own token.
   *
   * @default "REGISTRY_PASSWORD"
   */
  readonly registryPasswordSecret?: string;

  /**
   * Attest the provenance of each published index. GitHub offers this to public repositories, and to private ones on
   * its Enterprise plan.
   *
   * @default true
   */
  readonly attest?: boolean;
}

/** The options with their defaults. */
export type Publishing = Required<Omit<PublishingOptions, 'workflow' | 'imageRepository'>> &
  Pick<PublishingOptions, 'imageRepository'>;

/** Fills the defaults in, and refuses what a workflow could not hold. */
export function publishing(options: PublishingOptions): Publishing {
  const {
    imageRepository,
    branch = 'main',
    registryUsernameSecret = 'REGISTRY_USERNAME',
    registryPasswordSecret = 'REGISTRY_PASSWORD',
  } = options;
  if (imageRepository !== undefined && !/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)+$/.test(imageRepository)) {
    throw new Error(
      `imageRepository: ${JSON.stringify(imageRepository)} is not a repository of images. ` +
        'Write registry and path, in lower case and without a tag, e.g. "ghcr.io/acme/app".',
    );
  }
  if (!/^[^\s~^:?*[\\]+$/.test(branch)) {
    throw new Error(`branch: ${JSON.stringify(branch)} is not the name of a branch. Name one, e.g. "main".`);
  }
  for (const [option, name] of Object.entries({ registryUsernameSecret, registryPasswordSecret })) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new Error(
        `${option}: ${JSON.stringify(name)} is not the name of a secret. Give the secret's name, not its value, e.g. "REGISTRY_USERNAME".`,
      );
    }
  }
  return { imageRepository, branch, registryUsernameSecret, registryPasswordSecret, attest: options.attest ?? true };
}
