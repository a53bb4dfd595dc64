import { BuilderBase, BuildStrategy, MuslRustChefOptions } from '../../src';
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

test('of a workspace without a lock file nothing is said', () => {
  const { 'Cargo.lock': _, ...files } = CXX;
  expect(said(files)).toEqual([]);
});
