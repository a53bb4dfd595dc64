import { CrateSources } from '../../src/cargo/crate-sources';
import { FeatureRequest } from '../../src/cargo/feature-resolution';
import { LockedCrates } from '../../src/cargo/locked-crates';
import { SourceTree } from '../../src/cargo/source-tree';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { tempDir, writeTree } from '../util';

const MANIFEST = '[package]\nname = "app"\nversion = "1.0.0"\nedition = "2021"\n';
type Lock = [name: string, ...dependencies: string[]][];

interface Input {
  readonly lock?: Lock;
  readonly manifest?: string;
  readonly files?: Record<string, string>;
  readonly request?: Partial<FeatureRequest>;
  /** Manifests of other crates, which are vendored. */
  readonly sources?: Record<string, string>;
}

/** What `app` is made of: names, with `*` behind those for the machine that compiles. */
function reached({ lock, manifest = '', files, request, sources }: Input) {
  const vendored = Object.entries(sources ?? {}).map(([name, text]) => [
    `vendor/${name}/Cargo.toml`,
    `[package]\nname = "${name}"\nversion = "1.0.0"\n${text}`,
  ]);
  const folder = writeTree(tempDir(), {
    'Cargo.toml': `${MANIFEST}${manifest}\n[workspace]\nmembers = ["tool", "member"]\n`,
    'src/main.rs': 'fn main() {}\n',
    'tool/Cargo.toml': '[package]\nname = "tool"\n',
    'tool/src/main.rs': 'fn main() {}\n',
    'member/Cargo.toml': '[package]\nname = "member"\nedition = "2021"\n',
    'member/src/lib.rs': '',
    ...Object.fromEntries(vendored),
    ...files,
    ...(lock && { 'Cargo.lock': lock.map(entry).join('\n') }),
  });
  const workspace = CargoWorkspace.discover(folder);
  const app = new Set(workspace.packages.filter(({ name }) => name === 'app'));
  const tree = new SourceTree(folder);
  const manifests = sources && new CrateSources(tree, 'vendor');
  return new LockedCrates(workspace, tree, app, { defaultFeatures: true, ...request }, manifests).reached;
}

function entry([name, ...dependencies]: [name: string, ...dependencies: string[]]): string {
  const [crate, version = '1.0.0'] = name.split(' ');
  const isMember = ['app', 'tool', 'member'].includes(crate);
  return (
    `[[package]]\nname = "${crate}"\nversion = "${version}"\n${isMember ? '' : 'source = "registry"\n'}` +
    // cargo leaves out a list that is empty
    (dependencies.length > 0 ? `dependencies = ${JSON.stringify(dependencies)}\n` : '')
  );
}

const names = (input: Input) =>
  reached(input)
    .map(({ name, onHost }) => `${name}${onHost ? '*' : ''}`)
    .sort();

beforeEach(() => {
  process.env.CARGO_HOME = tempDir();
});
const { CARGO_HOME } = process.env;
afterAll(() => {
  if (CARGO_HOME === undefined) delete process.env.CARGO_HOME;
  else process.env.CARGO_HOME = CARGO_HOME;
});

