import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { array, assert, constantFrom, property, uniqueArray } from 'fast-check';
import { Project } from 'projen';
import { ContainerRegistry } from '../../src';
import { ProjectRepository, ProjectRepositoryOptions } from '../../src/registry/project-repository';
import { faultOfPath } from '../../src/registry/reference';
import { gitAll } from '../git';
import { tempDir } from '../util';

const GOOGLE = ContainerRegistry.googleArtifactRegistry({
  location: 'us',
  project: 'acme.com:prod',
  repository: 'images',
  workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/acme',
  serviceAccount: 'publish@acme.iam.gserviceaccount.com',
});

/** Of a project of that name in a folder of a repository. */
function repositoryOf(name: string, folder: string = '', options: ProjectRepositoryOptions = {}): ProjectRepository {
  const root = new Project({ name: folder === '' ? name : 'mono', outdir: tempDir() });
  return new ProjectRepository(folder === '' ? root : new Project({ name, parent: root, outdir: folder }), options);
}

/** What `REPOSITORY` is in a run, by the workflow's own script. */
function inRun(repository: ProjectRepository, gitHubRepository: string): string {
  if (repository.literal) return repository.literal;
  const env = join(tempDir(), 'env');
  writeFileSync(env, '');
  execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', repository.script!], {
    env: { GITHUB_REPOSITORY: gitHubRepository, GITHUB_ENV: env },
  });
  return readFileSync(env, 'utf-8')
    .trim()
    .replace(/^REPOSITORY=/, '');
}

test.each<[string, string, string, ProjectRepositoryOptions, string]>([
  // project, folder, image, options, reference
  ['shop', '', 'shop', {}, 'ghcr.io/acme/shop'],
  ['shop', '', 'migrate', {}, 'ghcr.io/acme/shop/migrate'],
  ['Shop', '', 'shop', {}, 'ghcr.io/acme/shop'],
  ['@acme/shop', '', 'shop', {}, 'ghcr.io/acme/shop'],
  ['my_shop', '', 'my-shop', {}, 'ghcr.io/acme/shop/my-shop'],
  ['backend', '', 'shop', {}, 'ghcr.io/acme/shop/shop'],
  ['api', 'services/api', 'api', {}, 'ghcr.io/acme/shop/services/api'],
  ['api', 'services/api', 'server', {}, 'ghcr.io/acme/shop/services/api/server'],
  ['api', "It's mine", 'server', {}, 'ghcr.io/acme/shop/it-s-mine/server'],
  ['shop', '', 'shop', { registry: ContainerRegistry.dockerHub() }, 'docker.io/acme/shop'],
  ['shop', '', 'migrate', { registry: ContainerRegistry.dockerHub() }, 'docker.io/acme/shop-migrate'],
  [
    'api',
    'services/api',
    'server',
    { registry: ContainerRegistry.dockerHub() },
    'docker.io/acme/shop-services-api-server',
  ],
  [
    'api',
    'services/api',
    'server',
    { registry: ContainerRegistry.dockerHub({ namespace: 'us' }) },
    'docker.io/us/shop-services-api-server',
  ],
  [
    'api',
    'services/api',
    'server',
    { registry: GOOGLE },
    'us-docker.pkg.dev/acme.com/prod/images/acme/shop/services/api/server',
  ],
  [
    'shop',
    '',
    'migrate',
    { registry: ContainerRegistry.anonymous('localhost:5000') },
    'localhost:5000/acme/shop/migrate',
  ],
  ['shop', '', 'migrate', { imageRepository: 'ghcr.io/other/app' }, 'ghcr.io/other/app/migrate'],
  ['api', 'services/api', 'server', { imageRepository: 'ghcr.io/other/app' }, 'ghcr.io/other/app/server'],
  ['shop', '', 'shop', { imageRepository: 'other/app' }, 'docker.io/other/app'],
  ['shop', '', 'migrate', { imageRepository: 'other/app' }, 'docker.io/other/app-migrate'],
  ['shop', '', 'migrate', { imageRepository: 'index.docker.io/other/app' }, 'docker.io/other/app-migrate'],
])('project %s in %j, image %s', (name, folder, image, options, reference) => {
  const repository = repositoryOf(name, folder, options);
  const it = repository.image(image);
  expect(it.behind(inRun(repository, 'Acme/Shop'))).toBe(reference);
  // what messages say, and what is held against the others
  expect(it.name.replace('<owner>', 'acme').replace('<repository>', 'shop')).toBe(reference);
});

