import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, Project } from 'projen';
import { parse } from 'yaml';
import { MuslRustChef, MuslRustChefBuilder } from '../../src';
import { git } from '../git';
import { CRATE, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

function repository(files: Record<string, string> = {}, packageManager?: javascript.NodePackageManager): Project {
  const root = new Project({ name: 'acme', outdir: writeTree(tempDir(), files) });
  if (packageManager) new javascript.NodePackage(root, { packageManager });
  return root;
}

const add = (root: Project, folder: string, branch?: string) => {
  writeTree(join(root.outdir, folder), CRATE);
  const project = folder === '.' ? root : new Project({ name: folder, parent: root, outdir: folder });
  return new MuslRustChef(project, { branch });
};

function workflows(root: Project): Record<string, string> {
  synthesise(root);
  const folder = join(root.outdir, '.github/workflows');
  return Object.fromEntries(readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

const NAME = 'generated-files.yml';
const { NPM, PNPM } = javascript.NodePackageManager;

test('there is one for the repository, whatever is changed, for the branches of all projects', () => {
  const root = repository({}, PNPM);
  ['a', 'b', 'c'].forEach((folder) => add(root, folder, folder === 'b' ? 'c++' : 'trunk'));
  new MuslRustChefBuilder(root, { branch: 'trunk' });
  const files = workflows(root);
  expect(Object.keys(files)).toEqual([NAME, 'image-a.yml', 'image-b.yml', 'image-c.yml', 'muslrust-chef.yml']);
  const { on, jobs } = parse(files[NAME]);
  expect(on).toEqual({ push: { branches: ['trunk', 'c\\+\\+'] }, pull_request: {}, merge_group: {} });
  expect(Object.keys(jobs)).toEqual(['sync']);
  const others = Object.keys(files).filter((file) => file !== NAME);
  for (const file of others) expect(Object.keys(parse(files[file]).jobs)).not.toContain('sync');
});

test('it says what it is for, and the others say where there is none', () => {
  const files = workflows(add(repository({}, NPM), '.').project);
  expect(files[NAME]).toContain('# Checks that the generated files are what the rc file makes.\n');
  expect(files['image.yml']).not.toContain('No workflow checks');
  const alone = workflows(add(repository(), '.').project);
  expect(Object.keys(alone)).toEqual(['image.yml']);
  expect(alone['image.yml'].replace(/\n#/g, '')).toContain(
    'Nothing checks that generated files are in sync: CI needs a lock file to install projen.',
  );
});

test.each<[string, Record<string, string>, javascript.NodePackageManager | undefined, number]>([
  ['has no projen', { 'package.json': '{ "devDependencies": { "vite": "7" } }' }, undefined, 1],
  ['has it', { 'package.json': '{ "devDependencies": { "projen": "1" } }' }, undefined, 0],
  ['has it to run by', { 'package.json': '{ "dependencies": { "projen": "1" } }' }, undefined, 0],
  ['is none', {}, undefined, 1],
  ['is projen’s', {}, NPM, 0],
])('what a package.json lacks that it runs by is said, once: one that %s', (_, files, packageManager, times) => {
  const root = repository({ ...files, 'package-lock.json': '{}' }, packageManager);
  const said = jest.spyOn(root.logger, 'info').mockImplementation(() => {});
  ['a', 'b'].forEach((folder) => add(root, folder));
  const notes = said.mock.calls.flat().filter((text) => String(text).endsWith('[package-json]'));
  expect(notes).toHaveLength(times);
  if (times > 0) {
    expect(notes[0]).toContain('add projen, constructs and what the rc file imports to its devDependencies');
  }
});

test.each<[string, string[]]>([
  ['', []],
  ['package-lock.json\n', ['package-lock.json']],
  ['*.json\n', ['package.json', 'package-lock.json']],
  ['*.json\n!package.json\n', ['package-lock.json']],
  ['/.projenrc.*\n', ['.projenrc.js']],
  ['/services/**/package-lock.json\n', []],
])('what a clone lacks of what it runs by is named: a .gitignore with %j', (ignore, expected) => {
  const root = repository({
    'package.json': '{ "devDependencies": { "projen": "1" } }',
    'package-lock.json': '{}',
    '.projenrc.js': '',
    ...(ignore ? { '.gitignore': ignore } : {}),
  });
  git(root.outdir, 'init', '--quiet');
  const said = jest.spyOn(root.logger, 'warn').mockImplementation(() => {});
  add(root, '.');
  root.synth();
  const texts = said.mock.calls.flat().filter((text) => String(text).includes('[sync-ignored]'));
  expect(texts).toEqual(expected.length > 0 ? [expect.stringContaining(`${expected.join(', ')} `)] : []);
});

test('it stays where projen has written it, and one of the user is named', () => {
  const root = repository({}, NPM);
  const before = workflows(add(root, '.').project)[NAME];
  const again = new Project({ name: 'acme', outdir: root.outdir });
  new javascript.NodePackage(again, { packageManager: NPM });
  new MuslRustChef(again);
  expect(workflows(again)[NAME]).toBe(before);
  const mine = repository({ [`.github/workflows/${NAME}`]: 'name: mine\n' }, NPM);
  add(mine, '.');
  expect(() => synthesise(mine)).toThrow(
    /generated-files\.yml: projen did not write this.*give that one another name/s,
  );
});

test('a project that is ejected from projen has none', () => {
  process.env.PROJEN_EJECTING = 'true';
  try {
    expect(Object.keys(workflows(add(repository({}, NPM), '.').project))).toEqual(['image.yml']);
  } finally {
    delete process.env.PROJEN_EJECTING;
  }
});
