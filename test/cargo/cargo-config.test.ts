import { CargoConfig } from '../../src/cargo/cargo-config';
import { SourceTree } from '../../src/cargo/source-tree';
import { tempDir } from '../util';

const PATH = '.cargo/config.toml';
const config = (text: string | undefined, path = PATH) =>
  new CargoConfig(new SourceTree(tempDir(), text === undefined ? {} : { [path]: text }));

describe('what means another thing in the image', () => {
  test.each<[string, [id: string, ...parts: string[]][]]>([
    [
      '[build]\ntarget = "x86_64-unknown-linux-gnu"\n',
      [['config-build-target', '.cargo/config.toml: build.target does not count in the image']],
    ],
    [
      '[build]\nrustflags = "-C target-cpu=native"\n',
      [['config-target-cpu', 'build.rustflags has target-cpu=native', 'or name a processor level']],
    ],
    [
      '[target.x86_64-unknown-linux-musl]\nrustflags = ["-C", "target-cpu=native"]\n',
      [['config-target-cpu', '.cargo/config.toml: target.x86_64-unknown-linux-musl.rustflags has target-cpu=native']],
    ],
    [
      '[target.\'cfg(all(unix, not(target_os = "macos")))\']\nrustflags = ["-Ctarget-cpu=native"]\n',
      [['config-target-cpu', '.rustflags has target-cpu=native']],
    ],
    [
      '[target.aarch64-unknown-linux-musl]\nlinker = "aarch64-linux-musl-gcc"\n',
      [
        [
          'config-linker',
          'target.aarch64-unknown-linux-musl.linker is "aarch64-linux-musl-gcc", which the builder image does not have',
          'Remove it',
        ],
      ],
    ],
    [
      '[target.\'cfg(target_os = "linux")\']\nrustflags = ["-Clink-arg=-fuse-ld=mold", "-Cdebuginfo=1"]\n',
      [
        [
          'config-fuse-ld',
          '.cargo/config.toml: target.\'cfg(target_os = "linux")\'.rustflags has -fuse-ld=mold, which the builder image does not have',
          'Limit it to the target of your own machine',
        ],
      ],
    ],
    ...['rustc', 'rustc-wrapper', 'rustc-workspace-wrapper'].map(
      (key): [string, [id: string, ...parts: string[]][]] => [
        `[build]\n${key} = "tools/sccache"\n`,
        [
          [
            'config-program',
            `.cargo/config.toml: build.${key} is "tools/sccache", which the builder image does not have`,
            `the variable ${key.toUpperCase().replaceAll('-', '_')} does the same`,
          ],
        ],
      ],
    ),
    ['build.rustc-wrapper = ""\n', []],
    ['build = { rustdoc = "x", jobs = 1 }\n', []],
    ['net.offline = true\n', [['config-network', '.cargo/config.toml: net.offline keeps cargo from downloading']]],
    ['net.offline = false\nnet.retry = 1\n', []],
    ['net.offline = true\n[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n', []],
    ['[http]\ncainfo = "/etc/acme.pem"\n', [['config-network', 'http.cainfo is "/etc/acme.pem"', 'CARGO_HTTP_CAINFO']]],
    [
      '[http]\ndebug = true\nproxy = "localhost:3128"\nproxy-cainfo = "/etc/p.pem"\n',
      [
        ['config-token', 'http.debug writes'],
        ['config-network', 'http.proxy is "localhost:3128", and the build of the image does not run on your machine'],
        ['config-network', 'http.proxy-cainfo is "/etc/p.pem"', 'CARGO_HTTP_PROXY_CAINFO'],
      ],
    ],
    ['http.proxy = "http://me@127.0.0.1"\n', [['config-network', 'http.proxy is']]],
    ['http.proxy = "socks5h://proxy.example.org:80"\n', []],
    ['registry.token = "x"\n', [['config-token', '.cargo/config.toml: registry.token is a secret in a file']]],
    [
      '[registries.acme]\nindex = "sparse+https://x/"\ntoken = "x"\ncredential-provider = "cargo-credential-acme --x"\n',
      [
        ['config-token', 'registries.acme.token is a secret'],
        [
          'config-program',
          'registries.acme.credential-provider is "cargo-credential-acme"',
          'PrivateSource.registry("acme")',
        ],
      ],
    ],
    ['[registries.acme]\ncredential-provider = ["cargo:token"]\n', []],
    [
      '[env]\nA = "../x"\nB = { value = "../x" }\nC = { value = "../x", relative = true }\nD = { value = "x", relative = true }\n',
      [['config-env', 'env.C is ../x, outside the project']],
    ],
    // each way to write a flag, and rustc's rule that a plus counts for more
    ...[
      '["-C", "target-feature=-crt-static"]',
      '"-Ctarget-feature=-crt-static"',
      '["--codegen", "target-feature=+aes,-crt-static"]',
      '["--codegen=target_feature=-crt-static", "-Ctarget-feature=+aes"]',
    ].flatMap((flags): [string, [id: string, ...parts: string[]][]][] => [
      [`[build]\nrustflags = ${flags}\n`, [['config-crt-static', 'build.rustflags has target-feature=-crt-static']]],
      [
        `[target.aarch64-unknown-linux-musl]\nrustflags = ${flags}\n`,
        [['config-crt-static', 'target.aarch64-unknown-linux-musl.rustflags has']],
      ],
      [
        `[target.'cfg(target_env = "musl")']\nrustflags = ${flags}\n`,
        [['config-crt-static', 'Limit it to the target of your own machine']],
      ],
      [`[target.'cfg(not(target_env = "musl"))']\nrustflags = ${flags}\n`, []],
      [`[target.x86_64-unknown-linux-gnu]\nrustflags = ${flags}\n`, []],
      [`[env]\nRUSTFLAGS = { value = ${JSON.stringify(flags)}, force = true }\n`, []],
    ]),
    ['build.rustflags = ["-Ctarget-feature=-crt-static", "-Ctarget-feature=+crt-static"]\n', []],
    ['build.rustflags = ["-Ctarget-feature=+crt-static,-aes"]\n', []],
    ['build.rustflags = ["--cfg", "feature=-crt-static"]\n', []],
    ['build.rustflags = ["-C", "linker=clang"]\n', [['config-linker', 'build.rustflags has linker=clang, which']]],
    ['build.rustflags = "-Clinker=musl-gcc -Clinker-flavor=gcc"\n', []],
    ...[
      'CC',
      'CXX',
      'AR',
      'TARGET_CC',
      'HOST_CXX',
      'CC_x86_64-unknown-linux-musl',
      'CC_aarch64_unknown_linux_musl',
      'RANLIB_x86_64_unknown_linux_gnu',
    ].flatMap((name): [string, [id: string, ...parts: string[]][]][] => [
      [
        `env.${name} = "clang"\n`,
        [
          [
            'config-program',
            `env.${name} is "clang", which the builder image does not have`,
            `the variable ${name} does`,
          ],
        ],
      ],
      [`env.${name} = { value = "ccache gcc", force = true }\n`, [['config-program', `env.${name} is "ccache gcc"`]]],
      [`env.${name} = "/opt/homebrew/bin/gcc"\n`, [['config-program', `env.${name} is "/opt`]]],
      [`env.${name} = ""\n`, []],
      [`env.${name} = "/usr/bin/gcc -m64"\n`, []],
      [`env.${name} = { value = "tools/cc", relative = true }\n`, []],
      [`env.${name} = { value = "../cc", relative = true }\n`, [['config-env', `env.${name} is ../cc`]]],
    ]),
    ['[env]\nCC_aarch64_apple_darwin = "clang"\nCC_OPTIONS = "clang"\nCFLAGS = "-g"\nMY_CC = "clang"\n', []],
    ['env.CC_x86_64_unknown_linux_musl = "x86_64-unknown-linux-musl-gcc"\n', []],
    // each of many targets is looked at
    [
      '[target.x86_64-unknown-linux-gnu]\nlinker = "clang"\n[target.x86_64-unknown-linux-musl]\nlinker = "clang"\n',
      [['config-linker', 'target.x86_64-unknown-linux-musl.linker is "clang"']],
    ],
  ])('%j', (text, expected) => {
    const { warnings } = config(text);
    expect(warnings.map(({ id }) => id)).toEqual(expected.map(([id]) => id));
    expected.forEach(([, ...parts], i) => {
      for (const part of parts) expect(warnings[i].text).toContain(part);
    });
  });

  test.each<[string, string | undefined]>([
    ['no file', undefined],
    ['an empty one', ''],
    [
      'another target',
      '[target.x86_64-unknown-linux-gnu]\nlinker = "clang"\nrustflags = ["-Ctarget-cpu=native", "-Clink-arg=-fuse-ld=mold"]\n',
    ],
    [
      'a cfg that is not musl',
      '[target.\'cfg(any(windows, target_env = "gnu", target_os = "macos"))\']\nrustflags = ["-Ctarget-cpu=native"]\n',
    ],
    ...['cc', 'gcc', 'musl-gcc', 'ld', 'rust-lld'].map((linker): [string, string] => [
      `the linker ${linker}, which is there`,
      `[target.x86_64-unknown-linux-musl]\nlinker = "${linker}"\n`,
    ]),
    ['the linker that cc has anyway', '[target.x86_64-unknown-linux-musl]\nrustflags = ["-Clink-arg=-fuse-ld=bfd"]\n'],
    ['flags that mean the same', '[target.x86_64-unknown-linux-musl]\nrustflags = ["-Cdebuginfo=1"]\n'],
    ['no flags at all', '[build]\nrustflags = []\n[target.x86_64-unknown-linux-musl]\nrustflags = ""\n'],
    ['the target folder, which the image sets', '[build]\ntarget-dir = "../target"\njobs = 4\n'],
  ])('is not %s', (_, text) => {
    expect(config(text).warnings).toEqual([]);
  });
});

