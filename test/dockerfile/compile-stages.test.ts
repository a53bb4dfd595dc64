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
    ['target', 'muslrust-chef'],
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
        ['target', 'muslrust-chef'],
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
        ['target', 'muslrust-chef'],
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
      'ARG TARGETARCH',
      expect.stringMatching(/^RUN --mount=type=cache,id=\$CACHE_SCOPE\/cook-[^]* <1>$/),
    ]);
    expect(stage(`build-${name}`, { isolated: true }).instructions).toEqual([
      'ARG TARGETARCH',
      expect.stringContaining(` --mount=type=bind,target=/start,from=dependencies-${name},source=/compiled `),
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

/** The folders that are kept, of a name and a hash. */
const kept = (name: string, options?: StageOptions, of = 'build') =>
  new RegExp(`(type=cache,id=\\$CACHE_SCOPE/${name}-\\$TARGETARCH-[0-9a-f]{12},\\S+)`).exec(
    stage(options?.isolated ? `${of}-server` : of, options).instructions.join('\n'),
  )![1];
const cookMount = (options?: StageOptions) => `--mount=${kept('cook', options, 'dependencies')}`;

describe('target folders that are kept', () => {
  test.each<[string, StageOptions, string]>([
    ['native', {}, 'muslrust-chef'],
    ['cross-compiled', { strategy: CROSS }, 'cross-compiler'],
  ])('are those of the tools and of the configuration, and begin with nothing: %s', (_, options, from) => {
    expect(stage('target', options)).toMatchObject({
      from,
      instructions: ['COPY .carg[o]/config* /configuration/.cargo/', 'RUN mkdir /target'],
    });
    for (const mount of [kept('cook', options, 'dependencies'), kept('target', options)]) {
      expect(mount).toMatch(/,target=\/app\/target,from=target,source=\/target,sharing=locked$/);
    }
  });

  test('are those of what stands in for dependencies', () => {
    expect(stage('target', { cookedSources: ['itoa', '.cargo/a b.toml'] }).instructions.slice(1, -1)).toEqual([
      'COPY itoa /configuration/itoa',
      'COPY [".cargo/a b.toml","/configuration/.cargo/a b.toml"]',
    ]);
  });

  test("are others with musl's memory functions: cargo does not know what a program was linked with", () => {
    expect(kept('target', { memoryFunctions: false })).not.toBe(kept('target'));
    expect(stage('build', { memoryFunctions: false }).scripts.join('\n')).not.toContain('memory-functions');
  });

  test('are none where nothing is to be kept', () => {
    expect(stage('target', { incremental: false })).toBeUndefined();
    const text = stagesOf({ incremental: false })
      .flatMap(({ instructions }) => instructions)
      .join('\n');
    expect(text).not.toContain('from=target');
  });
});

const JSON_MESSAGES = '--message-format=json-render-diagnostics';

describe('the dependencies', () => {
  const MADE = { cargo: '[ "$1" = build ] && echo "{}" || :', 'keep-target.sh': '', 'restore-mtimes.sh': '' };
  const FILES = {
    'recipe.json': '{}',
    'src/main.rs': '',
    '.cargo/config.toml': '',
    'Cargo.toml': '',
    'target/made': '',
  };

  test.each<[string, StageOptions, string]>([
    ['released', {}, FLAGS],
    ['by another profile', DIST, FLAGS.replace('--release', '--profile dist')],
  ])('are cooked, and of the workspace itself nothing stays: %s', (_, options, flags) => {
    const { instructions, scripts } = stage('dependencies', options);
    expect(instructions).toEqual([
      CHEF,
      'COPY --from=planner /recipe.json ./',
      'ARG TARGETARCH',
      `RUN ${cookMount(options)} ${DOWNLOADS} <1>`,
    ]);
    const { status, folder, calls } = runScript(scripts[0], MADE, FILES);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'cargo chef cook --recipe-path recipe.json --no-build',
      'restore-mtimes.sh',
      `cargo build ${INTO_TARGET} ${JSON_MESSAGES} ${flags}`,
      'keep-target.sh copy /compiled',
      'keep-target.sh prune',
    ]);
    expect(readTree(folder)).toEqual({ 'target/.messages': '100644 {}\n', 'target/made': '100644 ' });
  });

  test('are compiled in the layer, where nothing is to be kept', () => {
    const { instructions, scripts } = stage('dependencies', { incremental: false });
    expect(instructions.at(-1)).toBe(`RUN ${DOWNLOADS} <1>`);
    const { 'target/made': _, ...files } = FILES;
    const { status, folder, calls } = runScript(scripts[0], MADE, files);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'cargo chef cook --recipe-path recipe.json --no-build',
      `cargo build ${INTO_TARGET} ${JSON_MESSAGES} ${FLAGS}`,
      'keep-target.sh copy /compiled',
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('are compiled with what stands in their place, which no dummy can', () => {
    const cookedSources = ['itoa', '.cargo/a b.toml'];
    const { instructions, scripts } = stage('dependencies', { cookedSources });
    expect(instructions).toEqual([
      CHEF,
      'COPY --from=planner /recipe.json ./',
      'RUN <1>',
      'COPY itoa itoa',
      'COPY [".cargo/a b.toml",".cargo/a b.toml"]',
      'ARG TARGETARCH',
      `RUN ${cookMount({ cookedSources })} ${DOWNLOADS} <2>`,
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
    expect(runScript(scripts[1], MADE, FILES).calls[1]).toBe(`cargo build ${INTO_TARGET} ${JSON_MESSAGES} ${FLAGS}`);
  });

  test('begin with what zig has compiled', () => {
    const { scripts } = stage('dependencies', { strategy: CROSS });
    const cp = 'mkdir target/zig.new';
    const { status, calls, folder } = runScript(scripts[0], { ...MADE, cp }, FILES);
    expect(status).toBe(0);
    expect(calls.slice(0, 4)).toEqual([
      'cp -a /opt/zig/cache/x86_64-unknown-linux-musl target/zig.new',
      'cargo chef cook --recipe-path recipe.json --no-build',
      'restore-mtimes.sh',
      `cargo zigbuild ${INTO_TARGET} ${JSON_MESSAGES} ${FLAGS}`,
    ]);
    expect(existsSync(join(folder, 'target/zig'))).toBe(true);
    // unless a kept folder has it already
    expect(runScript(scripts[0], { ...MADE, cp }, { ...FILES, 'target/zig/o': '' }).calls[0]).toMatch(/^cargo/);
  });

  test.each(['cargo', 'restore-mtimes.sh', 'keep-target.sh', 'find'])('fail where %s fails', (tool) => {
    const { scripts } = stage('dependencies');
    expect(runScript(scripts[0], { ...MADE, [tool]: 'exit 3' }, FILES).status).not.toBe(0);
  });

  test('by zig fail where its C library is not there', () => {
    const { scripts } = stage('dependencies', { strategy: CROSS });
    expect(runScript(scripts[0], { ...MADE, cp: 'exit 3' }, FILES).status).not.toBe(0);
  });

  test('are fetched with what the sources want', () => {
    const privateSources = [PrivateSource.registry('acme'), PrivateSource.git('github.com')];
    const { instructions, scripts } = stage('dependencies', { privateSources });
    const mounts = ['CARGO_REGISTRIES_ACME_TOKEN', 'GIT_TOKEN_GITHUB_COM'].map(
      (name) => `--mount=type=secret,id=${name},env=${name},required=true`,
    );
    expect(instructions.at(-1)).toBe(`RUN ${cookMount({ privateSources })} ${mounts.join(' ')} ${DOWNLOADS} <1>`);
    expect(scripts[0]).toContain('export CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS=cargo:token\n');
    expect(scripts[0]).toContain('export CARGO_NET_GIT_FETCH_WITH_CLI=true ');
  });
});

const TOOLS = {
  cargo: '',
  'keep-target.sh': '',
  'restore-mtimes.sh': '',
  'get-executable.sh': 'for last; do :; done; echo "/built/$last"',
  'verify-static-build.sh': '',
  'memory-functions.sh': '',
  install: '',
};

/** What a mount has. */
const KEPT = { 'target/.keep/begun': '' };

describe('the binaries', () => {
  test.each<[string, StageOptions, string, string]>([
    ['released', {}, `build ${INTO_TARGET} --locked ${JSON_MESSAGES} ${FLAGS}`, ''],
    [
      'by another profile',
      DIST,
      `build ${INTO_TARGET} --locked ${JSON_MESSAGES} ${FLAGS.replace('--release', '--profile dist')}`,
      '--profile dist ',
    ],
    ['by zig', { strategy: CROSS }, `zigbuild ${INTO_TARGET} --locked ${JSON_MESSAGES} ${FLAGS}`, ''],
  ])('are compiled when the sources have their times, and each is proven: %s', (_, options, build, profile) => {
    const { scripts } = stage('build', options);
    const { status, calls } = runScript(scripts[0], TOOLS, KEPT, { TARGETARCH: 'arm64' });
    expect(status).toBe(0);
    expect(calls).toEqual([
      'keep-target.sh take /start',
      'restore-mtimes.sh',
      `cargo ${build}`,
      'keep-target.sh prune',
      ...['server', 'worker'].flatMap((name) => [
        `get-executable.sh ${profile}${name}`,
        `verify-static-build.sh --arch arm64 /built/${name}`,
        `memory-functions.sh verify /built/${name}`,
        `install -D --mode=0555 /built/${name} /out/${name}`,
      ]),
    ]);
  });

  test.each(Object.keys(TOOLS))('are none where %s fails', (tool) => {
    const { status, calls } = runScript(stage('build').scripts[0], { ...TOOLS, [tool]: 'exit 3' }, KEPT, {
      TARGETARCH: 'amd64',
    });
    expect(status).toBe(3);
    expect(calls.at(-1)).toMatch(new RegExp(`^${tool.replace('.', '\\.')}`));
  });

  const targetOf = (options?: StageOptions) => /target-\S+?(?=,)/.exec(kept('target', options))![0];

  test.each([
    ['dependencies', {}],
    ['seed', { hasSeed: true }],
  ])('are compiled in a folder that is kept and takes over %s, or in one that begins with it', (from, options) => {
    expect(stage('build', options).instructions).toEqual([
      'ARG TARGETARCH',
      `RUN ${SOURCES} --mount=${kept('target', options)} --mount=type=bind,target=/start,from=${from},source=/compiled ${DOWNLOADS} <1>`,
    ]);
    const { instructions, scripts } = stage('build', { ...options, incremental: false });
    expect(instructions).toEqual([
      'ARG TARGETARCH',
      `RUN ${SOURCES} --mount=type=bind,target=/app/target,from=${from},source=/compiled,rw ${DOWNLOADS} <1>`,
    ]);
    expect(scripts[0]).not.toContain('keep-target.sh');
  });

  test('of one image are compiled and proven alike', () => {
    const { scripts } = stage('build-worker', { isolated: true, profile: 'dist' });
    const { status, calls } = runScript(scripts[0], TOOLS, KEPT, { TARGETARCH: 'arm64' });
    expect(status).toBe(0);
    expect(calls.slice(4)).toEqual([
      'get-executable.sh --profile dist worker',
      'verify-static-build.sh --arch arm64 /built/worker',
      'memory-functions.sh verify /built/worker',
      'install -D --mode=0555 /built/worker /out/worker',
    ]);
  });

  test.each(Object.keys(TOOLS))('of one image are none where %s fails', (tool) => {
    const { scripts } = stage('build-worker', { isolated: true });
    expect(runScript(scripts[0], { ...TOOLS, [tool]: 'exit 3' }, KEPT, { TARGETARCH: 'amd64' }).status).toBe(3);
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
    const { status, calls } = runScript(scripts[0], TOOLS, KEPT);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'keep-target.sh take /start',
      'restore-mtimes.sh',
      `cargo build ${INTO_TARGET} --locked ${JSON_MESSAGES} ${FLAGS}`,
      'keep-target.sh prune',
      'keep-target.sh copy-all /compiled',
    ]);
    expect(stage('seed-image', SEEDED).instructions).toEqual(['COPY --from=compiled /compiled /compiled']);
  });
});

test('native and cross-compiled: the seed is the dependencies', () => {
  for (const strategy of [NATIVE, CROSS]) expect(stage('seed', { strategy, hasSeed: true }).instructions).toEqual([]);
});