describe('by the lock file alone', () => {
  test.each<[what: string, lock: Lock | undefined, expected: string[]]>([
    ['no lock file', undefined, []],
    ['an empty one', [], []],
    ['one without the package', [['other', 'log'], ['log']], []],
    ['nothing below', [['app']], ['app']],
    ['all that is below', [['app', 'a', 'b'], ['a', 'c'], ['b'], ['c', 'd'], ['d']], ['a', 'app', 'b', 'c', 'd']],
    ['not what is not there', [['app', 'a']], ['app']],
    ['not what other packages need', [['app', 'a'], ['tool', 'b'], ['a'], ['b']], ['a', 'app']],
    ['a circle', [['app', 'a'], ['a', 'b'], ['b', 'a', 'c'], ['c']], ['a', 'app', 'b', 'c']],
    [
      'each version of a crate with what is below it',
      [['app', 'a 1.0.0', 'a 2.0.0 (registry)'], ['a', 'b'], ['a 2.0.0', 'c'], ['b'], ['c']],
      ['a', 'a', 'app', 'b', 'c'],
    ],
    ['the version that is named', [['app', 'a 2.0.0'], ['a', 'b'], ['a 2.0.0', 'c'], ['b'], ['c']], ['a', 'app', 'c']],
  ])('%s', (_, lock, expected) => {
    expect(names({ lock })).toEqual(expected);
  });

  const AB: Lock = [['app', 'a', 'b'], ['a'], ['b']];
  test.each<[manifest: string, expected: string[], request?: Partial<FeatureRequest>]>([
    ['[dev-dependencies]\na = "1"\n', ['app', 'b']],
    ['[dev-dependencies]\na = "1"\n[dependencies]\na = "1"\n', ['a', 'app', 'b']],
    ['[build-dependencies]\na = "1"\n', ['a*', 'app', 'b']],
    ['[build-dependencies]\na = "1"\n[dependencies]\na = "1"\n', ['a', 'a*', 'app', 'b']],
    // by the name in the registry
    ['[dev-dependencies]\nx = { version = "1", package = "a" }\n', ['app', 'b']],
    ['[dependencies]\na = { version = "1", optional = true }\n', ['app', 'b']],
    ['[dependencies]\na = { version = "1", optional = true }\n', ['a', 'app', 'b'], { features: ['app/a'] }],
    ['[dependencies]\na = { version = "1", optional = true }\n', ['a', 'app', 'b'], { allFeatures: true }],
    ['[dependencies]\na = { version = "1", optional = true }\n[features]\ndefault = ["a"]\n', ['a', 'app', 'b']],
    [
      '[dependencies]\na = { version = "1", optional = true }\n[features]\ndefault = ["a"]\n',
      ['app', 'b'],
      { defaultFeatures: false },
    ],
    ['[target.\'cfg(windows)\'.dependencies]\na = "1"\n', ['app', 'b']],
    ['[target.\'cfg(target_env = "gnu")\'.dependencies]\na = "1"\n', ['app', 'b']],
    ['[target.\'cfg(target_env = "gnu")\'.build-dependencies]\na = "1"\n', ['a*', 'app', 'b']],
    ['[target.\'cfg(target_arch = "aarch64")\'.dependencies]\na = "1"\n', ['a', 'app', 'b']],
  ])('%j has %j', (manifest, expected, request = {}) => {
    expect(names({ lock: AB, manifest, request })).toEqual(expected);
  });

  test('features that a member switches on in another', () => {
    const input: Input = {
      lock: [['app', 'member'], ['member', 'a', 'b'], ['a'], ['b']],
      manifest: '[dependencies]\nmember = { path = "member", features = ["a"] }\n',
      files: {
        'member/Cargo.toml':
          '[package]\nname = "member"\nedition = "2021"\n[dependencies]\na = { version = "1", optional = true }\nb = { version = "1", optional = true }\n',
      },
    };
    expect(names(input)).toEqual(['a', 'app', 'member']);
  });

  const TLS: Lock = [
    ['app', 'reqwest', 'other'],
    ['reqwest 0.13.2', 'hyper-tls', 'native-tls'],
    ['other', 'reqwest'],
    ['hyper-tls', 'native-tls'],
    ['native-tls', 'openssl-sys'],
    ['openssl-sys'],
  ];
  const REQWEST = '[dependencies]\nreqwest = { version = "0.13", default-features = false }\n';
  test.each<[what: string, manifest: string, isThere: boolean, version?: string, other?: boolean]>([
    ['is not there for a feature that is off', `${REQWEST}[features]\ntls = ["reqwest/native-tls"]\n`, false],
    ['is there for one that is on', `${REQWEST}[features]\ndefault = ["reqwest/native-tls"]\n`, true],
    ['is there for one of the entry', REQWEST.replace('false', 'false, features = ["native-tls"]'), true],
    ['is there where it is on by default', REQWEST.replace('0.13', '0.12').replace('false', 'true'), true, '0.12.0'],
    ['is not there where it is not', REQWEST.replace('false', 'true'), false, '0.13.2', false],
    ['is there where no member would ask for it, but another crate may', REQWEST, true],
    ['is not there where nobody asks for it', REQWEST, false, '0.13.2', false],
  ])('native-tls of reqwest %s', (_, manifest, isThere, version = '0.13.2', other = true) => {
    const lock = TLS.map(([name, ...below]): Lock[number] => [
      name.replace('0.13.2', version),
      ...below.filter((crate) => other || crate !== 'other'),
    ]);
    expect(names({ lock, manifest: `${manifest}` }).includes('openssl-sys')).toBe(isThere);
  });
});

test('the path is the shortest one', () => {
  const lock: Lock = [['app', 'a', 'c'], ['a', 'b'], ['b', 'd'], ['c', 'd'], ['d']];
  expect(reached({ lock }).find(({ name }) => name === 'd')).toEqual({
    name: 'd',
    onHost: false,
    path: ['app', 'c', 'd'],
    uses: new Set(),
  });
});

describe('by manifests that are at hand', () => {
  const lock: Lock = [['app', 'a'], ['a', 'b', 'c', 'd', 'm'], ['b'], ['c'], ['d'], ['m', 'e'], ['e']];
  const a =
    '[features]\nx = ["dep:c"]\n[dependencies]\nb = "1"\nc = { version = "1", optional = true }\nm = "1"\n[target.\'cfg(windows)\'.dependencies]\nd = "1"\n';
  const sources = { a, b: '', c: '', d: '', e: '', m: '[lib]\nproc-macro = true\n[dependencies]\ne = "1"\n' };

  test.each<[manifest: string, expected: string[]]>([
    ['[dependencies]\na = "1"\n', ['a', 'app', 'b', 'e*', 'm*']],
    ['[dependencies]\na = { version = "1", features = ["x"] }\n', ['a', 'app', 'b', 'c', 'e*', 'm*']],
    ['[build-dependencies]\na = "1"\n', ['a*', 'app', 'b*', 'e*', 'm*']],
  ])('%j has what cargo compiles', (manifest, expected) => {
    expect(names({ lock, manifest, sources })).toEqual(expected);
  });

  test('where one is not, all that is locked counts below it', () => {
    const { a: _, ...rest } = sources;
    expect(names({ lock, manifest: '[dependencies]\na = "1"\n', sources: rest })).toEqual([
      'a',
      'app',
      'b',
      'c',
      'd',
      'e*',
      'm*',
    ]);
  });

  test('one of another version is none, and neither is one that cannot be read', () => {
    for (const text of ['version = "2.0.0"', 'features = 1', '[']) {
      const files = { 'vendor/a/Cargo.toml': `[package]\nname = "a"\n${text}\n` };
      expect(names({ lock, manifest: '[dependencies]\na = "1"\n', sources: { ...sources }, files })).toContain('d');
    }
  });

  test('they are where cargo unpacks them', () => {
    writeTree(process.env.CARGO_HOME!, {
      'registry/src/index.crates.io-1/a-1.0.0/Cargo.toml': `[package]\nname = "a"\nversion = "1.0.0"\n${a}`,
    });
    expect(names({ lock, manifest: '[dependencies]\na = "1"\n', sources: {} })).toEqual(['a', 'app', 'b', 'e', 'm']);
  });
});
