import { FLAGS, INTO_TARGET, JSON_MESSAGES, KEPT, TOOLS } from './compilation';
import { runScript, stage, StageOptions } from './stages';
import { BuildStrategy } from '../../src';

const { NATIVE, CROSS } = BuildStrategy;

describe('the seed image', () => {
  const SEEDED: StageOptions = { hasSeed: true };

  test('is what was compiled, but for the executables', () => {
    const { instructions, scripts } = stage('compiled', SEEDED);
    expect(instructions).toEqual(stage('build', SEEDED).instructions);
    const { status, calls } = runScript(scripts[0], { ...TOOLS, 'silent-readers.sh': '' }, KEPT);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'keep-target.sh take /start',
      'restore-mtimes.sh',
      `cargo build ${INTO_TARGET} --locked ${JSON_MESSAGES} ${FLAGS}`,
      'keep-target.sh prune',
      'silent-readers.sh',
      'keep-target.sh copy-all /compiled',
    ]);
    expect(stage('seed-image', SEEDED).instructions).toEqual(['COPY --from=compiled /compiled /compiled']);
  });
});

test('native and cross-compiled: the seed is the dependencies', () => {
  for (const strategy of [NATIVE, CROSS]) expect(stage('seed', { strategy, hasSeed: true }).instructions).toEqual([]);
});
