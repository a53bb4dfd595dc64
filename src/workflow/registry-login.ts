import { github } from 'projen';
import { actionStep } from './steps';
import { ImageRepository } from '../registry/image-repository';
import { RegistryLogin } from '../registry/registry-login';
import { RegistryUse } from '../registry/registry-use';

const { JobPermission } = github.workflows;

/** Under what reserve a login is tried. */
type Reserve = Pick<github.workflows.JobStep, 'if' | 'continueOnError'>;

/** Secrets and identities are not for pull requests from elsewhere. */
const NOT_FROM_A_FORK =
  "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository";

/**
 * The logins of one job: to each registry once, on every event that reads or writes it.
 *
 * A pull request logs in only to what it reads, and where it may not, what is public still builds: the login is left
 * out, rather than failed. Elsewhere a login that fails, fails the job.
 */
export class RegistryLogins {
  /** Those of a job for pull requests, which only reads. */
  public static ofPullRequest(uses: RegistryUse[]): RegistryLogins {
    return new RegistryLogins(
      uses.filter(({ reads }) => reads).map((use) => ({ ...use, registry: use.reader ?? use.registry, writes: false })),
      (slug, { kind }) => {
        switch (kind) {
          case 'github-token':
            return {};
          case 'secrets':
            return { if: `env.${hasSecrets(slug)} == 'true'` };
          default:
            // and the cloud's policy may well be for the branch and the tags alone
            return { if: NOT_FROM_A_FORK, continueOnError: true };
        }
      },
    );
  }

  /** Those of a job that reads and writes. */
  public static ofBuild(uses: RegistryUse[]): RegistryLogins {
    return new RegistryLogins(uses);
  }

  /** Those of a job that writes images, and nothing else. */
  public static ofPublish(uses: RegistryUse[], images: ImageRepository[]): RegistryLogins {
    const hosts = new Set(images.map(({ registry }) => registry.host));
    return new RegistryLogins(uses.filter(({ registry }) => hosts.has(registry.host)));
  }

  private readonly uses: RegistryUse[];

  private constructor(
    uses: RegistryUse[],
    private readonly reserve: (slug: string, login: RegistryLogin) => Reserve = () => ({}),
  ) {
    this.uses = uses.filter(({ registry }) => registry._login);
  }

  /** Whether one of them wants the identity of the run. */
  public get byIdentity(): boolean {
    return this.uses.some(({ registry }) => IDENTITIES.includes(registry._login!.kind));
  }

  /** What the job's token needs. */
  public get permissions(): github.workflows.JobPermissions {
    const gitHub = this.uses.find(({ registry }) => registry._login!.kind === 'github-token');
    return {
      ...(gitHub ? { packages: gitHub.writes ? JobPermission.WRITE : JobPermission.READ } : {}),
      ...(this.byIdentity ? { idToken: JobPermission.WRITE } : {}),
    };
  }

  /** The job's variables: a step's condition sees no secrets, so whether they are there is one. */
  public get env(): Record<string, string> {
    return Object.fromEntries(
      this.uses.flatMap(({ registry: { host, _login } }) => {
        const slug = this.slugOf(host);
        return _login!.kind === 'secrets' && this.reserve(slug, _login!).if
          ? [[hasSecrets(slug), `\${{ secrets.${_login!.passwordSecret} != '' }}`]]
          : [];
      }),
    );
  }

  public get steps(): github.workflows.JobStep[] {
    return this.uses.flatMap(({ registry: { host, _login } }) => {
      const slug = this.slugOf(host);
      return stepsOf(slug, host, _login!).map((step) => ({ ...step, ...this.reserve(slug, _login!) }));
    });
  }

  /** A host as a part of ids; no two have the same. */
  private slugOf(host: string): string {
    const plain = (text: string) => text.replace(/[^a-z0-9]+/g, '-');
    const alike = this.uses.map(({ registry }) => registry.host).filter((other) => plain(other) === plain(host));
    const number = alike.indexOf(host) + 1;
    return number > 1 ? `${plain(host)}-${number}` : plain(host);
  }
}

const IDENTITIES: RegistryLogin['kind'][] = ['amazon', 'google', 'azure'];

function stepsOf(slug: string, host: string, login: RegistryLogin): github.workflows.JobStep[] {
  const id = `login-${slug}`;
  const name = `Log in to ${host}`;
  const byPassword = (username: string, password: string) =>
    actionStep(id, name, 'docker/login-action', { registry: host, username, password });
  switch (login.kind) {
    case 'github-token':
      return [byPassword('${{ github.actor }}', '${{ secrets.GITHUB_TOKEN }}')];
    case 'secrets':
      return [byPassword(`\${{ secrets.${login.usernameSecret} }}`, `\${{ secrets.${login.passwordSecret} }}`)];
    case 'amazon':
      return [
        actionStep(`${id}-identity`, `Assume the role for ${host}`, 'aws-actions/configure-aws-credentials', {
          'role-to-assume': login.role,
          'aws-region': login.region,
        }),
        actionStep(id, name, 'aws-actions/amazon-ecr-login', { registries: login.account }),
      ];
    case 'google':
      return [
        actionStep(`${id}-identity`, `Become the service account for ${host}`, 'google-github-actions/auth', {
          workload_identity_provider: login.workloadIdentityProvider,
          service_account: login.serviceAccount,
          token_format: 'access_token',
          // a file of credentials would lie in the checkout, which is what is built
          create_credentials_file: false,
          export_environment_variables: false,
        }),
        byPassword('oauth2accesstoken', `\${{ steps.${id}-identity.outputs.access_token }}`),
      ];
    case 'azure':
      return [
        actionStep(`${id}-identity`, `Become the application for ${host}`, 'azure/login', {
          'client-id': login.clientId,
          'tenant-id': login.tenantId,
          // it needs the registry, and nothing else of a subscription
          'allow-no-subscriptions': true,
        }),
        { id, name, env: { REGISTRY: login.registryName }, run: 'az acr login --name "$REGISTRY"' },
      ];
  }
}

/** The variable that says whether the secrets of a registry are there. */
function hasSecrets(slug: string): string {
  return `HAS_LOGIN_${slug.toUpperCase().replace(/-/g, '_')}`;
}
