import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { BuildCache, BuilderBase, ContainerRegistry, MuslRustChefOptions, PrivateSource, RuntimeBase } from '../../src';
import { attempt } from '../lab/shell';
import { CRATE, synth } from '../synth';

const jobs = (options: MuslRustChefOptions) =>
  parse(readFileSync(join(synth(CRATE, options).dir, '.github/workflows/image.yml'), 'utf-8')).jobs;
const logins = (job: any): any[] => job.steps.filter(({ id }: { id: string }) => id.startsWith('login-'));
const ids = (job: any) => logins(job).map(({ id }) => id);

const ROLE = 'arn:aws:iam::123456789012:role/publish';
const AMAZON = ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: ROLE });
const AZURE = ContainerRegistry.azure({
  name: 'acme01',
  clientId: '00000000-0000-0000-0000-000000000001',
  tenantId: '00000000-0000-0000-0000-000000000002',
});
const PROVIDER = 'projects/1/locations/global/workloadIdentityPools/github/providers/acme';
const GOOGLE = ContainerRegistry.googleArtifactRegistry({
  location: 'us',
  project: 'acme-prod',
  repository: 'images',
  workloadIdentityProvider: PROVIDER,
  serviceAccount: 'publish@acme.iam.gserviceaccount.com',
});
const SECRETS = ContainerRegistry.withSecrets({ host: 'r.example.com', usernameSecret: 'U', passwordSecret: 'P' });

const HUB = ContainerRegistry.dockerHub({ namespace: 'acme' });
const BY_HUB = ["env.HAS_LOGIN_DOCKER_IO == 'true'"];

const NOT_BY_FORKS =
  "github.event_name != 'pull_request' || github.event.pull_request.head.repo.full_name == github.repository";

test.each<[string, ContainerRegistry, object[]]>([
  [
    'GHCR',
    ContainerRegistry.gitHub(),
    [{ registry: 'ghcr.io', username: '${{ github.actor }}', password: '${{ secrets.GITHUB_TOKEN }}' }],
  ],
  [
    'Docker Hub',
    ContainerRegistry.dockerHub(),
    [
      {
        registry: 'docker.io',
        username: '${{ secrets.DOCKERHUB_USERNAME }}',
        password: '${{ secrets.DOCKERHUB_TOKEN }}',
      },
    ],
  ],
  ['another', SECRETS, [{ registry: 'r.example.com', username: '${{ secrets.U }}', password: '${{ secrets.P }}' }]],
  ['Amazon', AMAZON, [{ 'role-to-assume': ROLE, 'aws-region': 'eu-west-1' }, { registries: '123456789012' }]],
  [
    'Google',
    GOOGLE,
    [
      {
        workload_identity_provider: PROVIDER,
        service_account: 'publish@acme.iam.gserviceaccount.com',
        token_format: 'access_token',
        create_credentials_file: false,
        export_environment_variables: false,
      },
      {
        registry: 'us-docker.pkg.dev',
        username: 'oauth2accesstoken',
        password: '${{ steps.login-us-docker-pkg-dev-identity.outputs.access_token }}',
      },
    ],
  ],
])('%s is logged in to, the same way where it is built and published', (_, registry, inputs) => {
  const { build, publish } = jobs({ registry });
  expect(logins(build).map((step) => step.with)).toEqual(inputs);
  expect(logins(publish).map((step) => step.with)).toEqual(inputs);
  expect([...logins(build), ...logins(publish)].filter((step) => step.if || step['continue-on-error'])).toEqual([]);
});

test('Azure is logged in to by its own command', () => {
  const [identity, login] = logins(jobs({ registry: AZURE }).build);
  expect(identity.with).toEqual({
    'client-id': '00000000-0000-0000-0000-000000000001',
    'tenant-id': '00000000-0000-0000-0000-000000000002',
    // a registry alone is enough
    'allow-no-subscriptions': true,
  });
  expect(login.run).toBe('az acr login --name "$REGISTRY"');
  expect(login.env).toEqual({ REGISTRY: 'acme01' });
});

test.each([ContainerRegistry.gitHub(), SECRETS, AMAZON, GOOGLE, AZURE])(
  'each step says where it logs in',
  (registry) => {
    const names = logins(jobs({ registry }).publish).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toContain(` ${registry.host}`);
  },
);

