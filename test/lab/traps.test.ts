import { BUILDER_IMAGE, ZIG_BUILDER_IMAGE } from './builder-image';
import { runImage } from './container';
import { edit, writtenCrate } from './crates';
import { ImageBuild, patchDockerfile, synth } from './image-build';
import { isShort, testLong } from './long';
import { testWithNodes } from './nodes';
import { run } from './shell';
import { Allocator, BuildArg, BuilderBase, BuildStrategy, MuslRustChefOptions, Platform, RuntimeBase } from '../../src';

// What goes wrong where a remedy of the generated Dockerfile is taken out, and goes well with it. Each pair of builds
// is for real: a remedy that nothing needs any more shows here, and so does one that no longer helps.

/** A crate whose cooked dummies are easily taken for the real thing. */
const WITHOUT_VERSION = {
  'Cargo.toml': '[package]\nname = "app"\nedition = "2021"\n\n[lib]\npath = "src/lib.rs"\n',
  'build.rs': 'fn main() {\n    println!("cargo::rustc-env=BUILT=by build.rs");\n}\n',
  'src/lib.rs': 'pub fn origin() -> &\'static str {\n    env!("BUILT")\n}\n',
  'src/main.rs': 'fn main() {\n    println!("{}", app::origin());\n}\n',
};

/** What is optimised is none of our business. */
const QUICKLY = '\n[profile.release]\nopt-level = 0\n';

/** A crate with a dependency that generates code of its own. */
const WITH_GENERATED_CODE = {
  'Cargo.toml': `[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nserde_core = "1"\nitoa = "1"\n${QUICKLY}`,
  'src/main.rs': 'fn main() {\n    println!("{}", itoa::Buffer::new().format(42));\n}\n',
};

/** Everything is as old as a checkout may be. */
const LONG_AGO = 'find . -path ./target -prune -o -type f -exec touch -d 2001-01-01 {} +\n';

/** In the stage that compiles the binaries. */
const RESTORE = /^restore-mtimes\.sh\n(?=.* --locked )/m;

/** These crates have one recipe, and so would have one target folder. */
const NOTHING_KEPT: MuslRustChefOptions = { incremental: false };

/** The dummies are left in the layer of the dependencies. */
const WITH_DUMMIES: [string, string] = ['keep-target.sh copy /compiled\n', 'cp -a target /compiled\n'];

/** A base for which there is no builder image here. */
const ON_RUST_MUSL: MuslRustChefOptions = {
  builderBase: BuilderBase.rustMusl(),
  builderImage: undefined,
  platforms: [Platform.LINUX_AMD64],
};

