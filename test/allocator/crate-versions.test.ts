import { spawnSync } from 'node:child_process';
import { Allocator } from '../../src';
import { CRATE, synthIn } from '../synth';
import { testWithRust } from '../tools/rust';
import { readTree, tempDir, writeTree } from '../util';

const LIBRARY = '[package]\nname = "lib"\nversion = "0.1.0"\nedition = "2021"\n';

function workspace(rest: string, root = ''): string {
  return writeTree(tempDir(), {
    ...CRATE,
    'Cargo.toml': `[workspace]\nmembers = ["lib"]\n${root}\n${CRATE['Cargo.toml']}`,
    'lib/Cargo.toml': LIBRARY + rest,
    'lib/src/lib.rs': '',
    'vendor/mimalloc/Cargo.toml': '[package]\nname = "mimalloc"\nversion = "0.1.52"\nedition = "2021"\n',
    'vendor/mimalloc/src/lib.rs': '',
  });
}

const WINDOWS = "[target.'cfg(windows)'.dependencies]\n";

const RIVALS: [what: string, rest: string, key: string, is: string, root?: string][] = [
  ['an exact version', '[dependencies]\nmimalloc = "=0.1.44"\n', 'dependencies.mimalloc', '"=0.1.44"'],
  ['a range', '[dependencies]\nmimalloc = ">=0.1.40, <0.1.50"\n', 'dependencies.mimalloc', '">=0.1.40, <0.1.50"'],
  ['another line', '[dependencies]\nmimalloc = "~0.2"\n', 'dependencies.mimalloc', '"~0.2"'],
  ['a table', '[dependencies.mimalloc]\nversion = "=0.1.44"\noptional = true\n', 'dependencies.mimalloc', '"=0.1.44"'],
  [
    'another name',
    '[dependencies]\nfast = { package = "mimalloc", version = "=0.1.44" }\n',
    'dependencies.fast',
    '"=0.1.44"',
  ],
  ['for tests only', '[dev-dependencies]\nmimalloc = "=0.1.44"\n', 'dev-dependencies.mimalloc', '"=0.1.44"'],
  [
    'for build scripts only',
    '[build-dependencies]\nmimalloc = "=0.1.44"\n',
    'build-dependencies.mimalloc',
    '"=0.1.44"',
  ],
  ['for Windows only', `${WINDOWS}mimalloc = "=0.1.44"\n`, "target.'cfg(windows)'.dependencies.mimalloc", '"=0.1.44"'],
  [
    'from the workspace',
    '[dependencies]\nmimalloc.workspace = true\n',
    'dependencies.mimalloc',
    '"=0.1.44"',
    '[workspace.dependencies]\nmimalloc = "=0.1.44"\n',
  ],
  [
    'from git',
    '[dependencies]\nmimalloc = { git = "https://example.com/mimalloc" }\n',
    'dependencies.mimalloc',
    'of git "https://example.com/mimalloc"',
  ],
  [
    'from a folder',
    '[dependencies]\nmimalloc = { version = "0.1.52", path = "../vendor/mimalloc" }\n',
    'dependencies.mimalloc',
    'of path "../vendor/mimalloc"',
  ],
  [
    'from another registry',
    '[dependencies]\nmimalloc = { version = "0.1.52", registry = "acme" }\n',
    'dependencies.mimalloc',
    'of registry "acme"',
  ],
  ['the crate below', '[dependencies]\nlibmimalloc-sys = "=0.1.40"\n', 'dependencies.libmimalloc-sys', '"=0.1.40"'],
];

test.each(RIVALS)(
  'another member that pins mimalloc stops the synth, and nothing is changed: %s',
  (_, rest, key, is, root = '') => {
    const dir = workspace(rest, root);
    const before = readTree(dir);
    expect(() => synthIn(dir)).toThrow(
      new Error(
        'mimalloc "0.1.52" can\'t be put into Cargo.toml, since cargo could not resolve it beside this. Nothing has been changed. ' +
          `Use Allocator.system(), or:\nlib/Cargo.toml: ${key} is ${is}: ` +
          (is.startsWith('of') ? 'remove it' : `make it "${key.includes('sys') ? '0.1.49' : '0.1.52'}"`) +
          '\nThen synth again.',
      ),
    );
    expect(readTree(dir)).toEqual(before);
    // what the message says works
    expect(() => synthIn(dir, { allocator: Allocator.system() })).not.toThrow();
  },
);

test.each(RIVALS.filter(([, , , is]) => !is.startsWith('of')))(
  'following the message is enough: %s',
  (_, rest, key, is, root = '') => {
    const mend = (text: string) => text.replace(is, `"${key.includes('sys') ? '0.1.49' : '0.1.52'}"`);
    expect(() => synthIn(workspace(mend(rest), mend(root)))).not.toThrow();
  },
);

test.each([
  ['a compatible one', '[dependencies]\nmimalloc = "0.1.40"\n'],
  ['any', '[dependencies]\nmimalloc = "*"\n'],
  ['one of no version', '[dependencies]\nmimalloc = { optional = true }\n'],
  ['up to ours', '[dependencies]\nmimalloc = "<=0.1.52"\n'],
  ['a pre-release, which only cargo can judge', '[dependencies]\nmimalloc = "0.1.52-rc.1"\n'],
  ['another crate by its name', '[dependencies]\nmimalloc = { package = "other", version = "3" }\n'],
])('another member may have it: %s', (_, rest) => {
  expect(() => synthIn(workspace(rest))).not.toThrow();
});

