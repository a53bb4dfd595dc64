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
    /"acme\/shop" is no namespace/,
  ],
  ['a namespace in upper case', () => ContainerRegistry.dockerHub({ namespace: 'Acme' }), /"Acme" is no namespace/],
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

test('Docker Hub by secrets of other names keeps its rules', () => {
  expect(ContainerRegistry.withSecrets({ host: 'docker.io' })._faultOf('acme/shop/server')).toMatch(/two parts/);
});
