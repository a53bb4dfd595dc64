import { DIST, DOWNLOADS, FLAGS, INTO_TARGET, JSON_MESSAGES, kept, KEPT, SOURCES, TOOLS } from './compilation';
import { runScript, stage, StageOptions } from './stages';
import { BuildStrategy } from '../../src';

const { CROSS } = BuildStrategy;

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
});