test.each<[string, string, ProjectRepositoryOptions, string]>([
  ['shop', '', {}, 'shop'],
  ['@acme/shop', '', {}, 'acme/shop'],
  ['api', 'services/api', {}, 'mono/services/api'],
  ['api', 'services/api', { imageRepository: 'ghcr.io/other/app' }, 'mono/services/api'],
  ['日本', '', {}, 'app'],
])('on a machine the images of %s in %j begin with their project', (name, folder, options, local) => {
  expect(repositoryOf(name, folder, options).local).toBe(local);
});

test.each([
  ['/', 'app'],
  ['@acme/', 'acme'],
  ['My Shop', 'my-shop'],
  ['日本/shop', 'shop'],
  ['shop@2', 'shop-2'],
  ['a'.repeat(256), 'app'],
])('on a machine the images of %s are called %s', (name, local) => {
  expect(repositoryOf(name).local).toBe(local);
});

test.each<[string, ProjectRepositoryOptions, string, string]>([
  // folder, options, seed, builder image
  ['', {}, 'ghcr.io/acme/shop/muslrust-chef/seed', 'ghcr.io/acme/shop/muslrust-chef'],
  ['a/b', {}, 'ghcr.io/acme/shop/a/b/muslrust-chef/seed', 'ghcr.io/acme/shop/a/b/muslrust-chef'],
  [
    'a/b',
    { registry: ContainerRegistry.dockerHub() },
    'docker.io/acme/shop-a-b-muslrust-chef-seed',
    'docker.io/acme/shop-a-b-muslrust-chef',
  ],
  ['a/b', { imageRepository: 'ghcr.io/o/app' }, 'ghcr.io/o/app/muslrust-chef/seed', 'ghcr.io/o/app'],
])('in %j with %j the seed is %s, and the builder image %s', (folder, options, seed, builder) => {
  const repository = repositoryOf('x', folder, options);
  const variable = inRun(repository, 'Acme/Shop');
  expect(repository.seed(undefined).behind(variable)).toBe(seed);
  expect(repository.builderImage.behind(variable)).toBe(builder);
});

test('the builder image of a project of its name is the repository itself', () => {
  expect(repositoryOf('muslrust-chef').builderImage.behind('$X')).toBe('$X');
});

test('a seed that is said to be elsewhere is there, with the registry that is named for its host', () => {
  const own = ContainerRegistry.withSecrets({ host: 'a.b' });
  const repository = repositoryOf('x', '', { registries: [own] });
  expect(repository.seed('a.b/seed').behind('$X')).toBe('a.b/seed');
  expect(repository.seed('a.b/seed').registry).toBe(own);
  expect(repositoryOf('x').seed('a.b/seed').registry._login!.kind).toBe('secrets');
  expect(() => repository.seed('seed')).toThrow(/^seedRepository: "seed" is not a repository of images/);
});

test.each([
  ['shop', 'shop', true],
  ['shop', 'SHOP', true],
  ['@acme/shop', 'shop', true],
  ['@acme/shop', 'acme-shop', false],
  ['acme/shop', 'acme-shop', true],
  ['a@b/shop', 'a-b-shop', true],
  ['shop', 'shops', false],
])('of the project %s the image %s bears the name: %s', (project, image, expected) => {
  expect(repositoryOf(project).isOwnName(image)).toBe(expected);
});

describe.each([
  ['日本', '日本', 'mono/65e5-672c'],
  ['services/üñï', 'üñï', 'mono/services/fc-f1-ef'],
  ['日本/_', '日本', 'mono/65e5-672c/5f'],
  ['日本/api', '日本', 'mono/65e5-672c/api'],
  ['apps/🦀', '🦀', 'mono/apps/1f980'],
])('a folder of which no name can be made: %s', (folder, part, local) => {
  const message = `${JSON.stringify(part)}: nothing of the name of this folder can be in the name of an image. Rename it, or say`;

  test('is none to publish by, and the advice leads out', () => {
    expect(() => repositoryOf('x', folder).script).toThrow(`${message} by \`imageRepository\``);
    expect(() => repositoryOf('x', folder).script).toThrow('where its images are, e.g. "ghcr.io/acme/app".');
    const example = 'ghcr.io/acme/app';
    const repository = repositoryOf('x', folder, { imageRepository: example });
    expect(repository.script).toBeUndefined();
    expect(repository.image('x').name).toBe(example);
    expect(repository.seed(undefined).name).toBe(`${example}/muslrust-chef/seed`);
  });

  test('has a name of its own on this machine', () => {
    for (const options of [{}, { imageRepository: 'ghcr.io/acme/app' }]) {
      expect(repositoryOf('x', folder, options).local).toBe(local);
    }
  });
});

