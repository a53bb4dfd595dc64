import { ContainerRegistry } from '../../registry/container-registry';
import { DOCKER_HUB, GITHUB_HOST, parseRepository } from '../../registry/reference';
import { accountOf, CloudLogin, OldLogin, PasswordLogin } from '../old-workflow/old-logins';
import { call, RcValue, struct } from '../rc-file/rc-value';

/** The option that says what a registry's host does not, and what is left to do. */
export interface AdoptedRegistry {
  readonly registry?: RcValue;
  readonly remarks: readonly string[];
  /** What they are about. */
  readonly login?: OldLogin;
}

/** What a cloud calls its registries, and the option that logs in there. */
interface Cloud {
  readonly kind: CloudLogin['kind'];
  readonly host: RegExp;
  readonly method: 'amazonEcr' | 'googleArtifactRegistry' | 'azure';
  readonly struct: string;
  /** Those options that have no default. */
  readonly required: readonly string[];
  /** The options, each empty where nothing says it. */
  readonly options: (match: RegExpExecArray, path: string, said: CloudLogin['said']) => Record<string, string>;
}

const CLOUDS: Cloud[] = [
  {
    kind: 'amazon',
    host: /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z\d-]+)\.amazonaws\.(?:com(?:\.cn)?|eu)$/,
    method: 'amazonEcr',
    struct: 'AmazonEcrOptions',
    required: ['region', 'role'],
    options: ({ groups }, _, { role = '' }) => ({
      region: groups!.region,
      role,
      ...(accountOf(role) !== groups!.account && { account: groups!.account }),
    }),
  },
  {
    kind: 'google',
    host: /^(?<location>[a-z\d-]+)-docker\.pkg\.dev$/,
    method: 'googleArtifactRegistry',
    struct: 'GoogleArtifactRegistryOptions',
    required: ['location', 'project', 'repository', 'workloadIdentityProvider', 'serviceAccount'],
    options: ({ groups }, path, { workloadIdentityProvider = '', serviceAccount = '' }) => {
      const [project = '', repository = ''] = path.split('/');
      return { location: groups!.location, project, repository, workloadIdentityProvider, serviceAccount };
    },
  },
  {
    kind: 'azure',
    host: /^(?<name>[a-z\d]+)\.azurecr\.io$/,
    method: 'azure',
    struct: 'AzureRegistryOptions',
    required: ['name', 'clientId', 'tenantId'],
    options: ({ groups }, _, { clientId = '', tenantId = '' }) => ({ name: groups!.name, clientId, tenantId }),
  },
];

/** @param place a repository of images, all of it */
export function adoptedRegistry(place: string, logins: readonly OldLogin[]): AdoptedRegistry {
  const { host, path } = parseRepository(place);
  const byPassword = logins.find(
    (each): each is PasswordLogin =>
      each.kind === 'password' && (each.host === host || (host === DOCKER_HUB && /docker\.(io|com)/.test(each.host))),
  );
  const cloud = CLOUDS.find((each) => each.host.test(host));
  const login = logins.find((each): each is CloudLogin => each.kind !== 'password' && each.kind === cloud?.kind);
  // a token of the cloud, handed to docker's own login, is no password that somebody keeps
  if (cloud && login && byPassword?.password === undefined) return { ...ofCloud(cloud, login, host, path), login };
  if (byPassword) return { ...ofPassword(byPassword, host), login: byPassword };
  const keys = logins.find((each): each is CloudLogin => each.kind === 'amazon' && each.said.host === host);
  if (!keys) return { remarks: [] };
  return keys.secrets
    ? { registry: bySecrets(host, keys.secrets[0], keys.secrets[1]), remarks: [] }
    : {
        login: keys,
        remarks: [
          `${host}: by hand: there one logs in by an access key, in two secrets: \`registry: ContainerRegistry.withSecrets({ host: '${host}', usernameSecret: 'AWS_ACCESS_KEY_ID', passwordSecret: 'AWS_SECRET_ACCESS_KEY' })\``,
        ],
      };
}

