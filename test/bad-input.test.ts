import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CRATE, synth, synthIn, WORKSPACE } from './synth';
import { readTree, tempDir, writeTree } from './util';
import {
  Allocator,
  BuildCache,
  BuilderBase,
  BuildStrategy,
  BuildxBuilder,
  ContainerRegistry,
  MuslRustChefOptions,
  Platform,
  PrivateSource,
  RuntimeBase,
  RustProject,
  RustProjectOptions,
} from '../src';

/** What is wrong, in which option, and what to do. Manifests and sources have a table of their own, in test/cargo/. */
const OPTIONS: [string, () => MuslRustChefOptions, RegExp][] = [
  [
    'no image',
    () => ({ images: [] }),
    /^images: the list is empty\. Name at least one binary, or leave the option out/,
  ],
  [
    'an unknown binary',
    () => ({ images: [{ binary: 'ap' }] }),
    /^image "ap": the workspace has no binary of that name\. It has: app\./,
  ],
  [
    'a binary twice',
    () => ({ images: [{ binary: 'app' }, { binary: 'app' }] }),
    /^images: two images are named "app"\. Give one of them a `name` of its own/,
  ],
  [
    'an image name in upper case',
    () => ({ images: [{ binary: 'app', name: 'App' }] }),
    /^image "app": "App" is not an image name\. Set `name`: lower-case/,
  ],
  [
    'an image name with a slash',
    () => ({ images: [{ binary: 'app', name: 'a/b' }] }),
    /^image "app": "a\/b" is not an image name/,
  ],
  [
    'an image in the place of the builder image',
    () => ({ images: [{ binary: 'app', name: 'muslrust-chef' }] }),
    /^image "app": an image can't be named "muslrust-chef".*Set another `name`/,
  ],
  [
    'port 0',
    () => ({ images: [{ binary: 'app', ports: [0] }] }),
    /^image "app": ports has 0, which is not a TCP port\. Ports are whole numbers from 1 to 65535/,
  ],
  ['port 65536', () => ({ images: [{ binary: 'app', ports: [65536] }] }), /ports has 65536/],
  ['half a port', () => ({ images: [{ binary: 'app', ports: [80.5] }] }), /ports has 80\.5/],
  [
    'a variable with a space',
    () => ({ images: [{ binary: 'app', env: { 'A B': '' } }] }),
    /env has "A B", which is not the name of an environment variable\. Use letters/,
  ],
  ['a variable that begins with a digit', () => ({ images: [{ binary: 'app', env: { '1A': '' } }] }), /env has "1A"/],
  [
    'a value of two lines',
    () => ({ images: [{ binary: 'app', env: { A: 'a\nb' } }] }),
    /env has "a\\nb"; a Dockerfile can't hold a line break in a value\. Remove it/,
  ],
  ['an argument with NUL', () => ({ images: [{ binary: 'app', args: ['a\0b'] }] }), /args has "a\\u0000b"/],
  [
    'a smoke test of two lines',
    () => ({ images: [{ binary: 'app', smokeTest: ['a\nb'] }] }),
    /smokeTest has "a\\nb"; the command of a task and of a step is one line\. Remove it\./,
  ],
  [
    'a feature of no dependency',
    () => ({ images: [{ binary: 'app', features: ['nothing/derive'] }] }),
    /^image "app": features has "nothing\/derive", but "nothing" is neither a dependency in Cargo\.toml nor a package of the workspace\./,
  ],
  [
    'one of an optional one that is not there',
    () => ({ images: [{ binary: 'app', features: ['nothing?/x'] }] }),
    /"nothing" is neither a dependency/,
  ],
  [
    'a feature that the package has not, by its name',
    () => ({ images: [{ binary: 'app', features: ['app/tls'] }] }),
    /features has "app\/tls", which Cargo\.toml does not define/,
  ],
  [
    'a step that does nothing',
    () => ({ stepsBeforeBuild: [{ run: 'make' }, { name: 'x' }] }),
    /^stepsBeforeBuild\[1\] has neither `uses` nor `run`, .* Give each step one of the two\./,
  ],
  [
    'a step that does two things',
    () => ({ stepsBeforeBuild: [{ run: 'make', uses: 'actions/cache@v4' }] }),
    /^stepsBeforeBuild\[0\] has both `uses` and `run`/,
  ],
  [
    'seeds elsewhere, but none',
    () => ({ seedRepository: 'ghcr.io/acme/seed', seedImages: false }),
    /^seedRepository: there are no seeds where `seedImages` is false/,
  ],
  [
    'seeds elsewhere of isolated images',
    () => ({ seedRepository: 'ghcr.io/acme/seed', isolated: true }),
    /^seedRepository: there are no seeds where images are isolated/,
  ],
  [
    'nodes for fewer platforms than are built',
    () => ({ buildxBuilder: BuildxBuilder.remote([{ endpoint: 'tcp://a:1', platform: Platform.LINUX_AMD64 }]) }),
    /^buildxBuilder: no node is for linux\/arm64, which `platforms` has\. Name a node for it, leave the platform out, or use BuildStrategy\.CROSS\./,
  ],
  [
    'pods for another platform',
    () => ({
      platforms: [Platform.LINUX_ARM64],
      buildxBuilder: BuildxBuilder.kubernetes([{ platform: Platform.LINUX_AMD64 }]),
    }),
    /^buildxBuilder: no node is for linux\/arm64/,
  ],
  [
    'a server that is asked, without a port',
    () => ({ images: [{ binary: 'app', smokeTestPath: '/' }] }),
    /^image "app": smokeTestPath is requested on the first of `ports`, and there is none\. Set `ports`/,
  ],
  ...['healthz', '', 'http://localhost/', '/a b', '/a#b', '/a\nb', '/"'].map(
    (smokeTestPath): [string, () => MuslRustChefOptions, RegExp] => [
      `a smoke test that asks for ${JSON.stringify(smokeTestPath)}`,
      () => ({ images: [{ binary: 'app', ports: [80], smokeTestPath }] }),
      /^image "app": smokeTestPath is ".*", which is not a path of a URL\. Begin it with "\/"/,
    ],
  ),
  [
    'a label key with a space',
    () => ({ images: [{ binary: 'app', labels: { 'a b': '' } }] }),
    /labels has "a b", which is not a label key\. Use letters/,
  ],
  ['a label of two lines', () => ({ images: [{ binary: 'app', labels: { a: 'x\r\ny' } }] }), /labels has "x\\r\\ny"/],
  [
    'an unknown feature',
    () => ({ images: [{ binary: 'app', features: ['tls'] }] }),
    /features has "tls", which Cargo\.toml does not define\. It defines: none/,
  ],
  [
    'two features in one',
    () => ({ images: [{ binary: 'app', features: ['a b'] }] }),
    /features has "a b", which is not the name of a cargo feature\. List one feature per entry/,
  ],
  [
    'a feature with a shell in it',
    () => ({ images: [{ binary: 'app', features: ['$(id)'] }] }),
    /features has "\$\(id\)"/,
  ],
  ['no platform', () => ({ platforms: [] }), /^platforms: the list is empty\. Name at least one platform/],
  [
    'a platform twice',
    () => ({ platforms: [Platform.LINUX_AMD64, Platform.LINUX_AMD64] }),
    /^platforms: .* names a platform twice\. List each once/,
  ],
  [
    'a builder with a space',
    () => ({ builderBase: BuilderBase.muslrust('clux/muslrust stable') }),
    /^BuilderBase\.muslrust: "clux\/muslrust stable" is not an image reference: .*Write it as `docker pull` takes it, e\.g\. "docker\.io\/clux\/muslrust:/,
  ],
  [
    'a builder of two lines',
    () => ({ builderBase: BuilderBase.muslrust('clux/muslrust\nRUN id') }),
    /^BuilderBase\.muslrust: /,
  ],
  [
    'a whole tag of rust-musl',
    () => ({ builderBase: BuilderBase.rustMusl('docker.io/blackdex/rust-musl:x') }),
    /^BuilderBase\.rustMusl\(.*: the target is put before it, .*\. Name a release alone/,
  ],
  [
    'emulation of a base that cross-compiles',
    () => ({ builderBase: BuilderBase.rustMusl(), strategy: BuildStrategy.EMULATED }),
    /^strategy: BuilderBase\.rustMusl\(\) compiles for both platforms.*Use BuildStrategy\.CROSS/,
  ],
  [
    'a builder image with a space',
    () => ({ builderImage: 'acme builder' }),
    /^builderImage: "acme builder" is not an image reference/,
  ],
  [
    'a builder image and a base',
    () => ({ builderImage: 'acme/builder:1', builderBase: BuilderBase.muslrust() }),
    /^builderImage: .*Leave one of the two out/,
  ],
  [
    'two packages in one',
    () => ({ aptPackages: ['clang cmake'] }),
    /^aptPackages: "clang cmake" is not the name of a Debian package\. List one per entry/,
  ],
  ['a package with a shell in it', () => ({ aptPackages: ['$(id)'] }), /^aptPackages: "\$\(id\)"/],
  [
    'a registry by its address',
    () => ({ privateSources: [PrivateSource.registry('https://crates.acme.com')] }),
    /^PrivateSource\.registry\(.*: not the name of a registry/,
  ],
  [
    'a git host with a path',
    () => ({ privateSources: [PrivateSource.git('github.com/acme')] }),
    /^PrivateSource\.git\("github\.com\/acme"\): not a host/,
  ],
  [
    'a seed of isolated images',
    () => ({ seedImages: true, isolated: true }),
    /^seedImages: .*Leave one of the two out/,
  ],
  [
    'a seed where no build is to begin with an earlier one',
    () => ({ seedImages: true, incremental: false }),
    /^seedImages: .*Leave one of the two out/,
  ],
  [
    'a private source twice',
    () => ({ privateSources: [PrivateSource.git('a.com'), PrivateSource.git('a.com')] }),
    /^privateSources: .*GIT_TOKEN_A_COM is listed twice/,
  ],
  [
    'git by a token and by ssh',
    () => ({ privateSources: [PrivateSource.git('a.com'), PrivateSource.ssh()] }),
    /^privateSources: .*Use one of them/,
  ],
  [
    'a remote builder without a node',
    () => ({ buildxBuilder: BuildxBuilder.remote([]) }),
    /^BuildxBuilder\.remote: the list of nodes is empty/,
  ],
  [
    'a builder without a scheme',
    () => ({ buildxBuilder: BuildxBuilder.remote([{ endpoint: 'buildkit:1234' }]) }),
    /^BuildxBuilder\.remote: "buildkit:1234" is not the address of a buildkitd/,
  ],
  [
    'a driver option with a space in its name',
    () => ({ buildxBuilder: BuildxBuilder.kubernetes([{ driverOptions: { 'name space': 'ci' } }]) }),
    /^BuildxBuilder\.kubernetes: driverOptions has "name space=ci"/,
  ],
  [
    'a profile with a flag in it',
    () => ({ profile: 'release --bins' }),
    /^profile: "release --bins" is not the name of a cargo profile/,
  ],
  [
    'a profile that is nowhere defined',
    () => ({ profile: 'dist' }),
    /^profile: Cargo\.toml has no \[profile\.dist\]\. Add it there, or name one of release, dev/,
  ],
  [
    'a repository in upper case',
    () => ({ imageRepository: 'ghcr.io/Acme/app' }),
    /^imageRepository: "ghcr\.io\/Acme\/app" is not a repository of images: "Acme" is no part of a name: .*Write registry and path, in lower case/,
  ],
  [
    'a repository with a tag',
    () => ({ imageRepository: 'ghcr.io/acme/app:latest' }),
    /^imageRepository: .*without a tag/,
  ],
  ['a repository without a registry', () => ({ imageRepository: 'app' }), /^imageRepository: "app"/],
  ['a branch with a space', () => ({ branch: 'my branch' }), /^branch: "my branch" is not the name of a branch/],
  [
    'a secret instead of its name',
    () => ({ registry: ContainerRegistry.withSecrets({ host: 'registry.example.com', passwordSecret: 'hunter-2!' }) }),
    /^ContainerRegistry\.withSecrets: passwordSecret .*Give the secret's name, not its value/,
  ],
  [
    'an option that there was',
    () => ({ registryPasswordSecret: 'ACME_PASSWORD' }) as MuslRustChefOptions,
    /^MuslRustChef: registryPasswordSecret is no option; write registry: ContainerRegistry\.withSecrets\(\{ host, usernameSecret, passwordSecret \}\)$/,
  ],
  [
    'an option that there is not',
    () => ({ alocator: Allocator.system() }) as MuslRustChefOptions,
    /^MuslRustChef: alocator is no option; did you mean allocator\?$/,
  ],
  [
    'a base that is none',
    () => ({ runtimeBase: RuntimeBase.custom('My Base') }),
    /^RuntimeBase\.custom: "My Base" is not an image reference.*e\.g\. "registry\.example\.com\/base\/static:1\.2"/,
  ],
  [
    'a cache with a tag',
    () => ({ cache: BuildCache.registry('ghcr.io/acme/cache:x') }),
    /^BuildCache\.registry\("ghcr\.io\/acme\/cache:x"\): .* is not a repository of images: .*and without a tag/,
  ],
  [
    'a mimalloc that does not compile on musl',
    () => ({ allocator: Allocator.mimalloc({ version: '0.1.45' }) }),
    /0\.1\.45/,
  ],
  ['a mimalloc that dies on ARMv8.0', () => ({ allocator: Allocator.mimalloc({ version: '0.1.51' }) }), /0\.1\.51/],
];

test(`there are at least 25 of them: ${OPTIONS.length}`, () => {
  expect(OPTIONS.length).toBeGreaterThanOrEqual(25);
});

test.each(OPTIONS)('%s is refused, and no file is changed', (_, options, message) => {
  const dir = writeTree(tempDir(), CRATE);
  const before = readTree(dir);
  expect(() => synthIn(dir, options())).toThrow(message);
  expect(readTree(dir)).toEqual(before);
});

test.each<[string, () => MuslRustChefOptions]>([
  ['one that compiles for all', () => ({ strategy: BuildStrategy.CROSS, buildxBuilder: AMD64() })],
  ['the platform that is built', () => ({ platforms: [Platform.LINUX_AMD64], buildxBuilder: AMD64() })],
  ['any', () => ({ buildxBuilder: BuildxBuilder.remote([{ endpoint: 'tcp://a:1' }]) })],
  ['a base that cross-compiles', () => ({ builderBase: BuilderBase.rustMusl(), buildxBuilder: AMD64() })],
])('a node is enough for %s', (_, options) => {
  expect(() => synthIn(writeTree(tempDir(), CRATE), options())).not.toThrow();
});

const AMD64 = () => BuildxBuilder.remote([{ endpoint: 'tcp://a:1', platform: Platform.LINUX_AMD64 }]);

test.each(['a\nb', 'a\r', 'a\tb', 'a\0'])('a project that is called %j is refused, and no file is changed', (name) => {
  const dir = writeTree(tempDir(), CRATE);
  const before = readTree(dir);
  expect(() => synthIn(dir, {}, { name })).toThrow(`name: the project is called ${JSON.stringify(name)}, and neither`);
  expect(readTree(dir)).toEqual(before);
});

test('where the seeds are said to be, there are seeds', () => {
  const { chef } = synthIn(writeTree(tempDir(), CRATE), { seedRepository: 'ghcr.io/acme/seed' });
  const workflow = readTree(chef.project.outdir)['.github/workflows/image.yml'];
  expect(workflow).toContain('ghcr.io/acme/seed');
});

test('two images of one name are refused', () => {
  const dir = writeTree(tempDir(), WORKSPACE);
  const before = readTree(dir);
  expect(() =>
    synthIn(dir, {
      images: [
        { binary: 'server', name: 'a' },
        { binary: 'worker', name: 'a' },
      ],
    }),
  ).toThrow(/^images: two images are named "a"\. Give one of them a `name` of its own/);
  expect(readTree(dir)).toEqual(before);
});

test('a binary that a shell would take for more than a name is refused', () => {
  const dir = writeTree(tempDir(), {
    ...CRATE,
    'Cargo.toml': `${CRATE['Cargo.toml']}\n[[bin]]\nname = "a; id"\npath = "src/main.rs"\n`,
  });
  expect(() => synthIn(dir)).toThrow(
    /^image "a; id": the name of the binary is not made of letters from a to z, .* in Cargo\.toml, e\.g\. `\[\[bin\]\]`/,
  );
});

test('a binary by the name of its package in another script gets an image by following the message', () => {
  const files = { ...CRATE, 'Cargo.toml': CRATE['Cargo.toml'].replace('"app"', '"сервер"') };
  let message = '';
  try {
    synth(files);
  } catch (error) {
    ({ message } = error as Error);
  }
  const lines = message
    .split('e.g.')[1]
    .match(/(?<=`)[^`]{3,}(?=`)/g)!
    .filter((line) => /^\[|=/.test(line));
  const { dir } = synth({ ...files, 'Cargo.toml': `${files['Cargo.toml']}\n${lines.join('\n')}\n` });
  expect(JSON.parse(readFileSync(join(dir, 'docker-bake.json'), 'utf8')).group.default.targets).toEqual(['app']);
});

test('a folder without a manifest is refused', () => {
  const dir = tempDir();
  expect(() => synthIn(dir)).toThrow(/Cargo\.toml/);
  expect(readTree(dir)).toEqual({});
});

test('a project with only a library is refused', () => {
  const dir = writeTree(tempDir(), { 'Cargo.toml': CRATE['Cargo.toml'], 'src/lib.rs': '' });
  const before = readTree(dir);
  expect(() => synthIn(dir)).toThrow(/no binary/);
  expect(readTree(dir)).toEqual(before);
});

test('a crate whose only binary needs a feature that is off is refused', () => {
  const dir = writeTree(tempDir(), {
    ...CRATE,
    'Cargo.toml': `${CRATE['Cargo.toml']}\n[features]\ncli = []\n\n[[bin]]\nname = "app"\npath = "src/main.rs"\nrequired-features = ["cli"]\n`,
  });
  expect(() => synthIn(dir)).toThrow(
    /no binary gets an image by default\. .*requires the feature cli.*List it in `images`/,
  );
});

describe('RustProject', () => {
  test.each<[string, Partial<RustProjectOptions>, Record<string, string>, RegExp]>([
    [
      'a name that no crate can have',
      { name: '42' },
      {},
      /^name: no crate can be called "42"\. Choose a name that begins with a letter/,
    ],
    [
      'a toolchain against a file of its own',
      { toolchain: '1.95' },
      { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.90"\n' },
      /^toolchain: .*Remove that file, or this option/,
    ],
    ...['foo bar', 'esp', '', '1', 'latest', 'stable-x86_64-unknown-linux-gnu', 'stable\n'].flatMap((toolchain) =>
      [true, false].map((muslRustChef): [string, Partial<RustProjectOptions>, Record<string, string>, RegExp] => [
        `the toolchain ${JSON.stringify(toolchain)} (images: ${muslRustChef})`,
        { toolchain, muslRustChef },
        {},
        /^toolchain: ".*" is not a channel that every machine can download: name one without a host, as in "stable"/,
      ]),
    ),
    ...['2019', '', '21', 'toString'].flatMap((edition) =>
      [{}, CRATE].map((files): [string, Partial<RustProjectOptions>, Record<string, string>, RegExp] => [
        `the edition ${JSON.stringify(edition)} of ${Object.keys(files).length} files`,
        { edition },
        files,
        /^edition: ".*" is not an edition of Rust\. Use one of 2015, 2018, 2021, 2024\.$/,
      ]),
    ),
    ...[{ projenrcPython: true }, {}].map(
      (asked): [string, Partial<RustProjectOptions>, Record<string, string>, RegExp] => [
        `npm packages for Python (${Object.keys(asked).length} options)`,
        { ...asked, devDeps: ['projen-muslrust-chef', '@acme/projen-things@^2', 'vite'] },
        { '.projenrc.py': '' },
        /^devDeps: @acme\/projen-things, vite would not be installed, since \.projenrc\.py has its packages by pip\. Install what it needs by pip, and leave the option out\.$/,
      ],
    ),
    [
      'images, and none of them',
      { muslRustChef: false, muslRustChefOptions: { images: [{ binary: 'app' }] } },
      {},
      /^muslRustChefOptions\.images: `muslRustChef` is false, .* Leave one of the two out\.$/,
    ],
  ])('%s is refused', (_, options, files, message) => {
    const outdir = writeTree(tempDir(), files);
    const before = readTree(outdir);
    expect(() => new RustProject({ name: 'app', outdir, ...options })).toThrow(message);
    expect(readTree(outdir)).toEqual(before);
  });
});
