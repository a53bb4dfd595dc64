import {
  AmazonEcrOptions,
  AzureRegistryOptions,
  DockerHubOptions,
  GoogleArtifactRegistryOptions,
  RegistrySecretsOptions,
} from './container-registry-options';
import { faultOfParts } from './names-of-host';
import { canonicalHost, DOCKER_HUB, faultOfPath, faultOfRegistryHost, GITHUB_HOST } from './reference';
import { RegistryLogin } from './registry-login';
import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';

/** In which a registry differs from one that takes any path and knows nobody. */
interface Traits {
  readonly login?: RegistryLogin;
  /** Whether the name of the secret with the password is the user's choice. */
  readonly namesPassword?: boolean;
  /** What stands before the owner in every path. */
  readonly prefix?: string;
  /** Stands in for the owner of the GitHub repository. */
  readonly namespace?: string;
  /** Whether a path has two parts only. */
  readonly isFlat?: boolean;
  /** What is wrong with a path here, though other registries take it. */
  readonly fault?: (path: string) => string | undefined;
}

/**
 * A registry of container images: where it is, how the workflow logs in, and what it lets images be called.
 */
export class ContainerRegistry {
  /**
   * GitHub's own, ghcr.io. The workflow logs in with the token of its run: nothing to set up.
   */
  public static gitHub(): ContainerRegistry {
    return new ContainerRegistry(GITHUB_HOST, { login: { kind: 'github-token' } });
  }

  /**
   * Docker Hub. Its names have two parts only, so folder and image are joined by `-`: `docker.io/acme/shop-server`.
   *
   * @param options the namespace, and where the credentials are
   */
  public static dockerHub(options: DockerHubOptions = {}): ContainerRegistry {
    [options] = checked('ContainerRegistry.dockerHub', [options]);
    const { namespace } = options;
    const where = 'ContainerRegistry.dockerHub';
    if (namespace !== undefined && (namespace.includes('/') || faultOfPath(namespace))) {
      throw new UserError(
        `${where}: ${JSON.stringify(namespace)} is not a namespace. Name the user or organisation alone, in lower case, e.g. "acme".`,
      );
    }
    return new ContainerRegistry(DOCKER_HUB, {
      ...secrets(where, options, 'DOCKERHUB_USERNAME', 'DOCKERHUB_TOKEN'),
      namespace,
      isFlat: true,
    });
  }