test.each([
  ['ghcr.io/other/app', 'github-token'],
  ['other/app', 'secrets'],
  ['registry.example.com/app', 'secrets'],
])('the registry of %s is known by its host: %s', (imageRepository, kind) => {
  expect(repositoryOf('shop', '', { imageRepository }).registry._login!.kind).toBe(kind);
});

describe('a GitHub repository whose name no image can have', () => {
  const ECR = ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: 'arn:aws:iam::123456789012:role/x' });
  const HUB = ContainerRegistry.dockerHub();
  const cloneOf = (name: string, options: ProjectRepositoryOptions = {}, others: string[] = []) => {
    const dir = tempDir();
    gitAll(dir, ['init', '--quiet'], ['remote', 'add', 'origin', `https://github.com/${name}.git`]);
    others.forEach((url, index) => gitAll(dir, ['remote', 'add', `up.stream${index}`, url]));
    return new ProjectRepository(new Project({ name: 'app', outdir: dir }), options);
  };

  test.each<[string, ContainerRegistry | undefined, string]>([
    ['acme/.github', undefined, '".github" is no part of a name'],
    ['Acme/.GitHub', HUB, '".github" is no part of a name'],
    ['acme/app-', undefined, '"app-" is no part'],
    ['acme/_app', GOOGLE, '"_app" is no part'],
    ['acme/a..b', undefined, '"a..b" is no part'],
    ['acme/my--app', ECR, 'in a name of ECR'],
    [`acme/${'a'.repeat(251)}`, undefined, '256 characters'],
  ])('%s is refused, with the way out', (name, registry, fault) => {
    const message = `${JSON.stringify(name)}: the name of this GitHub repository can't be in the name of an image: `;
    expect(() => cloneOf(name, { registry }).script).toThrow(message);
    expect(() => cloneOf(name, { registry }).script).toThrow(fault);
    const [, example] = /Say by `imageRepository` where its images are, e\.g\. "(.*)"\.$/.exec(
      messageOf(name, registry),
    )!;
    expect(cloneOf(name, { registry, imageRepository: example }).script).toBeUndefined();
  });

  test.each<[string, string[]]>([
    ['me/.fork', ['https://github.com/acme/shop.git']],
    ['me/foo_', ['git@github.com:acme/.github.git', 'git@github.com:acme/shop.git']],
  ])('may be that of a fork, %s, where what it was forked from has a name: %j', (name, others) => {
    expect(cloneOf(name, {}, others).script).toContain('${GITHUB_REPOSITORY,,}');
  });

  test.each([[['https://github.com/acme/_shop.git']], [['https://gitlab.com/acme/shop.git']], [[]]])(
    'is refused where no other remote of GitHub has one: %j',
    (others: string[]) => {
      expect(() => cloneOf('me/.fork', {}, others).script).toThrow('"me/.fork": the name of this GitHub repository');
    },
  );

  const messageOf = (name: string, registry?: ContainerRegistry): string => {
    try {
      return String(cloneOf(name, { registry }).script);
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each<[string, ContainerRegistry | undefined]>([
    ['acme/my--app', undefined],
    ['acme/acme.github.io', undefined],
    ['mona_octo/My_App', ECR],
    ['acme/.github', ContainerRegistry.withSecrets({ host: 'ghcr.io' })],
  ])('%s is none, or none of what is asked', (name, registry) => {
    const repository = cloneOf(name, { registry });
    // a name counts where a workflow is written
    expect(repository.image('app').name).toContain('<owner>/<repository>');
    if (name !== 'acme/.github') expect(repository.script).toContain('${GITHUB_REPOSITORY,,}');
  });
});

test('what is said outright needs no script', () => {
  expect(repositoryOf('shop', '', { imageRepository: 'ghcr.io/other/app' }).script).toBeUndefined();
});

test('a registry that is named for a host is the one of that host', () => {
  const registry = ContainerRegistry.withSecrets({ host: 'ghcr.io', usernameSecret: 'A', passwordSecret: 'B' });
  for (const options of [{ registry }, { registries: [GOOGLE, registry] }]) {
    expect(repositoryOf('shop', '', { imageRepository: 'ghcr.io/other/app', ...options }).registry).toBe(registry);
  }
});

