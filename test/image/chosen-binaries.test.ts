import { CargoWorkspace } from '../../src/cargo/workspace';
import { BinaryChoice, chooseBinaries } from '../../src/image/chosen-binaries';
import { tempDir } from '../util';

const DEFAULT: BinaryChoice = { defaultFeatures: true, allFeatures: false };

function workspace(manifest: string, extra: Record<string, string> = {}): CargoWorkspace {
  return CargoWorkspace.discover(tempDir(), {
    'Cargo.toml': `[package]\nname = "app"\nedition = "2021"\n${manifest}`,
    'src/main.rs': '',
    ...extra,
  });
}

const names = (manifest: string, features = DEFAULT, extra?: Record<string, string>) =>
  chooseBinaries(workspace(manifest, extra), features).chosen.map(({ name }) => name);

/** A second binary, `cli`, which requires these. */
const cli = (...required: string[]) =>
  `[[bin]]\nname = "cli"\npath = "src/cli.rs"\nrequired-features = ${JSON.stringify(required)}\n`;
const CLI = { 'src/cli.rs': '' };

test.each<[string, string, BinaryChoice, boolean]>([
  ['no feature', `${cli()}`, DEFAULT, true],
  ['one that is off', `[features]\na = []\n${cli('a')}`, DEFAULT, false],
  ['one that is on by default', `[features]\ndefault = ["a"]\na = []\n${cli('a')}`, DEFAULT, true],
  [
    'one that another switches on',
    `[features]\ndefault = ["b"]\nb = ["c"]\nc = ["a"]\na = []\n${cli('a')}`,
    DEFAULT,
    true,
  ],
  ['two, one of which is off', `[features]\ndefault = ["a"]\na = []\nb = []\n${cli('a', 'b')}`, DEFAULT, false],
  ['two that are on', `[features]\ndefault = ["a", "b"]\na = []\nb = []\n${cli('a', 'b')}`, DEFAULT, true],
  ['features that go round', `[features]\ndefault = ["a"]\na = ["b"]\nb = ["a"]\n${cli('b')}`, DEFAULT, true],
  [
    'one that is on by default, without these',
    `[features]\ndefault = ["a"]\na = []\n${cli('a')}`,
    { defaultFeatures: false, allFeatures: false },
    false,
  ],
  ['one of all', `[features]\na = []\n${cli('a')}`, { defaultFeatures: false, allFeatures: true }, true],
])('a binary that requires %s', (_, manifest, features, isChosen) => {
  expect(names(manifest, features, CLI)).toEqual(isChosen ? ['app', 'cli'] : ['app']);
  expect(chooseBinaries(workspace(manifest, CLI), features).skipped.map(({ id }) => id)).toEqual(
    isChosen ? [] : ['skipped-binary'],
  );
});

const NO_DEFAULT = { defaultFeatures: false, allFeatures: false };
const REMEDY =
  'so it gets no image. List it in `images` beside those that are to have one, as in { binary: "cli" }, ' +
  'which switches on what it requires; or set `allFeatures: true`.';

test.each<[string, BinaryChoice, string]>([
  [`[features]\na = []\nb = []\n${cli('a', 'b')}`, DEFAULT, `a and b, which is not on by default, ${REMEDY}`],
  [
    `[features]\ndefault = ["a"]\na = []\nb = []\n${cli('a', 'b')}`,
    DEFAULT,
    `b, which is not on by default, ${REMEDY}`,
  ],
  [
    `[features]\ndefault = ["a"]\na = []\n${cli('a')}`,
    NO_DEFAULT,
    `a, which is not on, since \`defaultFeatures\` is false, ${REMEDY}`,
  ],
  [`[features]\ndefault = []\na = []\n${cli('a')}`, NO_DEFAULT, `a, which is not on by default, ${REMEDY}`],
  [
    `[features]\na = []\n${cli('a', 'aa')}`,
    DEFAULT,
    'aa, which is not defined there, so it gets no image. Define it in [features], or correct `required-features` of its [[bin]].',
  ],
])('of %j what is said names the features that lack, and what to do', (manifest, choice, message) => {
  const { skipped } = chooseBinaries(workspace(manifest, CLI), choice);
  expect(skipped.map(({ text }) => text)).toEqual([`Cargo.toml: binary "cli" requires the feature ${message}`]);
});

