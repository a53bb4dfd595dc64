import { BuilderBase, BuildStrategy, MuslRustChefOptions } from '../../src';
import { nativeCodeWarnings } from '../../src/image/native-code';
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
    'Cargo.lock: link-cplusplus compiles C++, for which muslrust has no compiler: the image will not build. ' +
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

test('what both the program and its tests need is in the image', () => {
  const files = locked({ cxx: ['link-cplusplus'], 'link-cplusplus': [] }, 'cxx');
  const manifest = files['Cargo.toml'];
  for (const table of ['dependencies', 'build-dependencies']) {
    const both = manifest.replace('[dependencies]', '').concat(`\n[${table}]\ncxx = "1"\n`);
    expect(said({ ...files, 'Cargo.toml': both })).toEqual([expect.stringContaining('[native-code-cpp]')]);
  }
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
    expect.stringMatching(new RegExp(`^Cargo\\.lock: ${name} links .*${way}.*BuilderBase\\.rustMusl\\(\\)`)),
  ]);
  expect(said(locked({ [name]: [source], [source]: [] }))).toEqual([]);
  expect(said(locked({ [name]: [] }), { builderBase: BuilderBase.rustMusl() })).toEqual([]);
});

describe('by the names of the crates', () => {
  /** What is said where there is a compiler for C++ or not, and libraries for each target or not. */
  const of = (crates: string[], hasCpp = false, isPerTarget = false, aptPackages: string[] = []) => {
    const toolchain = { crossCompiles: hasCpp, base: { _isPerTarget: isPerTarget } } as Toolchain;
    return nativeCodeWarnings(new Set(['serde', ...crates]), toolchain, aptPackages);
  };

  test.each([
    ['autocxx-build'],
    ['cpp_build'],
    ['grpcio-sys'],
    ['libduckdb-sys'],
    ['librocksdb-sys'],
    ['link-cplusplus'],
    ['sentencepiece-sys'],
    ['snmalloc-sys'],
    ['v8'],
    ['librocksdb-sys', 'v8'],
  ])('C++: %s', (...crates) => {
    expect(of(crates)).toEqual([
      {
        id: 'native-code-cpp',
        text:
          `Cargo.lock: ${crates.join(', ')} compiles C++, for which muslrust has no compiler: the image will not build. ` +
          'Use BuildStrategy.CROSS, whose zig has one, or BuilderBase.rustMusl()',
      },
    ]);
    expect(of(crates, true)).toEqual([]);
  });

  const BINDGEN = {
    id: 'native-code-bindgen',
    text:
      'Cargo.lock: clang-sys, by which bindgen reads C headers, needs libclang and the headers of musl. ' +
      "Use BuildStrategy.CROSS, and aptPackages: ['libclang-dev']",
  };

  test.each<[hasCpp: boolean, aptPackages: string[], expected: object[]]>([
    [true, ['cmake', 'libclang-dev'], []],
    [true, ['clang'], []],
    [true, ['cmake'], [BINDGEN]],
    [true, [], [BINDGEN]],
    [false, ['libclang-dev'], [BINDGEN]],
  ])('bindgen, with C++ %s and %j', (hasCpp, aptPackages, expected) => {
    expect(of(['clang-sys'], hasCpp, false, aptPackages)).toEqual(expected);
  });

  test.each([
    ['openssl-sys', 'openssl-src', 'OpenSSL', 'switch to rustls, switch its feature "vendored" on'],
    ['pq-sys', 'pq-src', 'libpq', 'switch its feature "bundled" on'],
    ['mysqlclient-sys', 'mysqlclient-src', "MariaDB's or MySQL's client", 'switch its feature "bundled" on'],
  ])('a library: %s', (name, source, library, instead) => {
    expect(of([name])).toEqual([
      {
        id: 'native-code-library',
        text:
          `Cargo.lock: ${name} links ${library}, which the builder has not: the image will not build. ` +
          `Either ${instead}, or use BuilderBase.rustMusl(), which has the library`,
      },
    ]);
    expect(of([name], true)).toHaveLength(1);
    expect(of([name, source])).toEqual([]);
    expect(of([name], true, true)).toEqual([]);
  });

  test('of others nothing', () => {
    expect(of(['openssl', 'cxx', 'bindgen', 'openssl-src'])).toEqual([]);
  });
});

test('of a workspace without a lock file nothing is said', () => {
  const { 'Cargo.lock': _, ...files } = CXX;
  expect(said(files)).toEqual([]);
});