test.each<[string, MuslRustChefOptions, object, object, object]>([
  // options; what the jobs of a pull request, of a build and of publishing may
  ['GHCR', {}, {}, { packages: 'write' }, { packages: 'write' }],
  ['GHCR with a seed', { seedImages: true }, { packages: 'read' }, { packages: 'write' }, { packages: 'write' }],
  ['secrets', { registry: SECRETS, seedImages: true }, {}, {}, {}],
  ['no accounts', { registry: ContainerRegistry.anonymous('localhost:5000'), seedImages: true }, {}, {}, {}],
  ...[AMAZON, GOOGLE, AZURE].map((registry): [string, MuslRustChefOptions, object, object, object] => [
    `an identity, ${registry.host}`,
    { registry },
    {},
    { 'id-token': 'write' },
    { 'id-token': 'write' },
  ]),
  [
    'an identity that pull requests have too',
    { registry: AZURE, seedImages: true },
    { 'id-token': 'write' },
    { 'id-token': 'write' },
    { 'id-token': 'write' },
  ],
  ['GHCR by secrets', { registry: ContainerRegistry.withSecrets({ host: 'ghcr.io' }) }, {}, {}, {}],
  [
    'another, and a base on GHCR',
    { registry: SECRETS, runtimeBase: RuntimeBase.custom('ghcr.io/acme/base:1') },
    { packages: 'read' },
    { packages: 'read' },
    {},
  ],
  [
    'another, and a builder image on GHCR',
    { registry: SECRETS, builderImage: 'ghcr.io/acme/muslrust-chef:1' },
    { packages: 'read' },
    { packages: 'read' },
    {},
  ],
  [
    'another, and a cache on GHCR',
    { registry: SECRETS, cache: BuildCache.registry('ghcr.io/acme/cache') },
    { packages: 'read' },
    { packages: 'write' },
    {},
  ],
])('a job may what it needs, and no more: %s', (_, options, pullRequest, build, publish) => {
  const all = jobs({ ...options, attest: false });
  const registryOnly = ({ permissions }: any) => {
    const { contents, ...others } = permissions;
    return others;
  };
  expect(registryOnly(all['pull-request'])).toEqual(pullRequest);
  expect(registryOnly(all.build)).toEqual(build);
  expect(registryOnly(all.publish)).toEqual(publish);
});

test.each<[string, MuslRustChefOptions, string[]]>([
  ['the images', {}, ['login-ghcr-io']],
  ['images and a cache of one registry', { cache: BuildCache.registry('ghcr.io/acme/cache') }, ['login-ghcr-io']],
  [
    'a cache elsewhere',
    { cache: BuildCache.registry('r.example.com/cache', SECRETS) },
    ['login-ghcr-io', 'login-r-example-com'],
  ],
  [
    'a cache in a registry that is named',
    { registry: SECRETS, cache: BuildCache.registry('r.example.com/cache') },
    ['login-r-example-com'],
  ],
  ['one image elsewhere', { images: [{ binary: 'app', repository: 'r.example.com/x' }] }, ['login-r-example-com']],
  [
    'a seed elsewhere',
    { seedImages: true, seedRepository: 'r.example.com/seed', registries: [SECRETS] },
    ['login-ghcr-io', 'login-r-example-com'],
  ],
  [
    'a base in a registry that is named',
    { runtimeBase: RuntimeBase.custom('r.example.com/base:1'), registries: [SECRETS] },
    ['login-ghcr-io', 'login-r-example-com'],
  ],
  ['a public base', { runtimeBase: RuntimeBase.custom('quay.io/acme/base:1') }, ['login-ghcr-io']],
  ['a registry that nothing known uses', { registries: [SECRETS] }, ['login-ghcr-io', 'login-r-example-com']],
  ['no accounts', { registry: ContainerRegistry.anonymous('localhost:5000') }, []],
  [
    'hosts that look alike',
    {
      registry: ContainerRegistry.withSecrets({ host: 'a-b.example.com', passwordSecret: 'A_B' }),
      cache: BuildCache.registry('a.b.example.com/cache'),
    },
    ['login-a-b-example-com', 'login-a-b-example-com-2'],
  ],
])('each registry that is used is logged in to once: %s', (_, options, expected) => {
  const { build } = jobs(options);
  expect(ids(build)).toEqual(expected);
});