describe('without being asked for', () => {
  const member = (name: string, main = '') => ({
    [`${name}/Cargo.toml`]: `[package]\nname = "${name.replace('/', '-')}"\nedition = "2021"\n`,
    [`${name}/src/main.rs`]: main,
  });
  const LIB = { 'lib/Cargo.toml': '[package]\nname = "lib"\nedition = "2021"\n', 'lib/src/lib.rs': '' };
  const of = (root: string, files: Record<string, string>) =>
    chooseBinaries(CargoWorkspace.discover(tempDir(), { 'Cargo.toml': root, ...files }), DEFAULT);
  const ROOT = '[package]\nname = "app"\nedition = "2021"\n';
  const MEMBERS = '[workspace]\nmembers = ["a", "b/*", "lib"]\n';
  const FILES = { ...member('a'), ...member('b/c'), ...member('b/d'), ...LIB };

  test.each<[string, string, Record<string, string>, string[]]>([
    ['all members of a virtual workspace', MEMBERS, FILES, ['a', 'b-c', 'b-d']],
    ['the root package alone', `${ROOT}${MEMBERS}`, { ...FILES, 'src/main.rs': '' }, ['app']],
    ['all, where the root package has none', `${ROOT}${MEMBERS}`, { ...FILES, 'src/lib.rs': '' }, ['a', 'b-c', 'b-d']],
    ['the default members', `${MEMBERS}default-members = ["a"]\n`, FILES, ['a']],
    ['default members by a pattern', `${MEMBERS}default-members = ["b/*"]\n`, FILES, ['b-c', 'b-d']],
    ['default members, as paths are written', `${MEMBERS}default-members = ["./a/", "b/c"]\n`, FILES, ['a', 'b-c']],
    [
      'default members beside a root package',
      `${ROOT}${MEMBERS}default-members = ["a"]\n`,
      { ...FILES, 'src/main.rs': '' },
      ['a'],
    ],
    [
      'the root package among default members',
      `${ROOT}${MEMBERS}default-members = [".", "a"]\n`,
      { ...FILES, 'src/main.rs': '' },
      ['a', 'app'],
    ],
    ['all, where the default members have none', `${MEMBERS}default-members = ["lib"]\n`, FILES, ['a', 'b-c', 'b-d']],
  ])('%s get an image, as cargo builds them', (_, root, files, expected) => {
    const { chosen, skipped } = of(root, files);
    expect(chosen.map(({ name }) => name)).toEqual(expected);
    const others = ['a', 'b-c', 'b-d', 'app'].filter((name) => !expected.includes(name));
    const isLimited = expected.length < 3;
    expect(skipped.map(({ id, text }) => [id, others.filter((name) => text.includes(`"${name}"`)).length > 0])).toEqual(
      isLimited ? [['skipped-binary', true]] : [],
    );
  });

  test('what is said of the others names them, and the way out', () => {
    expect(of(`${MEMBERS}default-members = ["a"]\n`, FILES).skipped).toEqual([
      {
        id: 'skipped-binary',
        text:
          'Cargo.toml: "b-c", "b-d" are in no package that `cargo build` builds here (`default-members` of [workspace], or else the ' +
          'package of this manifest), so they get no image. Add to default-members, or list in `images` what is to have one.',
      },
    ]);
  });

  test('one that has the name of another member’s is that of the default member', () => {
    const twice = { ...FILES, 'a/src/bin/seed.rs': '', 'b/c/src/bin/seed.rs': '' };
    const { chosen } = of(`${MEMBERS}default-members = ["a"]\n`, twice);
    expect(chosen.map(({ name, package: { name: of_ } }) => [name, of_])).toEqual([
      ['a', 'a'],
      ['seed', 'a'],
    ]);
  });

  test('one in the place of the builder image gets none', () => {
    const { chosen, skipped } = of(MEMBERS, { ...FILES, 'a/src/bin/muslrust-chef.rs': '' });
    expect(chosen.map(({ name }) => name)).toEqual(['a', 'b-c', 'b-d']);
    expect(skipped.map(({ text }) => text)).toEqual([
      expect.stringContaining('List it in `images` with another `name`'),
    ]);
  });

  test('a feature that another one switches on is shared, unless each is compiled by itself', () => {
    const files = {
      ...member('a'),
      'a/src/lib.rs': '',
      'a/Cargo.toml':
        '[package]\nname = "a"\nedition = "2021"\n[features]\nx = []\n[[bin]]\nname = "cli"\npath = "src/main.rs"\nrequired-features = ["x"]\n',
      ...member('b/c'),
      'b/c/Cargo.toml':
        '[package]\nname = "c"\nedition = "2021"\n[dependencies]\na = { path = "../../a", features = ["x"] }\n',
    };
    const found = CargoWorkspace.discover(tempDir(), {
      'Cargo.toml': '[workspace]\nmembers = ["a", "b/*"]\n',
      ...files,
    });
    const chosen = (isolated: boolean) =>
      chooseBinaries(found, { ...DEFAULT, isolated }).chosen.map(({ name }) => name);
    expect(chosen(false)).toEqual(['cli', 'c']);
    expect(chosen(true)).toEqual(['c']);
  });
});

