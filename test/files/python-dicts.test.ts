import { Logger, LogLevel, Project } from 'projen';
import { MuslRustChef } from '../../src';
import { CRATE, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

function told(program: string, name = '.projenrc.py'): string[] {
  const outdir = writeTree(tempDir(), { ...CRATE, [name]: program });
  const said = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
  const project = new Project({ name: 'app', outdir, logging: { level: LogLevel.OFF } });
  new MuslRustChef(project);
  synthesise(project);
  const messages = said.mock.calls.flat().map(String);
  said.mockRestore();
  return messages.filter((text) => text.endsWith('[python-dict]'));
}

test.each([
  ["MuslRustChef(project, images=[{'binary': 'app', 'smoke_test': ['-V']}])", 1, 'smoke_test'],
  [
    'MuslRustChef(\n    project,\n    images = [\n        { "binary": "a" },\n        {\n            "prots" : [80], "args": [f(x)]}])',
    5,
    'prots',
  ],
  ["images=[ImageOptions(binary='a'), {'no': {'x': 1}, 'nor': 2}]", 1, 'no, nor'],
])('a dict with what is no option in it is told: %s', (program, line, keys) => {
  expect(told(program)).toEqual([
    expect.stringMatching(new RegExp(`^\\.projenrc\\.py:${line}: an image is a dict with ${keys}\\. `)),
  ]);
});

test.each([
  "MuslRustChef(project, images=[{'binary': 'app', 'smokeTest': ['-V'], 'env': {'smoke_test': 'x'}}])",
  "MuslRustChef(project, images=[ImageOptions(binary='app', env={'A': 'b'})])",
  "# images=[{'smoke_test': 1}]",
  "images = [{'binary': 'a'",
])('what jsii takes is not: %s', (program) => expect(told(program)).toEqual([]));

test('an rc file of Node.js is told by the options themselves', () => {
  expect(told("images=[{'smoke_test': 1}]", '.projenrc.js')).toEqual([]);
});