test.each<[string, string | undefined]>([
  ['[build]\nrustflags = ["-C", "debuginfo=1"]\n', '.cargo/config.toml: build.rustflags (-C debuginfo=1)'],
  ['[build]\nrustflags = "-g"\n', '.cargo/config.toml: build.rustflags (-g)'],
  ['[build]\nrustflags = []\n', undefined],
  ['[target.x86_64-unknown-linux-musl]\nrustflags = ["-g"]\n', undefined],
])('%j: flags for all targets, which the builder decides on: %s', (text, flags) => {
  expect(config(text).buildRustflags).toBe(flags);
});

test('the older name wins, as for cargo', () => {
  const older = '[build]\ntarget = "x"\n';
  expect(config(older, '.cargo/config').warnings[0].text).toContain('.cargo/config: build.target');
  expect(new CargoConfig(new SourceTree(tempDir(), { '.cargo/config': '', [PATH]: older })).warnings).toEqual([]);
});

test.each<[string | undefined, string[], boolean]>([
  [undefined, [], false],
  ['[build]\njobs = 4\n', [], false],
  ['[profile.small]\ninherits = "release"\n[profile.dev]\n[unstable]\ngc = true\n', ['small', 'dev'], false],
  ['[unstable]\nbuild-std = ["core"]\n', [], true],
])('%j has the profiles %j, and compiles the standard library: %s', (text, profiles, usesBuildStd) => {
  expect(config(text)).toMatchObject({ profiles, usesBuildStd });
});

