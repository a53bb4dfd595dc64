import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, constantFrom, nat, property } from 'fast-check';
import { Logger, LogLevel, Project } from 'projen';
import {
  Allocator,
  BuildStrategy,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefBuilder,
  MuslRustChefOptions,
  RuntimeBase,
  RustProject,
} from '../../src';
import { WarningId, WARNINGS } from '../../src/warnings/warning-ids';
import { Warnings } from '../../src/warnings/warnings';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

const MANIFEST = CRATE['Cargo.toml'];
const MAIN = CRATE['src/main.rs'];
const lockWith = (crate: string) =>
  'version = 4\n' +
  `[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = ["${crate}", "mimalloc"]\n` +
  `[[package]]\nname = "${crate}"\nversion = "1.0.0"\nsource = "registry"\n` +
  '[[package]]\nname = "mimalloc"\nversion = "0.1.52"\nsource = "registry"\n';
const GOOGLE = ContainerRegistry.googleArtifactRegistry({
  location: 'us',
  project: 'acme-prod',
  repository: 'images',
  workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/acme',
  serviceAccount: 'publish@acme.iam.gserviceaccount.com',
});
const config = (text: string) => ({ '.cargo/config.toml': text });

/** What brings each of them up, in a crate that brings up nothing. */
const CAUSES: Record<
  WarningId,
  { files?: Record<string, string>; options?: MuslRustChefOptions; git?: 'init' | 'above'; rust?: true }
> = {
  'allocator-by-hand': { files: { 'src/main.rs': '#![allow(unused)] fn main() {}\n' } },
  'allocator-dependency': {
    files: { 'Cargo.toml': `${MANIFEST}mimalloc = { version = "0.1.52", optional = true }\n` },
  },
  'allocator-freestanding': { files: { 'src/main.rs': `#![no_main]\n${MAIN}` } },
  'allocator-own': { files: { 'src/main.rs': `#[global_allocator]\nstatic A: B = B;\n${MAIN}` } },
  'allocator-own-dependency': { files: { 'Cargo.toml': `${MANIFEST}mimalloc = "0.1.52"\n` } },
  'allocator-removal': {
    files: {
      'Cargo.toml': `${MANIFEST}serde = {\n  version = "1",\n}\n\n[target.'cfg(target_env = "musl")'.dependencies]\nmimalloc = "1" # kept by projen-muslrust-chef\n`,
    },
    options: { allocator: Allocator.system() },
  },
  'allocator-version': { files: { 'Cargo.toml': `${MANIFEST}mimalloc = "=0.1.45"\n` } },
  branch: { git: 'init', options: { branch: 'other' } },
  'config-build-dir': { files: config('[build]\nbuild-dir = "<project>/out"\n') },
  'config-build-rustflags': { files: config('[build]\nrustflags = ["-g"]\n') },
  'config-build-target': { files: config('[build]\ntarget = "x86_64-unknown-linux-gnu"\n') },
  'config-fuse-ld': { files: config('[target.\'cfg(unix)\']\nrustflags = ["-Clink-arg=-fuse-ld=mold"]\n') },
  'config-linker': { files: config('[target.\'cfg(unix)\']\nlinker = "clang"\n') },
  'config-target-cpu': { files: config('[target.\'cfg(unix)\']\nrustflags = ["-Ctarget-cpu=native"]\n') },
  'google-login': { options: { strategy: BuildStrategy.EMULATED, registry: GOOGLE } },
  'lock-file': { files: { 'Cargo.lock': 'version = 4\n' } },
  'lock-file-ignored': {
    files: { 'Cargo.lock': lockWith('log'), '.gitignore': 'Cargo.lock\n', 'Cargo.toml': `${MANIFEST}log = "0.4"\n` },
    git: 'init',
  },
  'native-code-bindgen': { files: { 'Cargo.lock': lockWith('clang-sys') } },
  'native-code-cpp': { files: { 'Cargo.lock': lockWith('cpp_build') } },
  'native-code-library': { files: { 'Cargo.lock': lockWith('pq-sys') } },
  'package-json': { files: { 'package.json': '{ "private": true }\n' }, rust: true },
  'rc-file': { files: { '.projenrc.json': '{}\n', '.gitignore': '/target\n' } },
  'runtime-base': { options: { runtimeBase: RuntimeBase.scratch() } },
  'skipped-tool': {
    files: {
      'Cargo.toml': `${MANIFEST}\n[workspace]\nmembers = ["xtask"]\n`,
      'xtask/Cargo.toml': '[package]\nname = "xtask"\nedition = "2021"\n',
      'xtask/src/main.rs': MAIN,
    },
  },
  'workflow-below-root': { git: 'above' },
  'skipped-binary': {
    files: {
      'Cargo.toml': `${MANIFEST}\n[features]\nextra = []\n\n[[bin]]\nname = "app"\npath = "src/main.rs"\n\n[[bin]]\nname = "admin"\npath = "src/admin.rs"\nrequired-features = ["extra"]\n`,
      'src/admin.rs': 'fn main() {}\n',
    },
  },
};

