import { DIST, kept, PREPARED } from './compilation';
import { stage, StageOptions, stagesOf } from './stages';
import { BuilderBase, BuildStrategy, Platform, PrivateSource } from '../../src';

const { CROSS, EMULATED } = BuildStrategy;

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

  const targetOf = (options?: StageOptions) => /target-\S+?(?=,)/.exec(kept('target', options))![0];
  const BOTH = [{ binary: 'server' }, { binary: 'worker' }];
  const withFeature = { images: [{ binary: 'server', features: ['tls'] }, { binary: 'worker' }] };

  test.each<[string, StageOptions]>([
    ['variables of the images', { environment: { build: {}, image: { A: '1' } } }],
    ['names of images', { images: [{ binary: 'server', name: 'api' }, { binary: 'worker' }] }],
    ['what sources want', { privateSources: [PrivateSource.ssh()] }],
    ['platforms', { platforms: [Platform.LINUX_ARM64] }],
  ])('are the same, whatever else is said: %s', (_, options) => {
    expect(targetOf(options)).toBe(targetOf({ images: BOTH }));
  });

  test('are others by all that decides on compiled code', () => {
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
