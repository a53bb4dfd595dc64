import { spawnSync } from 'child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { renderProjenInitOptions } from 'projen/lib/javascript/render-options';
import { parse } from 'yaml';
import { CRATE, synthesise } from './synth';
import { testWithRust } from './tools/rust';
import { readTree, tempDir, writeTree } from './util';
import { MuslRustChef, MuslRustChefOptions, PrivateSource, PublishGate, RustProject, RustProjectOptions } from '../src';
import { parseToml } from '../src/cargo/toml-parse';
import { NextSteps } from '../src/starter/next-steps';

function bootstrap(options: Partial<RustProjectOptions> = {}, files: Record<string, string> = {}): RustProject {
  const project = new RustProject({ name: 'my-app', outdir: writeTree(tempDir(), files), ...options });
  jest.spyOn(project.logger, 'info').mockImplementation(() => {});
  synthesise(project);
  return project;
}

const read = (project: RustProject, path: string) => readFileSync(join(project.outdir, path), 'utf-8');
const exec = (project: RustProject, name: string) => project.tasks.tryFind(name)?.steps.map((step) => step.exec);

test('an empty folder becomes a crate that ships itself', () => {
  const project = bootstrap();
  expect(Object.keys(readTree(project.outdir))).toEqual(
    expect.arrayContaining([
      'Cargo.toml',
      'src/main.rs',
      'rust-toolchain.toml',
      'package.json',
      'README.md',
      'Dockerfile',
      '.github/workflows/rust.yml',
      '.github/workflows/image.yml',
    ]),
  );
  expect(read(project, 'Cargo.toml')).toContain('name = "my-app"\nversion = "0.1.0"\nedition = "2024"\n');
  expect(read(project, 'Cargo.toml')).toContain('mimalloc');
  expect(read(project, 'src/main.rs')).toContain('#[global_allocator]');
  expect(MuslRustChef.of(project)).toBe(project.muslRustChef);
});

test('what projen new adds to the options is no option that is refused', () => {
  const options = renderProjenInitOptions('projen-muslrust-chef.RustProject', { name: 'my-app', outdir: tempDir() });
  expect(new RustProject(options as RustProjectOptions).name).toBe('my-app');
});

test('the first synth knows the toolchain file that it writes itself', () => {
  const project = bootstrap();
  expect(read(project, 'Dockerfile')).toContain('COPY rust-toolchain.toml ./');
});

test('the second synth changes no byte', () => {
  const project = bootstrap();
  const before = readTree(project.outdir);
  synthesise(new RustProject({ name: 'my-app', outdir: project.outdir }));
  expect(readTree(project.outdir)).toEqual(before);
});

test("manifest and sources are the user's once they are there", () => {
  const project = bootstrap({}, { ...CRATE, 'README.md': 'mine\n' });
  expect(read(project, 'Cargo.toml')).toContain(CRATE['Cargo.toml']);
  expect(read(project, 'src/main.rs')).toContain(CRATE['src/main.rs']);
  expect(read(project, 'README.md')).toBe('mine\n');
});

test('a library keeps to itself: no main.rs is added to it', () => {
  const project = bootstrap({ muslRustChef: false }, { 'Cargo.toml': CRATE['Cargo.toml'], 'src/lib.rs': '' });
  expect(Object.keys(readTree(project.outdir))).not.toContain('src/main.rs');
});

test('tasks run cargo', () => {
  const project = bootstrap();
  expect(exec(project, 'compile')).toEqual(['cargo build']);
  expect(exec(project, 'test')).toEqual(['cargo test']);
  expect(exec(project, 'lint')).toEqual(['cargo clippy --all-targets -- -D warnings']);
  expect(exec(project, 'fmt')).toEqual(['cargo fmt --all']);
  expect(project.tasks.tryFind('build')?.steps.map((step) => step.spawn)).toEqual(
    expect.arrayContaining(['compile', 'test']),
  );
});

test('a fresh clone can synthesise: package.json has what the rc file needs, and is never published', () => {
  const manifest = JSON.parse(read(bootstrap({ devDeps: ['projen-muslrust-chef'] }), 'package.json'));
  expect(Object.keys(manifest.devDependencies)).toEqual(['constructs', 'projen', 'projen-muslrust-chef']);
  expect(manifest).toMatchObject({ name: 'my-app', private: true, license: 'UNLICENSED' });
  expect(manifest.main).toBeUndefined();
  expect(manifest.publishConfig).toBeUndefined();
});