/** What is said at a synth, its last step included; without cargo. */
function said(id: WarningId, acknowledge?: string[]): string[] {
  const { files, options, git, rust } = CAUSES[id];
  const root = tempDir();
  const outdir = join(root, 'backend');
  const tree = Object.entries({ ...CRATE, ...files }).map(([path, text]) => [path, text.replace('<project>', outdir)]);
  writeTree(outdir, Object.fromEntries(tree));
  if (git === 'above') {
    spawnSync('git', ['init', '--quiet'], { cwd: root });
  } else if (git) {
    spawnSync('git', ['init', '--quiet'], { cwd: outdir });
    writeTree(outdir, { '.git/refs/remotes/origin/HEAD': 'ref: refs/remotes/origin/main\n' });
  }
  const messages: string[] = [];
  for (const level of ['info', 'warn'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((...text) => void messages.push(text.join(' ')));
  }
  const chef = { ...options, acknowledge };
  const project = rust
    ? new RustProject({ name: 'app', outdir, muslRustChefOptions: chef })
    : new Project({ name: 'app', outdir });
  if (!rust) new MuslRustChef(project, chef);
  const { PATH, PROJEN_DISABLE_POST } = process.env;
  process.env.PATH = git ? '/usr/bin:/bin' : tempDir();
  delete process.env.PROJEN_DISABLE_POST;
  try {
    project.synth();
  } finally {
    jest.restoreAllMocks();
    process.env.PATH = PATH;
    if (PROJEN_DISABLE_POST) process.env.PROJEN_DISABLE_POST = PROJEN_DISABLE_POST;
  }
  return messages;
}

test.each(Object.keys(WARNINGS) as WarningId[])('%s ends with its id, and is silenced by it', (id) => {
  const ids = said(id).map((text) => / \[([a-z-]+)\]$/m.exec(text)?.[1]);
  expect(ids).toContain(id);
  expect(ids.filter((other) => other === undefined)).toEqual([]);
  expect(said(id, [id]).map((text) => / \[([a-z-]+)\]$/m.exec(text)?.[1])).toEqual(ids.filter((other) => other !== id));
});

test.each<[string, MuslRustChefOptions]>([
  ['what is cross-compiled', { strategy: BuildStrategy.CROSS, registry: GOOGLE }],
  ['what is compiled natively', { registry: GOOGLE }],
  ['another registry', { strategy: BuildStrategy.EMULATED, registries: [GOOGLE] }],
  ['no workflow', { strategy: BuildStrategy.EMULATED, registry: GOOGLE, workflow: false }],
])("an hour of Google's is said nothing of for %s", (_, options) => {
  const messages: string[] = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((...text) => void messages.push(text.join(' ')));
  new MuslRustChef(new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) }), options);
  jest.restoreAllMocks();
  expect(messages.filter((text) => text.includes('google'))).toEqual([]);
});

