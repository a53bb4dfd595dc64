import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project } from 'projen';
import {
  Allocator,
  BuilderBase,
  BuildStrategy,
  BuildxBuilder,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefBuilder,
  MuslRustChefOptions,
  Platform,
  RuntimeBase,
} from '../../src';
import { PinFile } from '../../src/pin-file/pin-file';
import { PINS } from '../../src/pins';
import { CRATE, synth, synthesise, synthIn } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const sha = (seed: number, length: number) => seed.toString(16).padStart(length, '0');

/** Another value for each pin, none like another. */
const OTHERS = {
  images: Object.fromEntries(
    Object.entries(PINS.images).map(([name, image], i) => [name, `${image}@sha256:${sha(i + 1, 64)}`]),
  ),
  crates: { 'cargo-chef': '0.1.91', mimalloc: '0.1.92', 'tikv-jemallocator': '0.7.93' },
  pypi: { 'cargo-zigbuild': '0.24.94', ziglang: '0.15.95' },
  buildkit: 'v0.34.96',
  buildx: 'v0.38.97',
  actions: Object.fromEntries(
    Object.entries(PINS.actions).map(([name, [release]], i) => [
      name,
      { release: release.replace(/\d+$/, `${800 + i}`), commit: sha(i + 1, 40) },
    ]),
  ),
};

/** What stands in generated files of a pin; a version beside the word before it, since others may have its number. */
const MARKS: [pin: string, shipped: string, other: string][] = [
  // that of the other is that of the shipped with a digest
  ...Object.entries(PINS.images).map(([name, image]): [string, string, string] => [
    name,
    image,
    OTHERS.images[name].slice(image.length),
  ]),
  ['cargo-chef', `--version ${PINS.crates['cargo-chef']} `, '--version 0.1.91 '],
  ['mimalloc', `mimalloc = { version = "${PINS.crates.mimalloc}"`, 'mimalloc = { version = "0.1.92"'],
  [
    'tikv-jemallocator',
    `tikv-jemallocator = { version = "${PINS.crates['tikv-jemallocator']}"`,
    'tikv-jemallocator = { version = "0.7.93"',
  ],
  ['cargo-zigbuild', `cargo-zigbuild==${PINS.pypi['cargo-zigbuild']}`, 'cargo-zigbuild==0.24.94'],
  ['ziglang', `ziglang==${PINS.pypi.ziglang}`, 'ziglang==0.15.95'],
  ['buildkit', PINS.buildkit, 'v0.34.96'],
  ['buildx', PINS.buildx, 'v0.38.97'],
  ...Object.entries(PINS.actions).map(([name, [release, commit]]): [string, string, string] => [
    name,
    `${name}@${commit} # ${release}`,
    `${name}@${OTHERS.actions[name].commit} # ${OTHERS.actions[name].release}`,
  ]),
];

const PIN_FILE = JSON.stringify(OTHERS);
const zeros = '00000000-0000-0000-0000-000000000000';

/** Projects that all pins are used in together. */
const PROJECTS: MuslRustChefOptions[] = [
  { workflow: true },
  { strategy: BuildStrategy.CROSS, runtimeBase: RuntimeBase.distrolessStatic(), allocator: Allocator.jemalloc() },
  { builderBase: BuilderBase.rustMusl(), runtimeBase: RuntimeBase.scratch({ timeZones: true, tmp: true }) },
  {
    buildxBuilder: BuildxBuilder.kubernetes([{ platform: Platform.LINUX_AMD64 }, { platform: Platform.LINUX_ARM64 }]),
    registry: ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: 'arn:aws:iam::123456789012:role/publish' }),
    imageRepository: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/app',
    registries: [
      ContainerRegistry.googleArtifactRegistry({
        location: 'us',
        project: 'acme-prod',
        repository: 'images',
        workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/acme',
        serviceAccount: 'publish@acme.iam.gserviceaccount.com',
      }),
      ContainerRegistry.azure({ name: 'acmeprod', clientId: zeros, tenantId: zeros }),
    ],
  },
];

