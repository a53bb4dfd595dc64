import { readFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { Allocator, BuilderBase, BuildStrategy, MuslRustChef, MuslRustChefOptions, Platform } from '../../src';
import { CacheScope } from '../../src/dockerfile/cache-scope';
import { CRATE, synth, synthesise, WORKSPACE } from '../synth';
import { tempDir, writeTree } from '../util';

interface Mount {
  readonly stage: string;
  readonly id?: string;
  readonly target: string;
}

const read = (dir: string, file = 'Dockerfile') => readFileSync(join(dir, file), 'utf8');

/** The cache mounts of a Dockerfile, as BuildKit reads them where no build argument is given. */
function cacheMounts(text: string): Mount[] {
  const scope = /^ARG CACHE_SCOPE="(.*)"$/m.exec(text)![1].replace(/\\(.)/g, '$1');
  return text.split(/^(?=FROM )/m).flatMap((stage) =>
    [...stage.matchAll(/--mount=type=cache,(\S+)/g)].map(([, options]) => {
      const { id, target } = Object.fromEntries(options.split(',').map((option) => option.split('=')));
      return { stage: / AS (.*)$/m.exec(stage)![1], id: id?.replace('$CACHE_SCOPE', scope), target };
    }),
  );
}

const targetIds = (text: string) => [
  ...new Set(
    cacheMounts(text)
      .filter(({ target }) => target === '/app/target')
      .map(({ id }) => id),
  ),
];

const PROFILE = '\n[profile.dist]\ninherits = "release"\n\n[features]\ntls = []\n';

/** Options of which no two compile the same. */
const OPTIONS: Record<string, MuslRustChefOptions> = {
  nothing: {},
  'a profile': { profile: 'dist' },
  'another profile': { profile: 'dev' },
  'all features': { allFeatures: true },
  'no default features': { defaultFeatures: false },
  'a feature': { images: [{ binary: 'app', features: ['tls'] }] },
  zig: { strategy: BuildStrategy.CROSS },
  emulation: { strategy: BuildStrategy.EMULATED },
  'another Rust': { builderBase: BuilderBase.muslrust('docker.io/clux/muslrust:1.95.0-stable') },
  'rust-musl': { builderBase: BuilderBase.rustMusl() },
  'another rust-musl': { builderBase: BuilderBase.rustMusl('stable-1.95.0') },
  'a builder image': { builderImage: 'ghcr.io/acme/muslrust-chef:1.2' },
  'another builder image': { builderImage: 'ghcr.io/acme/muslrust-chef:1.3' },
  'a package': { aptPackages: ['protobuf-compiler'] },
  'variables of the compiler': { allocator: Allocator.jemalloc() },
  'by itself': { isolated: true },
};

describe('every cache mount', () => {
  test.each(Object.entries(OPTIONS))('has an id in the scope: %s', (_, options) => {
    const crate = { ...CRATE, 'Cargo.toml': CRATE['Cargo.toml'] + PROFILE };
    const mounts = cacheMounts(read(synth(crate, options, { name: 'shop' }).dir));
    expect(mounts.length).toBeGreaterThan(3);
    expect(mounts.filter(({ id }) => !id?.startsWith('shop/'))).toEqual([]);
  });

  test.each(Object.entries(BuildStrategy))('of a folder has its own id, in each stage the same: %s', (_, strategy) => {
    const mounts = cacheMounts(read(synth(WORKSPACE, { strategy }).dir));
    const targets = new Map(mounts.map(({ id, target }) => [id, target]));
    expect([...targets.values()].sort()).toEqual([
      '/app/target',
      '/app/target',
      '/opt/cargo/git',
      '/opt/cargo/registry',
    ]);
  });
});

describe('a target folder', () => {
  test('is never shared by what is compiled otherwise', () => {
    const crate = { ...CRATE, 'Cargo.toml': CRATE['Cargo.toml'] + PROFILE };
    const ids = Object.values(OPTIONS).flatMap((options) => targetIds(read(synth(crate, options).dir)));
    // those of what is cooked, and of what is built
    expect(ids).toHaveLength(2 * Object.keys(OPTIONS).length);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is never shared by other sets of images', () => {
    const sets: MuslRustChefOptions[] = [
      {},
      { images: [{ binary: 'server' }] },
      { images: [{ binary: 'worker' }] },
      { images: [{ binary: 'server', features: ['tls'] }, { binary: 'worker' }] },
      { isolated: true },
    ];
    const ids = sets.flatMap((options) => targetIds(read(synth(WORKSPACE, options).dir)));
    // one for each, and where they are isolated one for each image
    expect(ids).toHaveLength(2 * (sets.length + 1));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is one for each platform, which every stage knows that mounts it', () => {
    const text = read(synth(WORKSPACE).dir);
    expect(targetIds(text)).toEqual(
      ['cook', 'target'].map((name) => expect.stringMatching(new RegExp(`^app/${name}-\\$TARGETARCH-[0-9a-f]{12}$`))),
    );
    for (const stage of text.split(/^(?=FROM )/m).filter((part) => part.includes('$TARGETARCH-'))) {
      expect(stage).toMatch(/^ARG TARGETARCH\n[^]*\$TARGETARCH-/m);
    }
  });

  test.each<[string, MuslRustChefOptions]>([
    ['labels', { images: [{ binary: 'app', labels: { vendor: 'Acme' } }] }],
    ['platforms', { platforms: [Platform.LINUX_AMD64] }],
  ])('is kept where nothing is compiled otherwise: %s', (_, options) => {
    expect(targetIds(read(synth(CRATE, options).dir))).toEqual(targetIds(read(synth(CRATE).dir)));
  });
});

describe('the scope', () => {
  const scopes = (dir: string) => ({
    dockerfile: /^ARG CACHE_SCOPE=(.*)$/m.exec(read(dir))![1],
    bake: JSON.parse(read(dir, 'docker-bake.json')).variable.CACHE_SCOPE.default,
  });

  test('is the project, and the bake file takes another one from the environment', () => {
    const { dir } = synth(CRATE, {}, { name: '@acme/shop' });
    expect(scopes(dir)).toEqual({ dockerfile: '"@acme/shop"', bake: '@acme/shop' });
    expect(JSON.parse(read(dir, 'docker-bake.json')).target._common.args).toEqual({ CACHE_SCOPE: '${CACHE_SCOPE}' });
  });

  test('of projects in folders of one repository is another for each', () => {
    const outdir = tempDir();
    const root = new Project({ name: 'shop', outdir });
    const folders = ['a/b', 'a-b', 'a.b'].map((folder) => {
      writeTree(join(outdir, folder), CRATE);
      const project = new Project({ name: 'app', parent: root, outdir: folder });
      new MuslRustChef(project, { workflow: false });
      return folder;
    });
    synthesise(root);
    expect(folders.map((folder) => scopes(join(outdir, folder)).bake)).toEqual(['shop:a/b', 'shop:a-b', 'shop:a.b']);
  });

  test('of a folder is not that of another, whose name has a slash for its backslash', () => {
    const root = new Project({ name: 'shop', outdir: tempDir() });
    const scopeOf = (outdir: string) => CacheScope.of(new Project({ name: 'app', parent: root, outdir }));
    expect(['a/b', 'a\\b', 'a\nb'].map(scopeOf)).toEqual(['shop:a/b', 'shop:a\\b', 'shop:a%0Ab']);
  });

  test.each([
    ['a "b" $c \\d', '"a \\"b\\" \\$c \\\\d"', 'a "b" $c \\d'],
    ['${c}', '"\\${c}"', '$${c}'],
    ['%{c}', '"%{c}"', '%%{c}'],
  ])('is taken as it is written: %s', (name, dockerfile, bake) => {
    expect(scopes(synth(CRATE, { workflow: false }, { name }).dir)).toEqual({ dockerfile, bake });
  });

  test('is declared before the stages that compile, and after those steps that all projects can share', () => {
    const stages = read(synth({ ...CRATE, 'rust-toolchain.toml': '[toolchain]\nchannel = "1.95.0"\n' }).dir).split(
      /^(?=FROM )/m,
    );
    const declaring = stages.filter((text) => text.includes('ARG CACHE_SCOPE'));
    expect(declaring).toHaveLength(1);
    expect(declaring[0]).toMatch(/ AS muslrust-chef\n[^]*rustup target add[^]*ARG CACHE_SCOPE/);
    expect(declaring[0].slice(declaring[0].indexOf('ARG CACHE_SCOPE'))).not.toMatch(/^(RUN|COPY)/m);
    for (const text of stages.filter((stage) => stage.includes('$CACHE_SCOPE'))) {
      expect(text).toMatch(/^FROM muslrust-chef AS /);
    }
  });
});
