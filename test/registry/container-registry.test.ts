import { ContainerRegistry } from '../../src';

const ROLE = 'arn:aws:iam::123456789012:role/publish';
const GOOGLE = {
  location: 'europe-west1',
  project: 'acme-prod',
  repository: 'images',
  workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/acme',
  serviceAccount: 'publish@acme-prod.iam.gserviceaccount.com',
};
const AZURE = {
  name: 'acme01',
  clientId: '00000000-0000-0000-0000-000000000001',
  tenantId: '00000000-0000-0000-0000-000000000002',
};

test.each<[string, () => ContainerRegistry, string, unknown]>([
  ['GHCR', () => ContainerRegistry.gitHub(), 'ghcr.io', { kind: 'github-token' }],
  [
    'Docker Hub',
    () => ContainerRegistry.dockerHub(),
    'docker.io',
    { kind: 'secrets', usernameSecret: 'DOCKERHUB_USERNAME', passwordSecret: 'DOCKERHUB_TOKEN' },
  ],
  [
    'ECR',
    () => ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: ROLE }),
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    { kind: 'amazon', account: '123456789012', region: 'eu-west-1', role: ROLE },
  ],
  [
    'ECR of another account',
    () => ContainerRegistry.amazonEcr({ region: 'us-gov-west-1', role: ROLE, account: '000000000001' }),
    '000000000001.dkr.ecr.us-gov-west-1.amazonaws.com',
    { kind: 'amazon', account: '000000000001', region: 'us-gov-west-1', role: ROLE },
  ],
  [
    'ECR in China',
    () => ContainerRegistry.amazonEcr({ region: 'cn-north-1', role: ROLE.replace('aws', 'aws-cn') }),
    '123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn',
    expect.anything(),
  ],
  [
    'Artifact Registry',
    () => ContainerRegistry.googleArtifactRegistry(GOOGLE),
    'europe-west1-docker.pkg.dev',
    {
      kind: 'google',
      workloadIdentityProvider: GOOGLE.workloadIdentityProvider,
      serviceAccount: GOOGLE.serviceAccount,
    },
  ],
  [
    'Azure',
    () => ContainerRegistry.azure(AZURE),
    'acme01.azurecr.io',
    { kind: 'azure', registryName: 'acme01', clientId: AZURE.clientId, tenantId: AZURE.tenantId },
  ],
  [
    'another',
    () => ContainerRegistry.withSecrets({ host: 'registry.example.com:5000' }),
    'registry.example.com:5000',
    { kind: 'secrets', usernameSecret: 'REGISTRY_USERNAME', passwordSecret: 'REGISTRY_PASSWORD' },
  ],
  ['one without accounts', () => ContainerRegistry.anonymous('localhost:5000'), 'localhost:5000', undefined],
])('%s: where it is, and how a workflow comes in', (_, make, host, login) => {
  expect(make().host).toBe(host);
  expect(make()._login).toEqual(login);
});

test.each<[string, () => unknown, RegExp]>([
  [
    'a namespace of two parts',
    () => ContainerRegistry.dockerHub({ namespace: 'acme/shop' }),
    /"acme\/shop" is not a namespace/,
  ],
  ['a namespace in upper case', () => ContainerRegistry.dockerHub({ namespace: 'Acme' }), /"Acme" is not a namespace/],
  [
    'a token',
    () => ContainerRegistry.dockerHub({ passwordSecret: 'dckr_pat-x' }),
    /passwordSecret "dckr_pat-x" is not the name of a secret/,
  ],
  [
    "a name of GitHub's",
    () => ContainerRegistry.dockerHub({ usernameSecret: 'GITHUB_TOKEN' }),
    /usernameSecret "GITHUB_TOKEN"/,
  ],
  [
    'an account for a role',
    () => ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: '123456789012' }),
    /not the ARN of a role/,
  ],
  [
    'a user for a role',
    () => ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: ROLE.replace('role/', 'user/') }),
    /not the ARN of a role/,
  ],
  ['no region', () => ContainerRegistry.amazonEcr({ region: 'Ireland', role: ROLE }), /"Ireland" is not a region/],
  [
    'a short account',
    () => ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: ROLE, account: '123' }),
    /has 12 digits/,
  ],
  [
    'a location in words',
    () => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, location: 'Belgium' }),
    /location "Belgium"/,
  ],
  [
    'the name of a project',
    () => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, project: 'Acme Prod' }),
    /project "Acme Prod"/,
  ],
  [
    'a path for a repository',
    () => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, repository: 'a/b' }),
    /repository "a\/b"/,
  ],
  [
    'a short provider',
    () => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, workloadIdentityProvider: 'acme' }),
    /not the full name of a provider/,
  ],
  [
    'no address',
    () => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, serviceAccount: 'publish' }),
    /not the address of a service account/,
  ],
  [
    'a host for a name',
    () => ContainerRegistry.azure({ ...AZURE, name: 'acme.azurecr.io' }),
    /name "acme\.azurecr\.io"/,
  ],
  [
    'a name for an id',
    () => ContainerRegistry.azure({ ...AZURE, clientId: 'publish' }),
    /clientId "publish" is not an id/,
  ],
  [
    'a scheme',
    () => ContainerRegistry.withSecrets({ host: 'https://registry.example.com' }),
    /is not the host of a registry/,
  ],
  [
    'a path',
    () => ContainerRegistry.withSecrets({ host: 'registry.example.com/acme' }),
    /is not the host of a registry/,
  ],
  ['a word', () => ContainerRegistry.anonymous('registry'), /is not the host of a registry/],
  ['a host in upper case', () => ContainerRegistry.anonymous('Registry.example.com'), /is not the host of a registry/],
  ['GHCR without an account', () => ContainerRegistry.anonymous('ghcr.io'), /ghcr\.io knows accounts/],
  ['Docker Hub without an account', () => ContainerRegistry.anonymous('docker.io'), /docker\.io knows accounts/],
])('%s is refused', (_, make, message) => {
  expect(make).toThrow(message);
  expect(make).toThrow(/^ContainerRegistry\.\w+: /);
});

