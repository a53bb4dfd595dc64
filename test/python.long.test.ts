import { spawnSync, SpawnSyncReturns } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { CompiledPackage } from './adopt/compiled';
import { commitAll, git, gitAll } from './git';
import { CRATE } from './synth';
import { readTree, tempDir, writeTree } from './util';
import { versionOf } from '../src/generator';

const ROOT = join(__dirname, '..');
const place = tempDir();
const [environment, wheels] = [join(place, 'venv'), join(place, 'wheels')];
const compiled = new CompiledPackage('0.0.0');

const env = {
  ...process.env,
  PATH: [join(environment, 'bin'), process.env.PATH].join(delimiter),
  // our own is on no index, and is found as if it were
  PIP_FIND_LINKS: [process.env.PIP_FIND_LINKS, wheels].filter((each) => each).join(' '),
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PROJEN_DISABLE_POST: 'true',
};

function run(cwd: string, command: string, ...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(command, args, { cwd, env, encoding: 'utf8', maxBuffer: Infinity });
}

/** What all that follows needs; where it can't be had, which step of it failed, and how. */
function provide(): string | undefined {
  const pins = ['projen', 'constructs'].map((name) => `${name}==${versionOf(name)}`);
  const code = join(place, 'code');
  const pacmak = join(ROOT, 'node_modules', '.bin', 'jsii-pacmak');
  const folder = compiled.packages.at(-1)!.folder;
  for (const file of ['README.md', 'LICENSE']) cpSync(join(ROOT, file), join(folder, file));
  mkdirSync(wheels);
  const steps: [what: string, command: string, ...args: string[]][] = [
    ['python3 with venv', 'python3', '-m', 'venv', environment],
    ['the index of Python packages', 'pip', 'install', '--quiet', '--retries=1', ...pins, 'setuptools', 'wheel'],
    ['jsii-pacmak', pacmak, '--code-only', '--target', 'python', '--outdir', code, folder],
    ['the wheel', 'pip', 'wheel', '--quiet', '--no-deps', '--wheel-dir', wheels, join(code, 'python')],
    ['this package for Python', 'pip', 'install', '--quiet', ...pins, 'projen-muslrust-chef'],
  ];
  for (const [what, command, ...args] of steps) {
    const { status, error, stdout, stderr } = run(place, command, ...args);
    if (status !== 0) return `${what} can't be had: ${error?.message ?? `${stdout}${stderr}`.trim().slice(-600)}`;
  }
  return undefined;
}

const fault = provide();
if (fault !== undefined) process.stderr.write(`${process.env.CI ? 'failing' : 'skipping'} Python: ${fault}\n`);
// in CI nobody would notice
const withPython = fault === undefined || process.env.CI ? describe : describe.skip;

/** The rc files of a page, in the order of the page. */
const rcFilesIn = (page: string, language: 'js' | 'py') =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))]
    .map(([, code]) => code)
    .filter((code) => code.includes('project.synth()'));

const PAGE = 'docs/new-project.md';
const NAMED = Object.fromEntries(
  Object.entries(CRATE).map(([path, text]) => [path, text.replace(/name = "app"/, 'name = "my-service"')]),
);

function repository(files: Record<string, string>): string {
  const dir = writeTree(tempDir(), files);
  gitAll(
    dir,
    ['init', '--quiet', '--initial-branch=main'],
    ['remote', 'add', 'origin', 'https://github.com/acme/my-service.git'],
  );
  commitAll(dir);
  return dir;
}

function succeeds(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = run(cwd, command, ...args);
  expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  return stdout + stderr;
}

/** What the two languages have each for itself. */
const OWN =
  /^(\.git\/|\.projenrc\.|\.projen\/|node_modules\/|package|requirements|README|\.github\/workflows\/(upgrade|generated-files)\.)/;
const same = (dir: string) =>
  Object.fromEntries(
    Object.entries(readTree(dir))
      .filter(([path]) => !OWN.test(path) && !/^\.git(ignore|attributes)$/.test(path))
      .map(([path, text]) => [
        path,
        text.replaceAll('.projenrc.py', '.projenrc.js').replaceAll('npx projen', 'projen'),
      ]),
  );

