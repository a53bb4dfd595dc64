import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as projen from 'projen';
import * as component from '../../src';
import { git } from '../git';
import { CRATE, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

const { MuslRustChef, MuslRustChefBuilder, RustProject } = component;

/** Synthesises an rc file in `backend`, of a repository that begins above it; returns its root and what was said. */
function below(rc: (project: projen.ProjectOptions, warnings: string[]) => projen.Project): [string, string[]] {
  const repository = tempDir();
  git(repository, 'init', '--quiet');
  const outdir = join(repository, 'backend');
  writeTree(outdir, CRATE);
  const warnings: string[] = [];
  const project = rc({ name: 'backend', outdir }, warnings);
  jest.spyOn(projen.Logger.prototype, 'warn').mockImplementation((...text) => void warnings.push(text.join(' ')));
  synthesise(project);
  jest.restoreAllMocks();
  return [repository, warnings];
}

/** What the message shows: what it says to write at the root. */
const advice = (warning: string) =>
  warning
    .split('\n')
    .filter((line) => line.startsWith('    '))
    .map((line) => line.slice(4))
    .join('\n');

/** Runs an rc file in a folder, as `node .projenrc.js` does there. */
function runRc(folder: string, text: string): void {
  const before = [process.cwd(), process.env.PROJEN_DISABLE_POST] as const;
  const modules: Record<string, unknown> = { projen: projen, 'projen-muslrust-chef': component };
  try {
    process.chdir(folder);
    process.env.PROJEN_DISABLE_POST = 'true';
    new Function('require', text)((name: string) => modules[name]);
  } finally {
    process.chdir(before[0]);
    process.env.PROJEN_DISABLE_POST = before[1];
    if (before[1] === undefined) delete process.env.PROJEN_DISABLE_POST;
  }
}

const workflows = (folder: string) => {
  const path = join(folder, '.github/workflows');
  return existsSync(path) ? readdirSync(path).sort() : [];
};

test.each<[string, (options: projen.ProjectOptions) => projen.Project, string[]]>([
  [
    'a MuslRustChef',
    (options) => {
      const project = new projen.Project(options);
      new MuslRustChef(project);
      return project;
    },
    ['image-backend.yml'],
  ],
  [
    'a builder image beside it',
    (options) => {
      const project = new projen.Project(options);
      new MuslRustChef(project);
      new MuslRustChefBuilder(project);
      return project;
    },
    ['image-backend.yml', 'muslrust-chef-backend.yml'],
  ],
  ['a RustProject', (options) => new RustProject(options), ['image-backend.yml', 'rust-backend.yml']],
  [
    'projects in it',
    (options) => {
      const root = new projen.Project(options);
      for (const name of ['api', 'web']) {
        writeTree(join(root.outdir, name), CRATE);
        new MuslRustChef(new projen.Project({ name, parent: root, outdir: name }));
      }
      return root;
    },
    ['image-backend-api.yml', 'image-backend-web.yml'],
  ],
])('%s below the root of the repository writes no workflow, and its advice brings them', (_, rc, files) => {
  const [repository, warnings] = below(rc);
  expect(workflows(join(repository, 'backend'))).toEqual([]);
  expect(workflows(repository)).toEqual([]);
  const said = warnings.filter((warning) => warning.includes('no workflow is written'));
  expect(said).toHaveLength(1);
  const [text, ...lines] = said[0].split('\n');
  expect(text).toContain(`at the root of a repository, which is ${repository}, and none in backend. Take `);
  expect(text).toMatch(
    / out of backend, write this .* `npm i -D projen constructs projen-muslrust-chef && node \.projenrc\.js` there\. .*`workflow: false`.* \[workflow-below-root\]$/,
  );
  // the rest is the rc file, and blank lines
  expect(lines.filter((line) => !/^ {4}.*\S/.test(line)).join('')).toBe('');

  runRc(repository, advice(said[0]));
  // npm installs what synthesises, so there is one that sees to it
  expect(workflows(repository)).toEqual(['generated-files.yml', ...files]);
  const read = (path: string) => readFileSync(join(repository, path), 'utf-8');
  expect(read(`.github/workflows/${files[0]}`)).toContain('source: ./backend');
  expect(read('.projen/tasks.json')).toContain('".projenrc.js"');
  const { devDependencies, main, ...rest } = JSON.parse(read('package.json'));
  expect(Object.keys(devDependencies)).toEqual(['constructs', 'projen', 'projen-muslrust-chef']);
  expect(main).toBeUndefined();
  // what is nobody's else stays so
  expect([rest.license, rest.private, existsSync(join(repository, 'LICENSE'))]).toEqual(['UNLICENSED', true, false]);
});

function inPython(options: projen.ProjectOptions): projen.Project {
  const project = new projen.Project(options);
  new projen.python.Projenrc(project);
  new MuslRustChef(project);
  return project;
}

test.each<[string, Record<string, string>, (options: projen.ProjectOptions) => projen.Project, string, string[]]>([
  [
    'a MuslRustChef and a builder image',
    { 'requirements-dev.txt': 'projen==0.103.25\nprojen-muslrust-chef==1.2.3\n' },
    (options) => {
      const project = inPython(options);
      new MuslRustChefBuilder(project);
      return project;
    },
    'with requirements-dev.txt of backend beside it, and run `python .projenrc.py` there',
    [
      'from projen_muslrust_chef import MuslRustChef, MuslRustChefBuilder',
      'project1 = Project(parent=root, name="backend", outdir="backend")',
      'MuslRustChef(project1)',
      'MuslRustChefBuilder(project1)',
    ],
  ],
  [
    'a MuslRustChef, whose packages nothing pins',
    { 'requirements.txt': '' },
    inPython,
    'with a requirements-dev.txt beside it that pins projen and projen-muslrust-chef, and run',
    ['from projen_muslrust_chef import MuslRustChef', 'MuslRustChef(project1)'],
  ],
  [
    'a RustProject, which brings its own requirements',
    {},
    (options) => new RustProject({ ...options, projenrcPython: true }),
    'with requirements-dev.txt of backend beside it, and run `python .projenrc.py` there',
    ['from projen_muslrust_chef import RustProject', 'RustProject(parent=root, name="backend", outdir="backend")'],
  ],
])('an rc file in Python is shown one in Python, of %s', (_, files, rc, says, lines) => {
  const [, warnings] = below((options) => {
    writeTree(options.outdir!, { '.projenrc.py': 'project.synth()\n', ...files });
    return rc(options);
  });
  const [said] = warnings.filter((warning) => warning.includes('no workflow is written'));
  expect(said).toContain(`Take .projenrc.py out of backend, write this one at the root`);
  expect(said).toContain('(`workflow=False`)');
  expect(said).toContain(says);
  expect(said).not.toMatch(/\bconst\b|require\(|package\.json/);
  expect(advice(said).split('\n')).toEqual(expect.arrayContaining([...lines, 'Projenrc(root)', 'root.synth()']));
  const { status, stderr } = spawnSync('python3', ['-c', 'import ast, sys; ast.parse(sys.stdin.read())'], {
    input: advice(said),
    encoding: 'utf8',
  });
  // without a Python nobody can say
  if (status !== null) expect([status, stderr]).toEqual([0, '']);
});

/** A repository's own package.json, and what makes it one of a package manager. */
const OWN = { name: 'shop', private: true, scripts: { build: 'vite build' } };
const PACKAGE_MANAGERS: [name: string, files: Record<string, string>, add: string, inCi: string][] = [
  ['npm', { 'package-lock.json': '{}' }, 'npm i -D', 'npm ci'],
  ['pnpm', { 'pnpm-lock.yaml': '' }, 'pnpm add -D', 'pnpm install --frozen'],
  [
    'pnpm with workspaces',
    { 'pnpm-lock.yaml': '', 'pnpm-workspace.yaml': '' },
    'pnpm add -D -w',
    'pnpm install --frozen',
  ],
  ['bun', { 'bun.lock': '{}' }, 'bun add -d', 'bun install --frozen'],
  ['yarn 1', { 'yarn.lock': '# yarn lockfile v1\n' }, 'yarn add -D', 'yarn install --frozen'],
  ['yarn', { 'yarn.lock': '__metadata:\n' }, 'yarn add -D', 'yarn install --immutable'],
];

describe.each(PACKAGE_MANAGERS)('in a repository of %s', (name, files, add, inCi) => {
  const node = name === 'yarn' ? 'yarn node' : 'node';
  const rc = (project: projen.ProjectOptions, own: object, others = files) => {
    writeTree(join(project.outdir!, '..'), { ...others, 'package.json': JSON.stringify(own) });
    const root = new projen.Project(project);
    new MuslRustChef(root);
    return root;
  };

  test('its package.json stays its own, by following the message', () => {
    const [repository, [said]] = below((options) => rc(options, OWN));
    expect(said).toContain(
      `run \`${add} projen constructs projen-muslrust-chef && ${node} .projenrc.js\` there. Without workflows`,
    );
    expect(advice(said)).not.toContain('NodePackage');
    // what that writes
    const added = JSON.stringify({
      ...OWN,
      devDependencies: { projen: '*', constructs: '*', 'projen-muslrust-chef': '*' },
    });
    writeTree(repository, { 'package.json': added });
    runRc(repository, advice(said));
    expect(workflows(repository)).toEqual(['generated-files.yml', 'image-backend.yml']);
    expect(readFileSync(join(repository, '.github/workflows/generated-files.yml'), 'utf8')).toContain(inCi);
    expect(readFileSync(join(repository, 'package.json'), 'utf8')).toBe(added);
  });

  test('that says so by `packageManager` alone', () => {
    const version = name === 'yarn 1' ? '1.22.22' : '9.1.0';
    const packageManager = `${name.split(' ')[0]}@${version}`;
    const { 'pnpm-workspace.yaml': workspace, ...others } = files;
    const rest: Record<string, string> = workspace === undefined ? {} : { 'pnpm-workspace.yaml': workspace };
    expect(Object.keys(others)).toHaveLength(1);
    const [, [said]] = below((options) => rc(options, { ...OWN, packageManager }, rest));
    expect(said).toContain(`run \`${add} projen constructs projen-muslrust-chef && ${node} .projenrc.js\``);
  });
});

test('yarn 1 is told that the root of its workspaces is meant', () => {
  const [, [said]] = below((options) => {
    writeTree(join(options.outdir!, '..'), { 'package.json': '{ "workspaces": ["web"] }', 'yarn.lock': '' });
    const root = new projen.Project(options);
    new MuslRustChef(root);
    return root;
  });
  expect(said).toContain('run `yarn add -D -W projen ');
});

const { NodePackageManager } = projen.javascript;

test.each([
  [NodePackageManager.PNPM, 'PNPM', 'pnpm add -D', 'pnpm-lock.yaml', 'pnpm install --frozen'],
  [NodePackageManager.BUN, 'BUN', 'bun add -d', 'bun.lock', 'bun install --frozen'],
  [NodePackageManager.YARN_CLASSIC, 'YARN_CLASSIC', 'yarn add -D', 'yarn.lock', 'yarn install --frozen'],
  [
    NodePackageManager.YARN_BERRY,
    'YARN_BERRY',
    "echo '{}' > package.json && touch yarn.lock && yarn add -D",
    'yarn.lock',
    'yarn install --immutable',
  ],
])('where the repository says nothing, %s is that of the rc file', (packageManager, option, add, lockFile, inCi) => {
  const [repository, [said]] = below((options) => {
    const root = new projen.Project(options);
    new projen.javascript.NodePackage(root, { packageManager });
    new MuslRustChef(root);
    return root;
  });
  expect(said).toContain(`Take .projenrc.js, package.json, ${lockFile} and node_modules out of backend`);
  expect(said).toContain(`run \`${add} projen `);
  expect(advice(said)).toContain(`NodePackageManager.${option},`);
  runRc(repository, advice(said));
  expect(readFileSync(join(repository, '.github/workflows/generated-files.yml'), 'utf8')).toContain(inCi);
});

test('without workflows there is nothing to say', () => {
  const [repository, warnings] = below((options) => {
    const project = new projen.Project(options);
    new MuslRustChef(project, { workflow: false });
    return project;
  });
  expect(warnings).toEqual([]);
  expect(workflows(join(repository, 'backend'))).toEqual([]);
});

test.each([
  ['at the root', ''],
  ['in a worktree, where .git is a file', 'file'],
])('%s workflows are written', (_, kind) => {
  const outdir = writeTree(tempDir(), { ...CRATE, ...(kind ? { '.git': 'gitdir: elsewhere\n' } : {}) });
  if (!kind) git(outdir, 'init', '--quiet');
  const project = new projen.Project({ name: 'app', outdir });
  new MuslRustChef(project);
  synthesise(project);
  expect(workflows(outdir)).toEqual(['image.yml']);
});

test.each<[string, (outdir: string) => projen.Project]>([
  [
    'workflows are turned off',
    (outdir) => {
      const project = new projen.Project({ name: 'app', outdir });
      new projen.github.GitHub(project, { workflows: false });
      return project;
    },
  ],
  ['there is no GitHub', (outdir) => new projen.github.GitHubProject({ name: 'app', outdir, github: false } as any)],
])('where %s, none is written, of neither component', (_, make) => {
  const project = make(writeTree(tempDir(), CRATE));
  const chef = new MuslRustChef(project);
  const builder = new MuslRustChefBuilder(project);
  synthesise(project);
  expect([chef.workflow, builder.workflow]).toEqual([undefined, undefined]);
  expect(workflows(project.outdir)).toEqual([]);
});
