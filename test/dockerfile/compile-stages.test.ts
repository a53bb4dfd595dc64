import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runScript, stage, StageOptions, stagesOf } from './stages';
import { BuilderBase, BuildStrategy, Platform, PrivateSource } from '../../src';
import { readTree } from '../util';

const { NATIVE, CROSS, EMULATED } = BuildStrategy;
const CHEF = 'COPY --from=cargo-chef /out/bin/cargo-chef /usr/local/bin/';
const SOURCES = '--mount=type=bind,target=/app,rw';
const DOWNLOADS =
  '--mount=type=cache,id=$CACHE_SCOPE/registry,target=/opt/cargo/registry --mount=type=cache,id=$CACHE_SCOPE/git,target=/opt/cargo/git';
const PREPARED: StageOptions = { builderImage: 'prepared' };
const MUSL = BuilderBase.rustMusl('stable');
const DIST: StageOptions = { profile: 'dist' };

describe('the stages', () => {
  const COMPILED = [
    ['planner', 'muslrust-chef'],
    ['dependencies', 'muslrust-chef'],
    ['build', 'muslrust-chef'],
    ['named-binaries', 'muslrust-chef'],
  ];
  const IMAGES = [
    ['binaries', 'scratch'],
    ['image-server', 'base'],
    ['image-worker', 'base'],
  ];
  /** The same, compiled elsewhere than planned. */
  const crossed = COMPILED.map(([name, from]) =>
    from === 'muslrust-chef' && name !== 'planner' ? [name, 'cross-compiler'] : [name, from],
  );
  const BUILD = '--platform=$BUILDPLATFORM';
  const PER_TARGET = [
    ['rust-musl-amd64', `${BUILD} docker.io/blackdex/rust-musl:x86_64-musl-stable`],
    ['rust-musl-arm64', `${BUILD} docker.io/blackdex/rust-musl:aarch64-musl-stable`],
  ];

  test.each<[string, StageOptions, string[][]]>([
    ['natively compiled', {}, [['cargo-chef', 'muslrust'], ['muslrust-chef', 'muslrust'], ...COMPILED, ...IMAGES]],
    ['with a builder image', PREPARED, [['muslrust-chef', 'prepared'], ...COMPILED, ...IMAGES]],
    [
      'with a seed',
      { ...PREPARED, hasSeed: true },
      [
        ['muslrust-chef', 'prepared'],
        ['planner', 'muslrust-chef'],
        ['dependencies', 'muslrust-chef'],
        ['seed', 'dependencies'],
        ['build', 'muslrust-chef'],
        ['compiled', 'muslrust-chef'],
        ['seed-image', 'scratch'],
        ['named-binaries', 'muslrust-chef'],
        ...IMAGES,
      ],
    ],
    [
      'emulated',
      { strategy: EMULATED },
      [['cargo-chef', `${BUILD} muslrust`], ['muslrust-chef', 'muslrust'], ...COMPILED, ...IMAGES],
    ],
    [
      'cross-compiled',
      { strategy: CROSS },
      [
        ['cargo-chef', `${BUILD} muslrust`],
        ['muslrust-chef', `${BUILD} muslrust`],
        ['muslrust-chef-amd64', 'muslrust-chef'],
        ['muslrust-chef-arm64', 'muslrust-chef'],
        ['cross-compiler', 'muslrust-chef-$TARGETARCH'],
        ...crossed,
        ...IMAGES,
      ],
    ],
    [
      'cross-compiled for one platform, by a builder image',
      { ...PREPARED, strategy: CROSS, platforms: [Platform.LINUX_ARM64] },
      [
        ['muslrust-chef', `${BUILD} prepared`],
        ['muslrust-chef-arm64', 'muslrust-chef'],
        ['cross-compiler', 'muslrust-chef-arm64'],
        ...crossed,
        ...IMAGES,
      ],
    ],
    [
      'on rust-musl',
      { base: MUSL },
      [
        ...PER_TARGET,
        ['cargo-chef', 'rust-musl-amd64'],
        ['muslrust-chef', 'rust-musl-$TARGETARCH'],
        ...COMPILED,
        ...IMAGES,
      ],
    ],
    [
      'on rust-musl, for one platform',
      { base: MUSL, strategy: CROSS, platforms: [Platform.LINUX_ARM64] },
      [PER_TARGET[1], ['cargo-chef', 'rust-musl-arm64'], ['muslrust-chef', 'rust-musl-arm64'], ...COMPILED, ...IMAGES],
    ],
    [
      'isolated',
      { ...PREPARED, isolated: true },
      [
        ['muslrust-chef', 'prepared'],
        ...['server', 'worker'].flatMap((name) => [
          [`planner-${name}`, 'muslrust-chef'],
          [`dependencies-${name}`, 'muslrust-chef'],
          [`build-${name}`, 'muslrust-chef'],
        ]),
        ['named-binaries', 'muslrust-chef'],
        ...IMAGES,
      ],
    ],
  ])('%s', (_, options, expected) => {
    expect(stagesOf(options).map(({ name, from }) => [name, from])).toEqual(expected);
  });
});

