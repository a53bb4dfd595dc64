import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuilderBase, BuildStrategy, MuslRustChefOptions } from '../../src';
import { ReachedCrate } from '../../src/cargo/locked-crates';
import { nativeCodeWarnings } from '../../src/image/native-code';
import { NATIVE_CRATES } from '../../src/image/native-crates';
import { Toolchain } from '../../src/toolchain/toolchain';
import { CRATE, synth } from '../synth';

/** A crate that depends on `crates`, by its lock file; `dev` is for its tests only. */
function locked(crates: Record<string, string[]>, dev?: string): Record<string, string> {
  const entry = (
    name: string,
    dependencies: string[],
    source = 'source = "registry+https://github.com/rust-lang/crates.io-index"\n',
  ) => `[[package]]\nname = "${name}"\nversion = "1.0.0"\n${source}dependencies = ${JSON.stringify(dependencies)}\n`;
  const [direct] = Object.keys(crates);
  return {
    ...CRATE,
    'Cargo.toml': `${CRATE['Cargo.toml'].replace('0.1.0', '1.0.0')}${dev ? '' : `${direct} = "1"\n`}\n${dev ? `[dev-dependencies]\n${dev} = "1"\n` : ''}`,
    'Cargo.lock': `version = 4\n\n${[entry('app', [direct], ''), ...Object.entries(crates).map(([name, dependencies]) => entry(name, dependencies))].join('\n')}`,
  };
}

const said = (files: Record<string, string>, options?: MuslRustChefOptions) =>
  synth(files, options).warnings.filter((warning) => warning.startsWith('Cargo.lock: '));

const CXX = locked({ cxx: ['link-cplusplus'], 'link-cplusplus': [] });

test('C++ somewhere below is said beforehand, with the ways out', () => {
  expect(said(CXX)).toEqual([
    'Cargo.lock: app → cxx → link-cplusplus compiles C++, for which muslrust has no compiler: the image will not build. ' +
      'Use BuildStrategy.CROSS, whose zig has one, or BuilderBase.rustMusl() [native-code-cpp]',
  ]);
});

test.each<[string, MuslRustChefOptions]>([
  ['zig', { strategy: BuildStrategy.CROSS }],
  ['rust-musl', { builderBase: BuilderBase.rustMusl() }],
])('%s has C++', (_, options) => {
  expect(said(CXX, options)).toEqual([]);
});

test('what only tests need is not in the image', () => {
  expect(said(locked({ cxx: ['link-cplusplus'], 'link-cplusplus': [] }, 'cxx'))).toEqual([]);
});

test.each([
  ['dependencies', ['native-code-cpp']],
  // for what runs on the builder muslrust has a compiler
  ['build-dependencies', []],
])('what tests need is in the image where it is among [%s], too', (table, ids) => {
  const files = locked({ cxx: ['link-cplusplus'], 'link-cplusplus': [] }, 'cxx');
  const manifest = files['Cargo.toml'].replace('[dependencies]', '').concat(`\n[${table}]\ncxx = "1"\n`);
  expect(said({ ...files, 'Cargo.toml': manifest })).toEqual(ids.map((id) => expect.stringContaining(`[${id}]`)));
});

test('bindgen needs libclang, and the headers of musl', () => {
  const files = locked({ bindgen: ['clang-sys'], 'clang-sys': [] });
  expect(said(files)).toEqual([expect.stringContaining("aptPackages: ['libclang-dev']")]);
  expect(said(files, { aptPackages: ['libclang-dev'] })).toHaveLength(1);
  expect(said(files, { strategy: BuildStrategy.CROSS, aptPackages: ['libclang-dev'] })).toEqual([]);
});

test.each([
  ['openssl-sys', 'openssl-src', 'rustls'],
  ['pq-sys', 'pq-src', 'bundled'],
  ['mysqlclient-sys', 'mysqlclient-src', 'bundled'],
])('%s links a library, unless %s compiles it', (name, source, way) => {
  expect(said(locked({ [name]: [] }))).toEqual([
    expect.stringMatching(new RegExp(`^Cargo\\.lock: app → ${name} links .*${way}.*BuilderBase\\.rustMusl\\(\\)`)),
  ]);
  expect(said(locked({ [name]: [source], [source]: [] }))).toEqual([]);
  expect(said(locked({ [name]: [] }), { builderBase: BuilderBase.rustMusl() })).toEqual([]);
});