withPython('in Python', () => {
  test('it is there', () => expect(fault).toBeUndefined());

  test.each(rcFilesIn(PAGE, 'py').map((code, i): [number, string] => [i + 1, code]))(
    `rc file %i of ${PAGE} synthesises, and changes nothing when it does so again`,
    (_, code) => {
      const pins = ['projen', 'constructs', 'projen-muslrust-chef'].map((name) => `${name}==${versionOf(name)}\n`);
      const dir = repository({ ...NAMED, '.projenrc.py': code, 'requirements-dev.txt': pins.join('') });
      succeeds(dir, 'python', '.projenrc.py');
      // what comes after a synth is done by projen's task alone here: Cargo.lock is brought up to date
      succeeds(dir, 'projen');
      commitAll(dir);
      const { sync } = parse(readFileSync(join(dir, '.github/workflows/generated-files.yml'), 'utf8')).jobs;
      // as the job does it
      for (const id of ['install', 'synth']) {
        succeeds(dir, 'sh', '-ec', sync.steps.find((step: { id: string }) => step.id === id).run);
      }
      expect(git(dir, 'status', '--porcelain')).toBe('');
      const wrong = run(dir, 'projen', 'no-such-task');
      expect(wrong.status).not.toBe(0);
    },
  );

  test('it makes the same files as in JavaScript', () => {
    const [[js], [py]] = [rcFilesIn(PAGE, 'js'), rcFilesIn(PAGE, 'py')];
    const ofPython = repository({ ...NAMED, '.projenrc.py': py });
    succeeds(ofPython, 'python', '.projenrc.py');
    const ofNode = repository({ ...NAMED, '.projenrc.js': js });
    compiled.installInto(ofNode);
    expect(compiled.synth(ofNode)).toMatchObject({ status: 0 });
    expect(same(ofPython)).toEqual(same(ofNode));
    expect(Object.keys(same(ofPython))).toEqual(expect.arrayContaining(['Dockerfile', '.github/workflows/image.yml']));
  });

  test('`adopt --rc py` leads to a repository in which CI can synthesise', () => {
    const dir = repository({
      ...NAMED,
      Dockerfile: 'FROM scratch\nCOPY target/release/my-service /app\nCMD ["/app"]\n',
    });
    succeeds(dir, 'projen-muslrust-chef', 'adopt', '--rc', 'py', '--yes');
    commitAll(dir);
    succeeds(dir, 'pip', 'install', '--quiet', '-r', 'requirements-dev.txt');
    succeeds(dir, 'projen');
    expect(git(dir, 'status', '--porcelain')).toBe('');
    expect(readFileSync(join(dir, '.github/workflows/generated-files.yml'), 'utf8')).toContain(
      'pip install -r requirements-dev.txt',
    );
  });

  // the last one: it leaves newer releases behind
  test('the task `upgrade` moves the pins to the newest releases, and synthesises by them', () => {
    const rcFile = rcFilesIn(PAGE, 'py').find((code) => code.includes('Upgrade(project)'))!;
    const pins = `# of the rc file\nprojen==${versionOf('projen')}\nprojen-muslrust-chef==${versionOf('projen-muslrust-chef')}  # ours\n`;
    const dir = repository({ ...NAMED, '.projenrc.py': rcFile, 'requirements-dev.txt': pins });
    succeeds(dir, 'python', '.projenrc.py');
    commitAll(dir);
    succeeds(dir, 'projen', 'upgrade');
    const after = readFileSync(join(dir, 'requirements-dev.txt'), 'utf8');
    const [, newest] = /^Version: (.*)$/m.exec(succeeds(dir, 'pip', 'show', 'projen'))!;
    expect(after).toBe(pins.replace(versionOf('projen'), newest));
    commitAll(dir);
    succeeds(dir, 'projen');
    expect(git(dir, 'status', '--porcelain')).toBe('');
  });
});