/** The script that compiles does not stop where a command fails. */
const GOES_ON: [RegExp, string] = [/set -eu\n(# sets each file's mtime)/, '$1'];

/** Variables for all that is compiled. */
function withVariables(assignments: string): [RegExp, string] {
  return [/^WORKDIR \/app$/m, `$&\nENV ${assignments}`];
}

function crate(files: Record<string, string>, options: MuslRustChefOptions = {}): string {
  const folder = writtenCrate(files);
  synth(folder, {
    // no allocator of which the C code would be compiled for each of these recipes, and no tools that would be
    allocator: Allocator.system(),
    builderImage: options.strategy === BuildStrategy.CROSS ? ZIG_BUILDER_IMAGE : BUILDER_IMAGE,
    ...options,
  });
  return folder;
}

/** Sources that are older than what was cooked, in the stage that compiles them. */
function age(folder: string): string {
  patchDockerfile(folder, [RESTORE, `${LONG_AGO}$&`]);
  return folder;
}

describe('stale dummies: a crate without a version, with a build.rs, older than its dummies', () => {
  test('the program is the real one', () => {
    const build = new ImageBuild(age(crate(WITHOUT_VERSION, NOTHING_KEPT))).succeeded;
    expect(runImage(build.reference()).stdout).toBe('by build.rs\n');
  });

  test('also with the dummies: a source that is not known is new', () => {
    const folder = age(crate(WITHOUT_VERSION, NOTHING_KEPT));
    patchDockerfile(folder, WITH_DUMMIES);
    const build = new ImageBuild(folder).succeeded;
    expect(runImage(build.reference()).stdout).toBe('by build.rs\n');
  });

  test('with the dummies and the times of the checkout it is not', () => {
    const folder = age(crate(WITHOUT_VERSION, NOTHING_KEPT));
    patchDockerfile(folder, WITH_DUMMIES, [RESTORE, '']);
    const build = new ImageBuild(folder);
    // the real build.rs is never run
    expect(build.result.status).not.toBe(0);
    expect(build.result.output).toContain('environment variable `BUILT` not defined at compile time');
  });
});

describe('a dummy for a program: a compile error in a stage that goes on', () => {
  const BROKEN = { ...WITHOUT_VERSION, 'src/main.rs': 'fn main() {\n    no_such_function();\n}\n' };

  test('fails the build', () => {
    const { result } = new ImageBuild(crate(BROKEN, NOTHING_KEPT));
    expect(result.status).not.toBe(0);
    expect(result.output).toContain('no_such_function');
  });

  test('also where the script does not stop at it: the dummy is gone', () => {
    const folder = crate(BROKEN, NOTHING_KEPT);
    patchDockerfile(folder, GOES_ON);
    const { result } = new ImageBuild(folder);
    expect(result.output).toContain('get-executable.sh: target/x86_64-unknown-linux-musl/release/app: no such file');
  });

  test('ships a program that does nothing, where the dummy is left and the script goes on', () => {
    const folder = crate(BROKEN, NOTHING_KEPT);
    patchDockerfile(folder, GOES_ON, WITH_DUMMIES);
    const build = new ImageBuild(folder).succeeded;
    expect(runImage(build.reference())).toMatchObject({ status: 0, stdout: '' });
  });
});

describe('third-party crates', () => {
  test('are compiled again after a touch that reaches the code that they generated', () => {
    const folder = crate(WITH_GENERATED_CODE);
    new ImageBuild(folder).succeeded;
    edit(folder, 'src/main.rs');
    expect(new ImageBuild(folder).succeeded.compiled).toEqual(['app']);

    patchDockerfile(folder, [RESTORE, "find . -name '*.rs' -exec touch {} +\n"]);
    expect(new ImageBuild(folder).succeeded.compiled).toContain('serde_core');
  });

  testLong('are compiled again by a build whose flags are not those of the cook', () => {
    const folder = crate(
      {
        ...WITH_GENERATED_CODE,
        // a feature that is new in each run of the tests: BuildKit remembers what was cooked
        'Cargo.toml': `${WITH_GENERATED_CODE['Cargo.toml']}\n[features]\nrun-${Date.now()} = []\n\n[workspace]\nmembers = ["other"]\n`,
        'other/Cargo.toml':
          '[package]\nname = "other"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nserde_core = { version = "1", features = ["rc"] }\n',
        'other/src/main.rs': 'fn main() {}\n',
      },
      { images: [{ binary: 'app' }], ...NOTHING_KEPT },
    );
    new ImageBuild(folder).succeeded;
    edit(folder, 'src/main.rs');
    expect(new ImageBuild(folder).succeeded.compiled).toEqual(['app']);

    // both packages are built, so the features of serde_core are other ones
    patchDockerfile(folder, [/ --package app /, ' --package app --package other ']);
    expect(new ImageBuild(folder).succeeded.compiled.filter((name) => name === 'serde_core')).toHaveLength(2);
  });
});

test('a cook that is locked fails for a crate without a version', () => {
  const folder = crate(WITHOUT_VERSION);
  // the first is that of the dependencies
  patchDockerfile(folder, [' cargo build ', ' cargo build --locked ']);
  const { result } = new ImageBuild(folder);
  expect(result.status).not.toBe(0);
  expect(result.output).toContain('--locked was passed');
});

describe('.cargo/config.toml with folders of its own for what is compiled', () => {
  const ELSEWHERE = {
    ...WITH_GENERATED_CODE,
    '.cargo/config.toml': '[build]\ntarget-dir = "out"\nbuild-dir = "between"\n',
  };
  /** What will be the layout of a build-dir. */
  const NEW_LAYOUT = withVariables('RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_DIR_NEW_LAYOUT=true');

  test.each<[string, [RegExp, string][]]>([
    ['as it is', []],
    ['as it will be', [NEW_LAYOUT]],
  ])('changes nothing: dependencies are compiled once, in the layout %s', (_, changes) => {
    const folder = crate(ELSEWHERE);
    if (changes.length > 0) patchDockerfile(folder, ...changes);
    new ImageBuild(folder).succeeded;
    edit(folder, 'src/main.rs');
    const build = new ImageBuild(folder).succeeded;
    expect(build.compiled).toEqual(['app']);
    expect(runImage(build.reference()).stdout).toBe('42\n');
  });

  test('fails the build where the target folder has its way', () => {
    const folder = crate(ELSEWHERE);
    patchDockerfile(folder, [/ --target-dir target/g, '']);
    const { result } = new ImageBuild(folder);
    expect(result.status).not.toBe(0);
    expect(result.output).toMatch(/get-executable\.sh: .*\/app: no such file/);
  });

  testLong('has dependencies compiled again and again where the other one has its way', () => {
    const folder = crate(ELSEWHERE);
    patchDockerfile(folder, [/ --config "build\.build-dir='target'"/g, '']);
    new ImageBuild(folder).succeeded;
    edit(folder, 'src/main.rs');
    expect(new ImageBuild(folder).succeeded.compiled).toContain('serde_core');
  });
});

describe('a build.rs that calls cargo, by its name and by what cargo calls itself', () => {
  const tool = (name: string) => ({
    [`tools/${name}/Cargo.toml`]: `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n[workspace]\n`,
    [`tools/${name}/src/main.rs`]: `fn main() {\n    println!("${name}");\n}\n`,
  });
  const callsCargo = (folder: string, seconds: number) => ({
    ...WITHOUT_VERSION,
    ...tool('by-name'),
    ...tool('by-path'),
    'build.rs': `use std::{env, process::Command};

fn main() {
    let mut said = String::new();
    for (tool, cargo) in [("by-name", "cargo".to_string()), ("by-path", env::var("CARGO").unwrap())] {
        let build = ["${seconds}", &cargo, "build", "--release", "--manifest-path", &format!("tools/{tool}/Cargo.toml")];
        assert!(Command::new("timeout").args(build).status().unwrap().success());
        // where it is on a developer's machine
        let output = Command::new(format!("tools/{tool}/target/${folder}/{tool}")).output().unwrap();
        said += String::from_utf8(output.stdout).unwrap().trim();
        said += ";";
    }
    println!("cargo::rustc-env=BUILT={said}");
}
`,
  });

  function expectFound(folder: string, options: MuslRustChefOptions): void {
    const sources = callsCargo(folder, 60);
    const build = new ImageBuild(crate(sources, { platforms: [Platform.LINUX_AMD64], ...options })).succeeded;
    expect(runImage(build.reference()).stdout).toBe('by-name;by-path;\n');
  }

  test.each<[string, MuslRustChefOptions]>([
    ['by muslrust', {}],
    ['by zig', { strategy: BuildStrategy.CROSS }],
  ])('finds what it compiled where it is on any other machine: %s', (_, options) => expectFound('release', options));

  testLong('finds what it compiled where it is on any other machine: by rust-musl', () =>
    // that image's own configuration names the target for every cargo in it
    expectFound('x86_64-unknown-linux-musl/release', ON_RUST_MUSL),
  );

  test.each(['CARGO_TARGET_DIR', 'CARGO_BUILD_BUILD_DIR'])(
    'waits for a lock, where the folder is in %s',
    (variable) => {
      const folder = crate(callsCargo('release', 10));
      patchDockerfile(folder, withVariables(`${variable}=/app/target`));
      const { result } = new ImageBuild(folder);
      expect(result.status).not.toBe(0);
      expect(result.output).toContain('waiting for file lock on');
    },
  );

  test('finds nothing, where the target is a variable', () => {
    const folder = crate(callsCargo('release', 60));
    patchDockerfile(folder, [/env -u CARGO_BUILD_TARGET cargo/g, 'cargo']);
    const { result } = new ImageBuild(folder);
    expect(result.status).not.toBe(0);
    expect(result.output).toMatch(/No such file or directory|NotFound/);
  });
});

describe('build arguments', () => {
  const TELLS = {
    'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nitoa = "1"\n',
    // which says nothing of what it reads
    'build.rs': 'fn main() {\n    println!("cargo::rustc-env=BUILT={}", std::env::var("REVISION").unwrap());\n}\n',
    'src/main.rs': `fn main() {
    println!("{} {} {:?}", env!("BUILT"), env!("FLAVOUR"), option_env!("NOBODY"));
}
`,
  };
  const OPTIONS: MuslRustChefOptions = {
    buildArgs: { REVISION: BuildArg.revision(), FLAVOUR: BuildArg.value('sweet'), NOBODY: BuildArg.describe() },
  };

  test('are what the build was told; dependencies stay as they are', () => {
    const folder = crate(TELLS, OPTIONS);
    const tell = (REVISION: string) => new ImageBuild(folder, { env: { REVISION } }).succeeded;
    const [one, other] = ['one', 'other'].map((word) => `${word}-${Date.now()}`);
    expect(runImage(tell(one).reference()).stdout).toBe(`${one} sweet None\n`);
    const build = tell(other);
    expect(runImage(build.reference()).stdout).toBe(`${other} sweet None\n`);
    expect(build.compiled).toEqual(['app']);
  });

  test('would be old ones of a build script that says nothing, if nobody told cargo', () => {
    const folder = crate(TELLS, OPTIONS);
    patchDockerfile(folder, [/^restore-mtimes\.sh .*$/m, 'restore-mtimes.sh']);
    const tell = (REVISION: string) => new ImageBuild(folder, { env: { REVISION } }).succeeded;
    const first = `first-${Date.now()}`;
    tell(first);
    expect(runImage(tell('second').reference()).stdout).toBe(`${first} sweet None\n`);
  });
});

describe('crates of the project in place of those of crates.io', () => {
  const package_ = (name: string, version: string, rest = '') =>
    `[package]\nname = "${name}"\nversion = "${version}"\nedition = "2021"\n\n${rest}`;
  // serde_json compiles against it, which it would not against a dummy
  const ITOA = (digits: string) => `pub struct Buffer(String);

impl Buffer {
    pub fn new() -> Self {
        Buffer(String::new())
    }
    pub fn format<I>(&mut self, _: I) -> &str {
        self.0 = ${digits}.to_string();
        &self.0
    }
}
`;
  const APP = {
    'src/main.rs': 'fn main() {\n    println!("{}", serde_json::to_string(&1).unwrap());\n}\n',
    'itoa/src/lib.rs': ITOA('digits::DIGITS'),
    'digits/Cargo.toml': package_('digits', '0.3.1'),
    'digits/src/lib.rs': 'pub const DIGITS: &str = "of the project";\n',
  };
  const DIGITS = '[dependencies]\ndigits = { path = "../digits", version = "0.3" }\n';
  const ROOT = package_('app', '0.1.0', `[dependencies]\nserde_json = "1"\n${QUICKLY}\n`);
  const PATCH = '[patch.crates-io]\nitoa = { path = "itoa" }\n';
  const MEMBERS = '\n[workspace]\nmembers = ["itoa", "digits"]\n\n[workspace.lints.rust]\nunused = "deny"\n\n';
  const MEMBER = package_('itoa', '1.0.99', DIGITS);

  test.each<[string, Record<string, string>]>([
    ['a member', { 'Cargo.toml': ROOT + MEMBERS + PATCH, 'itoa/Cargo.toml': MEMBER }],
    [
      'a member whose lints are inherited',
      { 'Cargo.toml': ROOT + MEMBERS + PATCH, 'itoa/Cargo.toml': `${MEMBER}\n[lints]\nworkspace = true\n` },
    ],
    [
      'a member that another one depends on by its path',
      {
        'Cargo.toml': ROOT.replace('[dependencies]\n', '$&itoa = { path = "itoa", version = "1" }\n') + MEMBERS + PATCH,
        'itoa/Cargo.toml': MEMBER,
      },
    ],
    ['no member', { 'Cargo.toml': ROOT + PATCH, 'itoa/Cargo.toml': MEMBER }],
    ['by the configuration', { 'Cargo.toml': ROOT, 'itoa/Cargo.toml': MEMBER, '.cargo/config.toml': PATCH }],
    [
      'by a file that the configuration includes',
      {
        'Cargo.toml': ROOT,
        'itoa/Cargo.toml': MEMBER,
        '.cargo/config.toml': 'include = [{ path = "patches.toml" }]\n',
        '.cargo/patches.toml': PATCH,
      },
    ],
    [
      'by `paths`',
      {
        'Cargo.toml': ROOT,
        // the version that is in Cargo.lock, or cargo takes it for another crate; and no other dependencies
        'itoa/Cargo.toml': package_('itoa', '1.0.15'),
        'itoa/src/lib.rs': ITOA('"of the project"'),
        '.cargo/config.toml': 'paths = ["itoa"]\n',
      },
    ],
  ])('are compiled with the dependencies: %s', (_, files) => {
    const folder = writtenCrate({ ...APP, ...files });
    if (files['.cargo/config.toml']?.startsWith('paths')) {
      run(['cargo', 'update', '--quiet', 'itoa', '--precise', '1.0.15'], { cwd: folder });
    }
    synth(folder, { allocator: Allocator.system(), builderImage: BUILDER_IMAGE, images: [{ binary: 'app' }] });
    const build = new ImageBuild(folder).succeeded;
    expect(runImage(build.reference()).stdout).toBe('of the project\n');
  });
});

describe('a toolchain file with stable and clippy', () => {
  const PINNED = {
    ...WITH_GENERATED_CODE,
    'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\ncomponents = ["clippy", "rustfmt"]\n',
  };

  test("has the image compiled by the builder image's compiler", () => {
    const build = new ImageBuild(crate(PINNED)).succeeded;
    expect(runImage(build.reference()).stdout).toBe('42\n');
  });

  test('has rustup bring stable up to date, where it has its way', () => {
    const folder = crate(PINNED);
    patchDockerfile(folder, ['rustup override set "$channel"\n', '']);
    const { result } = new ImageBuild(folder);
    expect(result.status).not.toBe(0);
    expect(result.output).toContain('would update stable: it has no clippy');
  });
});

// native-code.test.ts has a whole build
describe("rust-musl's flags", () => {
  /** A program without dependencies in cargo-chef's place: what is linked last would take minutes. */
  const SMALL: [RegExp, string][] = [
    [
      /^cargo install .* (--root \/out .*) cargo-chef$/m,
      'cargo init --quiet --name cargo-chef /tmp/small\ncargo install --path /tmp/small $1',
    ],
    [/^rm -r \S+\/registry$/m, ''],
  ];

  test.each<[string, boolean, [RegExp, string][]]>([
    ['not there for what runs on the builder', true, []],
    ['in the way of what runs on the builder, unless there are others', false, [[/^export RUSTFLAGS=$/m, '']]],
  ])('are %s', (_, succeeds, changes) => {
    const folder = crate(WITH_GENERATED_CODE, ON_RUST_MUSL);
    patchDockerfile(folder, ...SMALL, ...changes);
    const { result } = new ImageBuild(folder, { args: ['--set', '*.target=cargo-chef'], output: 'type=cacheonly' });
    expect(result.status === 0).toBe(succeeds);
    // Debian's Rust refuses the flag, the real one's finds out when it links
    const message = /`-C link-self-contained` is not supported on this target|undefined hidden symbol: _start/;
    expect(message.test(result.output)).toBe(!succeeds);
  });
});

test('commands are not traced into the log, whatever shell the base has', () => {
  // a builder image has the shell already
  const folder = crate(WITH_GENERATED_CODE, { builderImage: undefined });
  const step = (name: string) => `RUN echo "${name} is $((6 * 7))" # ${Date.now()}\n`;
  patchDockerfile(folder, [/(AS muslrust-chef\n)([^]*?)(SHELL .*\n)/, `$1${step('theirs')}$2$3${step('ours')}`]);
  const only = { args: ['--set', '*.target=muslrust-chef'], output: 'type=cacheonly' };
  const { output } = new ImageBuild(folder, only).succeeded.result;
  expect(output).toMatch(/ \+ echo 'theirs is 42'$/m);
  expect(output).toMatch(/ ours is 42$/m);
  expect(output).not.toMatch(/ \+ echo 'ours is 42'$/m);
});

describe("C code of a build script's dependency", () => {
  const pkg = (name: string, rest: string) =>
    `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n${rest}`;
  const HOST = {
    'Cargo.toml': pkg('app', '[build-dependencies]\nhost = { path = "host" }\n\n[workspace]\n'),
    'build.rs': 'fn main() {\n    println!("cargo::rustc-env=LIBC={}", host::libc());\n}\n',
    'src/main.rs': 'fn main() {\n    println!("{}", env!("LIBC"));\n}\n',
    'host/Cargo.toml': pkg('host', '[build-dependencies]\ncc = "1"\n'),
    'host/build.rs': 'fn main() {\n    cc::Build::new().file("libc.c").compile("libc_of_host");\n}\n',
    'host/libc.c':
      '#include <features.h>\n\nint is_glibc(void) {\n#ifdef __GLIBC__\n  return 1;\n#else\n  return 0;\n#endif\n}\n',
    'host/src/lib.rs': `extern "C" {
    fn is_glibc() -> i32;
}

pub fn libc() -> &'static str {
    if unsafe { is_glibc() } == 1 { "glibc" } else { "musl" }
}
`,
  };

  test('is compiled for the machine that the build script runs on', () => {
    expect(runImage(new ImageBuild(crate(HOST)).succeeded.reference()).stdout).toBe('glibc\n');
  });

  test('is compiled for musl, and linked with glibc, where CC has its way', () => {
    const folder = crate(HOST);
    patchDockerfile(folder, ['ENV HOST_CC=gcc HOST_CXX=g++\n', '']);
    const build = new ImageBuild(folder);
    expect(runImage(build.succeeded.reference()).stdout).toBe('musl\n');
  });
});

// an emulated compiler takes minutes
(isShort ? test.skip : testWithNodes)(
  'on arm64 C code calls helper functions for its atomics, unless it is told not to',
  () => {
    const folder = crate(WITH_GENERATED_CODE);
    const compile = (flags: string) =>
      [
        "RUN echo 'int f(int *p) { return __atomic_fetch_add(p, 1, __ATOMIC_SEQ_CST); }' > f.c \\",
        ` && $CC -O2 ${flags} -c f.c && echo "helpers ${flags}: $(nm f.o | grep -c ' U __aarch64_')"`,
      ].join('\n');
    patchDockerfile(folder, [
      /(ENV CFLAGS_aarch64.*\n)/,
      `$1${compile('')}\n${compile('$CFLAGS_aarch64_unknown_linux_musl')}\n`,
    ]);
    const { output } = new ImageBuild(folder, {
      args: [
        '--set',
        '*.target=muslrust-chef',
        '--set',
        '*.platform=linux/arm64',
        '--set',
        '*.no-cache-filter=muslrust-chef',
      ],
      env: { BUILDX_BUILDER: process.env.LAB_BUILDER_ARM64! },
    }).succeeded.result;
    expect(output).toMatch(/ helpers : 1$/m);
    expect(output).toMatch(/ helpers -mno-outline-atomics: 0$/m);
  },
);

describe('docker buildx build --check', () => {
  test.each<[string, MuslRustChefOptions]>([
    ['natively compiled', {}],
    ['cross-compiled', { strategy: BuildStrategy.CROSS, aptPackages: ['protobuf-compiler'] }],
    [
      'emulated',
      { strategy: BuildStrategy.EMULATED, runtimeBase: RuntimeBase.scratch({ tmp: true, timeZones: true }) },
    ],
    ['isolated, on rust-musl', { isolated: true, ...ON_RUST_MUSL }],
  ])('has nothing to say of what is generated: %s', (_, options) => {
    const folder = crate(WITH_GENERATED_CODE, {
      images: [{ binary: 'app', args: ['a'], env: { LANG: 'C' }, ports: [80], labels: { vendor: 'Acme' } }],
      ...options,
    });
    expect(new ImageBuild(folder, { args: ['--check'] }).succeeded.result.output).toContain(
      'Check complete, no warnings found',
    );
  });

  test('does find what is wrong', () => {
    const folder = crate(WITH_GENERATED_CODE);
    patchDockerfile(folder, [/ENTRYPOINT .*/, 'ENTRYPOINT /usr/local/bin/app']);
    const { result } = new ImageBuild(folder, { args: ['--check'] });
    expect(result.status).not.toBe(0);
    expect(result.output).toContain('JSONArgsRecommended');
  });
});