test.each<[string, string, string | undefined]>([
  [
    'vendored crates',
    '[source.crates-io]\nreplace-with = "vendored-sources"\n[source.vendored-sources]\ndirectory = "third-party/vendor"\n',
    'third-party/vendor',
  ],
  ['a local registry', '[source.crates-io]\nreplace-with = "l"\n[source.l]\nlocal-registry = "./crates/"\n', 'crates'],
  [
    'a git source that is vendored, beside a registry that is not',
    '[source.crates-io]\nregistry = "x"\n[source."git+https://x"]\ngit = "https://x"\nreplace-with = "v"\n[source.v]\ndirectory = "v"\n',
    'v',
  ],
  [
    'a mirror',
    '[source.crates-io]\nreplace-with = "mirror"\n[source.mirror]\nregistry = "sparse+https://mirror.example.org/"\n',
    undefined,
  ],
  ['a folder that nothing is replaced by', '[source.v]\ndirectory = "v"\n', undefined],
  ['a source that is not there', '[source.crates-io]\nreplace-with = "v"\n', undefined],
])('%s', (_, text, folder) => {
  expect(config(text).vendorDirectory).toBe(folder);
});

describe('what is included', () => {
  const read = (files: Record<string, string>) => new CargoConfig(new SourceTree(tempDir(), files));

  test('counts as what stands in the file itself, which counts for more', () => {
    const { warnings, profiles, files, aliases } = read({
      [PATH]:
        'include = ["a.toml", { path = "../shared/b.toml" }, { path = "no.toml", optional = true }]\n[profile.own]\n',
      '.cargo/a.toml': 'include = ["c.toml"]\n[profile.a]\n',
      '.cargo/c.toml': '[build]\ntarget = "x"\n[alias]\nxtask = "run -p tools"\n',
      'shared/b.toml': '[build]\nrustc-wrapper = "sccache"\n',
    });
    expect(profiles).toEqual(['a', 'own']);
    expect(files).toEqual(['.cargo/c.toml', '.cargo/a.toml', 'shared/b.toml']);
    expect(warnings.map(({ text }) => text.split(' ', 2).join(' '))).toEqual([
      '.cargo/c.toml: build.target',
      'shared/b.toml: build.rustc-wrapper',
    ]);
    const tool = { name: 'x', package: { name: 'tools', directory: 'tools' } } as never;
    expect(aliases.of(tool)).toBe('xtask');
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'what is not there',
      { [PATH]: 'include = ["no.toml"]' },
      'include names .cargo/no.toml, which does not exist: create it',
    ],
    ['what is outside', { [PATH]: 'include = ["../../x.toml"]' }, 'include names ../x.toml, outside the project'],
    ['itself', { [PATH]: 'include = ["config.toml"]' }, 'include leads back to .cargo/config.toml'],
    ['no path', { [PATH]: 'include = [{ file = "x" }]' }, 'include must be a list of paths'],
    ['a number', { [PATH]: 'include = 1' }, 'include must be a list of paths'],
  ])('is refused: %s', (_, files, message) => {
    expect(() => read(files)).toThrow(`.cargo/config.toml: ${message}`);
  });
});