test('the older name of Docker Hub is that of the references', () => {
  expect(ContainerRegistry.withSecrets({ host: 'index.docker.io' }).host).toBe('docker.io');
  expect(() => ContainerRegistry.anonymous('index.docker.io')).toThrow(/docker\.io knows accounts/);
});

test('Docker Hub by secrets of other names keeps its rules', () => {
  const names = { usernameSecret: 'A', passwordSecret: 'B' };
  expect(ContainerRegistry.withSecrets({ host: 'docker.io', ...names })._login).toEqual({ kind: 'secrets', ...names });
  expect(ContainerRegistry.withSecrets({ host: 'docker.io' })._faultOf('acme/shop/server')).toContain(
    '<namespace>/<repository>',
  );
});

/** Of each option: who takes it, what is taken, what is not, and the end of the message. */
const VALUES: [
  what: string,
  make: (value: string) => ContainerRegistry,
  taken: string[],
  refused: string[],
  message: string,
][] = [
  [
    'namespace of Docker Hub',
    (namespace) => ContainerRegistry.dockerHub({ namespace }),
    ['acme', 'acme-1'],
    ['', 'Acme', 'acme/shop', 'acme/'],
    'is not a namespace. Name the user or organisation alone, in lower case, e.g. "acme".',
  ],
  [
    'secret of Docker Hub',
    (usernameSecret) => ContainerRegistry.dockerHub({ usernameSecret }),
    ['A', '_', 'a_1', 'NOT_GITHUB_'],
    ['', '1A', 'A-B', 'A B', 'A\n', 'github_token', 'GITHUB_TOKEN', ' A'],
    'is not the name of a secret. Give the secret\'s name, not its value, e.g. "REGISTRY_USERNAME".',
  ],
  [
    'password of another registry',
    (passwordSecret) => ContainerRegistry.withSecrets({ host: 'registry.example.com', passwordSecret }),
    ['TOKEN'],
    ['hunter-2!'],
    'is not the name of a secret. Give the secret\'s name, not its value, e.g. "REGISTRY_USERNAME".',
  ],
  [
    'role of AWS',
    (role) => ContainerRegistry.amazonEcr({ region: 'eu-west-1', role }),
    ['', '-us-gov', '-cn', '-eusc'].map((partition) => `arn:aws${partition}:iam::123456789012:role/ci/a+=,.@-_`),
    [
      '',
      `x${ROLE}`,
      `${ROLE} `,
      'arn:aws:iam::1234567890123:role/a',
      'arn:aws:iam::123456789012:role/',
      'arn:AWS:iam::123456789012:role/a',
    ],
    'is not the ARN of a role. Write it as IAM shows it, e.g. "arn:aws:iam::123456789012:role/publish".',
  ],
  [
    'region of AWS',
    (region) => ContainerRegistry.amazonEcr({ region, role: ROLE }),
    ['eu-west-1', 'us-gov-west-1', 'ap-southeast-12', 'eusc-de-east-1'],
    ['', 'eu-west', 'e-west-1', 'eu-1', 'eu--1', 'eu-west-1a', ' eu-west-1', 'EU-west-1', 'eu-west-'],
    'is not a region. Name one, e.g. "eu-west-1".',
  ],
  [
    'account of AWS',
    (account) => ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: ROLE, account }),
    ['000000000001'],
    ['', '12345678901', '1234567890123', '12345678901a', ' 123456789012'],
    'is not the number of an account, which has 12 digits.',
  ],
  [
    'location of Google',
    (location) => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, location }),
    ['us', 'europe-west1', 'northamerica-northeast12'],
    ['', 'us-', 'us1', 'US', 'europe-west', 'europe-1', 'europe-west1-a', ' us', '-west1'],
    'is not one. Name it, e.g. "europe-west1" or "us".',
  ],
  [
    'project of Google',
    (project) => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, project }),
    ['acme-prod-1', 'a1', 'acme.com:prod', 'a-1.b:cd'],
    ['', 'a', '1a', 'a-', 'Acme', 'acme prod', ':prod', 'acme.com:', 'a:b:cd', 'acme.com', ' acme', 'A:prod'],
    'is not the id of a project. It is not its name, e.g. "acme-prod-1".',
  ],
  [
    'repository of Google',
    (repository) => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, repository }),
    ['a', 'a1', 'a-1'],
    ['', '1a', 'a-', 'A', 'a_b', 'a/b', ' a', 'a '],
    'is not the id of a repository, e.g. "images".',
  ],
  [
    'provider of Google',
    (workloadIdentityProvider) => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, workloadIdentityProvider }),
    ['projects/12/locations/global/workloadIdentityPools/a-1/providers/b-2'],
    [
      '',
      `x${GOOGLE.workloadIdentityProvider}`,
      `${GOOGLE.workloadIdentityProvider}/x`,
      GOOGLE.workloadIdentityProvider.replace('/1/', '/acme/'),
      GOOGLE.workloadIdentityProvider.replace('/github/', '/Git/'),
      GOOGLE.workloadIdentityProvider.replace('/github/', '//'),
      GOOGLE.workloadIdentityProvider.replace('/acme', '/'),
    ],
    'is not the full name of a provider. Write "projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>".',
  ],
  [
    'service account of Google',
    (serviceAccount) => ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, serviceAccount }),
    ['a@b', 'publish@acme.iam.gserviceaccount.com'],
    ['', 'a', 'a@', '@b', 'a@b@c', 'a b@c', "a'@b", 'a$@b', 'a@b c', 'a@b"', 'a@b '],
    'is not the address of a service account.',
  ],
  [
    'name of Azure',
    (name) => ContainerRegistry.azure({ ...AZURE, name }),
    ['acme1', 'Acme01', 'a'.repeat(50)],
    ['', 'acme', 'a'.repeat(51), 'ac-me', 'acme.azurecr.io', ' acme1'],
    'is not that of a registry. Write what stands before ".azurecr.io", 5 to 50 letters and digits, e.g. "acmeprod".',
  ],
  ...(['clientId', 'tenantId'] as const).map((option): (typeof VALUES)[number] => [
    `${option} of Azure`,
    (id) => ContainerRegistry.azure({ ...AZURE, [option]: id }),
    ['0123456f-0123-abcd-ABCD-0123456789ab'],
    ['', `0${AZURE[option]}`, `${AZURE[option]}0`, AZURE[option].replace(/-/g, ''), AZURE[option].replace('0', 'g')],
    'is not an id. It has the form "00000000-0000-0000-0000-000000000000".',
  ]),
  ...(
    [
      ['withSecrets', (host) => ContainerRegistry.withSecrets({ host })],
      ['anonymous', (host) => ContainerRegistry.anonymous(host)],
    ] as [string, (host: string) => ContainerRegistry][]
  ).map(([name, make]): (typeof VALUES)[number] => [
    `host of ${name}`,
    make,
    ['localhost', 'a:1', 'a.b', 'registry:5000', 'localhost:1', 'r-1.example.com:8443', '10.0.0.1'],
    [
      '',
      'registry',
      'Registry.com',
      '-a.b',
      'a.b-',
      'a.b:',
      'a.b:x',
      'a.b/c',
      'https://a.b',
      'a.b ',
      ' a.b',
      'localhosts',
      'a_b.c',
    ],
    'is not the host of a registry. Write it without a scheme or a path, e.g. "registry.example.com:5000".',
  ]),
];

