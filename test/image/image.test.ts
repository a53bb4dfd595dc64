import { readFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { ImageOptions, MuslRustChefOptions, RuntimeBase } from '../../src';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { Image } from '../../src/image/image';
import { ProjectRepository } from '../../src/registry/project-repository';
import { CRATE, synth, WORKSPACE } from '../synth';
import { tempDir } from '../util';

const OPTIONAL = {
  ...CRATE,
  'Cargo.toml': [
    CRATE['Cargo.toml'],
    '[features]',
    'default = ["net"]',
    'net = ["tls"]',
    'tls = []',
    'extra = []',
    '',
    '[[bin]]',
    'name = "daemon"',
    'path = "src/daemon.rs"',
    'required-features = ["tls"]',
    '',
    '[[bin]]',
    'name = "admin"',
    'path = "src/admin.rs"',
    'required-features = ["extra"]',
    '',
  ].join('\n'),
  'src/daemon.rs': 'fn main() {}\n',
  'src/admin.rs': 'fn main() {}\n',
};

const targets = (dir: string) => JSON.parse(readFileSync(join(dir, 'docker-bake.json'), 'utf-8')).group.default.targets;

test('without options each binary gets an image', () => {
  expect(targets(synth(WORKSPACE).dir)).toEqual(['server', 'worker']);
});

test('a binary whose required features are off gets none, and synth says so', () => {
  const { dir, warnings } = synth(OPTIONAL);
  expect(targets(dir)).toEqual(['app', 'daemon']);
  expect(warnings).toContainEqual(expect.stringMatching(/Cargo\.toml: binary "admin" requires the feature extra/));
});

test('all features bring it in', () => {
  expect(targets(synth(OPTIONAL, { allFeatures: true }).dir)).toEqual(['admin', 'app', 'daemon']);
});

test('no default features leave the others out', () => {
  expect(targets(synth(OPTIONAL, { defaultFeatures: false }).dir)).toEqual(['app']);
});

test('labels come from the manifest, and the options win', () => {
  const { dir } = synth(
    {
      ...CRATE,
      'Cargo.toml':
        '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\n' +
        'description = """\nTwo\n  lines\n"""\nrepository = "https://example.com/app"\n',
    },
    { images: [{ binary: 'app', labels: { 'org.opencontainers.image.licenses': 'Apache-2.0' } }] },
  );
  const dockerfile = readFileSync(join(dir, 'Dockerfile'), 'utf-8');
  expect(dockerfile).toContain('org.opencontainers.image.title="app"');
  expect(dockerfile).toContain('org.opencontainers.image.description="Two lines"');
  expect(dockerfile).toContain('org.opencontainers.image.licenses="Apache-2.0"');
  expect(dockerfile).toContain('org.opencontainers.image.source="https://example.com/app"');
});

describe('what is said of an image', () => {
  const FEATURES = '[features]\nnet = []\ntls = ["net"]\n';
  const MANIFEST = CRATE['Cargo.toml'].replace('edition', 'license = "MIT"\nedition');
  const resolve = (image: Omit<ImageOptions, 'binary'>, binary = 'app') => {
    const project = new Project({ name: 'app', outdir: tempDir() });
    return Image.resolve(
      CargoWorkspace.discover(tempDir(), {
        'Cargo.toml': `${MANIFEST}serde = { version = "1", optional = true }\nmy-dep = "1"\n${FEATURES}`,
        'src/main.rs': '',
        'src/bin/b.rs': '',
      }),
      {
        images: [{ binary, ...image }],
        repository: new ProjectRepository(project, {}),
        registries: [],
        runtimeBase: RuntimeBase.chainguardStatic(),
        defaultFeatures: true,
        allFeatures: false,
      },
    ).images[0];
  };

  test.each([
    ['tls', 'app/tls'],
    ['app/tls', 'app/tls'],
    // of a dependency, by cargo's own rules
    ['serde/derive', 'serde/derive'],
    ['my-dep/a_b.c+d', 'my-dep/a_b.c+d'],
    ['serde?/derive', 'serde?/derive'],
    ['serde?/x', 'serde?/x'],
  ])('the feature %s is handed to cargo as %s', (feature, expected) => {
    expect(resolve({ features: [feature] }).features).toEqual([expected]);
  });

  test.each(['serde/', '/derive', 'a/b/c', 'serde/a b', 'serde?', 'serde??/derive', 'dep:serde', ''])(
    '%j is no feature',
    (feature) => {
      expect(() => resolve({ features: [feature] })).toThrow(
        `image "app": features has ${JSON.stringify(feature)}, which is not the name of a cargo feature.`,
      );
    },
  );

  test('what there is is listed where something else is named', () => {
    expect(() => resolve({ features: ['tsl'] })).toThrow('which Cargo.toml does not define. It defines: net, tls.');
    expect(() => resolve({}, 'ap')).toThrow('image "ap": the workspace has no binary of that name. It has: app, b.');
  });

  test('is its license, and a repository outright', () => {
    expect(resolve({}).labels).toMatchObject({ 'org.opencontainers.image.licenses': 'MIT' });
    expect(resolve({ repository: 'r.example.com/x' }).repository.behind('')).toBe('r.example.com/x');
    expect(() => resolve({ repository: 'r.example.com/X' })).toThrow(/^image "app": repository: "r\.example\.com\/X"/);
  });
});

describe('a tool for developers', () => {
  const member = (name: string) => ({
    [`${name}/Cargo.toml`]: `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n`,
    [`${name}/src/main.rs`]: 'fn main() {}\n',
  });
  const workspace = (...names: string[]) => ({
    'Cargo.toml': `[workspace]\nresolver = "2"\nmembers = ${JSON.stringify(names)}\n`,
    ...Object.assign({}, ...names.map(member)),
  });
  const aliases = (...lines: string[]) => ({ '.cargo/config.toml': ['[alias]', ...lines, ''].join('\n') });

  test.each<[string, Record<string, string>, string[]]>([
    ['by the name of its package', workspace('server', 'xtask'), ['server']],
    [
      'by that name in one repository with the program',
      { ...CRATE, 'Cargo.toml': `${CRATE['Cargo.toml']}\n[workspace]\nmembers = ["xtask"]\n`, ...member('xtask') },
      ['app'],
    ],
    ['run by an alias', { ...workspace('server', 'ci'), ...aliases('ci = "run --package ci --"') }, ['server']],
    [
      'run by a list',
      { ...workspace('server', 'ci'), ...aliases('x = ["run", "-q", "-p", "ci", "--", "all"]') },
      ['server'],
    ],
    ['run by =', { ...workspace('server', 'ci'), ...aliases('x = "r --package=ci"') }, ['server']],
    ['with a version', { ...workspace('server', 'ci'), ...aliases('x = "run -p ci@0.1.0"') }, ['server']],
    [
      'run by its manifest',
      { ...workspace('server', 'ci'), ...aliases('x = "run --manifest-path ./ci/Cargo.toml"') },
      ['server'],
    ],
    ['run by its binary', { ...workspace('server', 'ci'), ...aliases('x = "run --release --bin ci"') }, ['server']],
    [
      'run by an alias of an alias',
      { ...workspace('server', 'ci'), ...aliases('x = "y all"', 'y = "run -p ci --"') },
      ['server'],
    ],
    ['in the older file', { ...workspace('server', 'ci'), '.cargo/config': '[alias]\nx = "run -p ci"\n' }, ['server']],
    [
      'not by another alias',
      { ...workspace('server', 'ci'), ...aliases('b = "build -p ci"', 'r = "run"', 't = "t"') },
      ['ci', 'server'],
    ],
    [
      'not by what the program is told',
      { ...workspace('server', 'ci'), ...aliases('x = "run -p server -- -p ci"') },
      ['ci'],
    ],
    [
      'not where all have an alias',
      { ...workspace('server', 'ci'), ...aliases('s = "run -p server"', 'c = "run -p ci"') },
      ['ci', 'server'],
    ],
  ])('%s gets no image, and synth says so', (_, files, expected) => {
    const { dir, warnings } = synth(files);
    expect(targets(dir)).toEqual(expected);
    const tools = warnings.filter((warning) => warning.includes('[skipped-tool]'));
    expect(tools).toHaveLength(expected.length === 1 ? 1 : 0);
    expect(tools.join()).toMatch(
      expected.length === 1 ? /gets no image\. List it in `images` to give it one\. / : /^$/,
    );
  });

  test('gets one where it is asked for', () => {
    const { dir, warnings } = synth(workspace('server', 'xtask'), { images: [{ binary: 'xtask' }] });
    expect(targets(dir)).toEqual(['xtask']);
    expect(warnings).toEqual([]);
  });

  test('alone is no program', () => {
    expect(() => synth(workspace('xtask'))).toThrow(
      /^no binary gets an image by default\. .*xtask.*List it in `images`/,
    );
  });
});

describe('two packages with a binary of one name', () => {
  const files = {
    'Cargo.toml': '[workspace]\nmembers = ["a", "b", "c"]\nresolver = "2"\n',
    ...Object.fromEntries(
      ['a', 'b', 'c'].flatMap((name) => [
        [`${name}/Cargo.toml`, `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n`],
        [`${name}/src/bin/${name === 'c' ? 'other' : 'server'}.rs`, 'fn main() {}\n'],
      ]),
    ),
  };

  test.each<[string, MuslRustChefOptions]>([
    ['all are asked for', {}],
    ['one of them is', { images: [{ binary: 'server' }] }],
    ['one is beside another', { images: [{ binary: 'other' }, { binary: 'server' }] }],
  ])('are refused where %s', (_, options) => {
    expect(() => synth(files, options)).toThrow(
      'two binaries are named "server", in a/Cargo.toml and in b/Cargo.toml: they would overwrite each other in the target folder. Rename one of them',
    );
  });

  test('are none of the business of who asks for neither', () => {
    expect(targets(synth(files, { images: [{ binary: 'other' }] }).dir)).toEqual(['other']);
  });

  test('are refused where one would be compiled beside what is asked for', () => {
    const beside = { ...files, 'b/src/bin/admin.rs': 'fn main() {}\n', 'b/src/bin/other.rs': 'fn main() {}\n' };
    expect(() => synth(beside, { images: [{ binary: 'admin' }, { binary: 'other' }] })).toThrow(
      'two binaries are named "other"',
    );
  });
});

test.each([
  'seed',
  'binaries',
  'default',
  'cache',
  'builder',
  'planner',
  'dependencies',
  'image',
  'smoke-test',
  'seed-image',
  'group',
  'target',
  '_x',
])('a binary %s is like any other', (name) => {
  const { dir } = synth(
    { ...CRATE, [`src/bin/${name}.rs`]: 'fn main() {}\n' },
    name.startsWith('_') ? { images: [{ binary: name, name: 'x' }] } : {},
  );
  const { group, target } = JSON.parse(readFileSync(join(dir, 'docker-bake.json'), 'utf-8'));
  const mine = group.default.targets.filter((other: string) => other !== 'app');
  expect(mine).toHaveLength(1);
  expect(target[mine[0]].tags).toEqual([`\${REPOSITORY}/${name === '_x' ? 'x' : name}\${SUFFIX}`]);
  expect(Object.keys(group)).not.toContain(mine[0]);
});

test('a feature that a manifest requires and does not define is said to be in the manifest', () => {
  const files = { ...OPTIONAL, 'Cargo.toml': OPTIONAL['Cargo.toml'].replace('["extra"]', '["extras"]') };
  expect(() => synth(files, { images: [{ binary: 'admin' }] })).toThrow(
    'image "admin": `required-features` of its [[bin]] has "extras", which Cargo.toml does not define. It defines: ',
  );
});