test('lines to paste come after the id', () => {
  const [text] = said('allocator-by-hand');
  expect(text).toMatch(/^src\/main\.rs: [^\n]* \[allocator-by-hand\]\n/);
  expect(text).toMatch(/\n\/\/ muslrust-chef: end allocator\n$/);
});

test.each([
  ['native-cod-cpp', 'native-code-cpp'],
  ['skipped-binaries', 'skipped-binary'],
  ['lockfile', 'lock-file'],
  ['runtime-bases', 'runtime-base'],
])('%j is no id: %s is the nearest', (id, nearest) => {
  for (const component of [MuslRustChef, MuslRustChefBuilder]) {
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE), logging: { level: LogLevel.OFF } });
    expect(() => new component(project, { acknowledge: ['lock-file', id] })).toThrow(
      `acknowledge: no warning has the id "${id}". The nearest is "${nearest}"; all of them are: ${Object.keys(WARNINGS).join(', ')}.`,
    );
  }
});

test.each(['', 'toString', '__proto__', 'Lock-File'])('%j is no id either', (id) => {
  const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE), logging: { level: LogLevel.OFF } });
  expect(() => new MuslRustChef(project, { acknowledge: [id] })).toThrow(/^acknowledge: no warning has the id/);
});

describe('of a project', () => {
  const project = () => new Project({ name: 'app', outdir: tempDir() });
  const ids = Object.keys(WARNINGS) as WarningId[];

  /** What its logger is told, by levels. */
  function told(run: (warnings: Warnings) => void): string[] {
    const made = project();
    const lines: string[] = [];
    for (const level of ['info', 'warn'] as const) {
      jest.spyOn(made.logger, level).mockImplementation((...text) => void lines.push(`${level}: ${text.join(' ')}`));
    }
    run(Warnings.of(made));
    return lines;
  }

  test('a warning and a note have their levels, and the id behind the first line', () => {
    const text = (warnings: Warnings) => {
      warnings.warn({ id: 'branch', text: 'a\nb' });
      warnings.note({ id: 'rc-file', text: 'c' });
    };
    expect(told(text)).toEqual(['warn: a [branch]\nb', 'info: c [rc-file]']);
  });

  test('there is one of a project, wherever it is asked for', () => {
    const made = project();
    expect(Warnings.of(made)).toBe(Warnings.of(made));
    expect(Warnings.of(project())).not.toBe(Warnings.of(made));
  });

  test('what is acknowledged is not said from then on, and the rest is', () => {
    const lines = told((warnings) => {
      warnings.warn({ id: 'branch', text: 'a' });
      warnings.acknowledge(['branch', 'lock-file']);
      warnings.warn({ id: 'branch', text: 'a' });
      warnings.note({ id: 'lock-file', text: 'b' });
      warnings.note({ id: 'rc-file', text: 'c' });
    });
    expect(lines).toEqual(['warn: a [branch]', 'info: c [rc-file]']);
  });

  test('of what is wrong by two letters at most, the nearest is what was meant', () => {
    const warnings = Warnings.of(project());
    assert(
      property(constantFrom(...ids), nat(99), constantFrom('', 'x', 'xy'), nat(1), (id, place, more, fewer) => {
        const at = place % (id.length + 1);
        const typo = id.slice(0, at) + more + id.slice(at + fewer);
        if (typo === id) return;
        expect(() => warnings.acknowledge([typo])).toThrow(`"${typo}". The nearest is "${id}";`);
      }),
    );
  });
});

test('docs/warnings.md has all of them, in alphabetical order, and no other', () => {
  const page = readFileSync(join(__dirname, '../../docs/warnings.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, id, text]) => [id, text]);
  expect(rows).toEqual(Object.entries(WARNINGS));
  expect(Object.keys(WARNINGS)).toEqual(Object.keys(WARNINGS).sort());
});

test('every message of this package goes by the mechanism', () => {
  const direct = spawnSync('grep', ['-rnE', 'logger\\.(warn|info|error)|console\\.', 'src'], {
    cwd: join(__dirname, '../..'),
    encoding: 'utf8',
  });
  expect(direct.stdout).toBe('');
});
