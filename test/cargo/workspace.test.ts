import { execFileSync } from 'node:child_process';
import { join, relative, sep } from 'node:path';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { UserFile } from '../../src/files/user-file';
import { testWithRust } from '../tools/rust';
import { tempDir, writeTree } from '../util';

const MAIN = 'fn main() {}\n';

function discover(files: Record<string, string>, starter?: Record<string, string>): CargoWorkspace {
  return CargoWorkspace.discover(writeTree(tempDir(), files), starter);
}

function pkg(name: string, rest = ''): string {
  return `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n${rest}`;
}

function binaries(workspace: CargoWorkspace): string[] {
  return workspace.binaries.map(({ package: { name: owner }, name, rootFile }) => `${owner} ${name} ${rootFile}`);
}

/** Each is a workspace as a user may have it; where cargo is at hand, it has to see the same binaries. */
const LAYOUTS: Record<string, { files: Record<string, string>; expected: string[] }> = {
  'src/main.rs is named as the package': {
    files: { 'Cargo.toml': pkg('one'), 'src/main.rs': MAIN },
    expected: ['one one src/main.rs'],
  },
  'src/bin holds files and folders': {
    files: {
      'Cargo.toml': pkg('one'),
      'src/main.rs': MAIN,
      'src/bin/two.rs': MAIN,
      'src/bin/three/main.rs': MAIN,
      'src/bin/three/helper.rs': '',
      'src/bin/not-one/lib.rs': '',
      'src/bin/data.json': '{}',
      'src/bin/.hidden.rs': '',
    },
    expected: ['one one src/main.rs', 'one three src/bin/three/main.rs', 'one two src/bin/two.rs'],
  },
  'autobins = false leaves the listed ones': {
    files: {
      'Cargo.toml': pkg('one', 'autobins = false\n[[bin]]\nname = "two"\n'),
      'src/main.rs': MAIN,
      'src/bin/two.rs': MAIN,
      'src/bin/three.rs': MAIN,
    },
    expected: ['one two src/bin/two.rs'],
  },
  'so it does in [project], as [package] was called': {
    files: {
      'Cargo.toml':
        '[project]\nname = "one"\nversion = "0.1.0"\nedition = "2021"\nautobins = false\n[[bin]]\nname = "two"\n',
      'src/main.rs': MAIN,
      'src/bin/two.rs': MAIN,
    },
    expected: ['one two src/bin/two.rs'],
  },
  'two listed binaries, and a third one inferred': {
    files: {
      'Cargo.toml': pkg('one', '[[bin]]\nname = "two"\n[[bin]]\nname = "three"\npath = "src/3.rs"\n'),
      'src/main.rs': MAIN,
      'src/bin/two.rs': MAIN,
      'src/3.rs': MAIN,
    },
    expected: ['one one src/main.rs', 'one three src/3.rs', 'one two src/bin/two.rs'],
  },
  'in edition 2015 a listed binary turns inference off': {
    files: {
      'Cargo.toml': '[package]\nname = "one"\nversion = "0.0.1"\n[[bin]]\nname = "two"\n',
      'src/main.rs': MAIN,
      'src/bin/two.rs': MAIN,
    },
    expected: ['one two src/bin/two.rs'],
  },
  'in edition 2015 autobins = true turns it on again': {
    files: {
      'Cargo.toml': '[package]\nname = "one"\nversion = "0.0.1"\nautobins = true\n[[bin]]\nname = "two"\n',
      'src/main.rs': MAIN,
      'src/bin/two.rs': MAIN,
    },
    expected: ['one one src/main.rs', 'one two src/bin/two.rs'],
  },
  'in edition 2015 a listed binary may be src/<name>.rs': {
    files: { 'Cargo.toml': '[package]\nname = "one"\nversion = "0.0.1"\n[[bin]]\nname = "two"\n', 'src/two.rs': MAIN },
    expected: ['one two src/two.rs'],
  },
  'in edition 2015 src/<name>.rs is not taken beside a library': {
    files: {
      'Cargo.toml': '[package]\nname = "one"\nversion = "0.0.1"\n[[bin]]\nname = "two"\n',
      'src/lib.rs': '',
      'src/two.rs': MAIN,
      'src/main.rs': MAIN,
    },
    expected: ['one two src/main.rs'],
  },
  'in edition 2015 a listed binary may be src/bin/main.rs': {
    files: {
      'Cargo.toml': '[package]\nname = "one"\nversion = "0.0.1"\n[[bin]]\nname = "two"\n',
      'src/bin/main.rs': MAIN,
    },
    expected: ['one two src/bin/main.rs'],
  },
  'in edition 2015 src/<name>.rs is not taken beside a library elsewhere': {
    files: {
      'Cargo.toml': '[package]\nname = "one"\nversion = "0.0.1"\n[lib]\npath = "lib/l.rs"\n[[bin]]\nname = "two"\n',
      'lib/l.rs': '',
      'src/two.rs': MAIN,
      'src/bin/main.rs': MAIN,
    },
    expected: ['one two src/bin/main.rs'],
  },
  'a listed binary renames an inferred file': {
    files: {
      'Cargo.toml': pkg('one', '[[bin]]\nname = "renamed"\npath = "src/main.rs"\n'),
      'src/main.rs': MAIN,
      'src/bin/two.rs': MAIN,
    },
    expected: ['one renamed src/main.rs', 'one two src/bin/two.rs'],
  },
  'a listed binary moves an inferred name to another file': {
    files: {
      'Cargo.toml': pkg('one', '[[bin]]\nname = "one"\npath = "app/entry.rs"\n'),
      'src/main.rs': MAIN,
      'app/entry.rs': MAIN,
    },
    expected: ['one one app/entry.rs'],
  },
  'a listed binary without a path is found in a folder': {
    files: {
      'Cargo.toml': pkg('one', '[[bin]]\nname = "two"\nrequired-features = ["extra"]\n[features]\nextra = []\n'),
      'src/bin/two/main.rs': MAIN,
    },
    expected: ['one two src/bin/two/main.rs'],
  },
  'a root package and members by pattern': {
    files: {
      'Cargo.toml': pkg('root', '[workspace]\nmembers = ["crates/*"]\nexclude = ["crates/old"]\n'),
      'src/main.rs': MAIN,
      'crates/api/Cargo.toml': pkg('api'),
      'crates/api/src/main.rs': MAIN,
      'crates/lib/Cargo.toml': pkg('lib'),
      'crates/lib/src/lib.rs': '',
      'crates/old/Cargo.toml': pkg('old'),
      'crates/old/src/main.rs': MAIN,
      'crates/README.md': 'not a folder',
    },
    expected: ['api api crates/api/src/main.rs', 'root root src/main.rs'],
  },
  'exclude is below a member that is listed by its path': {
    files: {
      'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["crates/a"]\nexclude = ["crates"]\n',
      'crates/a/Cargo.toml': pkg('a'),
      'crates/a/src/main.rs': MAIN,
    },
    expected: ['a a crates/a/src/main.rs'],
  },
  'patterns with ?, sets, ranges and **': {
    files: {
      'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["a?", "[bc]1", "[!a-c]1", "deep/**/x"]\n',
      'a1/Cargo.toml': pkg('a1'),
      'a1/src/main.rs': MAIN,
      'a22/src/main.rs': MAIN,
      'b1/Cargo.toml': pkg('b1'),
      'b1/src/main.rs': MAIN,
      'd1/Cargo.toml': pkg('d1'),
      'd1/src/main.rs': MAIN,
      ...Object.fromEntries(
        ['deep/x', 'deep/er/x', 'deep/er/est/x'].flatMap((folder, i) => [
          [`${folder}/Cargo.toml`, pkg(`x${i}`)],
          [`${folder}/src/main.rs`, MAIN],
        ]),
      ),
    },
    expected: [
      'a1 a1 a1/src/main.rs',
      'b1 b1 b1/src/main.rs',
      'd1 d1 d1/src/main.rs',
      'x0 x0 deep/x/src/main.rs',
      'x1 x1 deep/er/x/src/main.rs',
      'x2 x2 deep/er/est/x/src/main.rs',
    ],
  },
  'patterns with characters that mean nothing in them': {
    files: {
      'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["a.b*", "(c)+?", "[.^]d", "{e}/*"]\n',
      ...Object.fromEntries(
        ['a.b1', 'axb2', '(c)+1', '(c)2', '.d', '^d', 'ed', '{e}/f', '[d'].flatMap((folder, i) => [
          [`${folder}/Cargo.toml`, pkg(`p${i}`)],
          [`${folder}/src/main.rs`, MAIN],
        ]),
      ),
    },
    expected: [
      'p0 p0 a.b1/src/main.rs',
      'p2 p2 (c)+1/src/main.rs',
      'p4 p4 .d/src/main.rs',
      'p5 p5 ^d/src/main.rs',
      'p7 p7 {e}/f/src/main.rs',
    ],
  },
  'path dependencies of any kind become members': {
    files: {
      'Cargo.toml': pkg(
        'root',
        '[workspace]\n[workspace.dependencies]\nd = { path = "d" }\n[dependencies]\na = { path = "a", optional = true }\nd.workspace = true\n' +
          '[dev-dependencies]\nb = { path = "b" }\n[target.\'cfg(windows)\'.build-dependencies]\nrenamed = { path = "c", package = "c" }\n',
      ),
      'src/main.rs': MAIN,
      ...Object.fromEntries(
        ['a', 'b', 'c', 'd', 'e'].flatMap((name) => [
          [`${name}/Cargo.toml`, pkg(name, name === 'a' ? '[dependencies]\ne = { path = "../e" }\n' : '')],
          [`${name}/src/lib.rs`, ''],
          [`${name}/src/main.rs`, MAIN],
        ]),
      ),
    },
    expected: [
      'a a a/src/main.rs',
      'b b b/src/main.rs',
      'c c c/src/main.rs',
      'd d d/src/main.rs',
      'e e e/src/main.rs',
      'root root src/main.rs',
    ],
  },
  'the edition is inherited, and with it the rules': {
    files: {
      'Cargo.toml':
        '[workspace]\nresolver = "2"\nmembers = ["a"]\n[workspace.package]\nedition = "2021"\nversion = "1.2.3"\n',
      'a/Cargo.toml':
        '[package]\nname = "a"\nedition.workspace = true\nversion = { workspace = true }\n[[bin]]\nname = "two"\n',
      'a/src/main.rs': MAIN,
      'a/src/bin/two.rs': MAIN,
    },
    expected: ['a a a/src/main.rs', 'a two a/src/bin/two.rs'],
  },
  'no version at all': {
    files: { 'Cargo.toml': '[package]\nname = "one"\nedition = "2024"\n', 'src/main.rs': MAIN },
    expected: ['one one src/main.rs'],
  },
  'CRLF and a byte order mark': {
    files: { 'Cargo.toml': `\uFEFF${pkg('one')}`.replace(/\n/g, '\r\n'), 'src/main.rs': MAIN },
    expected: ['one one src/main.rs'],
  },
};