/** All that is written in such projects, but for the file of pins itself. */
function written(pinFile?: string): string {
  const files = { ...CRATE, 'package-lock.json': '{}', ...(pinFile ? { [PinFile.NAME]: pinFile } : {}) };
  const ofPython = { '.projenrc.py': '', 'requirements-dev.txt': 'projen==1\nprojen-muslrust-chef==1\n' };
  const folders = PROJECTS.map((options, i) => synth({ ...files, ...(i === 1 ? ofPython : {}) }, options).dir);
  const builder = new Project({ name: 'app', outdir: writeTree(tempDir(), files), logging: { level: LogLevel.OFF } });
  new MuslRustChefBuilder(builder, { zig: true });
  synthesise(builder);
  return [...folders, builder.outdir]
    .flatMap((folder) => Object.entries(readTree(folder)))
    .flatMap(([path, text]) => (path === PinFile.NAME ? [] : [text]))
    .join('\n');
}

describe('each pin', () => {
  const [shipped, other] = [written(), written(PIN_FILE)];

  test.each(MARKS)('%s is what the file says, wherever it is used', (pin, before, after) => {
    const isImage = Object.hasOwn(PINS.images, pin);
    expect(shipped).toContain(before);
    expect(shipped).not.toContain(after);
    expect(other).toContain(after);
    // a reference with a digest begins with that without
    expect(isImage ? other.replaceAll(`${before}@`, '') : other).not.toContain(before);
  });

  test('is in the table', () => {
    const { images, crates, pypi, actions, ...others } = PINS;
    const names = [images, crates, pypi, actions, others].flatMap((group) => Object.keys(group));
    expect(MARKS.map(([name]) => name).sort()).toEqual(names.sort());
  });
});

test('what an option names wins over the file', () => {
  const { dir } = synth(
    { ...CRATE, [PinFile.NAME]: PIN_FILE },
    {
      allocator: Allocator.mimalloc({ version: '0.1.60' }),
      builderBase: BuilderBase.muslrust('docker.io/clux/muslrust:1.95.0-stable'),
      runtimeBase: RuntimeBase.custom('registry.example.com/base:1'),
    },
  );
  const text = Object.values(readTree(dir)).join('\n');
  expect(text).toContain('mimalloc = { version = "0.1.60"');
  expect(text).toContain('FROM docker.io/clux/muslrust:1.95.0-stable AS');
  expect(text).toContain('FROM registry.example.com/base:1 AS');
});

test('two repositories in one process have their own, whatever was made first', () => {
  const base = RuntimeBase.chainguardStatic();
  const digest = (seed: number) => ({
    [PinFile.NAME]: JSON.stringify({
      images: { chainguardStatic: `cgr.dev/chainguard/static:latest@sha256:${sha(seed, 64)}` },
    }),
  });
  const folders = [digest(1), digest(2), {}].map((files) => writeTree(tempDir(), { ...CRATE, ...files }));
  const projects = folders.map((outdir) => {
    const project = new Project({ name: 'app', outdir, logging: { level: LogLevel.OFF } });
    new MuslRustChef(project, { runtimeBase: base });
    return project;
  });
  projects.reverse().forEach(synthesise);
  const bases = folders.map((folder) =>
    /^FROM (\S*chainguard\S*)/m.exec(readFileSync(join(folder, 'Dockerfile'), 'utf8'))?.[1].replace(/^.*@/, ''),
  );
  expect(bases).toEqual([`sha256:${sha(1, 64)}`, `sha256:${sha(2, 64)}`, PINS.images.chainguardStatic]);
});

test('one file is for all projects of an rc file', () => {
  const root = new Project({
    name: 'all',
    outdir: writeTree(tempDir(), { [PinFile.NAME]: PIN_FILE }),
    logging: { level: LogLevel.OFF },
  });
  const outdir = join(root.outdir, 'one');
  writeTree(outdir, { ...CRATE, [PinFile.NAME]: 'not read' });
  new MuslRustChef(new Project({ name: 'one', parent: root, outdir: 'one' }));
  synthesise(root);
  expect(readFileSync(join(outdir, 'Dockerfile'), 'utf8')).toContain(OTHERS.images.muslrust);
});

