import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, Logger, LogLevel, Project } from 'projen';
import { MuslRustChef, RustProject } from '../../src';
import { commitAll, git, gitAll } from '../git';
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
      licensed: false,
      devDeps: Object.keys(DEV),
    }).addField('private', true);
  };
  if (!chefFirst) addPackage();
  new MuslRustChef(project);
  if (chefFirst) addPackage();
  synthesise(root);
}

const over = (manifest: object, files = CRATE) =>
  writeTree(tempDir(), { ...files, 'package.json': `${JSON.stringify(manifest, undefined, 2)}\n` });

const NO_TEST = 'echo "Error: no test specified" && exit 1';

const LOST: [string, object, string][] = [
  ['scripts', { scripts: { build: 'vite build', test: 'vitest' } }, 'scripts.build, scripts.test'],
  ['a script of a name that projen has', { scripts: { build: 'vite build' } }, 'scripts.build'],
  ['dependencies', { dependencies: { react: '^19.0.0' } }, 'dependencies.react'],
  ['other devDependencies', { devDependencies: { ...DEV, vite: '^7' } }, 'devDependencies.vite'],
  ['workspaces', { workspaces: ['web'] }, 'workspaces'],
  ['engines', { engines: { node: '>=20' } }, 'engines.node'],
  ['pnpm', { packageManager: 'pnpm@9.0.0', pnpm: { overrides: { a: '1' } } }, 'packageManager, pnpm.overrides'],
  ['what is off', { private: false, bin: null }, 'private, bin'],
  ['a list', { files: ['dist'], bundledDependencies: ['a'] }, 'files, bundledDependencies'],
  ['dependencies that may be missing', { optionalDependencies: { a: '1', projen: '*' } }, 'optionalDependencies.a'],
  [
    'a script of npm init by another name',
    { scripts: { check: NO_TEST, test: 'vitest' } },
    'scripts.check, scripts.test',
  ],
  ['a name of every object', { constructor: 'x' }, 'constructor'],
  ['what it is', { private: false, type: 'module', version: '2.1.0' }, 'private, type, version'],
];

