import { join } from 'node:path';
import { Logger, Project } from 'projen';
import {
  Allocator,
  BuildArg,
  BuildStrategy,
  ContainerRegistry,
  FleetPolicy,
  FleetPolicyOptions,
  MuslRustChef,
  MuslRustChefOptions,
  RuntimeBase,
  RustProject,
} from '../../src';
import { WarningId } from '../../src/messages/warning-ids';
import { git, gitAll } from '../git';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

export const MANIFEST = CRATE['Cargo.toml'];
export const MAIN = CRATE['src/main.rs'];
/** A lock file with a crate that the program depends on. */
export const lockWith = (crate: string) =>
  'version = 4\n' +
  `[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = ["${crate}", "mimalloc"]\n` +
  `[[package]]\nname = "${crate}"\nversion = "1.0.0"\nsource = "registry"\n` +
  '[[package]]\nname = "mimalloc"\nversion = "0.1.52"\nsource = "registry"\n';
export const GOOGLE = ContainerRegistry.googleArtifactRegistry({
  location: 'us',
  project: 'acme-prod',
  repository: 'images',
  workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/acme',
  serviceAccount: 'publish@acme.iam.gserviceaccount.com',
});
/** A configuration of cargo. */
export const config = (text: string) => ({ '.cargo/config.toml': text });

/** A package.json of the user's, with all that the rc file needs. */
export const PACKAGE = '{ "private": true, "devDependencies": { "projen": "*", "constructs": "*" } }\n';

/** What brings a warning up. */
export interface Cause {
  /** With `<project>` for the folder that they are in. */
  readonly files?: Record<string, string>;
  readonly options?: MuslRustChefOptions;
  /** Where there is a git repository. */
  readonly git?: 'init' | 'above' | 'gitlab';
  /** The program that runs. */
  readonly running?: string;
  /** Whether it is a `RustProject`. */
  readonly rust?: true;
  readonly policy?: FleetPolicyOptions;
}

