import { amazonRegistry } from './amazon-registry';
import { azureRegistry } from './azure-registry';
import {
  AmazonEcrOptions,
  AzureRegistryOptions,
  DockerHubOptions,
  GoogleArtifactRegistryOptions,
  RegistrySecretsOptions,
} from './container-registry-options';
import { dockerHub } from './docker-hub';
import { googleRegistry } from './google-registry';
import { loginBySecrets } from './login-by-secrets';
import { faultOfParts } from './names-of-host';
import { DOCKER_HUB, faultOfPath, GITHUB_HOST } from './reference';
import { registryHost } from './registry-host';
import { RegistryLogin } from './registry-login';
import { RegistryTraits } from './registry-traits';
import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';
import { assertMadeByStatics } from '../options/made-by-statics';

/**
 * A registry of container images: where it is, how the workflow logs in, and what it lets images be called.
 */
export class ContainerRegistry {
  /**
   * GitHub's own, ghcr.io. The workflow logs in with the token of its run: nothing to set up.
   */
  public static gitHub(): ContainerRegistry {
    return new ContainerRegistry({ host: GITHUB_HOST, login: { kind: 'github-token' } });
  }

  /**
   * Docker Hub. Its names have two parts only, so folder and image are joined by `-`: `docker.io/acme/shop-server`.
   *
   * @param options the namespace, and where the credentials are
   */
  public static dockerHub(options: DockerHubOptions = {}): ContainerRegistry {
    [options] = checked('ContainerRegistry.dockerHub', [options]);
    return new ContainerRegistry(dockerHub(options));
  }

  /**
   * Amazon's Elastic Container Registry, by OIDC. Its repositories must exist, or a repository creation template must create
   * them on push.
   *
   * @param options where it is, and the role that may push
   */
  public static amazonEcr(options: AmazonEcrOptions): ContainerRegistry {
    [options] = checked('ContainerRegistry.amazonEcr', [options]);
    return new ContainerRegistry(amazonRegistry(options));
  }

  /**
   * Google's Artifact Registry, by OIDC. Its token is valid for one hour, unless a policy of the organisation allows more; a job
   * that takes longer can't push. `BuildStrategy.EMULATED` may be that slow.
   *
   * @param options where it is, and who may push
   */
  public static googleArtifactRegistry(options: GoogleArtifactRegistryOptions): ContainerRegistry {
    [options] = checked('ContainerRegistry.googleArtifactRegistry', [options]);
    return new ContainerRegistry(googleRegistry(options));
  }

  /**
   * Azure's Container Registry, by OIDC.
   *
   * @param options its name, and who may push
   */
  public static azure(options: AzureRegistryOptions): ContainerRegistry {
    [options] = checked('ContainerRegistry.azure', [options]);
    return new ContainerRegistry(azureRegistry(options));
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
    return new ContainerRegistry({
      host,
      ...loginBySecrets(where, options, 'REGISTRY_USERNAME', 'REGISTRY_PASSWORD'),
      isFlat: host === DOCKER_HUB,
    });
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
    return new ContainerRegistry({ host });
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

  private readonly traits: RegistryTraits;

  private constructor(traits: RegistryTraits) {
    assertMadeByStatics('ContainerRegistry', typeof traits === 'object');
    this.host = traits.host;
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