test('nothing is said of what the file says, but of an action of another major', () => {
  const pins = JSON.stringify({
    actions: { 'docker/bake-action': { release: 'v6.9.0', commit: sha(1, 40) } },
  });
  expect(synth({ ...CRATE, [PinFile.NAME]: PIN_FILE }).warnings).toEqual([]);
  expect(synth({ ...CRATE, [PinFile.NAME]: pins }).warnings).toEqual([
    expect.stringMatching(
      /^muslrust-chef\.pins\.json: docker\/bake-action v6\.9\.0 \(for v7\.1\.0\) is of another major/,
    ),
  ]);
});

test('an allocator that a new pin has made newer is nothing to be told of', () => {
  const { dir } = synth(CRATE);
  writeTree(dir, { [PinFile.NAME]: JSON.stringify({ crates: { mimalloc: '0.1.92' } }) });
  expect(synthIn(dir).warnings).toEqual([]);
  expect(readFileSync(join(dir, 'Cargo.toml'), 'utf8')).toContain('mimalloc = { version = "0.1.92"');
});

const digest = `sha256:${sha(0, 64)}`;
const muslrust = (image: string) => ({ images: { muslrust: image } });

test.each<[string, unknown, RegExp]>([
  ['a list', [], /^muslrust-chef\.pins\.json: \[\] is no object\. Mend it/],
  ['null', null, /: null is no object/],
  ['an unknown group', { image: {} }, /: image: there is no such pin; did you mean images\?/],
  ['an unknown group that is like none', { rust: '1' }, /: rust: there is no such pin; there are images, crates, pypi/],
  [
    'an unknown crate',
    { crates: { mimaloc: '1.0.0' } },
    /: crates\.mimaloc: there is no such pin; did you mean mimalloc\?/,
  ],
  [
    'an unknown action',
    { actions: { 'actions/checkuot': {} } },
    /: actions\["actions\/checkuot"\]: .*mean actions\/checkout\?/,
  ],
  ['a name of all objects', JSON.parse('{"__proto__": {}}'), /: __proto__: there is no such pin/],
  ['a group that is a text', { crates: '0.1.78' }, /: crates: "0\.1\.78" is no object/],
  ['an image that is a number', muslrust(1 as never), /: images\.muslrust: 1 is no image reference/],
  ['an image without a tag', muslrust('docker.io/clux/muslrust'), /: images\.muslrust: .*it has no tag/],
  ['a digest without a tag', muslrust(`docker.io/clux/muslrust@${digest}`), /: images\.muslrust: .*it has no tag/],
  ['a port that is no tag', muslrust('localhost:5000/muslrust'), /: images\.muslrust: .*it has no tag/],
  ['a digest that is none', muslrust('clux/muslrust:1@sha256:5fb7882c'), /: images\.muslrust: .*is no digest/],
  ['a digest of another kind', muslrust(`clux/muslrust:1@sha512:${sha(0, 128)}`), /its digest is none of sha256/],
  ['an image with a scheme', muslrust('https://docker.io/clux/muslrust:1'), /it begins with "https:\/\/"/],
  ['two lines', muslrust('clux/muslrust:1\nRUN false'), /is no image reference/],
  ['a requirement', { crates: { 'cargo-chef': '^0.1' } }, /: crates\["cargo-chef"\]: "\^0\.1" is no release, like/],
  ['mimalloc 0.1.45', { crates: { mimalloc: '0.1.45' } }, /: crates\.mimalloc: "0\.1\.45" is refused, .*0\.1\.51 dies/],
  [
    'mimalloc 0.1.40, of which itself nothing is known',
    { crates: { mimalloc: '0.1.40' } },
    /: crates\.mimalloc: "0\.1\.40" is refused, as are all releases before 0\.1\.52 \(.*\): name 0\.1\.52 or a later one\. Mend it, or/,
  ],
  ['cargo-chef 0.1.64', { crates: { 'cargo-chef': '0.1.64' } }, /: crates\["cargo-chef"\]: "0\.1\.64" is refused/],
  ['mimalloc 0.1.51', { crates: { mimalloc: '0.1.51' } }, /: crates\.mimalloc: "0\.1\.51" is refused/],
  [
    'an old jemalloc',
    { crates: { 'tikv-jemallocator': '0.5.4' } },
    /: crates\["tikv-jemallocator"\]: "0\.5\.4" is refused/,
  ],
  [
    'zig 0.16',
    { pypi: { ziglang: '0.16.0' } },
    /: pypi\.ziglang: "0\.16\.0" is refused, as are all releases from 0\.16\.0 on \(only 0\.15/,
  ],
  ['zig 0.17', { pypi: { ziglang: '0.17.1' } }, /: pypi\.ziglang: "0\.17\.1" is refused/],
  [
    'zig 0.13',
    { pypi: { ziglang: '0.13.0' } },
    /: pypi\.ziglang: "0\.13\.0" is .*name 0\.15\.0 or a later one before 0\.16\.0/,
  ],
  ['a tool without its v', { buildx: '0.38.2' }, /: buildx: "0\.38\.2" is no release of buildx, like "v/],
  ['a tool that is an object', { buildkit: {} }, /: buildkit: \{\} is no release of BuildKit/],
  [
    'an abbreviated commit',
    { actions: { 'actions/checkout': { release: 'v7.0.1', commit: '3d3c42e' } } },
    /: actions\["actions\/checkout"\]\.commit: "3d3c42e" is no commit: it has 40 hexadecimal digits/,
  ],
  [
    'a commit without its release',
    { actions: { 'actions/checkout': { commit: sha(0, 40) } } },
    /: actions\["actions\/checkout"\]: release and commit belong together/,
  ],
  [
    'a branch',
    { actions: { 'actions/checkout': { release: 'main', commit: sha(0, 40) } } },
    /\.release: "main" is no tag of a release/,
  ],
  [
    'a key that an action has not',
    { actions: { 'actions/checkout': { release: 'v7.0.1', sha: sha(0, 40) } } },
    /: actions\["actions\/checkout"\]\.sha: there is no such pin; there are release, commit/,
  ],
])('%s is refused, by its key', (_, content, message) => {
  expect(() => PinFile.read(writeTree(tempDir(), { [PinFile.NAME]: JSON.stringify(content) }))).toThrow(message);
});

test.each<[string, string, number]>([
  ['a comma too many', '{\n  "crates": {\n    "mimalloc": "0.1.52",\n  }\n}\n', 4],
  ['a comma too few', '{\n  "crates": {\n    "mimalloc": "0.1.52"\n    "cargo-chef": "0.1.78"\n  }\n}\n', 4],
  ['a merge that is not finished', '{\n<<<<<<< HEAD\n  "buildx": "v0.38.2"\n=======\n', 2],
  ['a file that ends too early', '{\n  "crates": {\n', 2],
  ['a comment', '{\n  // no JSON\n  "buildx": "v0.38.2"\n}\n', 2],
  ['a key without quotes', '{\n  buildx: "v0.38.2"\n}\n', 2],
  ['a key that is there twice', '{\n  "buildx": "v0.38.2",\n  "buildx": "v0.38.1"\n}\n', 3],
  ['nothing', '', 1],
])('%s is refused, by its line', (_, text, line) => {
  expect(() => PinFile.read(writeTree(tempDir(), { [PinFile.NAME]: text }))).toThrow(
    new RegExp(`^muslrust-chef\\.pins\\.json, line ${line}: .*Mend it, or remove the file`),
  );
});

test('an editor may have put a mark before it, and ends of lines of its own', () => {
  const text = `\uFEFF{\r\n  "buildx": "v0.38.9"\r\n}\r\n`;
  expect(PinFile.read(writeTree(tempDir(), { [PinFile.NAME]: text }))).toEqual({ buildx: 'v0.38.9' });
});

test('a folder of its name is no file', () => {
  const folder = writeTree(tempDir(), { [`${PinFile.NAME}/a`]: '' });
  expect(() => PinFile.read(folder)).toThrow('muslrust-chef.pins.json is a folder, where a file is wanted');
});