describe.each(VALUES)('%s', (_, make, taken, refused, message) => {
  test.each(taken)('%j is taken', (value) => {
    expect(() => make(value)).not.toThrow();
  });

  test.each(refused)('%j is refused', (value) => {
    expect(() => make(value)).toThrow(`${JSON.stringify(value)} ${message}`);
    expect(() => make(value)).toThrow(/^ContainerRegistry\.\w+: /);
  });
});

test.each([
  ['aws', '123456789012.dkr.ecr.eu-west-1.amazonaws.com'],
  ['aws-us-gov', '123456789012.dkr.ecr.eu-west-1.amazonaws.com'],
  ['aws-cn', '123456789012.dkr.ecr.eu-west-1.amazonaws.com.cn'],
  ['aws-eusc', '123456789012.dkr.ecr.eu-west-1.amazonaws.eu'],
])('the registry of the partition %s is %s', (partition, host) => {
  const role = ROLE.replace('aws', partition);
  expect(ContainerRegistry.amazonEcr({ region: 'eu-west-1', role }).host).toBe(host);
});

test.each<[string, () => ContainerRegistry, string, string | undefined]>([
  ['GHCR', () => ContainerRegistry.gitHub(), 'a/b/c--d', undefined],
  ['GHCR', () => ContainerRegistry.gitHub(), 'A', '"A" is no part of a name'],
  ['Docker Hub', () => ContainerRegistry.dockerHub(), 'a/b', undefined],
  ['Docker Hub', () => ContainerRegistry.dockerHub(), 'a', 'names there are "docker.io/<namespace>/<repository>"'],
  ['Docker Hub', () => ContainerRegistry.dockerHub(), 'a/b/c', 'names there are "docker.io/<namespace>/<repository>"'],
  ['a namespace', () => ContainerRegistry.dockerHub({ namespace: 'a' }), 'a/b', undefined],
  [
    'a namespace',
    () => ContainerRegistry.dockerHub({ namespace: 'a' }),
    'ab/c',
    'the namespace of the registry is "a"',
  ],
  ['ECR', () => ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: ROLE }), 'a/b-c_d.e', undefined],
  [
    'ECR',
    () => ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: ROLE }),
    'a__b',
    'in a name of ECR, only one ".", "_" or "-" stands between two words',
  ],
  ['ECR', () => ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: ROLE }), 'a--b', 'in a name of ECR'],
  ['Google', () => ContainerRegistry.googleArtifactRegistry(GOOGLE), 'acme-prod/images/a', undefined],
  [
    'Google',
    () => ContainerRegistry.googleArtifactRegistry(GOOGLE),
    'acme-prod/images',
    'in that registry all names begin with "acme-prod/images/"',
  ],
  ['Google', () => ContainerRegistry.googleArtifactRegistry(GOOGLE), 'acme-prod/imagesx/a', 'all names begin with'],
])('%s: what is wrong with a path there', (_, make, path, fault) => {
  if (fault === undefined) expect(make()._faultOf(path)).toBeUndefined();
  else expect(make()._faultOf(path)).toContain(fault);
});

