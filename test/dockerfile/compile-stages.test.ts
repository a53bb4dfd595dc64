import { CHEF, PREPARED } from './compilation';
import { stage, StageOptions, stagesOf } from './stages';
import { BuilderBase, BuildStrategy, Platform } from '../../src';

const { CROSS, EMULATED } = BuildStrategy;
const MUSL = BuilderBase.rustMusl('stable');

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
