import { readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { CRATE, synthesise } from './synth';
import { readTree, tempDir, writeTree } from './util';
import { MuslRustChef, RustProject, RustProjectOptions } from '../src';

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
  expect(manifest).toMatchObject({ name: 'my-app', private: true });
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

test.each([
  ['My.App', 'my-app'],
  ['@acme/api', 'api'],
  ['a b', 'a-b'],
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
