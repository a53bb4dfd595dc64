import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Cause, CAUSES, GOOGLE, listen, lockWith, MANIFEST, PACKAGE, plant } from './causes';
import { Allocator, BuilderBase, BuildStrategy, MuslRustChefOptions, RuntimeBase } from '../../src';
import { versionOf } from '../../src/generator';
import { WarningId, WARNINGS } from '../../src/messages/warning-ids';
import { PINS } from '../../src/pins';
import { testWithRust } from '../tools/rust';
import { writeTree } from '../util';

/** What somebody does who does as a message says. */
interface Advice {
  /** The words of the message. */
  readonly says: string;
  /** What brings the message up; that of the id, where nothing is said. */
  readonly cause?: Cause;
  /** Where nothing is returned the file is removed. */
  readonly edit?: Record<string, (text: string) => string | undefined>;
  /** Instead of those of the cause. */
  readonly options?: MuslRustChefOptions;
  /** Whether the command in backticks is run. */
  readonly isCommand?: true;
  /** What is right then: a file, and what is in it. */
  readonly right?: Record<string, string | RegExp>;
}

const FUSE = '[target.x86_64-unknown-linux-gnu]\nrustflags = ["-Clink-arg=-fuse-ld=mold"]\n';
const ALLOCATED = { 'src/main.rs': '#[global_allocator]' };
const system = { allocator: Allocator.system() };
const to = (text: string) => () => text;
const PYTHON = ['projen', 'constructs', 'projen-muslrust-chef'].map((name) => `${name}==${versionOf(name)}`);

