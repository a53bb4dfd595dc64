import { appendFileSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { PythonEnvironment } from './environment';
import { jobSucceeds, runJob } from './job';
import { NAMES, PINS, programsOf, repository, SERVICE, shared, SHOP } from './repositories';
import { told } from './told';
import { versionOf } from '../../src/generator';
import { commitAll, git } from '../git';
import { PYTHON_MISTAKES } from '../newcomer/mistakes-in-python';
import { writeTree } from '../util';

const { environment, fault } = PythonEnvironment.provide();
if (fault !== undefined) process.stderr.write(`${process.env.CI ? 'failing' : 'skipping'} Python: ${fault}\n`);
// in CI nobody would notice
const withPython = fault === undefined || process.env.CI ? describe : describe.skip;

const [[RUST_JS], [RUST_PY, COMPONENT_PY]] = [programsOf('new-project.md', 'js'), programsOf('new-project.md', 'py')];
const COMPONENT_JS = `const { Project, javascript } = require('projen');
const { MuslRustChef, Upgrade } = require('projen-muslrust-chef');
const project = new Project({ name: 'my-service' });
new javascript.Projenrc(project);
new MuslRustChef(project, { images: [{ binary: 'my-service', args: ['serve'] }] });
new Upgrade(project);
project.synth();
`;

const LOCKED = { 'package.json': '{ "private": true }\n', 'package-lock.json': '{}\n' };

withPython('in Python', () => {
  /** Those that are synthesised and committed, by what they have. */
  const made: Record<string, string> = {};
  // an empty one, which jobs install into
  let runner: PythonEnvironment;
  let index: { readonly url: string; readonly stop: () => void } | undefined;

  beforeAll(() => {
    runner = PythonEnvironment.fresh('runner');
    index = PythonEnvironment.serve();
  });
  afterAll(() => index?.stop());

  test('it is there', () => expect(fault).toBeUndefined());

  describe.each([
    [
      'MuslRustChef',
      SERVICE,
      COMPONENT_JS,
      COMPONENT_PY,
      { 'requirements-dev.txt': `# of the rc file\n${PINS}` },
      LOCKED,
    ],
    ['RustProject', {}, RUST_JS, RUST_PY, {}, {}],
  ])('%s', (name, files, js, py, ofPip, ofNpm) => {
    test('makes what it makes in JavaScript', () => {
      const ofPython = repository({ ...files, ...ofPip, '.projenrc.py': py });
      environment.succeeds(ofPython, 'python', '.projenrc.py');
      const ofNode = repository({ ...files, ...ofNpm, '.projenrc.js': js });
      PythonEnvironment.compiled.installInto(ofNode);
      expect(PythonEnvironment.compiled.synth(ofNode)).toMatchObject({ status: 0 });
      expect(shared(ofPython)).toEqual(shared(ofNode));
      expect(Object.keys(shared(ofPython))).toEqual(
        expect.arrayContaining(['Cargo.toml', 'Dockerfile', 'docker/verify-image.sh', '.github/workflows/image.yml']),
      );
      // and Cargo.lock
      environment.succeeds(ofPython, 'projen');
      commitAll(ofPython);
      made[name] = ofPython;
    });

    test('its job installs what is pinned, synthesises, and finds nothing else', () => {
      jobSucceeds(runner, made[name], 'generated-files', 'sync');
      expect(runner.succeeds(made[name], 'pip', 'show', 'projen-muslrust-chef')).toContain('Version: 0.0.0');
    });
  });

  const [OPTIONS, MONOREPO] = programsOf('python.md', 'py');
  const below = (folder: string) =>
    Object.fromEntries(Object.entries(SERVICE).map(([path, text]) => [`services/${folder}/${path}`, text]));
  test.each<[string, string, Record<string, string>, string[]]>([
    ['options', OPTIONS, SHOP, ['compose.yaml', 'kubernetes/kustomization.yaml', '.github/workflows/upgrade.yml']],
    ['a monorepo', MONOREPO, { ...below('api'), ...below('worker') }, ['services/api/Dockerfile']],
  ])('the page has %s as they are', (_, py, files, paths) => {
    const dir = repository({ ...files, '.projenrc.py': py, 'requirements-dev.txt': PINS });
    environment.succeeds(dir, 'python', '.projenrc.py');
    expect(git(dir, 'ls-files', '--others', '--exclude-standard').split('\n')).toEqual(expect.arrayContaining(paths));
  });

  test('the job finds what somebody edited', () => {
    const dir = made.MuslRustChef;
    appendFileSync(join(dir, 'Dockerfile'), '# mine\n');
    commitAll(dir);
    const { failed, said } = runJob(runner, dir, 'generated-files', 'sync');
    expect(failed).toBe('diff');
    expect(said).toContain("::error file=Dockerfile,title=Not what the rc file makes::Run 'projen' and commit");
    git(dir, 'reset', '--quiet', '--hard', 'HEAD~');
  });

  test('`chef:doctor` looks at it, and says what to do where its program is not on PATH', () => {
    const dir = made.MuslRustChef;
    const { output } = environment.run(dir, 'projen', 'chef:doctor', '--json');
    const { lines } = JSON.parse(output.slice(output.indexOf('{\n'), output.lastIndexOf('\n}\n') + 2));
    expect(lines).toContainEqual(expect.objectContaining({ about: 'generated files', level: 'ok' }));
    const elsewhere = environment.run(
      dir,
      'env',
      // without a program of that name that this machine may have
      `PATH=${[dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter)}`,
      environment.programOf('projen'),
      'chef:doctor',
    );
    expect(elsewhere.status).not.toBe(0);
    expect(elsewhere.output).toContain('Activate that one, as by `. .venv/bin/activate`');
  });

  test('`adopt --rc py` leads to a repository in which the job finds nothing', () => {
    const dir = repository({
      ...SERVICE,
      Dockerfile: 'FROM scratch\nCOPY target/release/my-service /app\nCMD ["/app"]\n',
    });
    environment.succeeds(dir, 'projen-muslrust-chef', 'adopt', '--rc', 'py', '--yes');
    environment.succeeds(dir, 'projen');
    commitAll(dir);
    jobSucceeds(runner, dir, 'generated-files', 'sync');
  });

  test('the job `upgrade` moves the pins of pip to the newest releases, and synthesises by them', () => {
    const { clone, temp } = jobSucceeds(runner, made.MuslRustChef, 'upgrade', 'upgrade');
    const newest = NAMES.map((name) => {
      const [, version] = /^Version: (.*)$/m.exec(runner.succeeds(clone, 'pip', 'show', name))!;
      return `${name}==${version}\n`;
    });
    expect(newest[1]).not.toBe(PINS.split('\n')[1]);
    expect(readFileSync(join(clone, 'requirements-dev.txt'), 'utf8')).toBe(`# of the rc file\n${newest.join('')}`);
    expect(readFileSync(join(temp, 'upgrade', 'changes.patch'), 'utf8')).toContain(`+${newest[1]}`);
    commitAll(clone);
    jobSucceeds(runner, clone, 'generated-files', 'sync');
  });

  // none of them moves a package that is pinned to one release
  const group = (constructs: string) => ['projen', `constructs${constructs}`, 'projen-muslrust-chef'];
  test.each<[string, (constructs: string) => string, string[]]>([
    [
      'uv',
      (constructs) =>
        `[project]\nname = "my-service"\nversion = "0"\nrequires-python = ">=3.10"\n\n[dependency-groups]\ndev = ${JSON.stringify(group(constructs))}\n\n` +
        `[[tool.uv.index]]\nname = "own"\nurl = "${index!.url}"\n`,
      ['uv', 'run'],
    ],
    [
      'poetry',
      (constructs) =>
        `[tool.poetry]\npackage-mode = false\n\n[tool.poetry.dependencies]\npython = ">=3.10,<4"\n\n[tool.poetry.group.dev.dependencies]\n` +
        `projen = "*"\nconstructs = "${constructs}"\nprojen-muslrust-chef = "*"\n` +
        // as an index of pip's, which each mirror is
        [index!.url, 'https://pypi.org/simple/']
          .map((url, i) => `\n[[tool.poetry.source]]\nname = "i${i}"\nurl = "${url}"\n`)
          .join(''),
      ['poetry', 'run'],
    ],
  ])('what %s locks is installed by the jobs, and brought up to date', (program, pyproject, run) => {
    const old = versionOf('constructs');
    const dir = repository({ ...SERVICE, '.projenrc.py': COMPONENT_PY, 'pyproject.toml': pyproject(`==${old}`) });
    runner.succeeds(dir, 'pip', 'install', '--quiet', program);
    runner.succeeds(dir, program, 'lock');
    writeTree(dir, { 'pyproject.toml': pyproject(`>=${old}`) });
    runner.succeeds(dir, program, 'lock');
    if (program === 'poetry') runner.succeeds(dir, 'poetry', 'install', '--no-root');
    runner.succeeds(dir, ...(run as [string]), 'python', '.projenrc.py');
    runner.succeeds(dir, ...(run as [string]), 'projen');
    commitAll(dir);
    const locked = (folder: string) =>
      /^name = "constructs"\nversion = "(.*)"$/m.exec(readFileSync(join(folder, `${program}.lock`), 'utf8'))![1];
    expect(locked(dir)).toBe(old);
    jobSucceeds(runner, dir, 'generated-files', 'sync');
    const upgrade = jobSucceeds(runner, dir, 'upgrade', 'upgrade');
    expect(locked(upgrade.clone)).not.toBe(old);
    commitAll(upgrade.clone);
    jobSucceeds(runner, upgrade.clone, 'generated-files', 'sync');
  });
});

withPython('a mistake in Python', () => {
  test.each(Object.entries(PYTHON_MISTAKES))('%s', (_, mistake) => {
    const { status, output, isUntouched } = told(environment, mistake);
    expect(output).toContain(mistake.says);
    expect(status).toBe(mistake.isWarning ? 0 : 1);
    if (!mistake.isWarning) expect(isUntouched).toBe(true);
    // a stack of ours would be of no use to them
    expect(output.split('\n').filter((line) => /^\s+at .*projen-muslrust-chef/.test(line))).toEqual([]);
  });

  test('there is none in what says nothing', () => {
    const { status, output } = told(environment, { code: 'MuslRustChef(project)', says: '' });
    const said = output.split('\n').filter((line) => !/\[(rc-file|generated-files)\]$/.test(line));
    expect({ status, said: said.join('') }).toEqual({ status: 0, said: '' });
  });
});