test('CI tests, lints and checks the formatting, with the lock file as it is', () => {
  const { check } = parse(read(bootstrap(), '.github/workflows/rust.yml')).jobs;
  expect(check.steps.map((step: any) => step.run).filter(Boolean)).toEqual([
    'rustup toolchain install',
    'cargo fmt --all --check',
    'if [ -f Cargo.lock ]; then\n  cargo fetch --locked\nelse\n  cargo fetch\nfi',
    'cargo clippy --frozen --all-targets -- -D warnings',
    'cargo test --frozen',
  ]);
  expect(check.name).toBe('test, lint and format');
  expect(check.steps.map((step: any) => step.name)).toEqual([
    'Checkout',
    'Toolchain',
    'Formatting',
    'Fetch the dependencies',
    'Lint',
    'Test',
  ]);
});

test.each([true, false])('the page names tasks that are there (images: %s), and the program greets', (muslRustChef) => {
  const project = bootstrap({ muslRustChef });
  const page = read(project, 'README.md');
  expect(page).toMatch(/^# my-app\n\n```sh\nnpm ci +# /);
  expect(new Set([...page.matchAll(/^npx? .*(?=# )/gm)].map(([left]) => left.length)).size).toBe(1);
  const tasks = [...page.matchAll(/^npx projen (\S+)/gm)].map(([, name]) => name).filter((name) => name !== '#');
  expect(tasks).toEqual([
    'build',
    'lint',
    'fmt',
    ...(muslRustChef ? ['image:build', 'image:verify', 'image:run'] : []),
  ]);
  for (const task of tasks) expect(project.tasks.tryFind(task)?.steps).not.toEqual([]);
  const program = read(project, 'src/main.rs');
  expect(program).toContain('    println!("{}", greeting());\n');
  expect(program).toContain('assert_eq!(greeting(), "Hello from my-app!");');
  expect(program.match(/[{}]/g)!.filter((brace) => brace === '{')).toHaveLength(
    program.match(/[{}]/g)!.filter((brace) => brace === '}').length,
  );
});

testWithRust('cargo does what the workflow has it do, with a lock file or without', () => {
  const project = bootstrap({ muslRustChef: false });
  // it names a toolchain that would be downloaded
  rmSync(join(project.outdir, 'rust-toolchain.toml'));
  const steps: { id: string; run?: string }[] = parse(read(project, '.github/workflows/rust.yml')).jobs.check.steps;
  const run = (wanted: string) => {
    const script = steps.find(({ id }) => id === wanted)!.run!;
    return spawnSync('bash', ['-euc', script], { cwd: project.outdir, encoding: 'utf8' });
  };
  expect(run('fetch')).toMatchObject({ status: 0 });
  expect(run('test').stdout).toMatch(/^test result: ok\. 1 passed;/m);
  expect(run('fetch')).toMatchObject({ status: 0 });
  writeFileSync(join(project.outdir, 'Cargo.toml'), read(project, 'Cargo.toml').replace('0.1.0', '0.2.0'));
  expect(run('fetch').stderr).toContain('--locked');
});

testWithRust('the program compiles, is formatted, and its test passes', () => {
  const { outdir } = bootstrap({ muslRustChef: false });
  const run = (program: string, ...args: string[]) =>
    spawnSync(program, args, { cwd: outdir, encoding: 'utf8', env: { ...process.env, CARGO_PKG_NAME: 'my-app' } });
  const edition = ['--edition', '2024', 'src/main.rs'];
  expect(run('rustfmt', '--check', ...edition)).toMatchObject({ status: 0, stdout: '' });
  expect(run('rustc', '-Dwarnings', '-oprogram', ...edition)).toMatchObject({ status: 0, stderr: '' });
  expect(run('./program').stdout).toBe('Hello from my-app!\n');
  expect(run('rustc', '--test', '-Dwarnings', '-otests', ...edition)).toMatchObject({ status: 0, stderr: '' });
  expect(run('./tests').stdout).toMatch(/^test tests::\w+ \.\.\. ok$/m);
});

test('the toolchain is the stable one, with what its tasks need and no more', () => {
  const { toolchain } = parseToml(read(bootstrap(), 'rust-toolchain.toml')) as any;
  expect(toolchain).toEqual({ channel: 'stable', components: ['clippy', 'rustfmt'], profile: 'minimal' });
});

test('each task says what it does', () => {
  const sentences = bootstrap().tasks.all.map(({ name, description = '' }) => `${name}: ${description}`);
  expect(sentences.filter((sentence) => !/^\S+: [A-Z]\w+ .*\w/.test(sentence))).toEqual([]);
});

test("arguments reach cargo's own test and format", () => {
  const { tasks } = bootstrap();
  const takes = ['compile', 'test', 'lint', 'fmt'].filter((name) =>
    tasks.tryFind(name)!.steps.some(({ receiveArgs }) => receiveArgs),
  );
  expect(takes).toEqual(['test', 'fmt']);
});

test('what cargo compiles is ignored by git', () => {
  expect(read(bootstrap(), '.gitignore').split('\n')).toContain('/target');
});

describe('a subproject', () => {
  function monorepo() {
    const root = new Project({ name: 'acme', outdir: tempDir() });
    const outdir = 'services/api';
    const project = new RustProject({ parent: root, name: 'api', outdir });
    jest.spyOn(project.logger, 'info').mockImplementation(() => {});
    synthesise(root);
    return { root, project };
  }

  test('has no rc file and no package.json of its own', () => {
    const { root, project } = monorepo();
    expect(project.package).toBeUndefined();
    expect(Object.keys(readTree(join(root.outdir, 'services/api')))).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/projenrc|package\.json/)]),
    );
  });

  test('is tested for what changes in its folder, in that folder', () => {
    const { root } = monorepo();
    const { on, jobs } = parse(readFileSync(join(root.outdir, '.github/workflows/rust-services-api.yml'), 'utf-8'));
    const when = {
      branches: ['main'],
      paths: ['services/api/**', '.github/workflows/rust-services-api.yml'],
    };
    expect(on).toEqual({ pull_request: when, workflow_call: {} });
    const image = parse(readFileSync(join(root.outdir, '.github/workflows/image-services-api.yml'), 'utf-8'));
    expect(image.jobs.rust.uses).toBe('./.github/workflows/rust-services-api.yml');
    expect(image.on.push.paths).toEqual(expect.arrayContaining(when.paths));
    expect(jobs.check).toMatchObject({
      'runs-on': 'ubuntu-24.04',
      'timeout-minutes': 30,
      permissions: { contents: 'read' },
      defaults: { run: { 'working-directory': 'services/api' } },
    });
  });
});

test('at the root all is tested, whatever changes', () => {
  const { on, jobs } = parse(read(bootstrap({ defaultBranch: 'trunk' }), '.github/workflows/rust.yml'));
  expect(on).toEqual({ pull_request: { branches: ['trunk'] }, workflow_call: {} });
  expect(jobs.check.defaults).toBeUndefined();
  expect(jobs.check.steps.map(({ id }: { id: string }) => id)).toEqual([
    'checkout',
    'toolchain',
    'fmt',
    'fetch',
    'lint',
    'test',
  ]);
});

describe('a push is tested once', () => {
  const gate = PublishGate.job('mine', { runsOn: ['ubuntu-24.04'], permissions: {}, steps: [{ run: 'true' }] });
  const push = { branches: ['main'] };

  test.each<[string, Partial<RustProjectOptions>, object]>([
    ['by the workflow that publishes', {}, { workflow_call: {} }],
    ['by itself, where nothing is published', { muslRustChef: false }, { push }],
    ['by itself, where there is no such workflow', { muslRustChefOptions: { workflow: false } }, { push }],
    ['by itself, where publishing waits for nothing', { muslRustChefOptions: { publishAfter: [] } }, { push }],
    ['by itself, where it waits for something else', { muslRustChefOptions: { publishAfter: [gate] } }, { push }],
    [
      'also by itself, where publishing is for some paths',
      { muslRustChefOptions: { paths: ['src/**'] } },
      { push, workflow_call: {} },
    ],
    ['on either branch', { muslRustChefOptions: { branch: 'release' } }, { push, workflow_call: {} }],
    [
      'by both that I name',
      {
        muslRustChefOptions: {
          publishAfter: [gate, PublishGate.workflow('.github/workflows/rust.yml', { id: 'tests' })],
        },
      },
      { workflow_call: {} },
    ],
  ])('%s', (_, options, expected) => {
    const { on, concurrency } = parse(read(bootstrap(options), '.github/workflows/rust.yml'));
    expect(on).toEqual({ pull_request: { branches: ['main'] }, ...expected });
    // else it would wait for the workflow that calls it
    expect(concurrency.group).toBe('rust-${{ github.workflow }}-${{ github.ref }}');
  });
});

test('a workflow that is called is handed the secrets of private sources, which it declares', () => {
  const privateSources = [PrivateSource.registry('acme'), PrivateSource.ssh()];
  const project = bootstrap({ muslRustChefOptions: { privateSources } });
  const names = ['CARGO_REGISTRIES_ACME_TOKEN', 'SSH_PRIVATE_KEY'];
  const { on } = parse(read(project, '.github/workflows/rust.yml'));
  expect(on.workflow_call.secrets).toEqual(Object.fromEntries(names.map((name) => [name, { required: false }])));
  const { rust } = parse(read(project, '.github/workflows/image.yml')).jobs;
  expect(rust.secrets).toEqual(Object.fromEntries(names.map((name) => [name, `\${{ secrets.${name} }}`])));
});

describe('options', () => {
  test('turn MuslRustChef off', () => {
    const project = bootstrap({ muslRustChef: false });
    expect(project.muslRustChef).toBeUndefined();
    expect(Object.keys(readTree(project.outdir))).not.toContain('Dockerfile');
    expect(read(project, 'Cargo.toml')).not.toContain('mimalloc');
    expect(read(project, 'README.md')).not.toContain('image:build');
  });

  test('pass its options on', () => {
    const project = bootstrap({ defaultBranch: 'trunk', muslRustChefOptions: { attest: false } });
    const workflow = parse(read(project, '.github/workflows/image.yml'));
    expect(workflow.on.push.branches).toEqual(['trunk']);
    expect(workflow.jobs.publish.permissions).toEqual({ contents: 'read', packages: 'write' });
  });

  test('choose edition and toolchain', () => {
    const project = bootstrap({ edition: '2021', toolchain: '1.95.0' });
    expect(read(project, 'Cargo.toml')).toContain('edition = "2021"');
    expect(read(project, 'rust-toolchain.toml')).toContain('channel = "1.95.0"');
  });

  test('leave the workflow out', () => {
    const project = bootstrap({ rustWorkflow: false });
    expect(project.rustWorkflow).toBeUndefined();
    expect(Object.keys(readTree(project.outdir))).not.toContain('.github/workflows/rust.yml');
  });
});

test('what was in .gitignore stays there, with or without images', () => {
  for (const muslRustChef of [true, false]) {
    expect(read(bootstrap({ muslRustChef }, { '.gitignore': '/secret\n' }), '.gitignore')).toContain('\n/secret\n');
  }
});

test("a toolchain file and a workflow of the user's own are not replaced", () => {
  const own = '[toolchain]\nchannel = "1.90.0"\n';
  const project = bootstrap({}, { 'rust-toolchain.toml': own });
  expect(project.toolchainFile).toBeUndefined();
  expect(read(project, 'rust-toolchain.toml')).toBe(own);
  expect(() => bootstrap({}, { '.github/workflows/rust.yml': 'name: mine\n' })).toThrow(
    /rust\.yml: projen did not write this.*rustWorkflow: false/s,
  );
});

test.each(['1.95.0\n', '[toolchain]\nchannel = "1.95.0"\n'])(
  'a repository that names its toolchain in `rust-toolchain` gets no second file: %j',
  (own) => {
    const project = bootstrap({}, { 'rust-toolchain': own });
    expect(project.toolchainFile).toBeUndefined();
    expect(Object.keys(readTree(project.outdir))).not.toContain('rust-toolchain.toml');
    expect(read(project, 'rust-toolchain')).toBe(own);
    expect(read(project, 'Dockerfile')).toContain('COPY rust-toolchain ./');
    expect(() => bootstrap({ toolchain: '1.90' }, { 'rust-toolchain': own })).toThrow(
      /^toolchain: this repository names/,
    );
  },
);

describe('the rc file', () => {
  const TSX = 'npx -y -p tsx -c';
  const command = ({ defaultTask }: Project) =>
    defaultTask!.steps.map(({ execArgs, builtin, shell }) => [...(shell ?? []), ...(execArgs ?? [builtin])].join(' '));

  test.each<[string, Partial<RustProjectOptions>, string[], string]>([
    ['in JavaScript, where there is none', {}, [], 'node .projenrc.js'],
    ['in JavaScript, before others', {}, ['.projenrc.py', '.projenrc.ts', '.projenrc.js'], 'node .projenrc.js'],
    ['that is a module', {}, ['.projenrc.mjs'], 'node .projenrc.mjs'],
    ['in TypeScript, where that is there', {}, ['.projenrc.ts'], `${TSX} tsx .projenrc.ts`],
    ['in TypeScript, a module', {}, ['.projenrc.mts'], `${TSX} tsx .projenrc.mts`],
    ['in Python, where that is there', {}, ['.projenrc.py'], 'python .projenrc.py'],
    ['in TypeScript, as asked for', { projenrcTs: true }, ['.projenrc.js'], `${TSX} tsx .projenrc.ts`],
    ['in Python, as asked for', { projenrcPython: true }, ['.projenrc.ts'], 'python .projenrc.py'],
    ['in JavaScript, as asked for', { projenrcJs: true }, ['.projenrc.ts'], 'node .projenrc.js'],
    ['in JSON', { projenrcJson: true }, ['.projenrc.js'], 'run-projenrc-json'],
    ['by its name', { projenrcJsOptions: { filename: 'rc/main.js' } }, [], 'node rc/main.js'],
    [
      'in another language than the first',
      { projenrcJs: false },
      ['.projenrc.js', '.projenrc.py'],
      'python .projenrc.py',
    ],
    [
      'by its name, in Python',
      { projenrcPythonOptions: { pythonExec: 'python3' } },
      ['.projenrc.py'],
      'python3 .projenrc.py',
    ],
  ])('%s', (_, options, files, expected) => {
    const outdir = writeTree(tempDir(), Object.fromEntries(files.map((file) => [file, ''])));
    expect(command(new RustProject({ name: 'app', outdir, ...options }))).toEqual([expected]);
  });

  test('that is the business of somebody else', () => {
    expect(command(new RustProject({ name: 'app', outdir: tempDir(), projenrcJs: false }))).toEqual([]);
  });

  test.each<[Partial<RustProjectOptions>, string]>([
    [{ projenrcTs: true, projenrcPython: true }, 'projenrcTs, projenrcPython: a project has one rc file. '],
    [{ projenrcTs: true, projenrcJson: true }, 'projenrcJson, projenrcTs: a project has one rc file. '],
  ])('is one: %j', (options, message) => {
    expect(() => new RustProject({ name: 'app', outdir: tempDir(), ...options })).toThrow(message);
  });

  test('in TypeScript needs tsx, of which a clone gets the one that is locked', () => {
    const project = bootstrap({ projenrcTs: true });
    expect(Object.keys(JSON.parse(read(project, 'package.json')).devDependencies)).toEqual([
      'constructs',
      'projen',
      'tsx',
    ]);
    expect(JSON.parse(read(project, 'package.json')).allowScripts).toEqual({ esbuild: false });
    expect(read(project, 'README.md')).toMatch(/^npx projen +# after an edit of \.projenrc\.ts$/m);
  });

  test('in Python needs no npm: its page says what to install', () => {
    const project = bootstrap({ projenrcPython: true });
    expect(project.package).toBeUndefined();
    expect(Object.keys(readTree(project.outdir))).not.toContain('package.json');
    expect(read(project, 'README.md')).toMatch(
      /^pip install projen projen-muslrust-chef {2}# once: .*\nnpx projen {31}# after an edit of \.projenrc\.py$/m,
    );
    // nor does CI, which has no Python packages
    expect(parse(read(project, '.github/workflows/image.yml')).jobs.sync).toBeUndefined();
  });

  test('of a project in another one is that of the other, whatever is asked for', () => {
    const root = new Project({ name: 'acme', outdir: tempDir() });
    const project = new RustProject({ parent: root, name: 'api', outdir: 'api', projenrcTs: true });
    expect(project.defaultTask!.steps).toEqual([{ exec: 'npx projen default', cwd: '..' }]);
  });
});

describe('lint and tests compile', () => {
  const CHECKED = ['cargo clippy --frozen --all-targets', 'cargo test --frozen'];
  const WORKSPACE = '[workspace]\nmembers = ["a"]\n';
  const MEMBER = CRATE['Cargo.toml'].replace('app', 'a');

  test.each<[string, Partial<RustProjectOptions>, string, string]>([
    ['a crate', {}, CRATE['Cargo.toml'], ''],
    ['all members', {}, WORKSPACE, ' --workspace'],
    ['all members beside a root package', {}, CRATE['Cargo.toml'] + WORKSPACE, ' --workspace'],
    ['the default members', {}, `${WORKSPACE}default-members = ["a"]\n`, ''],
    ['all features', { allFeatures: true }, CRATE['Cargo.toml'], ' --all-features'],
    ['the features that are shipped', shipped({ allFeatures: true }), CRATE['Cargo.toml'], ' --all-features'],
    ['no default features', shipped({ defaultFeatures: false }), CRATE['Cargo.toml'], ' --no-default-features'],
    ['fewer than those', { ...shipped({ allFeatures: true }), allFeatures: false }, CRATE['Cargo.toml'], ''],
  ])('%s', (_, options, manifest, flags) => {
    const files = { 'Cargo.toml': manifest, 'src/main.rs': '', 'a/Cargo.toml': MEMBER, 'a/src/main.rs': '' };
    const project = bootstrap(options, files);
    const { check } = parse(read(project, '.github/workflows/rust.yml')).jobs;
    expect(check.steps.slice(-2).map(({ run }: { run: string }) => run.replace(' -- -D warnings', ''))).toEqual(
      CHECKED.map((command) => command + flags),
    );
    expect(exec(project, 'compile')).toEqual([`cargo build${flags}`]);
    expect(exec(project, 'test')).toEqual([`cargo test${flags}`]);
    expect(exec(project, 'lint')).toEqual([`cargo clippy --all-targets${flags} -- -D warnings`]);
  });

  function shipped(muslRustChefOptions: MuslRustChefOptions): Partial<RustProjectOptions> {
    return { muslRustChefOptions };
  }
});

describe('what the images need, the tests have: with images or without', () => {
  const steps = (muslRustChef: boolean, options: MuslRustChefOptions): any[] =>
    parse(read(bootstrap({ muslRustChef, muslRustChefOptions: options }), '.github/workflows/rust.yml')).jobs.check
      .steps;

  test.each([true, false])('Debian packages (%s)', (muslRustChef) => {
    const [packages] = steps(muslRustChef, { aptPackages: ['cmake', 'libclang-dev'] }).filter(
      ({ id }) => id === 'packages',
    );
    expect(packages.run).toBe(
      'sudo apt-get update -qq\nsudo apt-get install -qq --yes --no-install-recommends cmake libclang-dev',
    );
  });

  test('tokens, which only what fetches sees', () => {
    const all = steps(false, { privateSources: [PrivateSource.registry('acme'), PrivateSource.git('git.acme.com')] });
    expect(all.find(({ id }) => id === 'fetch').env).toEqual({
      CARGO_REGISTRIES_ACME_TOKEN: '${{ secrets.CARGO_REGISTRIES_ACME_TOKEN }}',
      GIT_TOKEN_GIT_ACME_COM: '${{ secrets.GIT_TOKEN_GIT_ACME_COM }}',
      CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS: 'cargo:token',
      CARGO_NET_GIT_FETCH_WITH_CLI: 'true',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'credential.https://git.acme.com.helper',
      GIT_CONFIG_VALUE_0: '!f() { echo username=x-access-token; echo password=$GIT_TOKEN_GIT_ACME_COM; }; f',
    });
    expect(all.filter(({ env }) => env).map(({ id }) => id)).toEqual(['tokens', 'fetch']);
  });

  test('an ssh agent', () => {
    const ids = steps(true, { privateSources: [PrivateSource.ssh()] }).map(({ id }) => id);
    expect(ids).toEqual(['checkout', 'toolchain', 'fmt', 'ssh-agent', 'fetch', 'lint', 'test']);
  });

  test('and neither where a package is none', () => {
    expect(() => steps(false, { aptPackages: ['$(id)'] })).toThrow(/^aptPackages: /);
  });
});

describe('projen new', () => {
  const asked = (options: Partial<RustProjectOptions>, outdir = tempDir()) =>
    new RustProject(
      renderProjenInitOptions('projen-muslrust-chef.RustProject', {
        name: 'my-app',
        outdir,
        ...options,
      }) as RustProjectOptions,
    );

  const created = (options: Partial<RustProjectOptions>) => {
    const project = asked(options);
    const said: string[] = [];
    jest.spyOn(project.logger, 'info').mockImplementation((...text) => void said.push(text.join(' ')));
    const atExit: (() => void)[] = [];
    jest.spyOn(process, 'once').mockImplementation((event, listener) => {
      if (event === ('exit' as string)) atExit.push(listener as () => void);
      return process;
    });
    project.components.find((component) => component instanceof NextSteps)!.postProjectCreation({} as any);
    // projen has git commit everything then, and that is said before
    expect(said).toEqual([]);
    atExit.forEach((listener) => listener());
    // with projen's own sign before it, on a terminal of 80 columns
    expect(said.filter((line) => line.length > 77)).toEqual([]);
    return said;
  };

  test('ends with how to go on', () => {
    expect(created({})).toEqual([
      'my-app is there. Next:',
      '  npx projen build        compile and test; needs Rust (https://rustup.rs)',
      '  npx projen image:build  build the container image; needs Docker with buildx',
      '  npx projen image:run    run it',
      '  git push                to GitHub, which tests, and publishes the image',
      'To change something, edit .projenrc.js and run npx projen.',
    ]);
  });

  test('which is less where there are no images', () => {
    expect(created({ muslRustChef: false, projenrcTs: true })).toEqual([
      'my-app is there. Next:',
      '  npx projen build        compile and test; needs Rust (https://rustup.rs)',
      '  git push                to GitHub, which tests',
      'To change something, edit .projenrc.ts and run npx projen.',
    ]);
  });

  test('and more where the rc file needs what npm has not', () => {
    expect(created({ projenrcPython: true }).slice(0, 3)).toEqual([
      'my-app is there. Next:',
      '  pip install projen projen-muslrust-chef',
      '  npx projen build        compile and test; needs Rust (https://rustup.rs)',
    ]);
  });

  test('and where there are no workflows', () => {
    expect(created({ rustWorkflow: false, muslRustChefOptions: { workflow: false } })).not.toContainEqual(
      expect.stringContaining('git push'),
    );
  });

  // what npm has written by then
  const manifest = (devDependencies: object) => JSON.stringify({ devDependencies });
  const installed = manifest({ projen: '^0.103.0', 'projen-muslrust-chef': 'file:../chef.tgz' });

  test('installs from a path, or wherever it is told to', () => {
    const outdir = writeTree(tempDir(), { 'package.json': installed });
    const project = asked({ devDeps: ['../chef.tgz'] }, outdir);
    jest.spyOn(project.logger, 'info').mockImplementation(() => {});
    synthesise(project);
    expect(JSON.parse(read(project, 'package.json')).devDependencies).toMatchObject({
      'projen-muslrust-chef': '../chef.tgz',
    });
    expect(() => asked({ devDeps: ['../other.tgz'] }, outdir)).toThrow(
      'devDeps: ../other.tgz does not say which package it is, nor does package.json. Write <name>@../other.tgz.',
    );
  });

  test.each<[string, string, Partial<RustProjectOptions>, boolean]>([
    ['that it needed for itself alone goes', installed, { projenrcPython: true }, false],
    ['that others are in stays', manifest({ projen: '1', vite: '7' }), { projenrcPython: true }, true],
    ['with more in it stays', '{ "name": "web" }', { projenrcPython: true }, true],
    ['that the rc file needs stays', installed, { projenrcTs: true }, true],
  ])('a package.json %s', (_, text, options, stays) => {
    const project = asked(
      { devDeps: ['projen-muslrust-chef@../chef.tgz'], ...options },
      writeTree(tempDir(), { 'package.json': text }),
    );
    jest.spyOn(process, 'once').mockReturnValue(process);
    project.components.forEach((component) => component.postProjectCreation({} as any));
    expect(existsSync(join(project.outdir, 'package.json'))).toBe(stays);
  });
});
