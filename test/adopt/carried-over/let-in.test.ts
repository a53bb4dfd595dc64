import { letIn } from '../../../src/adopt/carried-over/let-in';
import { CargoWorkspace } from '../../../src/cargo/workspace';
import { CRATE } from '../../synth';
import { tempDir, writeTree } from '../../util';

test.each<[files: string[], lines: string[], expected: string[]]>([
  [['config/default.toml', 'static/'], [], []],
  [['.env.production', 'CHANGELOG.md'], [], ['!/.env.production', '!/CHANGELOG.md']],
  [['.github/'], [], ['!/.github']],
  [['config/a.toml'], ['/config'], ['!/config/a.toml']],
  [['.env.production'], ['!/.env.production'], []],
])('of %j beside the lines %j', (files, lines, expected) => {
  const dir = writeTree(tempDir(), CRATE);
  expect(letIn(dir, CargoWorkspace.discover(dir), lines, files)).toEqual(expected);
});