/** What brings each of them up, in a crate that brings up nothing. */
export const CAUSES: Record<WarningId, Cause> = {
  'allocator-by-hand': { files: { 'src/main.rs': '#![allow(unused)] fn main() {}\n' } },
  'allocator-dependency': {
    files: { 'Cargo.toml': `${MANIFEST}mimalloc = { version = "0.1.52", optional = true }\n` },
  },
  'allocator-freestanding': { files: { 'src/main.rs': `#![no_main]\n${MAIN}` } },
  'allocator-own': { files: { 'src/main.rs': `#[global_allocator]\nstatic A: B = B;\n${MAIN}` } },
  'allocator-own-dependency': { files: { 'Cargo.toml': `${MANIFEST}mimalloc = "0.1.52"\n` } },
  'allocator-removal': {
    files: {
      'Cargo.toml': `${MANIFEST}serde = {\n  version = "1",\n}\n\n[target.'cfg(target_env = "musl")'.dependencies]\nmimalloc = { version = "0.1.52", default-features = false } # kept by projen-muslrust-chef\n`,
    },
    options: { allocator: Allocator.system() },
  },
  'allocator-rewritten': {
    files: {
      'Cargo.toml': `${MANIFEST}\n[target.'cfg(target_env = "musl")'.dependencies]\nmimalloc = { version = "0.1.52", default-features = false, features = ["secure"] } # kept by projen-muslrust-chef\n`,
    },
  },
  'allocator-version': { files: { 'Cargo.toml': `${MANIFEST}mimalloc = "=0.1.45"\n` } },
  branch: { git: 'init', options: { branch: 'other' } },
  'build-arg': { options: { buildArgs: { NPM_TOKEN: BuildArg.value('x') } } },
  'config-build-dir': { files: config('[build]\nbuild-dir = "<project>/out"\n') },
  'config-build-rustflags': { files: config('[build]\nrustflags = ["-g"]\n') },
  'config-build-target': { files: config('[build]\ntarget = "x86_64-unknown-linux-gnu"\n') },
  'config-crt-static': {
    files: config('[target.\'cfg(target_env = "musl")\']\nrustflags = ["-C", "target-feature=-crt-static"]\n'),
  },
  'config-env': { files: config('[env]\nDATA = { value = "../data", relative = true }\n') },
  'config-fuse-ld': { files: config('[target.\'cfg(unix)\']\nrustflags = ["-Clink-arg=-fuse-ld=mold"]\n') },
  'config-linker': { files: config('[target.\'cfg(unix)\']\nlinker = "clang"\n') },
  'config-network': { files: config('[net]\noffline = true\n') },
  'config-program': { files: config('[build]\nrustc-wrapper = "sccache"\n') },
  'config-target-cpu': { files: config('[target.\'cfg(unix)\']\nrustflags = ["-Ctarget-cpu=native"]\n') },
  'config-token': { files: config('[registry]\ntoken = "x"\n') },
  'default-task': { files: { '.projenrc.ts': '' }, running: '.projenrc.ts' },
  'files-hidden': {
    files: { 'conf/.env': 'A=1\n' },
    options: { images: [{ binary: 'app', files: { 'conf/': '/conf' } }] },
  },
  'foreign-origin': { git: 'gitlab' },
  'google-login': { options: { strategy: BuildStrategy.EMULATED, registry: GOOGLE } },
  'hidden-file': {
    files: { 'src/lib.rs': 'const A: &str = include_str!("../package-lock.json");\n', 'package-lock.json': '{}\n' },
  },
  'image-env': { options: { imageDefaults: { env: { DB_PASSWORD: 'hunter2' } } } },
  'lock-file': { files: { 'Cargo.lock': 'version = 4\n' } },
  'lock-file-ignored': {
    files: { 'Cargo.lock': lockWith('log'), '.gitignore': 'Cargo.lock\n', 'Cargo.toml': `${MANIFEST}log = "0.4"\n` },
    git: 'init',
  },
  'native-code-bindgen': { files: { 'Cargo.lock': lockWith('clang-sys') } },
  'native-code-cpp': { files: { 'Cargo.lock': lockWith('cpp_build') } },
  'native-code-library': { files: { 'Cargo.lock': lockWith('pq-sys') } },
  'generated-files': { files: { 'package.json': PACKAGE } },
  'other-builds': { files: { 'compose.yaml': 'services: { api: { build: { context: ., target: builder } } }\n' } },
  'package-json': { files: { 'package.json': '{ "private": true }\n' }, rust: true },
  pins: {
    files: {
      'muslrust-chef.pins.json': JSON.stringify({
        actions: { 'actions/checkout': { release: 'v1.2.3', commit: '0'.repeat(40) } },
      }),
    },
  },
  'policy-acknowledgement': { policy: { acknowledge: { 'policy-name': 'until May' } } },
  'rc-file': { files: { '.projenrc.json': '{}\n', '.gitignore': '/target\n' } },
  // with a package.json of the user's: nothing is installed
  'rc-files': {
    files: { '.projenrc.js': '', '.projenrc.ts': '', 'package.json': '{ "private": true }\n' },
    rust: true,
  },
  'left-behind': {
    files: {
      'old/.projen/files.json': '{ "files": ["Dockerfile", "docker/restore-mtimes.sh"] }\n',
      'old/.projen/tasks.json':
        '{ "tasks": { "default": { "steps": [{ "exec": "npx projen default", "cwd": ".." }] } } }\n',
      'old/Dockerfile': '# ~~ Generated by projen.\n',
    },
    git: 'init',
  },
  'python-dict': {
    files: { '.projenrc.py': "MuslRustChef(project, images=[{'binary': 'app', 'smoke_test': ['-V']}])\n" },
  },
  'runtime-base': { options: { runtimeBase: RuntimeBase.scratch() } },
  'runtime-time-zones': {
    options: { runtimeBase: RuntimeBase.scratch({ tmp: true }), imageDefaults: { env: { TZ: 'Europe/Berlin' } } },
  },
  'runtime-tmp': {
    files: { 'Cargo.lock': lockWith('libsqlite3-sys') },
    options: { runtimeBase: RuntimeBase.scratch({ timeZones: true }) },
  },
  'rust-version': { files: { 'Cargo.toml': MANIFEST.replace('edition', 'rust-version = "1.999"\nedition') } },
  'skipped-tool': {
    files: {
      'Cargo.toml': `${MANIFEST}\n[workspace]\nmembers = ["xtask"]\n`,
      'xtask/Cargo.toml': '[package]\nname = "xtask"\nedition = "2021"\n',
      'xtask/src/main.rs': MAIN,
    },
  },
  'sources-ignored': { files: { '.gitignore': '*.toml\n' }, git: 'init' },
  'sync-ignored': {
    files: { 'package.json': '{}\n', 'package-lock.json': '{}\n', '.gitignore': '*-lock.json\n' },
    git: 'init',
  },
  'toolchain-file': {
    files: { 'rust-toolchain': '1.98.0\n', 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' },
  },
  'workflow-below-root': { git: 'above' },
  'skipped-binary': {
    files: {
      'Cargo.toml': `${MANIFEST}\n[features]\nextra = []\n\n[[bin]]\nname = "app"\npath = "src/main.rs"\n\n[[bin]]\nname = "admin"\npath = "src/admin.rs"\nrequired-features = ["extra"]\n`,
      'src/admin.rs': 'fn main() {}\n',
    },
  },
};

/** Writes the crate, and returns its folder. */
export function plant({ files, git: place }: Cause): string {
  const root = tempDir();
  const outdir = join(root, 'backend');
  const tree = Object.entries({ ...CRATE, ...files }).map(([path, text]) => [path, text.replace('<project>', outdir)]);
  writeTree(outdir, Object.fromEntries(tree));
  if (place === 'above') {
    git(root, 'init', '--quiet');
  } else if (place) {
    gitAll(
      outdir,
      ['init', '--quiet'],
      ['commit', '--quiet', '--allow-empty', '--message', 'first'],
      ['update-ref', 'refs/remotes/origin/main', 'HEAD'],
      ['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main'],
      ...(place === 'gitlab' ? [['remote', 'add', 'origin', 'https://gitlab.com/Acme/shop.git']] : []),
    );
  }
  return outdir;
}

/** What is said at a synth, its last step included; without cargo. */
export function listen(
  outdir: string,
  { git: place, rust, running, policy }: Cause,
  options?: MuslRustChefOptions,
): string[] {
  const messages: string[] = [];
  for (const level of ['info', 'warn'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((...text) => void messages.push(text.join(' ')));
  }
  const project = rust
    ? new RustProject({ name: 'app', outdir, muslRustChefOptions: options })
    : new Project({ name: 'app', outdir });
  if (!rust) new MuslRustChef(project, options);
  if (policy) new FleetPolicy(project, policy);
  const { PATH, PROJEN_DISABLE_POST } = process.env;
  const [, program] = process.argv;
  if (running !== undefined) process.argv[1] = join(outdir, running);
  process.env.PATH = place ? '/usr/bin:/bin' : tempDir();
  delete process.env.PROJEN_DISABLE_POST;
  try {
    project.synth();
  } finally {
    jest.restoreAllMocks();
    process.argv[1] = program;
    process.env.PATH = PATH;
    if (PROJEN_DISABLE_POST) process.env.PROJEN_DISABLE_POST = PROJEN_DISABLE_POST;
  }
  return messages;
}