/** What says where images are of which not all is known; text for a remark. */
export function registryToName(logins: readonly OldLogin[]): string {
  const login = logins.find((each): each is CloudLogin => each.kind !== 'password');
  const cloud = CLOUDS.find(({ kind }) => kind === login?.kind);
  if (!login || !cloud) {
    return '`registry: ContainerRegistry.dockerHub({ namespace: … })` or another one says where it was';
  }
  const said = cloud.required.map((name) => [name, login.said[name] ?? ''] as const);
  return `\`registry: ${written(cloud, said)}\` says where it was`;
}

/** With dots for what is not known. */
function written({ method }: Cloud, options: readonly (readonly [string, string])[]): string {
  const said = options.map(([name, value]) => `${name}: '${isKnown(value) ? value : '…'}'`);
  return `ContainerRegistry.${method}({ ${said.join(', ')} })`;
}

function isKnown(value: string): boolean {
  return value !== '' && !value.includes('${{');
}

function ofCloud(cloud: Cloud, login: CloudLogin, host: string, path: string): AdoptedRegistry {
  const options = cloud.options(cloud.host.exec(host)!, path, login.said);
  const unknown = Object.entries(options).filter(([, value]) => !isKnown(value));
  const fault = unknown.length === 0 ? faultOf(cloud, options) : undefined;
  if (unknown.length === 0 && fault === undefined) {
    return {
      registry: call('ContainerRegistry', cloud.method, struct(cloud.struct, options)),
      remarks: login.key
        ? [
            `${host}: by hand: ${login.key} logged in there, and from now on OIDC does: the role must trust GitHub for it`,
          ]
        : [],
    };
  }
  const option = `\`registry: ${written(cloud, Object.entries(options))}\``;
  if (login.secrets && unknown.every(([, value]) => value === '')) {
    return {
      registry: bySecrets(host, ...login.secrets),
      remarks: [`${host}: an access key logs in there, as before; ${option} needs none: it logs in by OIDC`],
    };
  }
  const was = unknown.filter(([, value]) => value !== '').map(([name, value]) => `${name} was ${value}`);
  const why =
    fault ??
    (was.length > 0
      ? `${was.join(', ')}, which is no secret: write it out`
      : login.key
        ? `${login.key} was a key, and OIDC needs none`
        : 'it logs in by OIDC');
  return { remarks: [`${host}: by hand: ${option}: ${why}`] };
}

/** What the option itself would refuse. */
function faultOf(cloud: Cloud, options: Record<string, string>): string | undefined {
  try {
    ContainerRegistry[cloud.method](options as never);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function ofPassword(login: PasswordLogin, host: string): AdoptedRegistry {
  const { username, password, user } = login;
  if (host === GITHUB_HOST) {
    return {
      remarks:
        password === undefined || password === 'GITHUB_TOKEN'
          ? []
          : [
              `secrets.${password}: needed no more: the run's own token logs in to ${GITHUB_HOST}. A package that was pushed by hand gives this repository *Write*, under *Manage Actions access*`,
            ],
    };
  }
  if (password === undefined) return { remarks: [] };
  const registry = bySecrets(host, username, password);
  const secret = username ?? (host === DOCKER_HUB ? HUB : OTHERS)[0];
  return {
    registry,
    remarks:
      user === undefined ? [] : [`${user}: by hand: it was the user at ${host}, and is read from the secret ${secret}`],
  };
}

/** The secrets that an option reads where none are named. */
const HUB = ['DOCKERHUB_USERNAME', 'DOCKERHUB_TOKEN'] as const;
const OTHERS = ['REGISTRY_USERNAME', 'REGISTRY_PASSWORD'] as const;

/** A registry whose secrets differ from those of its host by default. */
function bySecrets(host: string, username: string | undefined, password: string): RcValue | undefined {
  const isHub = host === DOCKER_HUB;
  const [defaultUsername, defaultPassword] = isHub ? HUB : OTHERS;
  const options = struct(isHub ? 'DockerHubOptions' : 'RegistrySecretsOptions', {
    host: isHub ? undefined : host,
    usernameSecret: username === defaultUsername ? undefined : username,
    passwordSecret: password === defaultPassword ? undefined : password,
  });
  const isDefault = Object.keys(options.options).length === (isHub ? 0 : 1);
  return isDefault ? undefined : call('ContainerRegistry', isHub ? 'dockerHub' : 'withSecrets', options);
}
