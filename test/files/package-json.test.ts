import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, Logger, LogLevel, Project } from 'projen';
import { MuslRustChef, RustProject } from '../../src';
import { CRATE, synthesise } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const DEV = { constructs: '^10.5.0', projen: '^0.103.0', 'projen-muslrust-chef': '^0.1.0' };

interface Rc {
  readonly nodePackage?: boolean;
  readonly inRoot?: boolean;
  /** The component first, or the package. */
  readonly chefFirst?: boolean;
}

/** README's recipe over a repository that has this `package.json`. */
function recipe(dir: string, { nodePackage = true, inRoot = false, chefFirst = false }: Rc = {}): void {
  const logging = { level: LogLevel.OFF };
  const root = new Project({ name: 'my-service', outdir: dir, logging });
  const project = inRoot ? new Project({ name: 'api', parent: root, outdir: 'api', logging }) : root;
  const addPackage = () => {
    if (!nodePackage) return;
    new javascript.NodePackage(root, {
      packageManager: javascript.NodePackageManager.NPM,
      entrypoint: '',
      devDeps: Object.keys(DEV),
    });
  };
  if (!chefFirst) addPackage();
  new MuslRustChef(project);
  if (chefFirst) addPackage();
  synthesise(root);
}

const over = (manifest: object, files = CRATE) =>
  writeTree(tempDir(), { ...files, 'package.json': `${JSON.stringify(manifest, undefined, 2)}\n` });

const LOST: [string, object, string][] = [
  ['scripts', { scripts: { build: 'vite build', test: 'vitest' } }, 'scripts.build, scripts.test'],
  ['a script of a name that projen has', { scripts: { build: 'vite build' } }, 'scripts.build'],
  ['dependencies', { dependencies: { react: '^19.0.0' } }, 'dependencies.react'],
  ['other devDependencies', { devDependencies: { ...DEV, vite: '^7' } }, 'devDependencies.vite'],
  ['workspaces', { workspaces: ['web'] }, 'workspaces'],
  ['engines', { engines: { node: '>=20' } }, 'engines.node'],
  ['pnpm', { packageManager: 'pnpm@9.0.0', pnpm: { overrides: { a: '1' } } }, 'packageManager, pnpm.overrides'],
  ['what it is', { private: true, type: 'module', version: '2.1.0' }, 'private, type, version'],
];

test.each(LOST)('a package.json with %s is never emptied', (_, manifest, lost) => {
  for (const rc of [{}, { chefFirst: true }]) {
    const dir = over(manifest);
    const before = readTree(dir);
    expect(() => recipe(dir, rc)).toThrow(
      `package.json: projen did not write this, and would take ${lost} out of it. Nothing`,
    );
    expect(readTree(dir)).toEqual(before);
  }
});

test.each(LOST)('what the message says works: %s', (_, manifest) => {
  const dir = over({ ...manifest, devDependencies: DEV });
  const before = readTree(dir)['package.json'];
  recipe(dir, { nodePackage: false });
  expect(readTree(dir)['package.json']).toBe(before);
  expect(existsSync(join(dir, 'Dockerfile'))).toBe(true);
});

test('the root of a monorepo is looked at, too', () => {
  const files = Object.fromEntries(Object.entries(CRATE).map(([path, text]) => [`api/${path}`, text]));
  const dir = over({ workspaces: ['web'] }, files);
  expect(() => recipe(dir, { inRoot: true })).toThrow(
    /^package\.json: projen did not write this, and would take workspaces/,
  );
});

test.each([
  ['what `npm install --save-dev` makes where there was none', { devDependencies: DEV }],
  [
    'what `npm init` makes',
    {
      name: 'x',
      version: '1.0.0',
      main: 'index.js',
      scripts: { test: 'echo "Error: no test specified" && exit 1' },
      keywords: [],
      author: '',
      license: 'ISC',
      description: '',
      devDependencies: DEV,
    },
  ],
])('%s has nothing to lose', (_, manifest) => {
  for (const rc of [{}, { chefFirst: true }]) {
    const dir = over(manifest);
    recipe(dir, rc);
    expect(JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')).devDependencies).toMatchObject({
      projen: expect.anything(),
    });
    // from now on it is projen's
    recipe(dir, rc);
  }
});

test('one that is no JSON is not replaced', () => {
  const dir = writeTree(tempDir(), { ...CRATE, 'package.json': '<<<<<<< HEAD\n{}\n' });
  expect(() => recipe(dir)).toThrow(/is not valid JSON/);
  expect(readFileSync(join(dir, 'package.json'), 'utf8')).toBe('<<<<<<< HEAD\n{}\n');
});

describe('RustProject', () => {
  const rust = (dir: string) => {
    const project = new RustProject({
      name: 'app',
      outdir: dir,
      devDeps: ['projen-muslrust-chef'],
      logging: { level: LogLevel.OFF },
    });
    synthesise(project);
    return project;
  };

  test.each(LOST)('leaves a package.json of the user alone: %s', (_, manifest) => {
    const dir = over(manifest);
    const before = readTree(dir)['package.json'];
    expect(rust(dir).package).toBeUndefined();
    rust(dir);
    expect(readTree(dir)['package.json']).toBe(before);
  });

  test('says what is to be in it', () => {
    const info = jest.fn();
    const dir = over({});
    jest.spyOn(Logger.prototype, 'info').mockImplementation(info);
    rust(dir);
    expect(info).toHaveBeenCalledWith(
      'package.json is yours, and stays as it is: have projen, constructs, projen-muslrust-chef among its devDependencies [package-json]',
    );
  });

  test('writes its own where there is none, and keeps it', () => {
    const dir = tempDir();
    rust(dir);
    const before = readTree(dir)['package.json'];
    expect(rust(dir).package).toBeDefined();
    expect(readTree(dir)['package.json']).toBe(before);
    rmSync(join(dir, 'package.json'));
    writeFileSync(join(dir, 'package.json'), '{}');
    expect(rust(dir).package).toBeUndefined();
  });
});