/** Each way that a message names; for a message that names none, why; or the test that follows it. */
const ADVICE: Record<WarningId, Advice[] | string> = {
  'allocator-by-hand': 'test/allocator/by-hand.test.ts',
  'allocator-dependency': [
    { says: 'remove that dependency', edit: { 'Cargo.toml': to(MANIFEST) }, right: ALLOCATED },
    {
      says: 'set #[global_allocator] in your own code',
      edit: { 'src/main.rs': (text) => `#[global_allocator]\nstatic A: B = B;\n${text}` },
    },
  ],
  'allocator-freestanding': 'it is as it should be',
  'allocator-own': 'it is as it should be',
  'allocator-own-dependency': 'it is as it should be',
  'allocator-removal': [
    {
      says: 'remove the lines that are marked muslrust-chef from its manifest and root files by hand',
      edit: { 'Cargo.toml': (text) => text.replace(/^.*muslrust-chef.*\n/gm, '') },
      right: { 'Cargo.toml': /^\[target\.'cfg\(target_env = "musl"\)'\.dependencies\]\n$/m },
    },
  ],
  'allocator-rewritten': [
    {
      says: 'write `allocator: Allocator.mimalloc({ secure: true })` in the rc file',
      options: { allocator: Allocator.mimalloc({ secure: true }) },
      right: { 'Cargo.toml': 'features = ["secure"]' },
    },
    {
      says: 'write `allocator: Allocator.mimalloc({ secure: true, memoryBounded: true, hugePages: true })` in the rc file',
      cause: {
        ...CAUSES['allocator-rewritten'],
        options: { allocator: Allocator.mimalloc({ memoryBounded: true, hugePages: true }) },
      },
      options: { allocator: Allocator.mimalloc({ secure: true, memoryBounded: true, hugePages: true }) },
      right: { 'Cargo.toml': 'features = ["secure"]', Dockerfile: 'MIMALLOC_PURGE_DELAY' },
    },
  ],
  'allocator-version': [
    {
      says: 'require another release there',
      edit: { 'Cargo.toml': (text) => text.replace('=0.1.45', '0.1.52') },
      right: { ...ALLOCATED, 'Cargo.toml': 'mimalloc = "0.1.52"' },
    },
  ],
  branch: [
    {
      says: '`branch: "main"`',
      options: { branch: 'main' },
      right: { '.github/workflows/image.yml': 'branches:\n      - main\n' },
    },
  ],
  'build-arg': [{ says: 'Take it out', options: { buildArgs: {} } }],
  'config-build-dir': [
    {
      says: 'Write "out"',
      edit: { '.cargo/config.toml': to('[build]\nbuild-dir = "out"\n') },
      right: { '.dockerignore': '\n/out\n' },
    },
  ],
  'config-build-rustflags': [
    {
      says: 'Move them to [target.\'cfg(target_env = "musl")\']',
      edit: { '.cargo/config.toml': (text) => text.replace('[build]', '[target.\'cfg(target_env = "musl")\']') },
    },
  ],
  'config-build-target': 'it is as it should be',
  'config-crt-static': [
    {
      says: 'Limit it to the target of your own machine, as in [target.x86_64-unknown-linux-gnu]',
      edit: { '.cargo/config.toml': (text) => text.replace(/^.*\n/, '[target.x86_64-unknown-linux-gnu]\n') },
    },
  ],
  'config-env': [
    {
      says: 'Move what is read there into the project',
      edit: { '.cargo/config.toml': (text) => text.replace('../', '') },
    },
  ],
  'config-fuse-ld': [{ says: 'as in [target.x86_64-unknown-linux-gnu]', edit: { '.cargo/config.toml': to(FUSE) } }],
  'config-linker': [{ says: 'Remove it', edit: { '.cargo/config.toml': (text) => text.replace(/linker = .*\n/, '') } }],
  'config-network': [{ says: 'Remove it', edit: { '.cargo/config.toml': to('') } }],
  'config-program': [{ says: 'Remove it', edit: { '.cargo/config.toml': to('') } }],
  'config-target-cpu': [
    {
      says: 'Limit it to the target of your own machine, as in [target.x86_64-unknown-linux-gnu]',
      edit: { '.cargo/config.toml': to(FUSE.replace('-Clink-arg=-fuse-ld=mold', '-Ctarget-cpu=native')) },
    },
    {
      says: 'target-cpu=x86-64-v2 for [target.x86_64-unknown-linux-musl]',
      edit: {
        '.cargo/config.toml': to('[target.x86_64-unknown-linux-musl]\nrustflags = ["-Ctarget-cpu=x86-64-v2"]\n'),
      },
    },
  ],
  'config-token': [{ says: 'Take it out', edit: { '.cargo/config.toml': to('') } }],
  'default-task': 'test/files/running-rc-file.long.test.ts',
  'files-hidden': 'test/dockerfile/copied-files.test.ts',
  'generated-files': [
    ...[
      ['npm', 'package-lock.json', '{}'],
      ['pnpm', 'pnpm-lock.yaml', "lockfileVersion: '9.0'\n"],
      ['yarn', 'yarn.lock', '__metadata:\n  version: 8\n'],
      ['bun', 'bun.lock', '{}'],
    ].map(([program, lockFile, text]): Advice => ({
      says: `Run \`${program} install\`, commit ${lockFile}, and synth again`,
      cause: { files: { 'package.json': PACKAGE.replace('{', `{ "packageManager": "${program}@9.0.0",`) } },
      // as that writes it
      edit: { [lockFile]: to(text) },
      right: { '.github/workflows/generated-files.yml': `${program === 'npm' ? 'npm ci' : `${program} install`}` },
    })),
    {
      says: `Write requirements-dev.txt with the lines ${PYTHON.join(', ')}, commit it, and synth again`,
      cause: { files: { '.projenrc.py': '' } },
      edit: { 'requirements-dev.txt': to(PYTHON.map((line) => `${line}\n`).join('')) },
      right: { '.github/workflows/generated-files.yml': 'pip install -r requirements-dev.txt' },
    },
    ...[
      ['uv', 'uv sync --locked'],
      ['poetry', 'poetry install'],
    ].map(([program, install]): Advice => ({
      says: 'Run `uv lock` or `poetry lock`, commit what it writes, and synth again',
      cause: {
        files: { '.projenrc.py': '', 'pyproject.toml': '[dependency-groups]\ndev = ["projen-muslrust-chef"]\n' },
      },
      // as both write it
      edit: { [`${program}.lock`]: to('[[package]]\nname = "projen-muslrust-chef"\n') },
      right: { '.github/workflows/generated-files.yml': install },
    })),
  ],
  'foreign-origin': [
    {
      says: 'Say `workflow: false`, and where images are by `imageRepository`, e.g. "registry.gitlab.com/acme/shop"',
      options: { workflow: false, imageRepository: 'registry.gitlab.com/acme/shop' },
    },
  ],
  'google-login': [
    { says: 'BuildStrategy.NATIVE', options: { registry: GOOGLE, strategy: BuildStrategy.NATIVE } },
    { says: 'BuildStrategy.CROSS', options: { registry: GOOGLE, strategy: BuildStrategy.CROSS } },
  ],
  'hidden-file': 'test/dockerfile/hidden-files.test.ts',
  'image-env': [{ says: 'Take it out', options: { imageDefaults: {} } }],
  'left-behind': 'test/files/left-behind.test.ts',
  'images-moved': [
    {
      says: 'say the old place by `repository` of the image',
      options: { images: [{ binary: 'app', repository: 'ghcr.io/acme/shop/old' }] },
      right: { 'docker-bake.json': 'ghcr.io/acme/shop/old' },
    },
  ],
  'lock-file': [
    {
      says: 'run `cargo update --workspace`',
      cause: { ...CAUSES['lock-file'], options: system },
      isCommand: true,
      right: { 'Cargo.lock': 'name = "app"' },
    },
    {
      says: 'run `cargo update --workspace`',
      cause: {
        files: { 'Cargo.lock': 'version = 4\n\n[[package]]\nname = "app"\nversion = "0.0.9"\n' },
        options: system,
      },
      isCommand: true,
      right: { 'Cargo.lock': 'version = "0.1.0"' },
    },
    {
      says: 'run `cargo generate-lockfile`',
      cause: { files: { 'Cargo.lock': '' }, options: system },
      isCommand: true,
      right: { 'Cargo.lock': 'name = "app"' },
    },
  ],
  'lock-file-ignored': [
    { says: 'take it out of .gitignore', edit: { '.gitignore': (text) => text.replace(/^Cargo\.lock\n/m, '') } },
  ],
  'native-code-bindgen': [
    {
      says: "Use BuildStrategy.CROSS, and aptPackages: ['libclang-dev']",
      options: { strategy: BuildStrategy.CROSS, aptPackages: ['libclang-dev'] },
      right: { Dockerfile: 'libclang-dev' },
    },
  ],
  'native-code-cpp': [
    { says: 'BuildStrategy.CROSS', options: { strategy: BuildStrategy.CROSS }, right: { Dockerfile: 'zig' } },
    {
      says: 'BuilderBase.rustMusl()',
      options: { builderBase: BuilderBase.rustMusl() },
      right: { Dockerfile: 'rust-musl' },
    },
  ],
  'native-code-library': ['openssl-sys', 'pq-sys', 'mysqlclient-sys'].flatMap((crate): Advice[] => {
    const cause = { files: { 'Cargo.lock': lockWith(crate) } };
    const compiled = `${crate.replace('-sys', '-src')}`;
    return [
      {
        says: `switch its feature "${crate === 'openssl-sys' ? 'vendored' : 'bundled'}" on`,
        cause,
        // as cargo writes it then
        edit: {
          'Cargo.lock': (text) =>
            `${text.replace('source = "registry"\n', `$&dependencies = ["${compiled}"]\n`)}` +
            `[[package]]\nname = "${compiled}"\nversion = "1.0.0"\nsource = "registry"\n`,
        },
      },
      {
        says: 'BuilderBase.rustMusl()',
        cause,
        options: { builderBase: BuilderBase.rustMusl() },
        right: { Dockerfile: 'rust-musl' },
      },
    ];
  }),
  'other-builds': 'test/dockerfile/other-builds.test.ts',
  'package-json': [
    {
      says: 'add projen, constructs to its devDependencies',
      edit: { 'package.json': to('{ "private": true, "devDependencies": { "projen": "*", "constructs": "*" } }\n') },
      right: { 'package.json': '"private": true, "devDependencies"' },
    },
  ],
  pins: [
    {
      says: '`npx projen pins:update` goes back to it',
      // as that writes it: test/pin-file/update-pins.test.ts
      edit: { 'muslrust-chef.pins.json': (text) => text.replace('v1.2.3', PINS.actions['actions/checkout'][0]) },
    },
  ],
  'python-dict': [
    {
      says: 'Write ImageOptions(…) in the place of the dict',
      edit: { '.projenrc.py': to("MuslRustChef(project, images=[ImageOptions(binary='app', smoke_test=['-V'])])\n") },
    },
  ],
  'rc-file': 'test/files/git-files.test.ts',
  'policy-acknowledgement': 'test/policy/fleet-policy.test.ts',
  'rc-files': 'test/starter/other-rc-files.test.ts',
  'runtime-base': [
    {
      says: 'tmp: true) and no time zones (timeZones: true)',
      options: { runtimeBase: RuntimeBase.scratch({ tmp: true, timeZones: true }) },
      right: { Dockerfile: /zoneinfo[^]*\/tmp|\/tmp[^]*zoneinfo/ },
    },
  ],
  'runtime-time-zones': [
    {
      says: 'Say `timeZones: true` to RuntimeBase.scratch()',
      options: {
        ...CAUSES['runtime-time-zones'].options,
        runtimeBase: RuntimeBase.scratch({ tmp: true, timeZones: true }),
      },
      right: { Dockerfile: 'zoneinfo' },
    },
    { says: 'or take TZ out', options: { runtimeBase: RuntimeBase.scratch({ tmp: true }) } },
  ],
  'runtime-tmp': [
    {
      says: 'Say `tmp: true` to RuntimeBase.scratch()',
      options: { runtimeBase: RuntimeBase.scratch({ tmp: true, timeZones: true }) },
      right: { Dockerfile: '/files/tmp' },
    },
    {
      says: 'or name a folder of a volume in `env`, by SQLITE_TMPDIR',
      options: {
        ...CAUSES['runtime-tmp'].options,
        imageDefaults: { volumes: ['/data'], env: { SQLITE_TMPDIR: '/data' } },
      },
      right: { Dockerfile: 'SQLITE_TMPDIR' },
    },
  ],
  'rust-version': [
    {
      says: "BuilderBase.muslrust('docker.io/clux/muslrust:X.Y.Z-stable')",
      options: { builderBase: BuilderBase.muslrust('docker.io/clux/muslrust:1.999.0-stable') },
      right: { Dockerfile: '1.999.0-stable' },
    },
    {
      says: 'name the version in rust-toolchain.toml',
      edit: { 'rust-toolchain.toml': to('[toolchain]\nchannel = "1.999.0"\n') },
      right: { Dockerfile: 'rust-toolchain.toml' },
    },
    {
      says: 'name a newer one there',
      cause: {
        files: {
          'rust-toolchain.toml': '[toolchain]\nchannel = "1.80.0"\n',
          'Cargo.toml': MANIFEST.replace('2021', '2024'),
        },
      },
      edit: { 'rust-toolchain.toml': to('[toolchain]\nchannel = "1.85"\n') },
    },
    { says: 'or lower it', edit: { 'Cargo.toml': (text) => text.replace('1.999', '1.80') } },
  ],
  'skipped-binary': [
    {
      says: 'List it in `images` beside those that are to have one, as in { binary: "admin" }',
      options: { images: [{ binary: 'app' }, { binary: 'admin' }] },
      right: { 'docker-bake.json': '"admin"' },
    },
    {
      says: 'or set `allFeatures: true`',
      options: { allFeatures: true },
      right: { 'docker-bake.json': '"admin"' },
    },
  ],
  'skipped-tool': [
    {
      says: 'List it in `images` to give it one',
      options: { images: [{ binary: 'app' }, { binary: 'xtask' }] },
      right: { 'docker-bake.json': '"xtask"' },
    },
  ],
  'sources-ignored': [
    { says: 'take it out of .gitignore', edit: { '.gitignore': (text) => text.replace(/^\*\.toml\n/m, '') } },
  ],
  'sync-ignored': [
    { says: 'take it out of .gitignore', edit: { '.gitignore': (text) => text.replace(/^\*-lock\.json\n/m, '') } },
  ],
  'toolchain-file': [
    {
      says: 'Remove one of the two',
      edit: { 'rust-toolchain': () => undefined },
      right: { Dockerfile: 'COPY rust-toolchain.toml ' },
    },
  ],
  'workflow-below-root': 'test/workflow/workflows-below-root.test.ts',
};

