import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, Logger, Project, ProjenrcJson, typescript } from 'projen';
import { MuslRustChef, RustProject } from '../../src';
import { CRATE, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

const ROOT = join(__dirname, '..', '..');
const tsx = { runner: typescript.TypeScriptRunner.tsx() };

/** What is said of rc files when a program of a folder makes a project there. */
function said(running: string, make: (outdir: string) => Project, files: Record<string, string> = {}): string[] {
  const outdir = writeTree(tempDir(), { ...CRATE, [running]: '', ...files });
  return saidIn(outdir, running, make);
}

function saidIn(outdir: string, running: string, make: (outdir: string) => Project): string[] {
  const [, program] = process.argv;
  process.argv[1] = join(outdir, running);
  try {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});
    jest.spyOn(Logger.prototype, 'info').mockImplementation(() => {});
    synthesise(make(outdir));
    const texts = warn.mock.calls
      .map(([text]) => String(text))
      .filter((text) => /\[(default-task|rc-files)\]$/.test(text));
    warn.mockRestore();
    return texts;
  } finally {
    process.argv[1] = program;
  }
}

const withRc =
  (add: (project: Project) => unknown) =>
  (outdir: string): Project => {
    const project = new Project({ name: 'app', outdir });
    add(project);
    new MuslRustChef(project);
    return project;
  };
const none = withRc(() => {});
const js = withRc((project) => new javascript.Projenrc(project));
const ts = withRc((project) => new typescript.ProjenrcTs(project, tsx));

test.each<[string, string, (outdir: string) => Project, Record<string, string>, string]>([
  [
    'in TypeScript, and the task is of JavaScript',
    '.projenrc.ts',
    js,
    {},
    '.projenrc.ts runs, but `npx projen` would run .projenrc.js. In .projenrc.ts put `new typescript.ProjenrcTs(project, { runner: typescript.TypeScriptRunner.tsx() });` ' +
      '(typescript, of projen) in the place of what names .projenrc.js, and tsx into devDependencies; where the project has such an option, say `projenrcTs: true` instead [default-task]',
  ],
  [
    'and the one of the task is an old one, too',
    '.projenrc.ts',
    js,
    { '.projenrc.js': '// old\n' },
    'would run .projenrc.js. ',
  ],
  ['a module in TypeScript', '.projenrc.mts', js, {}, "{ filename: '.projenrc.mts', runner: typescript"],
  [
    'in JavaScript, and the task is of TypeScript',
    '.projenrc.js',
    ts,
    {},
    '`new javascript.Projenrc(project);` (javascript, of projen) in the place of what names .projenrc.ts; ',
  ],
  ['a module', '.projenrc.mjs', js, {}, "`new javascript.Projenrc(project, { filename: '.projenrc.mjs' });`"],
  [
    'and the project is in JSON',
    '.projenrc.js',
    withRc((project) => new ProjenrcJson(project)),
    {},
    'would run .projenrc.json',
  ],
  [
    'and the task runs nothing',
    '.projenrc.js',
    none,
    {},
    '`npx projen` would run no rc file. In .projenrc.js put `new javascript.Projenrc(project);` (javascript, of projen) before synth(); ',
  ],
  [
    'of a RustProject that has an older one',
    '.projenrc.ts',
    (outdir) => new RustProject({ name: 'app', outdir }),
    { '.projenrc.js': '' },
    'say `projenrcTs: true` instead',
  ],
  [
    'of a RustProject without images',
    '.projenrc.ts',
    (outdir) => new RustProject({ name: 'app', outdir, muslRustChef: false, projenrcJs: true }),
    {},
    '`npx projen` would run .projenrc.js. ',
  ],
  [
    'of a RustProject that is told another one, which is not there',
    '.projenrc.js',
    (outdir) => new RustProject({ name: 'app', outdir, projenrcTs: true }),
    {},
    'say `projenrcJs: true` instead',
  ],
])('is said where it is another: %s', (_, running, make, files, text) => {
  expect(said(running, make, files)).toEqual([expect.stringContaining(text)]);
});