describe('of a crate', () => {
  const MUSLRUST = { crossCompiles: false, base: { _isPerTarget: false } } as Toolchain;
  const ZIG = { crossCompiles: true, base: { _isPerTarget: false } } as Toolchain;
  const RUST_MUSL = { crossCompiles: true, base: { _isPerTarget: true } } as Toolchain;
  const crate = (name: string, onHost = false, uses: string[] = []): ReachedCrate => ({
    name,
    onHost,
    path: ['app', 'http', name],
    uses: new Set(uses),
  });
  const of = (crates: ReachedCrate[], toolchain = MUSLRUST, apt: string[] = []) =>
    nativeCodeWarnings([crate('serde'), ...crates], toolchain, apt);

  test.each(NATIVE_CRATES)('$name', ({ name, library, source, providers = [], instead, apt }) => {
    const compiles = library === undefined;
    const used = compiles && source ? [source] : [];
    const ids = (toolchain: Toolchain) => of([crate(name, false, used)], toolchain).map(({ id }) => id);
    const id = compiles ? 'native-code-cpp' : 'native-code-library';
    expect(ids(MUSLRUST)).toEqual(providers.includes('muslrust') ? [] : [id]);
    expect(ids(ZIG)).toEqual(compiles ? [] : [id]);
    expect(ids(RUST_MUSL)).toEqual(compiles || providers.includes('rust-musl') ? [] : [id]);
    for (const { text } of of([crate(name, false, used)])) {
      expect(text).toMatch(new RegExp(`^Cargo\\.lock: app → http → ${name} (compiles C\\+\\+|links ${library}), `));
      expect(text).toContain(compiles ? 'BuildStrategy.CROSS' : (instead?.slice(1) ?? 'No builder base has it'));
    }
    if (library && source) expect(of([crate(name, false, [source]), crate(source)], ZIG)).toEqual([]);
    if (apt) {
      expect(of([crate(name, true)]).map(({ text }) => text)).toEqual([expect.stringContaining(`['${apt}']`)]);
      expect(of([crate(name, true)], MUSLRUST, [apt])).toEqual([]);
    }
  });

  test('what compiles C++ for what runs while it is compiled has a compiler, but on rust-musl', () => {
    const host = [crate('link-cplusplus', true)];
    expect([of(host), of(host, ZIG), of(host, RUST_MUSL, ['g++'])]).toEqual([[], [], []]);
    expect(of(host, RUST_MUSL)).toEqual([
      {
        id: 'native-code-cpp',
        text:
          'Cargo.lock: app → http → link-cplusplus compiles C++ for a build script or a macro, for which rust-musl has no ' +
          "compiler: the image will not build. Use aptPackages: ['g++']",
      },
    ]);
  });

  test('a compiler of C that others use is none of its own', () => {
    expect(of([crate('libdbus-sys'), crate('cc')])).toHaveLength(1);
    expect(of([crate('esaxx-rs'), crate('cc')])).toEqual([]);
  });

  const BINDGEN = {
    id: 'native-code-bindgen',
    text:
      'Cargo.lock: app → http → clang-sys, by which bindgen reads C headers, needs libclang and the headers of musl. ' +
      "Use BuildStrategy.CROSS, and aptPackages: ['libclang-dev']",
  };

  test.each<[Toolchain, string[], object[]]>([
    [ZIG, ['cmake', 'libclang-dev'], []],
    [ZIG, ['clang'], []],
    [ZIG, ['cmake'], [BINDGEN]],
    [MUSLRUST, ['libclang-dev'], [BINDGEN]],
  ])('bindgen, case %#', (toolchain, apt, expected) => {
    expect(of([crate('clang-sys', true)], toolchain, apt)).toEqual(expected);
  });

  test('of others nothing', () => {
    expect(of(['openssl', 'cxx', 'bindgen', 'openssl-src', 'cc'].map((name) => crate(name)))).toEqual([]);
  });
});

test('docs/native-crates.md has all of them, by what they want and by name', () => {
  const page = readFileSync(join(__dirname, '../../docs/native-crates.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([\w-]+)` \|.*\|$/gm)].map(([row]) => row);
  expect(rows).toEqual(
    NATIVE_CRATES.map(
      ({ name, library, source, providers = [], instead = '' }) =>
        `| \`${name}\` | ${library ?? 'C++'} | ${library ? providers.map((provider) => `\`${provider}\``).join(', ') : 'CROSS, `rust-musl`'} | ` +
        `${library && source ? `\`${source}\`` : ''} | ${instead} |`,
    ),
  );
  const kinds = [true, false].map((isCpp) =>
    NATIVE_CRATES.filter(({ library }) => (library === undefined) === isCpp).map(({ name }) => name),
  );
  expect(NATIVE_CRATES.map(({ name }) => name)).toEqual(kinds.flat());
  kinds.forEach((kind) => expect(kind).toEqual([...kind].sort()));
});

test('what the page of limits says of C libraries is what is known of them', () => {
  const page = readFileSync(join(__dirname, '../../docs/limits.md'), 'utf8');
  const paragraph = /\*\*C\+\+ and bindgen\*\*[^]*?\n- \*\*/.exec(page)![0];
  const known = NATIVE_CRATES.map(({ name }) => name);
  expect(known).toContain('openssl-sys');
  for (const name of ['ring', 'aws-lc-rs', 'zstd-sys']) {
    expect(paragraph).toContain(`\`${name}\``);
    expect(known).not.toContain(name);
  }
  expect(page).toContain('](native-crates.md)');
});

test('of a workspace without a lock file nothing is said', () => {
  const { 'Cargo.lock': _, ...files } = CXX;
  expect(said(files)).toEqual([]);
});