describe('a pull request', () => {
  const none: string[] = [];
  // no condition is said as a word: to Jest, a list with an undefined value is equal to one without it
  const always = ['always'];
  test.each<[string, MuslRustChefOptions, string[]]>([
    ['reads nothing', {}, none],
    ['reads a cache on GHCR', { cache: BuildCache.registry('ghcr.io/acme/cache') }, always],
    ['reads a seed on GHCR', { seedImages: true }, always],
    ['reads a builder image on GHCR', { builderImage: 'ghcr.io/acme/muslrust-chef:1' }, always],
    ['reads a base on GHCR', { runtimeBase: RuntimeBase.custom('ghcr.io/acme/base:1') }, always],
    ['writes nothing by secrets', { registry: SECRETS }, none],
    ['reads by secrets', { registry: SECRETS, seedImages: true }, ["env.HAS_LOGIN_R_EXAMPLE_COM == 'true'"]],
    ['writes nothing by its identity', { registry: AMAZON }, none],
    // the bases that come with the package are public
    ['begins with muslrust, and writes to Docker Hub', { registry: HUB }, none],
    ['begins with rust-musl, and writes to Docker Hub', { registry: HUB, builderBase: BuilderBase.rustMusl() }, none],
    [
      'begins with another muslrust, and writes to Docker Hub',
      { registry: HUB, builderBase: BuilderBase.muslrust('clux/muslrust:1.95.0-stable') },
      none,
    ],
    [
      'has time zones of the default base, and a registry there',
      { registry: ContainerRegistry.withSecrets({ host: 'cgr.dev' }), builderImage: 'quay.io/acme/builder:1' },
      none,
    ],
    // what the user names need not be
    ['reads a cache on Docker Hub', { registry: HUB, cache: BuildCache.registry('acme/cache') }, BY_HUB],
    ['reads a seed on Docker Hub', { registry: HUB, seedImages: true }, BY_HUB],
    ['reads a builder image on Docker Hub', { registry: HUB, builderImage: 'acme/muslrust-chef:1' }, BY_HUB],
    ['begins with a copy of it', { registry: HUB, builderBase: BuilderBase.muslrust('acme/muslrust:1') }, BY_HUB],
    ['reads a base on Docker Hub', { registry: HUB, runtimeBase: RuntimeBase.custom('acme/base:1') }, BY_HUB],
    ['is told to log in for what it pulls', { registries: [HUB] }, BY_HUB],
    ['reads by its identity', { registry: AMAZON, seedImages: true }, [NOT_BY_FORKS, NOT_BY_FORKS]],
  ])('that %s logs in there only, where it may', (_, options, conditions) => {
    expect(logins(jobs(options)['pull-request']).map((step) => step.if ?? 'always')).toEqual(conditions);
  });

  test('is told whether there are secrets, not what they are', () => {
    expect(jobs({ registry: SECRETS, seedImages: true })['pull-request'].env).toEqual({
      HAS_LOGIN_R_EXAMPLE_COM: "${{ secrets.P != '' }}",
    });
    expect(jobs({ registry: SECRETS })['pull-request'].env).toBeUndefined();
    // an identity is no secret
    expect(jobs({ registry: AMAZON, seedImages: true })['pull-request'].env).toBeUndefined();
  });

  test('does without, where its identity is not trusted', () => {
    const steps = logins(jobs({ registry: GOOGLE, seedImages: true })['pull-request']);
    expect(steps.map((step) => step['continue-on-error'])).toEqual([true, true]);
  });

  test('without the ssh key is told so by the step', () => {
    const { steps } = jobs({ privateSources: [PrivateSource.ssh()] })['pull-request'];
    const { run } = steps.find(({ id }: { id: string }) => id === 'ssh-agent');
    const result = attempt(['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', run], {
      env: { SSH_PRIVATE_KEY: '' },
    });
    expect(result.status).toBe(1);
    expect(result.output).toContain(
      '::error::the secret SSH_PRIVATE_KEY is not there. GitHub gives no secrets to pull requests from forks',
    );
  });
});

test.each<[string, ContainerRegistry, ContainerRegistry, object, object]>([
  [
    'secrets',
    SECRETS,
    ContainerRegistry.withSecrets({ host: 'r.example.com', usernameSecret: 'RO_U', passwordSecret: 'RO_P' }),
    { username: '${{ secrets.RO_U }}', password: '${{ secrets.RO_P }}' },
    { username: '${{ secrets.U }}', password: '${{ secrets.P }}' },
  ],
  [
    'a role',
    AMAZON,
    ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: 'arn:aws:iam::123456789012:role/read' }),
    { 'role-to-assume': 'arn:aws:iam::123456789012:role/read' },
    { 'role-to-assume': ROLE },
  ],
])('pull requests read by a login of their own, with %s', (_, registry, reader, reads, writes) => {
  const all = jobs({ registry, registries: [reader] });
  expect(logins(all['pull-request'])[0].with).toMatchObject(reads);
  expect(logins(all.build)[0].with).toMatchObject(writes);
  expect(logins(all.publish)[0].with).toMatchObject(writes);
  const hasSecrets = all['pull-request'].env ?? {};
  expect(Object.values(hasSecrets)).toEqual(registry === SECRETS ? ["${{ secrets.RO_P != '' }}"] : []);
});

test('one host by two accounts is refused, and the message names both', () => {
  const cache = BuildCache.registry('r.example.com/cache', ContainerRegistry.withSecrets({ host: 'r.example.com' }));
  expect(() => jobs({ registry: SECRETS, cache })).toThrow(
    /^r\.example\.com is logged in to in two ways, for .* and for BuildCache\.registry\("r\.example\.com\/cache"\)/,
  );
});

test('a cache beside a registry of another host is refused', () => {
  expect(() => BuildCache.registry('ghcr.io/acme/cache', SECRETS)).toThrow(
    /that is on ghcr\.io, but the registry beside it is r\.example\.com/,
  );
});