test('all of them are named at once, and the second synth is as strict', () => {
  const dir = workspace('');
  synthIn(dir);
  writeTree(dir, {
    'lib/Cargo.toml': `${LIBRARY}[dependencies]\nmimalloc = "=0.1.44"\n[dev-dependencies]\nlibmimalloc-sys = "=0.1.1"\n`,
  });
  const before = readTree(dir);
  expect(() => synthIn(dir)).toThrow(
    /beside these\.[^]*dependencies\.mimalloc is "=0\.1\.44"[^]*\n[^]*libmimalloc-sys is "=0\.1\.1"/,
  );
  expect(readTree(dir)).toEqual(before);
});

test.each([
  ['jemallocator = "0.5"', 'dependencies.jemallocator is "0.5": remove it'],
  ['tikv-jemalloc-ctl = "0.5"', 'dependencies.tikv-jemalloc-ctl is "0.5": make it "0.7.0"'],
  ['jemalloc-sys = { features = [] }', 'dependencies.jemalloc-sys is of any version: remove it'],
  ['tikv-jemallocator = "=0.6.0"', 'dependencies.tikv-jemallocator is "=0.6.0": make it "0.7.0"'],
])('jemalloc has rivals of its own: %s', (line, message) => {
  const dir = workspace(`[dependencies]\n${line}\n`);
  expect(() => synthIn(dir)).not.toThrow();
  expect(() => synthIn(workspace(`[dependencies]\n${line}\n`), { allocator: Allocator.jemalloc() })).toThrow(message);
});

describe("a release that is broken on musl, of the user's own", () => {
  const entry = (name: string, version: string) =>
    `[[package]]\nname = "${name}"\nversion = "${version}"\nsource = "registry"\n`;
  const own = (requirement: string, locked?: string, table = '[dependencies]') =>
    writeTree(tempDir(), {
      ...CRATE,
      'Cargo.toml': `${CRATE['Cargo.toml'].replace('[dependencies]', table)}mimalloc = ${requirement}\n`,
      ...(locked && {
        'Cargo.lock': `version = 4\n${entry('other', '0.1.51')}${locked
          .split(' ')
          .map((version) => entry('mimalloc', version))
          .join('')}`,
      }),
    });

  test.each([
    ['"=0.1.45"', undefined, '0.1.45, which does not compile for musl'],
    ['"0.1"', '0.1.45', '0.1.45, which does not compile for musl'],
    [
      '{ version = "0.1.51", features = ["secure"] }',
      '0.1.51',
      '0.1.51, which dies with an illegal instruction on ARMv8.0',
    ],
    ['"=0.1.51"', '0.1.48', '0.1.51, which dies with an illegal instruction on ARMv8.0'],
    ['" = 0.1.45 "', undefined, '0.1.45, which does not compile for musl'],
    ['{ default-features = false }', '0.1.45', '0.1.45, which does not compile for musl'],
    ['"0.1"', '0.2.0 0.1.45', '0.1.45, which does not compile for musl'],
  ])('is named: %s, locked at %s', (requirement, locked, what) => {
    for (const allocator of [Allocator.mimalloc(), Allocator.system()]) {
      const { warnings } = synthIn(own(requirement, locked), { allocator });
      expect(warnings).toEqual([
        `Cargo.toml: dependencies.mimalloc comes to mimalloc ${what}: require another release there, ` +
          'and run `cargo update --package mimalloc` [allocator-version]',
      ]);
    }
  });

  test.each([
    ['"=0.1.44"', undefined],
    ['"0.1.45"', '0.1.48'],
    ['"0.1.45"', undefined],
    ['{ git = "https://example.com/a" }', '0.1.45'],
    ['{ git = "https://example.com/a", version = "=0.1.45" }', undefined],
    ['"0.1"', '0.1.52'],
    ['"0.2"', '0.1.45 0.2.0'],
    ['">=0.1.45"', undefined],
    ['"=0.1.45, <1"', undefined],
    ['"=0.1"', undefined],
  ])('is not: %s, locked at %s', (requirement, locked) => {
    expect(synthIn(own(requirement, locked)).warnings).toEqual([]);
  });

  test.each(['[dev-dependencies]', '[build-dependencies]', "[target.'cfg(windows)'.dependencies]"])(
    'is not where the image does not have it: %s',
    (table) => {
      expect(synthIn(own('"=0.1.45"', undefined, table), { allocator: Allocator.system() }).warnings).toEqual([]);
    },
  );

  test('is not where the package has no image', () => {
    const dir = workspace('[dependencies]\nmimalloc = "=0.1.45"\n');
    expect(synthIn(dir, { allocator: Allocator.system() }).warnings).toEqual([]);
  });
});

testWithRust('cargo says the same of them', () => {
  for (const [rest, resolves] of [
    ['[dependencies]\nmimalloc = "=0.1.44"\n', false],
    ['[dev-dependencies]\nmimalloc = "0.1.40"\n', true],
    ['[dependencies]\nlibmimalloc-sys = "=0.1.40"\n', false],
  ] as const) {
    const dir = workspace(rest, '[workspace.dependencies]\n');
    writeTree(dir, { 'Cargo.toml': `[workspace]\nmembers = ["lib"]\n\n${CRATE['Cargo.toml']}mimalloc = "0.1.52"\n` });
    const { status, stderr } = spawnSync('cargo', ['generate-lockfile', '--quiet'], { cwd: dir, encoding: 'utf8' });
    if (/network|timed out|Could not resolve host/i.test(stderr)) return;
    expect([rest, status === 0]).toEqual([rest, resolves]);
  }
});