test.each<[string, ProjectRepositoryOptions, RegExp]>([
  [
    'a repository of another registry',
    { imageRepository: 'ghcr.io/acme/app', registry: ContainerRegistry.dockerHub() },
    /^imageRepository: "ghcr\.io\/acme\/app" is on ghcr\.io, but `registry` is docker\.io\. Write "docker\.io\/…", or leave one of the two out/,
  ],
  [
    "a repository in Docker Hub's way",
    { imageRepository: 'acme/app', registry: ContainerRegistry.gitHub() },
    /"acme\/app" is on docker\.io, but `registry` is ghcr\.io\. Write "ghcr\.io\/…"/,
  ],
  [
    'three parts on Docker Hub',
    { imageRepository: 'docker.io/acme/shop/server' },
    /names there are "docker\.io\/<namespace>\/<repository>"/,
  ],
  [
    'one part on Docker Hub',
    { imageRepository: 'docker.io/acme' },
    /names there are "docker\.io\/<namespace>\/<repository>"/,
  ],
  ['a word', { imageRepository: 'app' }, /"app" is not a repository of images/],
  ['a host', { imageRepository: 'ghcr.io/' }, /"" is no part of a name/],
  ['a digest', { imageRepository: 'ghcr.io/acme/app@sha256:00' }, /is no part of a name/],
  [
    'two dashes on ECR',
    {
      imageRepository: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/a--b',
      registry: ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: 'arn:aws:iam::123456789012:role/x' }),
    },
    /in a name of ECR/,
  ],
  [
    'another project of Google',
    { imageRepository: 'us-docker.pkg.dev/other/images/app', registry: GOOGLE },
    /all names begin with "acme\.com\/prod\/images\/"/,
  ],
  [
    'another namespace',
    { imageRepository: 'docker.io/other/app', registry: ContainerRegistry.dockerHub({ namespace: 'acme' }) },
    /the namespace of the registry is "acme"/,
  ],
  ['256 characters', { imageRepository: `ghcr.io/a/${'b'.repeat(254)}` }, /256 characters, and a registry takes 255/],
])('%s is refused, and the message names the option', (_, options, message) => {
  expect(() => repositoryOf('shop', '', options)).toThrow(message);
  expect(() => repositoryOf('shop', '', options)).toThrow(/^imageRepository: /);
});

test('what is too long only with the name of the image is refused too', () => {
  const repository = repositoryOf('shop', '', { imageRepository: `ghcr.io/acme/${'b'.repeat(245)}` });
  expect(() => repository.image('a-long-name')).toThrow(
    /^image "a-long-name": .*262 characters, and a registry takes 255.*`repository`/,
  );
});

test('the seed is where no image is', () => {
  const word = constantFrom('seed', 'muslrust-chef', 'shop', 'a');
  assert(
    property(word, word, array(word, { maxLength: 2 }), (project, image, folder) => {
      if (image === 'muslrust-chef') return true;
      const repository = repositoryOf(project, folder.join('/'));
      return repository.image(image).name !== repository.seed(undefined).name;
    }),
  );
});

test('a reference is a path that a registry takes, and that of one image does not depend on the others', () => {
  const name = constantFrom('shop', 'a', 'A_b', 'seed', 'cache', 'default', 'api');
  const folder = constantFrom('', 'api', 'services/api', 'It is', 'a.b/c');
  const registry = constantFrom(ContainerRegistry.gitHub(), ContainerRegistry.dockerHub(), GOOGLE);
  assert(
    property(
      name,
      folder,
      registry,
      uniqueArray(constantFrom('shop', 'a', 'api', 'seed', 'x.y')),
      (project, at, where, images) => {
        const all = repositoryOf(project, at, { registry: where });
        const alone = images.map((image) => repositoryOf(project, at, { registry: where }).image(image).name);
        const names = images.map((image) => all.image(image).name);
        expect(names).toEqual(alone);
        expect(new Set(names).size).toBe(images.length);
        for (const image of names) {
          const [, ...path] = image.replace('<owner>', 'acme').replace('<repository>', 'shop').split('/');
          expect(faultOfPath(path.join('/'))).toBeUndefined();
        }
      },
    ),
    { numRuns: 60 },
  );
});
