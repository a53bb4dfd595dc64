import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { renderProjenInitOptions } from 'projen/lib/javascript/render-options';
import { parse } from 'yaml';
import { CRATE, synthesise } from './synth';
import { testWithRust } from './tools/rust';
import { readTree, tempDir, writeTree } from './util';
import { MuslRustChef, RustProject, RustProjectOptions } from '../src';
import { parseToml } from '../src/cargo/toml-parse';

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
  expect(exec(project, 'lint')).toEqual(['cargo clippy --all-targets --all-features -- -D warnings']);
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
    'cargo clippy --locked --all-targets --all-features -- -D warnings',
    'cargo test --locked --all-features',
  ]);
  expect(check.name).toBe('test, lint and format');
  expect(check.steps.map((step: any) => step.name)).toEqual(['Checkout', 'Toolchain', 'Formatting', 'Lint', 'Test']);
});

test.each([true, false])('the page names tasks that are there (images: %s), and the program greets', (muslRustChef) => {
  const project = bootstrap({ muslRustChef });
  const page = read(project, 'README.md');
  expect(page).toMatch(/^# my-app\n\n```sh\nnpm ci {19}# /);
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
    expect(on).toEqual({ push: when, pull_request: when });
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
  expect(on).toEqual({ push: { branches: ['trunk'] }, pull_request: { branches: ['trunk'] } });
  expect(jobs.check.defaults).toBeUndefined();
  expect(jobs.check.steps.map(({ id }: { id: string }) => id)).toEqual([
    'checkout',
    'toolchain',
    'fmt',
    'lint',
    'test',
  ]);
});

test.each(['1st', '-a', '_a', '...', '@acme/1'])('no crate can be called %j', (name) => {
  expect(() => bootstrap({ name })).toThrow(
    `name: no crate can be called ${JSON.stringify(name)}. Choose a name that begins with a letter.`,
  );
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

  test('choose the rc file', () => {
    const steps = (options: Partial<RustProjectOptions>) => JSON.stringify(bootstrap(options).defaultTask!.steps);
    expect(steps({})).toContain('"node",".projenrc.js"');
    expect(steps({ projenrcJson: true })).not.toContain('"node"');
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

test.each([
  ['My.App', 'my-app'],
  ['@acme/api', 'api'],
  ['a b', 'a-b'],
  ['A & B', 'a-b'],
  ['a@b/c', 'a-b-c'],
  ['My Shop!', 'my-shop'],
  ['shop_', 'shop'],
  ['a_ b', 'a-b'],
])('the project %s starts with the crate %s', (name, crate) => {
  expect(read(bootstrap({ name }), 'Cargo.toml')).toContain(`name = "${crate}"`);
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
