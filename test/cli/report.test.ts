import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { call as callCommand } from './call';
import { reportCommand } from '../../src/cli/report';
import { RECORD } from '../../src/record/synth-record';
import { fleet, overwrite, rewrite } from '../report/fleet';

const call = (...args: string[]) => callCommand(reportCommand(), args);

const root = fleet('drifted', 'fine', 'old');
rmSync(join(root, 'drifted/Dockerfile'));
rewrite(join(root, 'old'), () => ({ pins: { buildkit: 'v0.1.0' } }));

test.each<[string, string[], number]>([
  ['drifted', [], 0],
  ['drifted', ['--fail-on', 'drift'], 1],
  ['drifted', ['--fail-on', 'pins'], 0],
  ['drifted', ['--fail-on', 'pins,findings'], 0],
  ['drifted', ['--fail-on', 'pins', '--fail-on', 'drift'], 1],
  ['old', ['--fail-on', 'pins, findings'], 1],
  ['fine', ['--fail-on', 'drift,pins,findings'], 0],
  ['.', ['--fail-on', 'drift'], 1],
])('in %s with %j it ends with %i', (name, flags, code) => {
  expect(call(join(root, name), ...flags).code).toBe(code);
});

test('a record that can not be read fails whatever is asked for', () => {
  const broken = fleet('broken');
  overwrite(join(broken, 'broken'), RECORD, '{');
  expect(call(broken).code).toBe(0);
  expect(call(broken, '--fail-on', 'findings').code).toBe(1);
});

test('prints for people, for programs and for pages', () => {
  expect(call(root).out).toMatch(/^PROJECT +VERSION/);
  expect(call(root, '--markdown').out).toContain('| project |');
  expect(JSON.parse(call(root, '--json').out).projects.map(({ path }: any) => path)).toEqual(
    ['drifted', 'fine', 'old'].map((name) => join(root, name)),
  );
});

test.each<[string[], number, string]>([
  [['/does/not/exist'], 2, 'error: /does/not/exist is no folder\n'],
  [[], 2, "error: missing required argument 'dir'\n"],
  [['.', '--json', '--markdown'], 2, "error: option '--json' cannot be used with option '--markdown'\n"],
  [['.', '--fail-on', 'drifts'], 2, '"drifts" is none of drift, pins, findings.\n'],
])('%j is refused', (args, code, err) => {
  const result = call(...args);
  expect(result.code).toBe(code);
  expect(result.err).toContain(err);
  expect(result.out).toBe('');
});
