import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import * as typescript from 'typescript';
import { Mistake, MISTAKES, rcFileOf } from './mistakes';
import { CompiledPackage } from '../adopt/compiled';
import { git } from '../git';
import { CRATE } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

type Language = 'js' | 'ts';

const ROOT = join(__dirname, '..', '..');
/** The packages are above each repository: what a run changes is looked for in the repository. */
const root = tempDir();
new CompiledPackage().installInto(root);

const textOf = (language: Language, { code, js, ts }: Mistake): string | undefined =>
  code === undefined ? { js, ts }[language] : rcFileOf(language, code);

const all = (language: Language): [string, Mistake][] =>
  Object.entries(MISTAKES).filter(([, mistake]) => textOf(language, mistake) !== undefined);

/** A repository with the mistake in it. */
function plant(language: Language, mistake: Mistake): { dir: string; cwd: string; rcFile: string } {
  const { files = {}, cwd = '.', rcFile = `.projenrc.${language}` } = mistake;
  const dir = mkdtempSync(join(root, 'app-'));
  const rc = join(cwd, rcFile);
  const tree = { ...CRATE, ...files, [rc]: textOf(language, mistake)! };
  writeTree(dir, Object.fromEntries(Object.entries(tree).filter(([, text]) => text !== '')));
  git(dir, 'init', '--quiet', '--initial-branch=main');
  git(dir, 'remote', 'add', 'origin', 'https://github.com/acme/app.git');
  return { dir, cwd: join(dir, cwd), rcFile };
}

/** A PATH with git, and no cargo. */
function pathWithoutCargo(): string {
  const folder = tempDir();
  const git_ = process.env.PATH!.split(delimiter).find((each) => existsSync(join(each, 'git')))!;
  symlinkSync(join(git_, 'git'), join(folder, 'git'));
  return folder;
}

/** Runs the rc file as its author does. */
function run(language: Language, mistake: Mistake) {
  const { dir, cwd, rcFile } = plant(language, mistake);
  const before = readTree(dir);
  const loader = language === 'ts' ? ['--require', require.resolve('tsx/cjs')] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...loader, rcFile], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      DEBUG: '',
      // in a test projen says nothing
      NODE_ENV: '',
      // but where it is about what comes after the synth, nothing is installed
      ...(mistake.hasNoCargo ? { PATH: pathWithoutCargo() } : { PROJEN_DISABLE_POST: 'true' }),
    },
  });
  const after = readTree(dir);
  return { status, output: stdout + stderr, rc: resolve(cwd, rcFile), isUntouched: same(before, after), dir };
}

const same = (a: object, b: object) => JSON.stringify(a) === JSON.stringify(b);

function expectTold(language: Language, mistake: Mistake): void {
  const { status, output, rc, isUntouched, dir } = run(language, mistake);
  expect(output).toEqual(
    typeof mistake.says === 'string' ? expect.stringContaining(mistake.says) : expect.stringMatching(mistake.says),
  );
  expect(status).toBe(mistake.isWarning ? 0 : 1);
  const frames = output.split('\n').filter((line) => /^\s+at /.test(line));
  if (mistake.byNode) {
    // what Node.js says is of a line of theirs
    expect(frames.find((line) => !line.includes('node:'))).toContain(rc);
  } else {
    // one line, and that is theirs
    expect(frames.filter((line) => !line.includes(rc))).toEqual([]);
    expect(frames.length).toBeLessThanOrEqual(1);
  }
  if (!mistake.isWarning && !textOf(language, mistake)!.endsWith('project.synth();\nnew MuslRustChef(project);\n')) {
    expect(isUntouched).toBe(true);
  }
  rmSync(dir, { recursive: true });
}

test('there are more than 30 of them', () => {
  expect(Object.keys(MISTAKES).length).toBeGreaterThan(30);
});

test.each(all('js'))('JavaScript: %s', (_, mistake) => expectTold('js', mistake));

describe('TypeScript', () => {
  const names = all('ts').map(([name]) => name);
  const folder = writeTree(
    tempDir(),
    Object.fromEntries(all('ts').map(([name, mistake]) => [`${names.indexOf(name)}.ts`, textOf('ts', mistake)!])),
  );
  const fileOf = (name: string) => join(folder, `${names.indexOf(name)}.ts`);
  let program: typescript.Program;

  beforeAll(() => {
    program = typescript.createProgram(names.map(fileOf), {
      noEmit: true,
      strict: true,
      skipLibCheck: true,
      esModuleInterop: true,
      module: typescript.ModuleKind.Node16,
      moduleResolution: typescript.ModuleResolutionKind.Node16,
      target: typescript.ScriptTarget.ES2022,
      types: [],
      paths: {
        projen: [join(ROOT, 'node_modules', 'projen')],
        'projen-muslrust-chef': [join(ROOT, 'src', 'index.ts')],
      },
    });
  });

  test.each(all('ts'))('%s, by the type checker', (name, { tsc }) => {
    const said = program
      .getSemanticDiagnostics(program.getSourceFile(fileOf(name)))
      .map(({ messageText }) => typescript.flattenDiagnosticMessageText(messageText, '\n'));
    expect(said).toEqual(tsc === undefined ? [] : [expect.stringContaining(tsc)]);
  });

  // a checker that tells is in each editor; who runs the file all the same is told what JavaScript is told
  test.each(all('ts').filter(([, { tsc }]) => tsc === undefined))('%s, when it runs', (_, mistake) =>
    expectTold('ts', mistake),
  );
});

test.each(['js', 'ts'] as const)('what has no mistake in it says nothing: %s', (language) => {
  const { status, output } = run(language, { code: 'new MuslRustChef(project);', says: '' });
  expect({ status, said: output.replace(/^.*\[rc-file\]\n/m, '') }).toEqual({ status: 0, said: '' });
});
