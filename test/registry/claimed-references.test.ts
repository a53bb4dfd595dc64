import { join } from 'node:path';
import { assert, constantFrom, property, record, uniqueArray } from 'fast-check';
import { Project } from 'projen';
import {
  Allocator,
  BuildCache,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefBuilder,
  MuslRustChefBuilderOptions,
  MuslRustChefOptions,
} from '../../src';
import { gitAll } from '../git';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

interface Part {
  readonly folder?: string;
  readonly name?: string;
  readonly binaries?: string[];
  readonly options?: MuslRustChefOptions;
  readonly builder?: MuslRustChefBuilderOptions;
}

/** One tree of projects with these components, of a repository that was cloned from `origin`. */
function tree(parts: Part[], origin?: string): void {
  const outdir = tempDir();
  if (origin) {
    gitAll(outdir, ['init', '--quiet'], ['remote', 'add', 'origin', origin]);
  }
  const root = new Project({ name: parts.find(({ folder }) => !folder)?.name ?? 'app', outdir });
  for (const { folder, name = 'app', binaries = [], options, builder } of parts) {
    const project = folder && folder !== '.' ? new Project({ name, parent: root, outdir: folder }) : root;
    if (builder) {
      new MuslRustChefBuilder(project, builder);
    } else {
      const sources = Object.fromEntries(binaries.map((binary) => [`src/bin/${binary}.rs`, 'fn main() {}\n']));
      writeTree(join(outdir, folder ?? ''), { ...CRATE, ...sources });
      new MuslRustChef(project, { allocator: Allocator.system(), ...options });
    }
  }
}

const HUB = { registry: ContainerRegistry.dockerHub() };
const to = (imageRepository: string) => ({ imageRepository });
/** Two whose images differ, and whose seeds would be one on Docker Hub. */
const oneSeed = (...options: MuslRustChefOptions[]): Part[] =>
  ['a/b', 'a-b'].map((folder, i) => ({
    folder,
    options: { ...HUB, images: [{ binary: 'app', name: folder.replace('/', '') }], ...(options[i] ?? options[0]) },
  }));

