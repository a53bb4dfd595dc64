import { readFileSync } from 'fs';
import { join } from 'path';
import { CRATE, synth, WORKSPACE } from '../synth';

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
        'description = """Two\nlines"""\nrepository = "https://example.com/app"\n',
    },
    { images: [{ binary: 'app', labels: { 'org.opencontainers.image.licenses': 'Apache-2.0' } }] },
  );
  const dockerfile = readFileSync(join(dir, 'Dockerfile'), 'utf-8');
  expect(dockerfile).toContain('org.opencontainers.image.description="Two lines"');
  expect(dockerfile).toContain('org.opencontainers.image.licenses="Apache-2.0"');
  expect(dockerfile).toContain('org.opencontainers.image.source="https://example.com/app"');
});