describe('a tool for developers', () => {
  const XTASK = { 'xtask/Cargo.toml': '[package]\nname = "xtask"\nedition = "2021"\n', 'xtask/src/main.rs': '' };
  const MEMBERS = '[workspace]\nmembers = ["xtask"]\n';
  const ALL = `${MEMBERS}default-members = [".", "xtask"]\n`;

  test('is told by the name of its package', () => {
    const { chosen, skipped } = chooseBinaries(workspace(ALL, XTASK), DEFAULT);
    expect(chosen.map(({ name }) => name)).toEqual(['app']);
    expect(skipped).toEqual([
      {
        id: 'skipped-tool',
        text: 'xtask/Cargo.toml: binary "xtask" is a tool for developers, by the name of its package, so it gets no image. List it in `images` to give it one.',
      },
    ]);
  });

  test('is told by an alias, if not all have one', () => {
    const config = (...aliases: string[]) => ({ '.cargo/config.toml': `[alias]\n${aliases.join('\n')}\n` });
    const manifest = cli();
    const { chosen, skipped } = chooseBinaries(
      workspace(manifest, { ...CLI, ...config('t = "run --bin cli"') }),
      DEFAULT,
    );
    expect(chosen.map(({ name }) => name)).toEqual(['app']);
    expect(skipped).toEqual([
      {
        id: 'skipped-tool',
        text: 'Cargo.toml: binary "cli" is run by `cargo t`, an alias in .cargo, so it is taken for a tool for developers and gets no image. List it in `images` to give it one.',
      },
    ]);
    const both = { ...CLI, ...config('t = "run --bin cli"', 'a = "run --bin app"') };
    expect(chooseBinaries(workspace(manifest, both), DEFAULT).skipped).toEqual([]);
    // a tool by its name has no say in that
    expect(names(`${manifest}${ALL}`, DEFAULT, { ...both, ...XTASK })).toEqual(['app', 'cli']);
  });

  test.each<[name: string, manifest: string, alias: string, chosen: string[]]>([
    ['the root package, run for short', MEMBERS, 'run -p app', ['app']],
    [
      'a default member, run for short',
      `${MEMBERS}default-members = [".", "helper"]\n`,
      'run -p helper',
      ['app', 'helper'],
    ],
    ['a default member by a pattern', `${MEMBERS}default-members = ["help*"]\n`, 'run -q -p helper --', ['helper']],
    [
      'a default member, of which a binary is named',
      `${MEMBERS}default-members = ["helper"]\n`,
      'run --bin app',
      ['helper'],
    ],
    ['another member', MEMBERS, 'run -p helper', ['app']],
    ['another member than the default ones', `${MEMBERS}default-members = ["."]\n`, 'run -p helper', ['app']],
  ])('is not told by an alias of what cargo builds anyway: %s', (_, manifest, alias, expected) => {
    const files = {
      'helper/Cargo.toml': '[package]\nname = "helper"\nedition = "2021"\n',
      'helper/src/main.rs': '',
      '.cargo/config.toml': `[alias]\nx = "${alias}"\n`,
    };
    expect(names(manifest.replace('xtask', 'helper'), DEFAULT, files)).toEqual(expected);
  });

  test('alone is no program: the message has all that was said of them', () => {
    const files = { ...XTASK, 'src/main.rs': '', 'src/cli.rs': '' };
    const manifest = `autobins = false\n[features]\na = []\n${cli('a')}${ALL}`;
    expect(() => chooseBinaries(workspace(manifest, files), DEFAULT)).toThrow(
      /^no binary gets an image by default\. xtask\/Cargo\.toml: binary "xtask" .* Cargo\.toml: binary "cli" requires the feature a, /,
    );
  });
});