test.each<[string, Part[], string, string, string]>([
  [
    'two projects that say one repository',
    [
      { folder: 'a', options: to('ghcr.io/acme/x') },
      { folder: 'b', options: to('ghcr.io/acme/x') },
    ],
    'ghcr.io/acme/x',
    'image "app" of MuslRustChef in a',
    'image "app" of MuslRustChef in b',
  ],
  [
    'a program of the root and a project in a folder of that name',
    [
      { name: 'shop', binaries: ['migrate'] },
      { folder: 'migrate', name: 'migrate', options: { images: [{ binary: 'app', name: 'migrate' }] } },
    ],
    'ghcr.io/<owner>/<repository>/migrate',
    'image "migrate" of MuslRustChef in the root folder',
    'image "migrate" of MuslRustChef in migrate',
  ],
  [
    'folders of which one name is made',
    [{ folder: 'a b' }, { folder: 'a-b' }],
    'ghcr.io/<owner>/<repository>/a-b',
    'in a b',
    'in a-b',
  ],
  [
    'what Docker Hub joins to one name',
    [
      { folder: 'a', name: 'a', options: { ...HUB, images: [{ binary: 'app', name: 'b-c' }] } },
      { folder: 'a-b', name: 'a', options: { ...HUB, images: [{ binary: 'app', name: 'c' }] } },
    ],
    'docker.io/<owner>/<repository>-a-b-c',
    'image "b-c" of MuslRustChef in a',
    'image "c" of MuslRustChef in a-b',
  ],
  [
    'the two ways to write Docker Hub',
    [
      { folder: 'a', options: to('acme/x') },
      { folder: 'b', options: to('docker.io/acme/x') },
    ],
    'docker.io/acme/x',
    'in a',
    'in b',
  ],
  [
    'an image that is said to be where another one is',
    [
      {
        binaries: ['x'],
        options: {
          ...to('ghcr.io/acme/app'),
          images: [{ binary: 'app' }, { binary: 'x', repository: 'ghcr.io/acme/app' }],
        },
      },
    ],
    'ghcr.io/acme/app',
    'image "app"',
    'image "x"',
  ],
  [
    'two builder images that say one repository',
    [{ builder: to('ghcr.io/acme/b') }, { folder: 'b', builder: to('ghcr.io/acme/b') }],
    'ghcr.io/acme/b',
    'MuslRustChefBuilder in the root folder',
    'MuslRustChefBuilder in b',
  ],
  [
    'a builder image in the place of an image',
    [{ options: to('ghcr.io/acme/x') }, { folder: 'b', builder: to('ghcr.io/acme/x') }],
    'ghcr.io/acme/x',
    'MuslRustChef in the root folder',
    'MuslRustChefBuilder in b',
  ],
  [
    'a seed in the place of an image',
    [{ options: { ...to('ghcr.io/acme/x'), seedRepository: 'ghcr.io/acme/x' } }],
    'ghcr.io/acme/x',
    'image "app"',
    'the seed of MuslRustChef in the root folder (seedRepository)',
  ],
  [
    'an image in the place of the seed',
    [
      { options: { ...to('ghcr.io/acme/x'), seedImages: true } },
      { folder: 'a', options: { images: [{ binary: 'app', repository: 'ghcr.io/acme/x/muslrust-chef/seed' }] } },
    ],
    'ghcr.io/acme/x/muslrust-chef/seed',
    'the seed of MuslRustChef in the root folder',
    'image "app" of MuslRustChef in a',
  ],
  [
    'a cache in the place of an image',
    [{ options: { ...to('ghcr.io/acme/x'), cache: BuildCache.registry('ghcr.io/acme/x') } }],
    'ghcr.io/acme/x',
    'image "app"',
    'the cache of MuslRustChef in the root folder (cache)',
  ],
  [
    'a cache in the place of a seed',
    [
      {
        options: {
          ...to('ghcr.io/acme/x'),
          seedImages: true,
          cache: BuildCache.registry('ghcr.io/acme/x/muslrust-chef/seed'),
        },
      },
    ],
    'ghcr.io/acme/x/muslrust-chef/seed',
    'the seed of',
    'the cache of',
  ],
  [
    'seeds that Docker Hub joins to one name',
    oneSeed({ seedImages: true }),
    'docker.io/<owner>/<repository>-a-b-muslrust-chef-seed',
    'the seed of MuslRustChef in a/b',
    'the seed of MuslRustChef in a-b',
  ],
  [
    'two that differ in their registry, and are one on the machine',
    [
      { name: 'shop', options: { images: [{ binary: 'app', name: 'a' }] } },
      { folder: 'a', name: 'app', options: to('ghcr.io/acme/x') },
    ],
    'local image shop/a',
    'image "a" of MuslRustChef in the root folder',
    'image "app" of MuslRustChef in a',
  ],
  [
    'a project in the folder of a builder image',
    [{ builder: {} }, { folder: 'muslrust-chef', name: 'x', options: to('ghcr.io/acme/x') }],
    'folder muslrust-chef',
    'MuslRustChefBuilder in the root folder',
    'MuslRustChef in muslrust-chef',
  ],
  [
    'a builder image among the scripts',
    [{ options: {} }, { folder: '.', builder: { directory: 'docker' } }],
    'folder docker',
    'MuslRustChef in the root folder',
    'MuslRustChefBuilder in the root folder',
  ],
])('%s stop the synth, and the message names both', (_, parts, place, one, other) => {
  expect(() => tree(parts)).toThrow(`${place} would be written twice, and the last one would win: by `);
  expect(() => tree(parts)).toThrow(one);
  expect(() => tree(parts)).toThrow(other);
  expect(() => tree(parts)).toThrow('Give one of them another place: ');
});

test('what the message says of two that are one on the machine helps', () => {
  const parts = (options: MuslRustChefOptions, folder = 'a'): Part[] => [
    { name: 'shop', options: { images: [{ binary: 'app', name: 'a' }] } },
    { folder, name: 'app', options: { ...to('ghcr.io/acme/x'), ...options } },
  ];
  expect(() => tree(parts({}))).toThrow(
    'Give one of them another place: by `name` or `repository` of an image, or by another `outdir` of a project.',
  );
  expect(() => tree(parts({ images: [{ binary: 'app', name: 'b' }] }))).not.toThrow();
  expect(() => tree(parts({ images: [{ binary: 'app', repository: 'ghcr.io/acme/y' }] }))).not.toThrow();
  expect(() => tree(parts({}, 'b'))).not.toThrow();
});