test.each(LOST)('a package.json with %s is never emptied', (_, manifest, lost) => {
  for (const rc of [{}, { chefFirst: true }]) {
    const dir = over(manifest);
    const before = readTree(dir);
    expect(() => recipe(dir, rc)).toThrow(
      new Error(
        `package.json: projen did not write this, and would take ${lost} out of it. It has not been changed. ` +
          'Either take NodePackage out of the rc file, and the file stays yours, or say this in the rc file and remove the file: ' +
          "by options of NodePackage (`authorName`, `description`, `license`, …), its `setScript('build', 'vite build')` and `addField('private', true)`.",
      ),
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

test.each(['.', 'web'])(
  'a lock file that NodePackage deleted by then is brought back by what the message says: %s',
  (at) => {
    const repository = tempDir();
    const dir = join(repository, at);
    writeTree(dir, {
      ...CRATE,
      'package.json': '{ "workspaces": ["web"] }\n',
      'pnpm-lock.yaml': 'lockfileVersion: 9\n',
    });
    gitAll(repository, ['init', '--quiet']);
    commitAll(repository);
    const before = readTree(dir);
    // as README's `npm i -D` leaves it
    writeTree(dir, { 'package-lock.json': '{}\n' });
    let message = '';
    try {
      recipe(dir);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(Object.keys(readTree(dir))).not.toContain('pnpm-lock.yaml');
    expect(message).toContain(
      'would take workspaces out of it. It has not been changed, but pnpm-lock.yaml is gone: NodePackage deletes ',
    );
    const [, command] = /`(git restore .*?)`/.exec(message)!;
    execFileSync('sh', ['-c', command], { cwd: dir });
    expect(git(repository, 'status', '--porcelain')).toBe('');
    recipe(dir, { nodePackage: false });
    expect(readTree(dir)).toMatchObject({
      'pnpm-lock.yaml': before['pnpm-lock.yaml'],
      'package.json': before['package.json'],
    });
  },
);

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
  [
    "what is empty, or projen's too",
    {
      engines: {},
      contributors: [],
      homepage: '',
      version: '0.0.0',
      license: 'UNLICENSED',
      dependencies: { projen: '*' },
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

describe('what `npm init --yes` writes itself', () => {
  let dir: string | undefined;
  let written: object | undefined;
  const README = '# my-service\n\nServes things\nto people.\n';

  /** By the npm that is there, in a repository that was cloned from here. */
  function npmInit(origin: string): string {
    const folder = writeTree(tempDir(), { ...CRATE, 'README.md': README, 'z.js': '' });
    ['tests', 'docs', 'examples', 'lib', 'man'].forEach((name) => writeTree(folder, { [`${name}/x`]: '' }));
    gitAll(folder, ['init', '--quiet'], ['remote', 'add', 'origin', origin]);
    execFileSync('npm', ['init', '--yes'], { cwd: folder, stdio: 'ignore' });
    return folder;
  }

  test.each([
    'https://github.com/acme/app.git',
    'https://github.com/acme/app',
    'https://user@github.com/acme/app.git',
    'git@github.com:acme/app.git',
    'ssh://git@github.com/acme/app.git',
    'https://gitlab.com/acme/group/app.git',
    'git@gitlab.example.com:acme/app.git',
    'https://git.example.com:8443/acme/app.git',
    '/srv/git/app.git',
  ])('has nothing to lose in a clone of %s', (origin) => {
    const clone = npmInit(origin);
    const init = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8'));
    expect(init).toMatchObject({ main: 'z.js', repository: expect.anything(), directories: { test: 'tests' } });
    recipe(clone);
    expect(readTree(clone)['package.json']).toContain('Generated by projen');
  });

  test.each([
    ['repository', { type: 'git', url: 'https://github.com/acme/other.git' }, 'repository.type, repository.url'],
    [
      'repository',
      { type: 'git', url: 'git+https://github.com/acme/app.git', directory: 'web' },
      'repository.type, repository.url, repository.directory',
    ],
    ['homepage', 'https://acme.example.com', 'homepage'],
    ['bugs', { url: 'https://acme.example.com/bugs' }, 'bugs.url'],
    ['description', 'What I wrote', 'description'],
    ['main', 'dist/index.js', 'main'],
    ['main', 'gone.js', 'main'],
    ['directories', { lib: 'src' }, 'directories.lib'],
    ['license', 'MIT', 'license'],
    ['scripts', { test: 'echo "Error: no test specified" && exit 1', build: 'x' }, 'scripts.build'],
  ])('is told from what somebody wrote: %s %j', (field, value, lost) => {
    dir ??= npmInit('https://github.com/acme/app.git');
    written ??= JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
    writeFileSync(join(dir, 'package.json'), JSON.stringify({ ...written, [field]: value }));
    expect(() => recipe(dir!)).toThrow(`would take ${lost} out of it.`);
  });
});

test.each([
  // projen's own words
  ['<<<<<<< HEAD\n{}\n', /is not valid JSON$/],
  ['[]\n', /^package\.json is not valid JSON, or no object: mend it, and synth again$/],
  ['null\n', /^package\.json is not valid JSON, or no object: mend it, and synth again$/],
])('one that is no object of JSON is not replaced: %j', (text, message) => {
  const dir = writeTree(tempDir(), { ...CRATE, 'package.json': text });
  expect(() => recipe(dir)).toThrow(message);
  expect(readFileSync(join(dir, 'package.json'), 'utf8')).toBe(text);
});

describe("a package manager's own file", () => {
  const { NodePackageManager } = javascript;
  const add = (dir: string, packageManager: javascript.NodePackageManager, options = {}) => {
    const project = new Project({ name: 'my-service', outdir: dir, logging: { level: LogLevel.OFF } });
    new javascript.NodePackage(project, { packageManager, entrypoint: '', devDeps: ['projen'], ...options });
    new MuslRustChef(project);
    synthesise(project);
  };
  const PNPM = { pnpmOptions: { workspaceYamlOptions: { packages: ['web'] } } };

  test.each([
    ['pnpm-workspace.yaml', 'packages:\n  - web\n', NodePackageManager.PNPM, PNPM],
    ['.yarnrc.yml', 'nodeLinker: pnp\n', NodePackageManager.YARN_BERRY, {}],
  ])('%s is never replaced', (name, text, packageManager, options) => {
    const dir = writeTree(tempDir(), { ...CRATE, [name]: text });
    const before = readTree(dir);
    expect(() => add(dir, packageManager)).toThrow(
      new Error(
        `${name}: projen did not write this, and NodePackage would replace it. It has not been changed. ` +
          'Either take NodePackage out of the rc file, and the file stays yours, or say this in the rc file and remove the file: ' +
          "by options of NodePackage (`authorName`, `description`, `license`, …), its `setScript('build', 'vite build')` and `addField('private', true)`.",
      ),
    );
    expect(readTree(dir)).toEqual(before);
    // what the message says works, and what is projen's then is none of our business
    rmSync(join(dir, name));
    add(dir, packageManager, options);
    add(dir, packageManager, options);
    expect(readTree(dir)[name]).toContain('Generated by projen');
  });

  test.each([
    ['pnpm-workspace.yaml', NodePackageManager.NPM],
    ['.yarnrc.yml', NodePackageManager.PNPM],
  ])('%s is not in the way where another one is used', (name, packageManager) => {
    const dir = writeTree(tempDir(), { ...CRATE, [name]: 'mine: true\n' });
    add(dir, packageManager);
    expect(readTree(dir)[name]).toMatch(/^100644 mine: true\n$/);
  });
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

  test.each(['<<<<<<<\n{}\n', '[]\n', '"a"\n'])('refuses one that is no object of JSON: %j', (text) => {
    const dir = writeTree(tempDir(), { ...CRATE, 'package.json': text });
    expect(() => rust(dir)).toThrow('package.json is not valid JSON, or no object: mend it, and synth again');
    expect(readFileSync(join(dir, 'package.json'), 'utf8')).toBe(text);
  });

  test('says nothing of one that has all', () => {
    const info = jest.fn();
    const dir = over({ private: true, devDependencies: DEV });
    jest.spyOn(Logger.prototype, 'info').mockImplementation(info);
    expect(rust(dir).package).toBeUndefined();
    expect(info).not.toHaveBeenCalledWith(expect.stringContaining('[package-json]'));
  });

  test.each([
    ['an empty one', {}],
    [
      'what `projen new --from` installs before it has the type',
      { devDependencies: { projen: '^0.103.0', 'projen-muslrust-chef': 'file:../a.tgz' } },
    ],
    ['the same with constructs', { devDependencies: DEV }],
  ])('owns one that has nothing to lose: %s', (_, manifest) => {
    const dir = over(manifest, {} as typeof CRATE);
    const info = jest.fn();
    jest.spyOn(Logger.prototype, 'info').mockImplementation(info);
    expect(rust(dir).package).toBeDefined();
    expect(info).not.toHaveBeenCalledWith(expect.stringContaining('package-json'));
    expect(JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))).toMatchObject({
      private: true,
      devDependencies: {
        constructs: expect.anything(),
        projen: expect.anything(),
        'projen-muslrust-chef': expect.anything(),
      },
    });
    expect(readFileSync(join(dir, '.github/workflows/generated-files.yml'), 'utf8')).toContain('npm ci');
    const before = readTree(dir);
    rust(dir);
    expect(readTree(dir)).toEqual(before);
  });

  test('says what is to be in it', () => {
    const info = jest.fn();
    const dir = over({ private: true, devDependencies: { projen: '*' }, dependencies: { constructs: '*' } });
    jest.spyOn(Logger.prototype, 'info').mockImplementation(info);
    rust(dir);
    expect(info).toHaveBeenCalledWith(
      'package.json is yours, and stays as it is: add projen-muslrust-chef to its devDependencies [package-json]',
    );
  });

  test('writes its own where there is none, and keeps it', () => {
    const dir = tempDir();
    rust(dir);
    const before = readTree(dir)['package.json'];
    expect(rust(dir).package).toBeDefined();
    expect(readTree(dir)['package.json']).toBe(before);
    rmSync(join(dir, 'package.json'));
    writeFileSync(join(dir, 'package.json'), '{ "private": true }');
    expect(rust(dir).package).toBeUndefined();
  });
});