const isOf = (id: WarningId) => (text: string) => text.split('\n', 1)[0].endsWith(` [${id}]`);

describe.each(Object.keys(WARNINGS) as WarningId[])('%s', (id) => {
  const advice = ADVICE[id];
  if (typeof advice === 'string') {
    if (advice.startsWith('test/')) {
      test(`is followed in ${advice}`, () => {
        expect(readFileSync(join(__dirname, '..', '..', advice), 'utf8')).toMatch(/following the message|advice\(/);
      });
    } else {
      test('names nothing to do', () => {
        const [text] = listen(plant(CAUSES[id]), CAUSES[id], CAUSES[id].options).filter(isOf(id));
        expect(text).not.toMatch(/\b(use|remove|run|add|move|say|write|name|list|require)\b/i);
      });
    }
    return;
  }
  for (const { says, cause = CAUSES[id], edit = {}, options = cause.options, isCommand, right = {} } of advice) {
    (isCommand ? testWithRust : test)(`helps whoever follows it: ${says}`, () => {
      const dir = plant(cause);
      if (cause.files?.['Cargo.lock'] === '') rmSync(join(dir, 'Cargo.lock'));
      const before = listen(dir, cause, cause.options);
      const [message] = before.filter(isOf(id));
      expect(message).toContain(says);

      for (const [path, change] of Object.entries(edit)) {
        const text = existsSync(join(dir, path)) ? readFileSync(join(dir, path), 'utf8') : '';
        const changed = change(text);
        expect(changed).not.toBe(text);
        rmSync(join(dir, path), { force: true });
        if (changed !== undefined) writeTree(dir, { [path]: changed });
      }
      if (isCommand) {
        const [, command] = /run `(.*?)`/.exec(message)!;
        const [program, ...args] = command.split(' ');
        expect(spawnSync(program, [...args, '--offline'], { cwd: dir, encoding: 'utf8' })).toMatchObject({ status: 0 });
      }
      const after = listen(dir, cause, options);
      // of what is right as it is now something may be said
      const others = after.filter(
        (text) => !before.includes(text) && !text.split('\n', 1)[0].endsWith(' [allocator-own]'),
      );
      expect([...after.filter(isOf(id)), ...others]).toEqual([]);
      for (const [path, content] of Object.entries(right)) {
        expect(readFileSync(join(dir, path), 'utf8')).toEqual(
          typeof content === 'string' ? expect.stringContaining(content) : expect.stringMatching(content),
        );
      }
    });
  }
});
