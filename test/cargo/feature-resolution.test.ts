import { execFileSync } from 'node:child_process';
import { FeatureRequest } from '../../src/cargo/feature-resolution';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { testWithRust } from '../tools/rust';
import { tempDir, writeTree } from '../util';

const member = (name: string, rest: string) =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}\n`;

/** A program `app` and a library `lib` that it may use; `more` builds with it where that is said. */
function workspace({ app, more = '', resolver = '2' }: Case) {
  const folder = writeTree(tempDir(), {
    'Cargo.toml': `[workspace]\nmembers = ["app", "lib", "more", "macro"]\nresolver = "${resolver}"\n[workspace.dependencies]\nlib = { path = "lib", default-features = false, features = ["inherited"] }\n`,
    'app/Cargo.toml': member('app', app),
    'app/src/main.rs': 'fn main() {}\n',
    'app/build.rs': 'fn main() {}\n',
    'lib/Cargo.toml': member('lib', LIB),
    'lib/src/lib.rs': '',
    'more/Cargo.toml': member('more', more),
    'more/src/main.rs': 'fn main() {}\n',
    'more/build.rs': 'fn main() {}\n',
    'macro/Cargo.toml': member(
      'macro',
      '[lib]\nproc-macro = true\n[dependencies]\nlib = { path = "../lib", features = ["a"] }',
    ),
    'macro/src/lib.rs': '',
  });
  return CargoWorkspace.discover(folder);
}

const LIB = '[features]\ndefault = ["d"]\nd = []\na = []\nb = ["a"]\ninherited = []\n';
const OPTIONAL = '[dependencies]\nlib = { path = "../lib", optional = true, default-features = false }\n';
const PLAIN = '[dependencies]\nlib = { path = "../lib", default-features = false }\n';

interface Case {
  readonly app: string;
  readonly more?: string;
  readonly resolver?: string;
  readonly request?: Partial<FeatureRequest>;
}

/** What is on of `app` and of `lib`, beside `default`. */
const CASES: [string, Case, string, string][] = [
  ['a feature that others switch on', { app: '[features]\ndefault = ["x"]\nx = ["y"]\ny = []\nz = []' }, 'x,y', ''],
  ['none', { app: '[features]\nx = []' }, '', ''],
  ['one that is asked for', { app: '[features]\nx = ["y"]\ny = []', request: { features: ['x'] } }, 'x,y', ''],
  ['no default ones', { app: '[features]\ndefault = ["x"]\nx = []', request: { defaultFeatures: false } }, '', ''],
  ['all of them', { app: `${OPTIONAL}[features]\nx = []`, request: { allFeatures: true } }, 'lib,x', ''],
  ['an optional dependency', { app: `${OPTIONAL}[features]\ndefault = ["lib"]` }, 'lib', ''],
  ['the same by dep:', { app: `${OPTIONAL}[features]\ndefault = ["x"]\nx = ["dep:lib", "lib/b"]` }, 'x', 'a,b'],
  ['a/b, which has an optional a', { app: `${OPTIONAL}[features]\ndefault = ["lib/b"]` }, 'lib', 'a,b'],
  [
    'a/b, where a feature is called a too',
    { app: `${OPTIONAL}[features]\ndefault = ["lib/b"]\nlib = ["dep:lib", "x"]\nx = []` },
    'lib,x',
    'a,b',
  ],
  ['a?/b, which has no optional a', { app: `${OPTIONAL}[features]\ndefault = ["lib?/b"]` }, '', ''],
  ['a?/b, where another has it', { app: `${OPTIONAL}[features]\ndefault = ["lib?/b", "lib"]` }, 'lib', 'a,b'],
  ['default features of a dependency', { app: '[dependencies]\nlib = { path = "../lib" }' }, '', 'd'],
  ['features of an entry', { app: `[dependencies]\nlib = { path = "../lib", features = ["b"] }` }, '', 'a,b,d'],
  ['an inherited entry', { app: '[dependencies]\nlib = { workspace = true, features = ["a"] }' }, '', 'a,inherited'],
  [
    'one that is renamed',
    {
      app: `[dependencies]\nx = { path = "../lib", package = "lib", optional = true }\n[features]\ndefault = ["x/a"]`,
    },
    'x',
    'a,d',
  ],
  [
    'another platform',
    { app: `${PLAIN}[target.'cfg(windows)'.dependencies]\nlib = { path = "../lib", features = ["b"] }` },
    '',
    '',
  ],
  [
    'another platform, as it was',
    {
      app: `${PLAIN}[target.'cfg(windows)'.dependencies]\nlib = { path = "../lib", default-features = false, features = ["b"] }`,
      resolver: '1',
    },
    '',
    'a,b',
  ],
  [
    'what is built with it',
    { app: PLAIN, more: '[dependencies]\nlib = { path = "../lib", features = ["a"] }' },
    '',
    'a,d',
  ],
  [
    'what is built with it, of its own',
    {
      app: '[features]\nx = []\n[lib]\npath = "src/main.rs"',
      more: '[dependencies]\napp = { path = "../app", features = ["x"] }',
    },
    'x',
    '',
  ],
  ['a build script, which has its own', { app: `${PLAIN}[build-dependencies]\nlib = { path = "../lib" }` }, '', ''],
  [
    'a build script, as it was',
    { app: `${PLAIN}[build-dependencies]\nlib = { path = "../lib" }`, resolver: '1' },
    '',
    'd',
  ],
  ['a macro, which has its own', { app: `${PLAIN}macro = { path = "../macro" }` }, '', ''],
  ['tests, which are not built', { app: `${PLAIN}[dev-dependencies]\nlib = { path = "../lib" }` }, '', ''],
  ['tests, as it was', { app: `${PLAIN}[dev-dependencies]\nlib = { path = "../lib" }`, resolver: '1' }, '', 'd'],
];

const requestOf = ({ request }: Case) => ({ defaultFeatures: true, ...request });
const built = (input: Case) => ['app', ...(input.more ? ['more'] : [])];

test.each(CASES)('%s', (_, input, app, lib) => {
  const found = workspace(input);
  const [one, other] = ['app', 'lib'].map((name) => found.packages.find((pkg) => pkg.name === name)!);
  const features = found.featuresOf(
    built(input).map((name) => found.packages.find((pkg) => pkg.name === name)!),
    requestOf(input),
  );
  const on = (crate: typeof one) =>
    ['a', 'b', 'd', 'inherited', 'lib', 'x', 'y', 'z'].filter((feature) => features.isOn(crate, feature)).join();
  expect([on(one), on(other)]).toEqual([app, lib]);
  const dependency = one.dependencies.find(({ crate, kind }) => crate === 'lib' && kind === 'normal');
  // what a build script has counts as well, to cargo
  if (dependency && !one.dependencies.some(({ kind }) => kind === 'build')) {
    expect(['a', 'b', 'd'].filter((feature) => features.isOn(one, `${dependency.name}/${feature}`)).join()).toBe(
      lib.replace(',inherited', ''),
    );
  }
});

testWithRust('cargo says the same', () => {
  for (const [what, input, app, lib] of CASES) {
    const { root } = workspace(input);
    const { features = [], defaultFeatures, allFeatures } = requestOf(input);
    const tree = execFileSync(
      'cargo',
      [
        ...['tree', '--offline', '--quiet', '--target', 'x86_64-unknown-linux-musl', '--edges', 'normal'],
        ...['--prefix', 'none', '--format', '{p}|{f}|'],
        ...built(input).flatMap((name) => ['--package', name]),
        ...(defaultFeatures ? [] : ['--no-default-features']),
        ...(allFeatures ? ['--all-features'] : features.flatMap((feature) => ['--features', `app/${feature}`])),
      ],
      { cwd: root, encoding: 'utf8' },
    );
    const on = (name: string) =>
      (new RegExp(`^${name} [^|]*\\|([^|]*)\\|`, 'm').exec(tree)?.[1] ?? '')
        .split(',')
        .filter((feature) => feature !== 'default')
        .join();
    expect([what, on('app'), on('lib')]).toEqual([what, app, lib]);
  }
});
