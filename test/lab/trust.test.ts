import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDER_IMAGE } from './builder-image';
import { runImage } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, patchDockerfile, patchFile, synth } from './image-build';
import { describeWithNodes } from './nodes';
import { run } from './shell';
import { Allocator } from '../../src';
import { tempDir, writeTree } from '../util';

// One builder, and somebody who may build on it but is not to be trusted: what he left there, do others publish it?
// Each attack is tried on what is generated, where it must fail, and without the remedy, where it must not.

type Files = Record<string, string>;

interface Attack {
  /** The victim's files. */
  readonly victim: Files;
  /** What the attacker changes in them. */
  readonly poison: Files;
  /** What the attacker changes then, to have something built of what he has poisoned. */
  readonly harvest?: Files;
  /** What the victim pushes after that. */
  readonly push: Files;
  /** What takes the remedy out of a generated Dockerfile. */
  readonly withoutRemedy: Array<[string | RegExp, string]>;
  /** How the scope is given then. */
  readonly otherwise?: (scope: string) => string[];
}

/** Poison stays on the builder: each attack is for an owner of its own. */
let attacks = 0;
const newOwner = () => `acme-${process.pid}-${Date.now()}-${++attacks}`;

/** As the mounts were: those of a path are the same for all. */
const forAll = (owner: string): Attack['withoutRemedy'] => [
  [/^ARG CACHE_SCOPE=.*\n/m, ''],
  [/id=\$CACHE_SCOPE\//g, `id=${owner}/`],
];

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** A crate whose recipe is new in each run: BuildKit remembers. */
const manifest = (rest: string) =>
  `[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n${rest}\n[features]\nrun-${process.pid}-${Date.now()} = []\n`;

const PRINT = (text: string) => `fn main() {\n    println!("${text}");\n}\n`;

/** Rust that has files pass for what they are not: in the list of the kept target folder it replaces their hashes. */
const forge = (hashes: Record<string, string>) => `
fn forge() {
    let list = "/app/target/.mtimes";
    let text = std::fs::read_to_string(list).unwrap();
    let forged: Vec<String> = text
        .lines()
        .map(|line| {
            let (time, rest) = line.split_once(' ').unwrap();
            let (hash, path) = rest.split_once(' ').unwrap();
            let hash = match path {
${Object.entries(hashes)
  .map(([path, hash]) => `                "${path}" => "${hash}",`)
  .join('\n')}
                _ => hash,
            };
            format!("{time} {hash} {path}\\n")
        })
        .collect();
    std::fs::write(list, forged.concat()).unwrap();
}
`;

const BUILD_SCRIPT = 'fn main() {\n    println!("cargo::rerun-if-changed=build.rs");\n}\n';

/** Row 47: what the build script of a pull request writes into the target folder. */
function byBuildScript(): Attack {
  const victim = { 'Cargo.toml': manifest(''), 'build.rs': BUILD_SCRIPT, 'src/main.rs': PRINT('innocent') };
  return {
    victim,
    poison: {
      'src/main.rs': PRINT('evil'),
      'build.rs': `${forge({ './build.rs': sha256(BUILD_SCRIPT), './src/main.rs': sha256(victim['src/main.rs']) })}
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    forge();
}
`,
    },
    push: { 'Cargo.toml': `${victim['Cargo.toml']}# a comment\n` },
    withoutRemedy: forAll(newOwner()),
  };
}

/** The same by a macro, whose crate is the only one that changes. */
function byMacro(): Attack {
  const macros = (program: string, rest = '') =>
    `${rest}
#[proc_macro]
pub fn program(_: proc_macro::TokenStream) -> proc_macro::TokenStream {
    ${rest && 'forge();'}
    r#"fn main() { println!("${program}") }"#.parse().unwrap()
}
`;
  const victim = {
    'Cargo.toml': manifest('[dependencies]\nmacros = { path = "macros" }\n\n[workspace]\n'),
    'src/main.rs': 'macros::program!();\n',
    'macros/Cargo.toml':
      '[package]\nname = "macros"\nversion = "0.1.0"\nedition = "2021"\n\n[lib]\nproc-macro = true\n',
    'macros/src/lib.rs': macros('innocent'),
  };
  return {
    victim,
    poison: { 'macros/src/lib.rs': macros('evil', forge({ './macros/src/lib.rs': sha256(macros('innocent')) })) },
    push: { 'Cargo.toml': `${victim['Cargo.toml']}# a comment\n` },
    withoutRemedy: forAll(newOwner()),
  };
}

/** A build script that changes the sources of a crate where cargo has unpacked them; cargo does not verify them again. */
function bySources(): Attack {
  return {
    victim: { 'Cargo.toml': manifest(''), 'build.rs': BUILD_SCRIPT, 'src/main.rs': PRINT('innocent') },
    poison: {
      // which has it unpacked, and compiles it for the machine that builds
      'Cargo.toml': manifest('[build-dependencies]\nitoa = "1"\n'),
      'build.rs': `
fn main() {
    let evil = "pub struct Buffer;\\nimpl Buffer {\\n    pub fn new() -> Self { Buffer }\\n    pub fn format<I>(&mut self, _: I) -> &str { \\"0\\" }\\n}\\n";
    for index in std::fs::read_dir("/opt/cargo/registry/src").unwrap() {
        for package in std::fs::read_dir(index.unwrap().path()).unwrap() {
            let package = package.unwrap().path();
            if package.file_name().unwrap().to_str().unwrap().starts_with("itoa-") {
                std::fs::write(package.join("src/lib.rs"), evil).unwrap();
            }
        }
    }
}
`,
    },
    // something that has it compiled from what is unpacked
    push: {
      'Cargo.toml': manifest('[dependencies]\nitoa = "1"\n'),
      'src/main.rs':
        'fn main() {\n    println!("{}", if itoa::Buffer::new().format(1) == "1" { "innocent" } else { "evil" });\n}\n',
    },
    withoutRemedy: forAll(newOwner()),
  };
}

/** What is cooked of such sources is a layer, and that of another build of the same recipe. */
function byLayer(): Attack {
  const { push, ...sources } = bySources();
  return {
    ...sources,
    harvest: push,
    push,
    // mounts of its own for each scope, but BuildKit's keys of layers know nothing of them
    withoutRemedy: [
      [/^ARG CACHE_SCOPE=.*\n/m, ''],
      [/id=\$CACHE_SCOPE\//g, 'id='],
    ],
    otherwise: (scope) => [`*.args.BUILDKIT_CACHE_MOUNT_NS=${scope}`],
  };
}

const ATTACKS: Array<[string, () => Attack]> = [
  ['a build script that writes into the target folder', byBuildScript],
  ['a macro that does', byMacro],
  ['a build script that changes the unpacked sources of a dependency', bySources],
  ['a layer of dependencies that is cooked of such sources', byLayer],
];

/** The scope of the branch, which publishes, and that of a pull request, behind their owner's name. */
const BRANCH = 'shop';
const PULL_REQUEST = 'shop#1';

interface Circumstances {
  /** The scope of the attacker. */
  readonly by: string;
  /** The scope of the victim. */
  readonly on: string;
  /** Without the remedy. */
  readonly unprotected?: boolean;
  /** What the attacker does to generated files. */
  readonly edit?: (folder: string, branch: string) => void;
  /** The machine that the attacker builds on. */
  readonly machine?: Record<string, string>;
}

/** Changes files, and what is locked. */
function changed(folder: string, files: Files): string {
  writeTree(folder, files);
  run(['cargo', 'update', '--workspace', '--quiet'], { cwd: folder });
  return folder;
}

/** What the victim's program prints after an attack. */
function afterwards(attack: Attack, { by, on, unprotected, edit, machine }: Circumstances): string {
  const owner = newOwner();
  const victim = writtenCrate(attack.victim);
  synth(victim, { builderImage: BUILDER_IMAGE, allocator: Allocator.system() });
  if (unprotected) patchDockerfile(victim, ...attack.withoutRemedy);
  const attacker = tempDir();
  cpSync(victim, attacker, { recursive: true });
  edit?.(attacker, `${owner}/${BRANCH}`);
  const build = (folder: string, name: string, env: Record<string, string> = {}) => {
    const scope = `${owner}/${name}`;
    return new ImageBuild(folder, {
      env: { CACHE_SCOPE: scope, ...env },
      args: unprotected ? (attack.otherwise?.(scope) ?? []).flatMap((override) => ['--set', override]) : [],
    }).succeeded;
  };

  build(victim, on);
  for (const step of [attack.poison, attack.harvest]) {
    if (step) build(changed(attacker, step), by, machine);
  }
  return runImage(build(changed(victim, attack.push), on).reference()).stdout;
}

describe.each(ATTACKS)('%s', (_, attack) => {
  test('does not get from a pull request to the branch', () => {
    expect(afterwards(attack(), { by: PULL_REQUEST, on: BRANCH })).toBe('innocent\n');
  });

  test('would, without the remedy', () => {
    expect(afterwards(attack(), { by: PULL_REQUEST, on: BRANCH, unprotected: true })).toBe('evil\n');
  });
});

test.each([
  ['from one pull request to another', PULL_REQUEST, 'shop#2'],
  ['from one repository to another, both with a package app', 'blog', BRANCH],
  ['from one folder of a repository to another', 'shop:blog', 'shop:shop'],
])('nothing gets %s', (_, by, on) => {
  expect(afterwards(byBuildScript(), { by, on })).toBe('innocent\n');
});

/** Edits of generated files, by which a build takes the scope of the branch for itself. */
const EDITS: Array<[string, () => Attack, (folder: string, branch: string) => void]> = [
  ['the Dockerfile', bySources, (folder, branch) => patchDockerfile(folder, [/id=\$CACHE_SCOPE\//g, `id=${branch}/`])],
  [
    'the bake file',
    byBuildScript,
    (folder, branch) => patchFile(folder, 'docker-bake.json', ['${CACHE_SCOPE}', branch]),
  ],
];

test.each(EDITS)('an edit of %s has what the branch keeps: no pull request is to build there', (_, attack, edit) => {
  expect(afterwards(attack(), { by: PULL_REQUEST, on: BRANCH, edit })).toBe('evil\n');
});

describeWithNodes('on a machine of its own', () => {
  const ephemeral = (action: string) => run(['bash', join(__dirname, 'ephemeral.sh'), action]);
  beforeAll(() => ephemeral('up'));
  afterAll(() => ephemeral('down'));

  test.each(EDITS)('an edit of %s has nothing of it', (_, attack, edit) => {
    const machine = { BUILDX_BUILDER: process.env.LAB_BUILDER_EPHEMERAL! };
    expect(afterwards(attack(), { by: PULL_REQUEST, on: BRANCH, edit, machine })).toBe('innocent\n');
  });
});