describe('CargoWorkspace', () => {
  describe.each(Object.entries(LAYOUTS))('%s', (_, { files, expected }) => {
    test('finds the binaries', () => {
      expect(binaries(discover(files))).toEqual(expected);
    });

    testWithRust('finds those that cargo finds', () => {
      const root = writeTree(tempDir(), files);
      const metadata = JSON.parse(
        execFileSync('cargo', ['metadata', '--no-deps', '--offline', '--format-version', '1'], {
          cwd: root,
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        }),
      ) as { packages: { name: string; targets: { kind: string[]; name: string; src_path: string }[] }[] };
      const found = metadata.packages.flatMap(({ name: owner, targets }) =>
        targets
          .filter(({ kind }) => kind.includes('bin'))
          .map(({ name, src_path: path }) => `${owner} ${name} ${relative(root, path).split(sep).join('/')}`),
      );
      expect(found.sort()).toEqual([...expected].sort());
    });
  });

  test('a folder that a pattern matches is no member without a manifest', () => {
    const workspace = discover({
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'crates/a/Cargo.toml': pkg('a'),
      'crates/a/src/main.rs': MAIN,
      'crates/notes/a.md': '',
    });
    expect(workspace.packages.map(({ directory }) => directory)).toEqual(['crates/a']);
  });

  test('starters are seen where nothing is on disk', () => {
    const workspace = discover({}, { 'Cargo.toml': pkg('one'), 'src/main.rs': MAIN, 'src/bin/two.rs': MAIN });
    expect(binaries(workspace)).toEqual(['one one src/main.rs', 'one two src/bin/two.rs']);
  });

  test('what is on disk wins over a starter', () => {
    const workspace = discover({ 'Cargo.toml': pkg('mine'), 'src/main.rs': MAIN }, { 'Cargo.toml': pkg('starter') });
    expect(binaries(workspace)).toEqual(['mine mine src/main.rs']);
  });

  test('members are found among starters by pattern', () => {
    const workspace = discover(
      {},
      {
        'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
        'crates/a/Cargo.toml': pkg('a'),
        'crates/a/src/main.rs': MAIN,
      },
    );
    expect(binaries(workspace)).toEqual(['a a crates/a/src/main.rs']);
  });

  test('fields are inherited from the workspace', () => {
    const [package_a] = discover({
      'Cargo.toml':
        '[workspace]\nmembers = ["a"]\n[workspace.package]\nversion = "1.2.3"\nedition = "2024"\nlicense = "MIT"\n' +
        'description = "All of it"\nrepository = "https://example.org/r"\n',
      'a/Cargo.toml':
        '[package]\nname = "a"\n' +
        ['version', 'edition', 'license', 'description', 'repository']
          .map((key) => `${key}.workspace = true\n`)
          .join(''),
      'a/src/main.rs': MAIN,
    }).packages;
    expect(package_a).toMatchObject({
      version: '1.2.3',
      edition: '2024',
      license: 'MIT',
      description: 'All of it',
      repository: 'https://example.org/r',
      manifestPath: 'a/Cargo.toml',
    });
  });

  test('own fields win, and the edition is 2015 where none is given', () => {
    const [one] = discover({
      'Cargo.toml': '[package]\nname = "one"\nversion = "0.0.1"\ndescription = "One"\n',
      'src/main.rs': MAIN,
    }).packages;
    expect(one).toMatchObject({
      version: '0.0.1',
      edition: '2015',
      description: 'One',
      directory: '.',
      manifestPath: 'Cargo.toml',
    });
  });

  test.each(['2015', '2018', '2021', '2024'])('edition %s is known', (edition) => {
    expect(
      discover({ 'Cargo.toml': `[package]\nname = "one"\nedition = "${edition}"\n`, 'src/main.rs': MAIN }).packages[0]
        .edition,
    ).toBe(edition);
  });

  test('the default binary is default-run of the root package', () => {
    const workspace = discover({
      'Cargo.toml': pkg('one', 'default-run = "zwei"\n'),
      'src/main.rs': MAIN,
      'src/bin/zwei.rs': MAIN,
    });
    expect(workspace.defaultBinary?.name).toBe('zwei');
    expect(workspace.packages[0].defaultRun).toBe('zwei');
  });

  test('there is no default binary where there is no default-run', () => {
    expect(
      discover({ 'Cargo.toml': pkg('one'), 'src/bin/b.rs': MAIN, 'src/bin/a.rs': MAIN }).defaultBinary,
    ).toBeUndefined();
  });

  test('of members, default-run does not count', () => {
    const { defaultBinary, packages } = discover({
      'Cargo.toml': '[workspace]\nmembers = ["b", "a"]\n',
      ...Object.fromEntries(
        ['a', 'b'].flatMap((name) => [
          [`${name}/Cargo.toml`, pkg(name, `default-run = "${name}"\n`)],
          [`${name}/src/main.rs`, MAIN],
        ]),
      ),
    });
    expect(defaultBinary).toBeUndefined();
    // by folder, however they are listed
    expect(packages.map(({ directory }) => directory)).toEqual(['a', 'b']);
  });

  test.each<[what: string, config: string, folders: string[]]>([
    ['out', '[build]\nbuild-dir = "out"\n', ['out']],
    ['the root', '[build]\ntarget-dir = "."\n', []],
    ['the folder of a binary', '[build]\nbuild-dir = "src"\n', []],
    ['the folder of a library', '[build]\ntarget-dir = "crates/a/src"\n', []],
    ['the folder of a member', '[build]\nbuild-dir = "crates"\n', []],
    ['one beside it', '[build]\nbuild-dir = "crates/b"\ntarget-dir = "crate"\n', ['crate', 'crates/b']],
    [
      'the folder of the crates',
      '[build]\nbuild-dir = "third"\n[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "third/party"\n',
      [],
    ],
  ])('nothing of the sources is where cargo compiles to: %s', (_, config, folders) => {
    const { outputFolders, warnings } = discover({
      'Cargo.toml': pkg('one', '[workspace]\nmembers = ["crates/a"]\n'),
      'src/main.rs': MAIN,
      'crates/a/Cargo.toml': pkg('a'),
      'crates/a/src/lib.rs': '',
      '.cargo/config.toml': config,
    });
    expect(outputFolders).toEqual(folders);
    const said = warnings.filter(({ id }) => id === 'config-build-dir').map(({ text }) => text);
    expect(said).toEqual(
      folders.length > 0
        ? []
        : [
            expect.stringMatching(
              /^\.cargo\/config\.toml: build\.(target|build)-dir has cargo compile into .*, where sources are: /,
            ),
          ],
    );
  });

  test('a version that replaces another one has no path', () => {
    const files = { 'Cargo.toml': pkg('one', '[patch.crates-io]\nlog = "0.4"\n'), 'src/main.rs': MAIN };
    expect(binaries(discover(files))).toEqual(['one one src/main.rs']);
  });

  test('features, required ones and those of optional dependencies', () => {
    const workspace = discover({
      'Cargo.toml': pkg(
        'one',
        '[features]\ndefault = ["tls"]\ntls = ["dep:rustls"]\n[dependencies]\nrustls = { version = "0.23", optional = true }\n' +
          'log = { version = "0.4", optional = true }\nserde = "1"\n[[bin]]\nname = "one"\npath = "src/main.rs"\nrequired-features = ["tls"]\n',
      ),
      'src/main.rs': MAIN,
    });
    const [{ package: one, requiredFeatures }] = workspace.binaries;
    expect(requiredFeatures).toEqual(['tls']);
    expect(one.features).toEqual({ default: ['tls'], tls: ['dep:rustls'] });
    expect(['tls', 'default', 'log', 'rustls', 'serde', 'constructor'].filter((name) => one.hasFeature(name))).toEqual([
      'tls',
      'default',
      'log',
    ]);
  });

  test('without features there are none, and none is required', () => {
    const workspace = discover({
      'Cargo.toml': pkg('one', '[[bin]]\nname = "two"\npath = "src/2.rs"\n'),
      'src/2.rs': MAIN,
      'src/main.rs': MAIN,
    });
    expect(workspace.packages[0]).toMatchObject({ features: {}, dependencies: [] });
    expect(workspace.binaries.map(({ requiredFeatures }) => requiredFeatures)).toEqual([[], []]);
  });

  test.each<[string, string, string[]]>([
    ['none', '', ['release', 'dev', 'test', 'bench']],
    ['some', '[profile.small]\ninherits = "release"\n', ['release', 'dev', 'test', 'bench', 'small', 'fast']],
  ])('profiles are those of cargo, of the manifest and of the configuration: %s', (_, profiles, expected) => {
    const workspace = discover({
      'Cargo.toml': pkg('one', profiles),
      'src/main.rs': MAIN,
      ...(profiles && { '.cargo/config.toml': '[profile.fast]\ninherits = "release"\n' }),
    });
    expected.forEach((profile) => workspace.assertProfile(profile));
    expect(() => workspace.assertProfile('tiny')).toThrow(
      new Error(`profile: Cargo.toml has no [profile.tiny]. Add it there, or name one of ${expected.join(', ')}`),
    );
  });

  test('two binaries of one name are refused where both would be compiled', () => {
    const two = '[[bin]]\nname = "cli"\npath = "src/main.rs"\n';
    const workspace = discover({
      'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["a", "b", "c"]\n',
      ...Object.fromEntries(
        ['a', 'b', 'c'].flatMap((name) => [
          [`${name}/Cargo.toml`, pkg(name, name === 'c' ? '' : two)],
          [`${name}/src/main.rs`, MAIN],
        ]),
      ),
    });
    const [a, b, c] = workspace.binaries;
    for (const fine of [[], [a], [b], [c], [a, c], [c, b]]) workspace.assertNamesAreUnique(fine);
    for (const wrong of [
      [a, b],
      [a, c, b],
    ]) {
      expect(() => workspace.assertNamesAreUnique(wrong)).toThrow(
        'two binaries are named "cli", in a/Cargo.toml and in b/Cargo.toml: they would overwrite each other in the target folder. Rename one of them by a [[bin]] with another name',
      );
    }
  });

  test.each([
    [{}, undefined],
    [{ 'rust-toolchain.toml': '[toolchain]\nchannel = "1.90"\ntargets = ["wasm32-wasip1"]\n' }, 'rust-toolchain.toml'],
    [{ 'rust-toolchain': 'nightly-2026-01-01\n' }, 'rust-toolchain'],
    [{ 'rust-toolchain': '[toolchain]\nchannel = "stable"\n' }, 'rust-toolchain'],
    // as rustup chooses, with a warning
    [{ 'rust-toolchain': 'nightly\n', 'rust-toolchain.toml': '[toolchain]\nchannel = "stable"\n' }, 'rust-toolchain'],
  ])('of %j the toolchain file is %s', (files, expected) => {
    expect(discover({ 'Cargo.toml': pkg('one'), 'src/main.rs': MAIN, ...files }).toolchainFile?.path).toBe(expected);
  });

  test('a workspace further up that excludes the project is no obstacle', () => {
    const folder = writeTree(tempDir(), {
      'Cargo.toml': '[workspace]\nexclude = ["sub"]\n',
      'sub/project/Cargo.toml': pkg('one'),
      'sub/project/src/main.rs': MAIN,
    });
    expect(binaries(CargoWorkspace.discover(join(folder, 'sub', 'project')))).toEqual(['one one src/main.rs']);
  });

  test('a package further up is no obstacle, but the workspace above that is', () => {
    const folder = writeTree(tempDir(), {
      'mid/Cargo.toml': pkg('mid'),
      'mid/project/Cargo.toml': pkg('one'),
      'mid/project/src/main.rs': MAIN,
    });
    const project = join(folder, 'mid', 'project');
    expect(binaries(CargoWorkspace.discover(project))).toEqual(['one one src/main.rs']);
    writeTree(folder, { 'Cargo.toml': '[workspace]\n' });
    expect(() => CargoWorkspace.discover(project)).toThrow(`Cargo.toml belongs to the workspace in ${folder}. `);
  });

  test('reads inline tables that span lines, as cargo does', () => {
    const workspace = discover({
      'Cargo.toml': pkg(
        'one',
        '[dependencies]\nlog = {\n  version = "0.4", # the "}" here is none\n  features = [\n    "std",\n  ],\n}\n',
      ),
      'src/main.rs': MAIN,
    });
    expect(workspace.packages[0].dependencies.map(({ crate }) => crate)).toEqual(['log']);
  });

  test('reads each manifest of 500 members once', () => {
    const names = Array.from({ length: 500 }, (_, index) => `member-${index}`);
    const root = writeTree(tempDir(), {
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      ...Object.fromEntries(
        names.flatMap((name, index) => [
          [
            `crates/${name}/Cargo.toml`,
            pkg(
              name,
              `[dependencies]\nserde = "1"\n${names
                .slice(0, Math.min(index, 5))
                .map((other) => `${other} = { path = "../${other}" }\n`)
                .join('')}`,
            ),
          ],
          [`crates/${name}/src/main.rs`, MAIN],
        ]),
      ),
    });
    const read = jest.spyOn(UserFile, 'read');
    expect(CargoWorkspace.discover(root).binaries).toHaveLength(500);
    // although five others depend on many
    expect(read).toHaveBeenCalledTimes(501);
    read.mockRestore();
  });
});
