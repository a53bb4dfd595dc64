/**
 * Options of `ContainerRegistry.dockerHub`.
 */
export interface DockerHubOptions {
  /**
   * The user or organisation that the repositories belong to.
   *
   * @default - the owner of the GitHub repository, in lower case
   */
  readonly namespace?: string;

  /**
   * The GitHub secret with the user name.
   *
   * @default "DOCKERHUB_USERNAME"
   */
  readonly usernameSecret?: string;

  /**
   * The GitHub secret with an access token.
   *
   * @default "DOCKERHUB_TOKEN"
   */
  readonly passwordSecret?: string;
}

/**
 * Options of `ContainerRegistry.amazonEcr`.
 */
export interface AmazonEcrOptions {
  /**
   * The region of the registry, e.g. `eu-west-1`.
   */
  readonly region: string;

  /**
   * The ARN of the IAM role that the workflow assumes, e.g. `arn:aws:iam::123456789012:role/publish`. Its trust policy
   * decides which runs may: limit it to the branch and the tags (`sub` of GitHub's token).
   */
  readonly role: string;

  /**
   * The account that the registry belongs to, where that is not the role's.
   *
   * @default - the account of the role
   */
  readonly account?: string;
}

/**
 * Options of `ContainerRegistry.googleArtifactRegistry`.
 */
export interface GoogleArtifactRegistryOptions {
  /**
   * The location of the repository, e.g. `europe-west1` or `us`.
   */
  readonly location: string;

  /**
   * The id of the project that it belongs to.
   */
  readonly project: string;

  /**
   * The repository of Artifact Registry (format Docker) that holds the images.
   */
  readonly repository: string;

  /**
   * The provider that trusts GitHub, by its full name:
   * `projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>`. Its attribute condition
   * decides which runs may: limit it to the branch and the tags.
   */
  readonly workloadIdentityProvider: string;

  /**
   * The service account that the workflow acts as, by its address.
   */
  readonly serviceAccount: string;
}

/**
 * Options of `ContainerRegistry.azure`.
 */
export interface AzureRegistryOptions {
  /**
   * The name of the registry: `acmeprod` for `acmeprod.azurecr.io`; 5 to 50 letters and digits.
   */
  readonly name: string;

  /**
   * The client id of the app registration or managed identity that the workflow acts as. Its federated credentials
   * decide which runs may: limit them to the branch and the tags.
   */
  readonly clientId: string;

  /**
   * The id of the tenant (directory) that it is in.
   */
  readonly tenantId: string;
}

/**
 * Options of `ContainerRegistry.withSecrets`.
 */
export interface RegistrySecretsOptions {
  /**
   * The registry's host, with its port if it has one, e.g. `registry.example.com`.
   */
  readonly host: string;

  /**
   * The GitHub secret with the user name.
   *
   * @default "REGISTRY_USERNAME"
   */
  readonly usernameSecret?: string;

  /**
   * The GitHub secret with the password or token.
   *
   * @default "REGISTRY_PASSWORD"
   */
  readonly passwordSecret?: string;
}
