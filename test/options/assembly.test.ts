import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Assembly } from '../../src/options/assembly';
import { tempDir, writeTree } from '../util';

const TYPES = {
  'a.One': { fqn: 'a.One', kind: 'class', name: 'One', methods: [{ name: 'x', docs: { summary: '"\n    }' } }] },
  'a.Two': { fqn: 'a.Two', kind: 'enum', name: 'Two', members: [] },
};
const ASSEMBLY = { submodules: { 'a.Two': { symbolId: 'no type' } }, types: TYPES };

test.each<[what: string, files: Record<string, string>]>([
  ['as jsii writes it', { '.jsii': JSON.stringify(ASSEMBLY, null, 2) }],
  ['in one line', { '.jsii': JSON.stringify(ASSEMBLY) }],
  ['indented in another way', { '.jsii': JSON.stringify(ASSEMBLY, null, 4) }],
])('an assembly %s', (_, files) => {
  const assembly = new Assembly(writeTree(tempDir(), files));
  for (const [fqn, type] of Object.entries(TYPES)) expect(assembly.find(fqn)).toEqual(type);
  expect(assembly.find('a.Three')).toBeUndefined();
});

test.each([undefined, 2])('an assembly that is compressed, and indented by %p', (indent) => {
  const folder = tempDir();
  writeTree(folder, {
    '.jsii': JSON.stringify({ schema: 'jsii/file-redirect', compression: 'gzip', filename: '.jsii.gz' }),
  });
  writeFileSync(join(folder, '.jsii.gz'), gzipSync(JSON.stringify(ASSEMBLY, null, indent)));
  expect(new Assembly(folder).find('a.Two')).toEqual(TYPES['a.Two']);
});

test('without an assembly nothing is checked by halves: it says what to do', () => {
  const folder = tempDir();
  expect(() => new Assembly(folder)).toThrow(
    `${join(folder, '.jsii')} can't be read, and options are checked by it (ENOENT`,
  );
  expect(() => new Assembly(folder)).toThrow('Install the package again; among the sources, run "npx projen compile".');
});

test('of a type of projen, what is cut out of its assembly is what is in it', () => {
  const path = require.resolve('projen/package.json').replace(/package\.json$/, '.jsii');
  const { types } = JSON.parse(readFileSync(path, 'utf8'));
  for (const fqn of ['projen.ProjectOptions', 'projen.Project', 'projen.LogLevel', 'projen.github.workflows.JobStep']) {
    expect(Assembly.typeOf(fqn)).toEqual(types[fqn]);
  }
});

test('of an assembly as jsii writes it, no more than a type is parsed', () => {
  const many = Object.fromEntries(
    Array.from({ length: 100 }, (_, index) => [`a.T${index}`, { fqn: `a.T${index}`, kind: 'enum', members: [] }]),
  );
  const assembly = new Assembly(
    writeTree(tempDir(), { '.jsii': JSON.stringify({ types: { ...TYPES, ...many } }, null, 2) }),
  );
  const parse = jest.spyOn(JSON, 'parse');
  expect(assembly.find('a.T50')).toEqual(many['a.T50']);
  expect(assembly.find('a.T50')).toEqual(many['a.T50']);
  expect(parse.mock.calls.map(([text]) => text.length < 100)).toEqual([true]);
  parse.mockRestore();
});

test('a type that is nowhere', () => {
  expect(() => Assembly.typeOf('projen.Nothing')).toThrow('projen.Nothing is not in the .jsii of its package');
});