test('what an image is called by', () => {
  const google = ContainerRegistry.googleArtifactRegistry({ ...GOOGLE, project: 'acme.com:prod' });
  expect([google._prefix, google._namespace, google._separator]).toEqual(['acme.com/prod/images', undefined, '/']);
  const hub = ContainerRegistry.dockerHub({ namespace: 'acme' });
  expect([hub._prefix, hub._namespace, hub._separator]).toEqual([undefined, 'acme', '-']);
});

test.each<[string, string, unknown]>([
  ['ghcr.io', 'ghcr.io', { kind: 'github-token' }],
  [
    'docker.io',
    'docker.io',
    { kind: 'secrets', usernameSecret: 'DOCKERHUB_USERNAME', passwordSecret: 'DOCKERHUB_TOKEN' },
  ],
  ['a.b', 'a.b', { kind: 'secrets', usernameSecret: 'REGISTRY_USERNAME', passwordSecret: 'REGISTRY_PASSWORD' }],
])('%s without options is a registry with a login of its own', (host, at, login) => {
  expect(ContainerRegistry._ofHost(host).host).toBe(at);
  expect(ContainerRegistry._ofHost(host)._login).toEqual(login);
});

test('Azure is known in lower case', () => {
  const registry = ContainerRegistry.azure({ ...AZURE, name: 'Acme01' });
  expect(registry.host).toBe('acme01.azurecr.io');
  expect(registry._login).toMatchObject({ registryName: 'acme01' });
});

test('GHCR and Docker Hub have accounts, and the message names the way in', () => {
  expect(() => ContainerRegistry.anonymous('ghcr.io')).toThrow(
    'ContainerRegistry.anonymous: ghcr.io knows accounts, and takes images from nobody else. Use ContainerRegistry.gitHub().',
  );
  expect(() => ContainerRegistry.anonymous('docker.io')).toThrow('Use ContainerRegistry.dockerHub().');
});

test('two have one login where all of it is the same', () => {
  const host = 'registry.example.com';
  const registry = ContainerRegistry.withSecrets({ host });
  expect(registry._hasLoginOf(ContainerRegistry.withSecrets({ host }))).toBe(true);
  expect(registry._hasLoginOf(ContainerRegistry.withSecrets({ host, usernameSecret: 'A' }))).toBe(false);
  expect(registry._hasLoginOf(ContainerRegistry.anonymous(host))).toBe(false);
});
