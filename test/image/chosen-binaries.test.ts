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
  chooseBinaries(workspace(manifest, extra), features).chosen.map(({ binary }) => binary);

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

test('what is said of one names the features and what to do', () => {
  const { skipped } = chooseBinaries(workspace(`[features]\na = []\nb = []\n${cli('a', 'b')}`, CLI), DEFAULT);
  expect(skipped[0].text).toBe(
    'Cargo.toml: binary "cli" requires the feature a and b, which is not on by default, so it gets no image. List it in `images` to give it one, with its features.',
  );
});

describe('a tool for developers', () => {
  const XTASK = { 'xtask/Cargo.toml': '[package]\nname = "xtask"\nedition = "2021"\n', 'xtask/src/main.rs': '' };
  const MEMBERS = '[workspace]\nmembers = ["xtask"]\n';

  test('is told by the name of its package', () => {
    const { chosen, skipped } = chooseBinaries(workspace(MEMBERS, XTASK), DEFAULT);
    expect(chosen).toEqual([{ binary: 'app' }]);
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
    expect(chosen).toEqual([{ binary: 'app' }]);
    expect(skipped).toEqual([
      {
        id: 'skipped-tool',
        text: 'Cargo.toml: binary "cli" is run by `cargo t`, an alias in .cargo, so it is taken for a tool for developers and gets no image. List it in `images` to give it one.',
      },
    ]);
    const both = { ...CLI, ...config('t = "run --bin cli"', 'a = "run --bin app"') };
    expect(chooseBinaries(workspace(manifest, both), DEFAULT).skipped).toEqual([]);
    // a tool by its name has no say in that
    expect(names(`${manifest}${MEMBERS}`, DEFAULT, { ...both, ...XTASK })).toEqual(['app', 'cli']);
  });

  test.each<[name: string, manifest: string, alias: string, chosen: string[]]>([
    ['the root package, run for short', MEMBERS, 'run -p app', ['app', 'helper']],
    [
      'a default member, run for short',
      `${MEMBERS}default-members = [".", "helper"]\n`,
      'run -p helper',
      ['app', 'helper'],
    ],
    [
      'a default member by a pattern',
      `${MEMBERS}default-members = ["help*"]\n`,
      'run -q -p helper --',
      ['app', 'helper'],
    ],
    [
      'a default member, of which a binary is named',
      `${MEMBERS}default-members = ["helper"]\n`,
      'run --bin helper',
      ['app'],
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
    const manifest = `autobins = false\n[features]\na = []\n${cli('a')}${MEMBERS}`;
    expect(() => chooseBinaries(workspace(manifest, files), DEFAULT)).toThrow(
      /^no binary gets an image by default\. xtask\/Cargo\.toml: binary "xtask" .* Cargo\.toml: binary "cli" requires the feature a, /,
    );
  });
});