  /**
   * Amazon's Elastic Container Registry, by OIDC. Its repositories must exist, or a repository creation template must create
   * them on push.
   *
   * @param options where it is, and the role that may push
   */
  public static amazonEcr(options: AmazonEcrOptions): ContainerRegistry {
    [options] = checked('ContainerRegistry.amazonEcr', [options]);
    const where = 'ContainerRegistry.amazonEcr';
    const [, partition, accountOfRole] = /^arn:(aws[a-z-]*):iam::(\d{12}):role\/[\w+=,.@/-]+$/.exec(options.role) ?? [];
    if (!partition) {
      throw new UserError(
        `${where}: role ${JSON.stringify(options.role)} is not the ARN of a role. Write it as IAM shows it, e.g. "arn:aws:iam::123456789012:role/publish".`,
      );
    }
    if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(options.region)) {
      throw new UserError(`${where}: ${JSON.stringify(options.region)} is not a region. Name one, e.g. "eu-west-1".`);
    }
    const { account = accountOfRole, region, role } = options;
    if (!/^\d{12}$/.test(account)) {
      throw new UserError(
        `${where}: account ${JSON.stringify(account)} is not the number of an account, which has 12 digits.`,
      );
    }
    // https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
    const domain = { 'aws-cn': 'amazonaws.com.cn', 'aws-eusc': 'amazonaws.eu' }[partition] ?? 'amazonaws.com';
    return new ContainerRegistry(`${account}.dkr.ecr.${region}.${domain}`, {
      login: { kind: 'amazon', account, region, role },
      // the pattern of `repositoryName`, https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
      fault: (path) =>
        /__|--/.test(path) ? 'in a name of ECR, only one ".", "_" or "-" stands between two words' : undefined,
    });
  }

  /**
   * Google's Artifact Registry, by OIDC. Its token is valid for one hour, unless a policy of the organisation allows more; a job
   * that takes longer can't push. `BuildStrategy.EMULATED` may be that slow.
   *
   * @param options where it is, and who may push
   */
  public static googleArtifactRegistry(options: GoogleArtifactRegistryOptions): ContainerRegistry {
    [options] = checked('ContainerRegistry.googleArtifactRegistry', [options]);
    const where = 'ContainerRegistry.googleArtifactRegistry';
    const { location, project, repository, workloadIdentityProvider, serviceAccount } = options;
    if (!/^[a-z]+(-[a-z]+\d+)?$/.test(location)) {
      throw new UserError(
        `${where}: location ${JSON.stringify(location)} is not one. Name it, e.g. "europe-west1" or "us".`,
      );
    }
    if (!/^([a-z0-9.-]+:)?[a-z][a-z0-9-]*[a-z0-9]$/.test(project)) {
      throw new UserError(
        `${where}: project ${JSON.stringify(project)} is not the id of a project. It is not its name, e.g. "acme-prod-1".`,
      );
    }
    if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(repository)) {
      throw new UserError(
        `${where}: repository ${JSON.stringify(repository)} is not the id of a repository, e.g. "images".`,
      );
    }
    if (
      !/^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/.test(
        workloadIdentityProvider,
      )
    ) {
      throw new UserError(
        `${where}: workloadIdentityProvider ${JSON.stringify(workloadIdentityProvider)} is not the full name of a provider. ` +
          'Write "projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>".',
      );
    }
    if (!/^[^@\s'"$]+@[^@\s'"$]+$/.test(serviceAccount)) {
      throw new UserError(
        `${where}: serviceAccount ${JSON.stringify(serviceAccount)} is not the address of a service account.`,
      );
    }
    return new ContainerRegistry(`${location}-docker.pkg.dev`, {
      login: { kind: 'google', workloadIdentityProvider, serviceAccount },
      // a project of a domain has a colon, which a path can't have
      prefix: `${project.replace(':', '/')}/${repository}`,
    });
  }

  /**
   * Azure's Container Registry, by OIDC.
   *
   * @param options its name, and who may push
   */
  public static azure(options: AzureRegistryOptions): ContainerRegistry {
    [options] = checked('ContainerRegistry.azure', [options]);
    const { name, clientId, tenantId } = options;
    const where = 'ContainerRegistry.azure';
    if (!/^[a-zA-Z0-9]{5,50}$/.test(name)) {
      throw new UserError(
        `${where}: name ${JSON.stringify(name)} is not that of a registry. ` +
          'Write what stands before ".azurecr.io", 5 to 50 letters and digits, e.g. "acmeprod".',
      );
    }
    for (const [option, id] of Object.entries({ clientId, tenantId })) {
      if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
        throw new UserError(
          `${where}: ${option} ${JSON.stringify(id)} is not an id. It has the form "00000000-0000-0000-0000-000000000000".`,
        );
      }
    }
    return new ContainerRegistry(`${name.toLowerCase()}.azurecr.io`, {
      login: { kind: 'azure', registryName: name.toLowerCase(), clientId, tenantId },
    });
  }

  /**
   * Any registry, by a user name and a password that are GitHub secrets.
   *
   * @param options its host, and the names of the secrets
   */
  public static withSecrets(options: RegistrySecretsOptions): ContainerRegistry {
    [options] = checked('ContainerRegistry.withSecrets', [options]);
    const where = 'ContainerRegistry.withSecrets';
    const host = registryHost(where, options.host);
    const traits = secrets(where, options, 'REGISTRY_USERNAME', 'REGISTRY_PASSWORD');
    return new ContainerRegistry(host, host === DOCKER_HUB ? { ...traits, isFlat: true } : traits);
  }

  /**
   * A registry without accounts: anyone who can reach it may push. Images there are not attested, since pushing an attestation
   * needs credentials. BuildKit and Docker use TLS, unless it is on `localhost` or configured otherwise: `http = true` for that
   * host in `buildkitd.toml`, `insecure-registries` of Docker.
   *
   * @param host with its port if it has one, e.g. `registry.internal:5000`
   */
  public static anonymous(host: string): ContainerRegistry {
    checked('ContainerRegistry.anonymous', [host]);
    host = registryHost('ContainerRegistry.anonymous', host);
    if (host === GITHUB_HOST || host === DOCKER_HUB) {
      throw new UserError(
        `ContainerRegistry.anonymous: ${host} knows accounts, and takes images from nobody else. Use ContainerRegistry.${host === GITHUB_HOST ? 'gitHub' : 'dockerHub'}().`,
      );
    }
    return new ContainerRegistry(host, {});
  }

  /**
   * @internal The registry of a host of which no more is said.
   */
  public static _ofHost(host: string): ContainerRegistry {
    switch (host) {
      case GITHUB_HOST:
        return ContainerRegistry.gitHub();
      case DOCKER_HUB:
        return ContainerRegistry.dockerHub();
      default:
        return ContainerRegistry.withSecrets({ host });
    }
  }

  /** The host, as references to its images begin: `ghcr.io`. */
  public readonly host: string;

  /** @internal How a workflow logs in; none where there are no accounts. */
  public readonly _login?: RegistryLogin;

  /** @internal Whether the name of the secret with the password is the user's choice. */
  public readonly _namesPassword: boolean;

  /** @internal What every path begins with. */
  public readonly _prefix?: string;

  /** @internal What stands for the owner of the GitHub repository. */
  public readonly _namespace?: string;

  private readonly traits: Traits;

  private constructor(host: string, traits: Traits) {
    this.host = host;
    this.traits = traits;
    this._login = traits.login;
    this._namesPassword = traits.namesPassword ?? false;
    this._prefix = traits.prefix;
    this._namespace = traits.namespace;
  }

  /** @internal What is between an image's repository and the parts of its own. */
  public get _separator(): string {
    return this.traits.isFlat ? '-' : '/';
  }

  /** @internal What is wrong with the path of a repository here, if anything is. */
  public _faultOf(path: string): string | undefined {
    const { prefix, namespace, fault } = this.traits;
    return (
      faultOfPath(path) ??
      fault?.(path) ??
      (prefix && !path.startsWith(`${prefix}/`) ? `in that registry all names begin with "${prefix}/"` : undefined) ??
      (namespace && !path.startsWith(`${namespace}/`)
        ? `the namespace of the registry is "${namespace}"`
        : undefined) ??
      faultOfParts(this.host, path)
    );
  }

  /** @internal Whether two are one to a workflow, which logs in to a host once. */
  public _hasLoginOf(other: ContainerRegistry): boolean {
    return JSON.stringify(this._login) === JSON.stringify(other._login);
  }
}

/** How one logs in by two secrets that have these names, where the user names no others. */
function secrets(
  where: string,
  said: { usernameSecret?: string; passwordSecret?: string },
  username: string,
  password: string,
): Traits {
  const { usernameSecret = username, passwordSecret = password } = said;
  for (const [option, name] of Object.entries({ usernameSecret, passwordSecret })) {
    // GitHub's own rule, and its own names begin with GITHUB_
    if (!/^(?!GITHUB_)[A-Za-z_][A-Za-z0-9_]*$/i.test(name)) {
      throw new UserError(
        `${where}: ${option} ${JSON.stringify(name)} is not the name of a secret. Give the secret's name, not its value, e.g. "REGISTRY_USERNAME".`,
      );
    }
  }
  return {
    login: { kind: 'secrets', usernameSecret, passwordSecret },
    namesPassword: said.passwordSecret !== undefined,
  };
}

/** A host as references have it. */
function registryHost(where: string, text: string): string {
  const host = canonicalHost(text);
  const fault = faultOfRegistryHost(host);
  if (fault) {
    throw new UserError(`${where}: ${fault}. Write it without a scheme or a path, e.g. "registry.example.com:5000".`);
  }
  return host;
}