test.each<[MuslRustChefBuilderOptions, MuslRustChefOptions]>([
  [to('ghcr.io/acme/muslrust-chef'), to('ghcr.io/acme/app')],
  [to('ghcr.io/acme/muslrust-chef'), {}],
  [{}, to('ghcr.io/acme/app')],
  [{}, {}],
])('a builder image of %j is beside images of %j', (builder, options) => {
  expect(() => tree([{ builder }, { folder: '.', options }])).not.toThrow();
});

const BY_NAME = 'by `name` or `repository` of an image, or by `imageRepository`';

test.each<[string, Part[], string]>([
  [
    'an image',
    [
      { folder: 'a', options: to('ghcr.io/acme/x') },
      { folder: 'b', options: to('ghcr.io/acme/x') },
    ],
    BY_NAME,
  ],
  ['a seed', [{ options: { ...to('ghcr.io/acme/x'), seedRepository: 'ghcr.io/acme/x' } }], 'by `seedRepository`'],
  [
    'one of two seeds',
    ['a', 'b'].map((folder) => ({ folder, options: { seedRepository: 'ghcr.io/acme/x' } })),
    'by `seedRepository`',
  ],
  [
    'a cache',
    [{ options: { ...to('ghcr.io/acme/x'), cache: BuildCache.registry('ghcr.io/acme/x') } }],
    'in BuildCache.registry(…)',
  ],
  [
    'a folder',
    [{ builder: {} }, { folder: 'muslrust-chef', name: 'x', options: to('ghcr.io/acme/x') }],
    'another `outdir` of the project, or another `directory` of the builder image',
  ],
])('how to give %s another place is said', (_, parts, way) => {
  expect(() => tree(parts)).toThrow(`Give one of them another place: ${way}.`);
});

test.each(['https://github.com/Acme/Shop.git', 'git@github.com:acme/shop.git', 'https://x@github.com/acme/shop'])(
  'what is said outright is held against what the run will know, from %s',
  (origin) => {
    const parts = [{ folder: 'a' }, { folder: 'b', options: to('ghcr.io/acme/shop/a') }];
    expect(() => tree(parts, origin)).toThrow(/^ghcr\.io\/acme\/shop\/a would be written twice/);
    expect(() => tree(parts, 'https://github.com/acme/other')).not.toThrow();
  },
);

test.each<[string, Part[]]>([
  ['projects with one binary each', [{ folder: 'a' }, { folder: 'b' }, {}]],
  ['a builder image beside images', [{ binaries: ['seed', 'cache'] }, { builder: {} }]],
  ['builder images in two folders', [{ builder: {} }, { folder: 'a', builder: {} }]],
  ['folders whose workflows look alike', [{ folder: 'a/b' }, { folder: 'a_b' }, { folder: 'a.b' }]],
  ['small projects, which have no seeds', oneSeed({})],
  ['seeds that are turned off', oneSeed({ seedImages: false })],
  ['a seed and one that is turned off', oneSeed({ seedImages: true }, { seedImages: false })],
  ['seeds, none of which a workflow would push', oneSeed({ workflow: false })],
  ['a seed, and one that is elsewhere', oneSeed({ seedImages: true }, { seedRepository: 'docker.io/acme/seed' })],
  ['images that are isolated', oneSeed({ isolated: true })],
  [
    'one cache for all',
    [
      { folder: 'a', options: { cache: BuildCache.registry('ghcr.io/acme/cache') } },
      { folder: 'b', options: { cache: BuildCache.registry('ghcr.io/acme/cache') } },
    ],
  ],
])('%s are no two of one name', (_, parts) => {
  expect(() => tree(parts)).not.toThrow();
});

test('whatever the tree is, two of one name stop the synth, and nobody sees a construct', () => {
  const folder = constantFrom('', 'a', 'b', 'a/b', 'a-b', 'a b', 'A', 'muslrust-chef');
  const part = record({ folder, name: constantFrom('a', 'b', 'app'), builder: constantFrom(undefined, {}) });
  assert(
    property(uniqueArray(part, { selector: ({ folder: at }) => at, minLength: 2, maxLength: 4 }), (parts) => {
      try {
        tree(parts.map((each) => ({ ...each, folder: each.folder || undefined })));
      } catch (error) {
        expect((error as Error).message).toMatch(/ would be written twice, and the last one would win: by .*, and by /);
      }
    }),
    { numRuns: 40 },
  );
});