test.each<[string, Record<string, string>, string[]]>([
  [
    'a wrapper in the project',
    { [PATH]: 'build.rustc-wrapper = "tools/wrap.sh"', 'tools/wrap.sh': '' },
    ['tools/wrap.sh'],
  ],
  ['a linker', { [PATH]: '[target.x86_64-unknown-linux-musl]\nlinker = "./ld"', ld: '' }, ['ld']],
  ['certificates', { [PATH]: 'http.cainfo = "acme.pem"', 'acme.pem': '' }, ['acme.pem']],
  ['a program of that name on PATH', { [PATH]: 'build.rustc-wrapper = "wrap"', wrap: '' }, []],
])('a file of the project is read where dependencies are compiled, and no warning is due: %s', (_, files, expected) => {
  const { files: found, warnings } = new CargoConfig(new SourceTree(tempDir(), files));
  expect(found).toEqual(expected);
  expect(warnings).toHaveLength(expected.length > 0 ? 0 : 1);
});

test('a lock file elsewhere is refused', () => {
  expect(() => config('resolver.lockfile-path = "locks/Cargo.lock"\n')).toThrow(
    '.cargo/config.toml: resolver.lockfile-path keeps the lock file elsewhere',
  );
});

test.each<[string, string[]]>([
  ['', []],
  ['[registries.crates-io]\nprotocol = "sparse"\n', []],
  ['[registries]\nacme = { index = "sparse+https://x/" }\nb = { index = "sparse+https://y/" }\n', ['acme', 'b']],
  ['[source.crates-io]\nreplace-with = "vendored-sources"\n[source.vendored-sources]\ndirectory = "vendor"\n', []],
])('the registries of %j are %j', (text, registries) => {
  expect(new CargoConfig(new SourceTree(tempDir(), { [PATH]: text })).registries).toEqual(registries);
});
