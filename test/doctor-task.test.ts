import { LogLevel, Project, javascript, python } from 'projen';
import { CRATE, synth, synthesise } from './synth';
import { tempDir, writeTree } from './util';
import { MuslRustChef } from '../src';

const stepsOf = (root: Project) => root.tasks.tryFind('chef:doctor')?.steps;
const project = (dir: string, parent?: Project, name = 'app') =>
  new Project({ name, parent, outdir: dir, logging: { level: LogLevel.OFF } });

test.each<[string, Record<string, string>, string]>([
  ['nothing', {}, 'npx'],
  ['package-lock.json', { 'package-lock.json': '{}' }, 'npx'],
  ['pnpm-lock.yaml', { 'pnpm-lock.yaml': '' }, 'pnpm exec'],
  ['yarn.lock', { 'yarn.lock': '' }, 'yarn run'],
  ['bun.lock', { 'bun.lock': '' }, 'bunx'],
  ['package.json', { 'package.json': '{ "packageManager": "pnpm@10.0.0" }' }, 'pnpm exec'],
])('runs the program of the package by what installs it: %s', (_, files, run) => {
  const root = synth({ ...CRATE, ...files }).project;
  expect(stepsOf(root)).toEqual([{ exec: `${run} projen-muslrust-chef doctor "$@"`, receiveArgs: true }]);
});

test('whatever is said after it', () => {
  const root = project(writeTree(tempDir(), CRATE));
  new MuslRustChef(root);
  new javascript.NodePackage(root, { packageManager: javascript.NodePackageManager.PNPM });
  synthesise(root);
  expect(stepsOf(root)).toEqual([expect.objectContaining({ exec: 'pnpm exec projen-muslrust-chef doctor "$@"' })]);
});

test('of an rc file in Python it is where its packages are', () => {
  // which the first synth writes
  const root = project(writeTree(tempDir(), CRATE));
  new python.Projenrc(root);
  new MuslRustChef(root);
  synthesise(root);
  expect(stepsOf(root)).toEqual([
    // where that is not there
    { say: expect.stringContaining('`. .venv/bin/activate`'), condition: '! which projen-muslrust-chef' },
    { exec: 'projen-muslrust-chef doctor "$@"', receiveArgs: true },
  ]);
});

test('is one for all projects of an rc file, at its root', () => {
  const dir = tempDir();
  const root = project(dir);
  const below = ['a', 'b'].map((name) => {
    writeTree(dir, Object.fromEntries(Object.entries(CRATE).map(([path, text]) => [`${name}/${path}`, text])));
    const child = project(name, root, name);
    new MuslRustChef(child);
    return child;
  });
  synthesise(root);
  expect(stepsOf(root)).toHaveLength(1);
  expect(below.map(stepsOf)).toEqual([undefined, undefined]);
});

test("a task of somebody's own stays", () => {
  const root = project(writeTree(tempDir(), CRATE));
  root.addTask('chef:doctor', { exec: 'echo mine' });
  new MuslRustChef(root);
  synthesise(root);
  expect(stepsOf(root)).toEqual([{ exec: 'echo mine' }]);
});