test.each<[StageOptions, string, RegExp]>([
  // the heading of build stands behind the stage before it
  [{}, 'dependencies', /^# Compiles the binaries; fails unless each is static\. BuildKit keeps the target folder /m],
  [{ incremental: false }, 'dependencies', /^# Compiles the binaries; fails unless each is static\.$/m],
  [{ hasSeed: true }, 'seed', /^# Compiles the binaries; /m],
  [{ hasSeed: true }, 'dependencies', /'\*\.contexts\.seed=docker-image:\/\/\.\.\.'$/m],
  [{ isolated: true }, 'dependencies-server', /^# Compiles the binaries; /m],
])('what is said of stages is true of them: %j', (options, before, heading) => {
  expect(stage(before, options).comments).toMatch(heading);
});

test('isolated images have stages of the same kind, and nothing else', () => {
  for (const name of ['server', 'worker']) {
    expect(stage(`dependencies-${name}`, { isolated: true }).instructions).toEqual([
      CHEF,
      `COPY --from=planner-${name} /recipe.json ./`,
      `RUN ${DOWNLOADS} <1>`,
    ]);
    expect(stage(`build-${name}`, { isolated: true }).instructions).toEqual([
      'ARG TARGETARCH',
      expect.stringContaining(`,target=/app/target,from=dependencies-${name},source=/app/target,sharing=locked `),
    ]);
  }
});

describe('the recipe', () => {
  test('is made of the sources, which stay as they are, and takes no download', () => {
    expect(stage('planner').instructions).toEqual([
      CHEF,
      `RUN ${SOURCES} cargo chef prepare --recipe-path /recipe.json`,
    ]);
    expect(stage('planner', PREPARED).instructions).toHaveLength(1);
  });

  test('of one binary may take downloads', () => {
    const options = { isolated: true, privateSources: [PrivateSource.ssh()] };
    const { instructions, scripts } = stage('planner-worker', options);
    expect(instructions).toEqual([CHEF, `RUN ${SOURCES} --mount=type=ssh,required=true ${DOWNLOADS} <1>`]);
    expect(runScript(scripts[0], { cargo: '' }).calls).toEqual([
      'cargo chef prepare --recipe-path /recipe.json --bin worker',
    ]);
  });
});

const INTO_TARGET = "--target-dir target --config build.build-dir='target'";
const FLAGS =
  '--release --target x86_64-unknown-linux-musl --package server --package worker --bin server --bin worker';

describe('the dependencies', () => {
  const MEMBERS = ['server', "it's", 'a,b', 'two%20words', 'a%22b'];
  // what cargo 1.95 prints, in part
  const METADATA = JSON.stringify({
    packages: MEMBERS.map((name) => ({
      name,
      version: '0.1.0',
      id: `path+file:///app/crates/${name}#0.1.0`,
      dependencies: [{ name: 'libc', source: 'registry+https://x', path: null }],
      manifest_path: '/app/Cargo.toml',
    })),
    workspace_members: ['path+file:///app/crates/server#0.1.0'],
  });
  const cargo = `[ "$1" = metadata ] && cat <<'END'\n${METADATA}\nEND\n[ "$1" = build ] && mkdir -p target/made || :`;
  const FILES = { 'recipe.json': '{}', 'src/main.rs': '', '.cargo/config.toml': '', 'Cargo.toml': '' };

  test.each<[string, StageOptions, string, string]>([
    ['released', {}, FLAGS, 'release'],
    ['by another profile', DIST, FLAGS.replace('--release', '--profile dist'), 'dist'],
  ])('are cooked, and of the workspace itself nothing stays: %s', (_, options, flags, profile) => {
    const { instructions, scripts } = stage('dependencies', options);
    expect(instructions).toEqual([CHEF, 'COPY --from=planner /recipe.json ./', `RUN ${DOWNLOADS} <1>`]);
    const { status, folder, calls } = runScript(scripts[0], { cargo }, FILES);
    expect(status).toBe(0);
    expect(calls.slice(0, 3)).toEqual([
      'cargo chef cook --recipe-path recipe.json --no-build',
      `cargo build ${INTO_TARGET} ${flags}`,
      'cargo metadata --no-deps --format-version 1',
    ]);
    expect(calls[3]).toBe(
      `cargo clean --offline --quiet ${INTO_TARGET} --profile ${profile} --target x86_64-unknown-linux-musl ` +
        MEMBERS.map((name) => `--package=path+file:///app/crates/${name}#0.1.0`).join(' '),
    );
    expect(calls).toHaveLength(4);
    expect(readdirSync(folder)).toEqual(['target']);
    expect(existsSync(join(folder, 'target/made'))).toBe(true);
  });

  test('are compiled with what stands in their place, which no dummy can', () => {
    const { instructions, scripts } = stage('dependencies', { cookedSources: ['itoa', '.cargo/a b.toml'] });
    expect(instructions).toEqual([
      CHEF,
      'COPY --from=planner /recipe.json ./',
      'RUN <1>',
      'COPY itoa itoa',
      'COPY [".cargo/a b.toml",".cargo/a b.toml"]',
      `RUN ${DOWNLOADS} <2>`,
    ]);
    const [fields, version] = ['[package]\nversion = "0.0.1"\n\n', 'version = "0.0.1"\n'];
    const files = {
      // as cargo-chef writes them
      'Cargo.toml': `${fields}[workspace]\n\n[dependencies]\na = "0.0.1"\n\n[dependencies.b]\n${version}path = "b"\n\n[dependencies.c]\n${version}features = ["x"]\n`,
      'b/Cargo.toml': `${fields}[target."cfg(unix)".dev-dependencies.c]\n${version}path = "c"\noptional = true\n`,
    };
    const { status, calls, folder } = runScript(scripts[0], { cargo: '' }, files);
    expect({ status, calls }).toEqual({ status: 0, calls: ['cargo chef cook --recipe-path recipe.json --no-build'] });
    expect(readTree(folder)).toEqual({
      'Cargo.toml': `100644 ${files['Cargo.toml'].replace(`${version}path`, 'path')}\n[workspace.lints]\n`,
      'b/Cargo.toml': `100644 ${files['b/Cargo.toml'].replace(`${version}path`, 'path')}`,
    });
    expect(runScript(scripts[1], { cargo }, FILES).calls[0]).toBe(`cargo build ${INTO_TARGET} ${FLAGS}`);
  });

  test('begin with what zig has compiled', () => {
    const { instructions, scripts } = stage('dependencies', { strategy: CROSS });
    expect(instructions.at(-1)).toBe(`RUN ${DOWNLOADS} <1>`);
    const { calls } = runScript(scripts[0], { cargo, cp: 'mkdir target/zig' }, FILES);
    expect(calls.slice(0, 3)).toEqual([
      'cp -a /opt/zig/cache/x86_64-unknown-linux-musl target/zig',
      'cargo chef cook --recipe-path recipe.json --no-build',
      `cargo zigbuild ${INTO_TARGET} ${FLAGS}`,
    ]);
  });

  test.each(['cargo', 'xargs', 'find', 'grep', 'sed'])('fail where %s fails', (tool) => {
    const { scripts } = stage('dependencies');
    expect(runScript(scripts[0], { cargo, [tool]: 'exit 3' }, FILES).status).not.toBe(0);
  });

  test('are fetched with what the sources want', () => {
    const privateSources = [PrivateSource.registry('acme'), PrivateSource.git('github.com')];
    const { instructions, scripts } = stage('dependencies', { privateSources });
    const mounts = ['CARGO_REGISTRIES_ACME_TOKEN', 'GIT_TOKEN_GITHUB_COM'].map(
      (name) => `--mount=type=secret,id=${name},env=${name},required=true`,
    );
    expect(instructions.at(-1)).toBe(`RUN ${mounts.join(' ')} ${DOWNLOADS} <1>`);
    expect(scripts[0]).toContain('export CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS=cargo:token\n');
    expect(scripts[0]).toContain('export CARGO_NET_GIT_FETCH_WITH_CLI=true ');
  });
});

const TOOLS = {
  cargo: '',
  'restore-mtimes.sh': '',
  'get-executable.sh': 'for last; do :; done; echo "/built/$last"',
  'verify-static-build.sh': '',
  install: '',
};

describe('the binaries', () => {
  test.each<[string, StageOptions, string, string]>([
    ['released', {}, `build ${INTO_TARGET} --locked ${FLAGS}`, ''],
    [
      'by another profile',
      DIST,
      `build ${INTO_TARGET} --locked ${FLAGS.replace('--release', '--profile dist')}`,
      '--profile dist ',
    ],
    ['by zig', { strategy: CROSS }, `zigbuild ${INTO_TARGET} --locked ${FLAGS}`, ''],
  ])('are compiled when the sources have their times, and each is proven: %s', (_, options, build, profile) => {
    const { scripts } = stage('build', options);
    const { status, calls } = runScript(scripts[0], TOOLS, {}, { TARGETARCH: 'arm64' });
    expect(status).toBe(0);
    expect(calls).toEqual([
      'restore-mtimes.sh',
      `cargo ${build}`,
      ...['server', 'worker'].flatMap((name) => [
        `get-executable.sh ${profile}${name}`,
        `verify-static-build.sh --arch arm64 /built/${name}`,
        `install -D --mode=0555 /built/${name} /out/${name}`,
      ]),
    ]);
  });

  test.each(Object.keys(TOOLS))('are none where %s fails', (tool) => {
    const { status, calls } = runScript(
      stage('build').scripts[0],
      { ...TOOLS, [tool]: 'exit 3' },
      {},
      { TARGETARCH: 'amd64' },
    );
    expect(status).toBe(3);
    expect(calls.at(-1)).toMatch(new RegExp(`^${tool.replace('.', '\\.')}`));
  });

  const targetOf = (options?: StageOptions) =>
    /id=\$CACHE_SCOPE\/(target-\S+?),/.exec(
      stage(options?.isolated ? 'build-server' : 'build', options).instructions[1],
    )![1];

  test.each([
    ['dependencies', {}],
    ['seed', { hasSeed: true }],
  ])('are compiled in a folder that is kept, or begins with %s each time', (from, options) => {
    expect(stage('build', options).instructions).toEqual([
      'ARG TARGETARCH',
      `RUN ${SOURCES} --mount=type=cache,id=$CACHE_SCOPE/${targetOf()},target=/app/target,from=${from},source=/app/target,sharing=locked ${DOWNLOADS} <1>`,
    ]);
    expect(stage('build', { ...options, incremental: false }).instructions).toEqual([
      'ARG TARGETARCH',
      `RUN ${SOURCES} --mount=type=bind,target=/app/target,from=${from},source=/app/target,rw ${DOWNLOADS} <1>`,
    ]);
  });

  test('of one image are compiled and proven alike', () => {
    const { scripts } = stage('build-worker', { isolated: true, profile: 'dist' });
    const { status, calls } = runScript(scripts[0], TOOLS, {}, { TARGETARCH: 'arm64' });
    expect(status).toBe(0);
    expect(calls.slice(2)).toEqual([
      'get-executable.sh --profile dist worker',
      'verify-static-build.sh --arch arm64 /built/worker',
      'install -D --mode=0555 /built/worker /out/worker',
    ]);
  });

  test.each(Object.keys(TOOLS))('of one image are none where %s fails', (tool) => {
    const { scripts } = stage('build-worker', { isolated: true });
    expect(runScript(scripts[0], { ...TOOLS, [tool]: 'exit 3' }, {}, { TARGETARCH: 'amd64' }).status).toBe(3);
  });

  const BOTH = [{ binary: 'server' }, { binary: 'worker' }];
  const withFeature = { images: [{ binary: 'server', features: ['tls'] }, { binary: 'worker' }] };

  test.each<[string, StageOptions]>([
    ['variables of the images', { environment: { build: {}, image: { A: '1' } } }],
    ['names of images', { images: [{ binary: 'server', name: 'api' }, { binary: 'worker' }] }],
    ['what sources want', { privateSources: [PrivateSource.ssh()] }],
    ['platforms', { platforms: [Platform.LINUX_ARM64] }],
  ])('share a folder, whatever else is said: %s', (_, options) => {
    expect(targetOf(options)).toBe(targetOf({ images: BOTH }));
  });

  test('have a folder of their own by all that decides on compiled code', () => {
    const folders = [
      { images: BOTH },
      { images: [{ binary: 'server' }] },
      { images: [{ binary: 'server' }], isolated: true },
      withFeature,
      DIST,
      { strategy: EMULATED },
      { base: BuilderBase.muslrust('muslrust:2') },
      PREPARED,
      { aptPackages: ['protobuf-compiler'] },
      { environment: { build: { A: '1' }, image: {} } },
    ].map((options: StageOptions) => targetOf(options));
    expect(new Set(folders).size).toBe(folders.length);
    for (const folder of folders) expect(folder).toMatch(/^target-\$TARGETARCH-[0-9a-f]{12}$/);
  });
});

describe('the seed image', () => {
  const SEEDED: StageOptions = { hasSeed: true };

  test('is what was compiled, but for the executables', () => {
    const { instructions, scripts } = stage('compiled', SEEDED);
    expect(instructions).toEqual(stage('build', SEEDED).instructions);
    const files = {
      'target/x86_64-unknown-linux-musl/release/server': '',
      'target/x86_64-unknown-linux-musl/release/deps/server-1': '',
      'target/x86_64-unknown-linux-musl/release/.cargo-lock': '',
    };
    const { status, calls, folder } = runScript(scripts[0], { ...TOOLS, cp: '' }, files);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'restore-mtimes.sh',
      `cargo build ${INTO_TARGET} --locked ${FLAGS}`,
      'cp -a target /compiled',
    ]);
    expect(Object.keys(readTree(folder))).toEqual(['target/x86_64-unknown-linux-musl/release/deps/server-1']);
    expect(stage('seed-image', SEEDED).instructions).toEqual(['COPY --from=compiled /compiled /app/target']);
  });

  test.each([
    ['release', 'release'],
    ['dev', 'debug'],
    ['test', 'debug'],
    ['bench', 'release'],
    ['dist', 'dist'],
  ])('knows the folder of the profile %s', (profile, folder) => {
    const path = `target/x86_64-unknown-linux-musl/${folder}/server`;
    const { scripts } = stage('compiled', { profile, ...SEEDED });
    expect(readTree(runScript(scripts[0], { ...TOOLS, cp: '' }, { [path]: '' }).folder)).toEqual({});
  });

  test('does not declare what it does not use', () => {
    expect(stage('compiled', { incremental: false, ...SEEDED }).instructions).toHaveLength(1);
  });
});

test('native and cross-compiled: the seed is the dependencies', () => {
  for (const strategy of [NATIVE, CROSS]) expect(stage('seed', { strategy, hasSeed: true }).instructions).toEqual([]);
});