test.each<[string, string, (outdir: string) => Project, Record<string, string>?]>([
  ['the same, in JavaScript', '.projenrc.js', js],
  ['the same, in TypeScript', '.projenrc.ts', ts],
  ['the same, of a RustProject', '.projenrc.ts', (outdir) => new RustProject({ name: 'app', outdir })],
  [
    'one that the other loads',
    '.projenrc.ts',
    js,
    { '.projenrc.js': "require('tsx/cjs');\nrequire('./.projenrc');\n" },
  ],
  [
    'one that the other loads, of a RustProject',
    '.projenrc.js',
    (outdir) => new RustProject({ name: 'app', outdir }),
    { '.projenrc.js': "require('tsx/cjs');\nrequire('./.projenrc.ts');\n", '.projenrc.ts': '' },
  ],
  ['one that a task of my own runs', '.projenrc.js', withRc(({ defaultTask }) => defaultTask!.exec('make project'))],
  ['a script that loads it', 'scripts/synth.js', js],
  ['a program in another language', 'rc.py', none],
])('nothing is said of %s', (...[, running, make, files]) => {
  expect(said(running, make, files)).toEqual([]);
});

test('one thing is said at a time, until a RustProject and its folder agree', () => {
  const outdir = writeTree(tempDir(), { ...CRATE, '.projenrc.js': '', '.projenrc.ts': '' });
  const [by, options] = ['.projenrc.ts', { name: 'app', outdir, muslRustChef: false }];
  expect(saidIn(outdir, by, () => new RustProject({ ...options, projenrcJs: true }))).toEqual([
    expect.stringMatching(/^\.projenrc\.ts runs, but .*say `projenrcTs: true` instead \[default-task\]$/),
  ]);
  expect(saidIn(outdir, by, () => new RustProject({ ...options, projenrcTs: true }))).toEqual([
    expect.stringMatching(/^\.projenrc\.js is beside \.projenrc\.ts, .* remove \.projenrc\.js \[rc-files\]$/),
  ]);
  rmSync(join(outdir, '.projenrc.js'));
  expect(saidIn(outdir, by, () => new RustProject({ ...options, projenrcTs: true }))).toEqual([]);
});

describe('in TypeScript', () => {
  const [, snippet] = /```ts\n(import \{ Project[^]*?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))!;

  /** Runs it as the page says, but installs nothing. */
  function run(dir: string, text: string): string {
    const ours = JSON.stringify(join(ROOT, 'src'));
    writeFileSync(join(dir, '.projenrc.ts'), text.replace("from 'projen-muslrust-chef'", `from ${ours}`));
    if (!existsSync(join(dir, 'node_modules'))) symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
    const { status, stderr } = spawnSync(join('node_modules', '.bin', 'tsx'), ['.projenrc.ts'], {
      cwd: dir,
      encoding: 'utf8',
      env: { ...process.env, NODE_ENV: '', PROJEN_DISABLE_POST: 'true' },
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
    return stderr;
  }

  test('the one of the README is run by projen', () => {
    const dir = writeTree(tempDir(), CRATE);
    expect(run(dir, snippet)).not.toContain('[default-task]');
    const { tasks } = JSON.parse(readFileSync(join(dir, '.projen', 'tasks.json'), 'utf8'));
    expect(tasks.default.steps).toEqual([expect.objectContaining({ execArgs: ['tsx', '.projenrc.ts'] })]);
  });

  test('another is by following the message', () => {
    const dir = writeTree(tempDir(), CRATE);
    const call = /new typescript\.ProjenrcTs\(.*\);/;
    const text = snippet
      .replace(call, 'new javascript.Projenrc(project);')
      .replace('{ Project, ', '{ Project, javascript, ');
    const [, advice] = /put `(new .*?;)`/.exec(run(dir, text))!;
    expect(run(dir, text.replace('new javascript.Projenrc(project);', advice))).not.toContain('[default-task]');
  });
});
