import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renewed } from './renewed';
import { commit, digestOf, index, Upstream } from './upstream';
import { PinFile } from '../../src/pin-file/pin-file';
import { updatePins } from '../../src/pin-file/update/update-pins';
import { PINS } from '../../src/pins';
import { CRATE } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

let upstream: Upstream;

beforeEach(async () => {
  upstream = await Upstream.start();
  upstream.tags['clux/muslrust'] = [
    'latest',
    '1.9.0-stable',
    '1.98.0-stable',
    '1.100.2-stable',
    '1.100.2-stable-2026-11-01',
    '1.101.0-nightly',
    'stable',
  ];
  upstream.versions = {
    'cargo-chef': ['0.1.77', '0.1.79', '0.1.80!', '0.1.81-beta.1', '0.2.0'],
    mimalloc: ['0.1.45', '0.1.52', '0.1.53', '0.1.54!'],
    'tikv-jemallocator': ['0.5.4', '0.7.0', '0.7.1'],
    'cargo-zigbuild': ['0.24.1', '0.24.10', '0.24.9', '0.25.0'],
    ziglang: ['0.14.1', '0.15.2', '0.15.3', '0.16.0', '0.17.0.dev1', '0.17.0'],
  };
  upstream.releases = Object.fromEntries(
    Object.entries(PINS.actions).map(([name, [release]]) => [name, [release.replace(/\.\d+$/, '.1'), release]]),
  );
  upstream.releases['actions/checkout'] = ['v8.0.0', 'v7.2.0-beta', 'v7.1.99', 'v7.1.2', 'v7.0.9', 'v6.9.9'];
  upstream.releases['moby/buildkit'] = ['dockerfile/1.30.0', 'v0.35.0-rc1', 'v0.34.3', 'v0.34.2'];
  upstream.releases['docker/buildx'] = ['v0.39.0'];
});
afterEach(async () => upstream.stop());

/** Brings a folder's pins up to date: whether that went well, and what was said. */
async function update(files: Record<string, string> = {}, env: Record<string, string> = {}) {
  const folder = writeTree(tempDir(), files);
  const said: string[] = [];
  const isDone = await updatePins(folder, { ...(env.MUSLRUST_CHEF_PYPI_URL ? {} : upstream.env), ...env }, (line) =>
    said.push(line),
  );
  return { folder, isDone, said: said.join('\n') };
}

test('each pin is the newest that is known to be good, and what is beyond is said', async () => {
  const { folder, isDone, said } = await update();
  expect(isDone).toBe(true);
  const pins = PinFile.read(folder)!;
  expect(pins.images).toEqual(
    Object.fromEntries(
      Object.entries(PINS.images).map(([name, image]) => {
        const path = image.replace(/^[^/]*\/|:[^:]*$/g, '');
        return [name, `${image.replace('1.98.0-', '1.100.2-')}@${digestOf(index(path))}`];
      }),
    ),
  );
  expect(pins.crates).toEqual({ 'cargo-chef': '0.1.79', mimalloc: '0.1.53', 'tikv-jemallocator': '0.7.1' });
  expect(pins.pypi).toEqual({ 'cargo-zigbuild': '0.24.10', ziglang: '0.15.3' });
  expect([pins.buildkit, pins.buildx]).toEqual(['v0.34.3', 'v0.39.0']);
  expect(pins.actions?.['actions/checkout']).toEqual(['v7.1.2', commit('actions/checkout v7.1.2')]);
  // of a tag with a message
  const [release] = PINS.actions['docker/login-action'];
  const newer = release.replace(/\.\d+$/, '.1');
  expect(pins.actions?.['docker/login-action']).toEqual([newer, commit(`docker/login-action ${newer}`)]);
  expect(said).toMatch(
    /^crates\.cargo-chef: 0\.1\.78 -> 0\.1\.79 \(0\.2\.0 is for a later release of this package to try\)$/m,
  );
  expect(said).toMatch(/^pypi\.ziglang: 0\.15\.2 -> 0\.15\.3 \(0\.17\.0 is for/m);
  expect(said).toMatch(/^actions\.actions\/checkout: v7\.0\.1 .* -> v7\.1\.2 .* \(v8\.0\.0 is for/m);
  expect(said).toMatch(/^actions\.actions\/attest: v4\S* .* \(the tag was moved to another commit: see why\)$/m);
  expect(upstream.asked).toContain('HEAD /v2/moby/buildkit/manifests/v0.34.3');
  // what GitHub calls the latest is older there
  expect(pins.actions?.['actions/attest']?.[0]).toBe(PINS.actions['actions/attest'][0]);
  // in the order in which they are shipped, and all of them
  const written = JSON.parse(readFileSync(join(folder, PinFile.NAME), 'utf8')) as Record<string, object>;
  expect(Object.keys(written)).toEqual(Object.keys(PINS));
  for (const group of ['images', 'crates', 'pypi', 'actions'] as const) {
    expect(Object.keys(written[group])).toEqual(Object.keys(PINS[group]));
  }
});

test('what a repository pins stays in its registry, under its tag, and does not go back', async () => {
  const { folder } = await update({
    [PinFile.NAME]: JSON.stringify({
      images: {
        muslrust: 'registry.example.com/mirror/rust:1.102.0-stable',
        chainguardStatic: 'r.example.com/base:edge',
      },
    }),
  });
  const { images } = PinFile.read(folder)!;
  expect(images?.muslrust).toBe(`registry.example.com/mirror/rust:1.102.0-stable@${digestOf(index('mirror/rust'))}`);
  expect(images?.chainguardStatic).toBe(`r.example.com/base:edge@${digestOf(index('base'))}`);
});

test('once more changes nothing', async () => {
  const { folder } = await update();
  const before = readTree(folder);
  const said: string[] = [];
  await updatePins(folder, upstream.env, (line) => said.push(line));
  expect(readTree(folder)).toEqual(before);
  expect(said.filter((line) => line.includes(' -> '))).toEqual([]);
});

const muslrust = '/v2/clux/muslrust/manifests/1.100.2-stable';
const limit = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795780800' };
const body = index('x', ['linux/amd64']);

test.each<[string, string, Upstream['answers'][string], RegExp]>([
  ['a registry that fails', muslrust, { status: 500 }, /^images\.muslrust: .* stays: .* answers 500/m],
  ['an image that is not there', muslrust, { status: 404 }, /^images\.muslrust: .* answers 404/m],
  [
    'an image of one platform',
    muslrust,
    '{"schemaVersion":2,"config":{}}',
    /1\.100\.2-stable is an image of one platform/,
  ],
  ['an index of one platform', muslrust, body, /1\.100\.2-stable is not there for linux\/arm64/],
  [
    'another content than its digest says',
    `/v2/clux/muslrust/manifests/${digestOf(index('clux/muslrust'))}`,
    body,
    /^images\.muslrust: .* what sha256:\w+ should be, is sha256/m,
  ],
  [
    'a registry with a login',
    muslrust,
    { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
    /wants a login/,
  ],
  ['a page of tags', '/v2/clux/muslrust/tags/list', { status: 503 }, /^images\.muslrust: .* answers 503/m],
  ['a tool without its image', '/v2/moby/buildkit/manifests/v0.34.3', { status: 404 }, /^buildkit: v0\.34\.2 stays/m],
  [
    'a crate that is not there',
    '/ca/rg/cargo-chef',
    { status: 404 },
    /^crates\.cargo-chef: 0\.1\.78 stays: .* answers 404/m,
  ],
  [
    'a crate without a good release',
    '/mi/ma/mimalloc',
    '{"vers":"0.1.45","yanked":false}\n',
    /^crates\.mimalloc: .* no release/m,
  ],
  ['a package that is no JSON', '/pypi/ziglang/json', '<html>', /^pypi\.ziglang: 0\.15\.2 stays: /m],
  [
    "GitHub's limit",
    '/repos/actions/checkout/releases/latest',
    { status: 403, headers: limit },
    /^actions\.actions\/checkout: .* no more questions before 2026-11-2\S*: wait, or set GITHUB_TOKEN/m,
  ],
  ['a release that is no more', '/repos/docker/buildx/releases/latest', { status: 404 }, /^buildx: v0\.38\.2 stays/m],
])('%s is named, and nothing is changed', async (_, path, answer, message) => {
  upstream.answers[path] = answer;
  const files = { [PinFile.NAME]: '{ "buildx": "v0.38.2" }' };
  const { folder, isDone, said } = await update(files);
  expect(said).toMatch(message);
  expect(said).toMatch(/muslrust-chef\.pins\.json is as it was/);
  expect(isDone).toBe(false);
  expect(readFileSync(join(folder, PinFile.NAME), 'utf8')).toBe(files[PinFile.NAME]);
});

test('without a network each pin says so, and no file is written', async () => {
  const { env } = upstream;
  await upstream.stop();
  const { folder, isDone, said } = await update({}, env);
  upstream = await Upstream.start();
  expect(isDone).toBe(false);
  expect(said.match(/127\.0\.0\.1:\d+ can't be reached: ECONNREFUSED/g)).toHaveLength(
    Object.values(PINS).flatMap((group) => (typeof group === 'string' ? [group] : Object.keys(group))).length,
  );
  expect(existsSync(join(folder, PinFile.NAME))).toBe(false);
});

test('GitHub sees the token, and nobody else does', async () => {
  const fetched = jest.spyOn(globalThis, 'fetch');
  await update({}, { GITHUB_TOKEN: 'secret' });
  const seen = fetched.mock.calls.map(
    ([url, init]) => [url as string, JSON.stringify(init).includes('secret')] as const,
  );
  fetched.mockRestore();
  expect(seen.length).toBeGreaterThan(30);
  expect(seen.filter(([url, isSeen]) => isSeen !== url.includes('/repos/'))).toEqual([]);
});

describe('the task', () => {
  /** Runs an rc file as the task does. */
  const run = async (folder: string) =>
    new Promise<{ code: unknown; text: string }>((done) => {
      execFile(
        process.execPath,
        ['--require', require.resolve('tsx/cjs'), join(folder, '.projenrc.ts')],
        {
          cwd: folder,
          env: { ...process.env, ...upstream.env, PROJEN_DISABLE_POST: 'true', MUSLRUST_CHEF_PINS: 'update' },
        },
        (error, stdout, stderr) => done({ code: error?.code ?? 0, text: stdout + stderr }),
      );
    });
  const src = JSON.stringify(join(__dirname, '../../src'));
  const projen = JSON.stringify(require.resolve('projen'));
  const rc = `import { Project, typescript } from ${projen};
import { MuslRustChef } from ${src};
const project = new Project({ name: 'app' });
new typescript.ProjenrcTs(project, { runner: typescript.TypeScriptRunner.tsx() });
new MuslRustChef(project);
project.synth();
`;

  test('brings the pins up to date, and synthesises by them; or changes nothing', async () => {
    const folder = writeTree(tempDir(), { ...CRATE, '.projenrc.ts': rc });
    const done = await run(folder);
    expect(done).toEqual({ code: 0, text: expect.stringMatching(/^crates\.mimalloc: 0\.1\.52 -> 0\.1\.53$/m) });
    // what it is moved to is the default then, and nobody's doing
    expect(done.text).not.toContain('allocator-rewritten');
    const text = (path: string) => readFileSync(join(folder, path), 'utf8');
    expect(text('Dockerfile')).toContain(`1.100.2-stable@${digestOf(index('clux/muslrust'))}`);
    expect(text('Cargo.toml')).toContain('version = "0.1.53"');
    expect(JSON.parse(text('.projen/tasks.json')).tasks['pins:update']).toMatchObject({
      env: { MUSLRUST_CHEF_PINS: 'update' },
      steps: [{ spawn: 'default' }],
    });

    const before = readTree(folder);
    upstream.versions.mimalloc = [];
    const failed = await run(folder);
    expect(failed.code).toBe(1);
    expect(failed.text).toMatch(/pins:update: not all pins could be asked for, as said above\. Nothing is changed/);
    expect(readTree(folder)).toEqual(before);
  });
});

test('Renovate finds each pin of the file by what docs/upgrade.md has it look for', async () => {
  const { folder } = await update();
  const text = readFileSync(join(folder, PinFile.NAME), 'utf8');
  const page = readFileSync(join(__dirname, '../../docs/upgrade.md'), 'utf8');
  const blocks = [...page.matchAll(/^```json\n(.*?)^```$/gms)].map(([, block]) => JSON.parse(block));
  const { customManagers } = blocks.find((block) => 'customManagers' in block);
  const found = (
    customManagers as { datasourceTemplate: string; matchStrings: string[]; managerFilePatterns: string[] }[]
  ).flatMap(({ datasourceTemplate: source, matchStrings: [pattern], managerFilePatterns: [path] }) => {
    expect(PinFile.NAME).toMatch(new RegExp(path.slice(1, -1)));
    // as Renovate does: its own flavour of regular expressions, flags `g` and `m` (modules/manager/custom/regex)
    return [...text.matchAll(new RegExp(pattern, 'gm'))].map(({ groups }) => [
      source,
      groups?.depName,
      groups?.currentValue,
    ]);
  });
  const pins = PinFile.read(folder)!;
  expect(found).toEqual([
    ...Object.values(pins.images!).map((image) => ['docker', ...image.replace(/@.*/, '').split(':')]),
    ...Object.entries(pins.actions!).map(([name, [release]]) => ['github-tags', name, release]),
    ...Object.entries(pins.crates!).map(([name, version]) => ['crate', name, version]),
  ]);
});

test('what this package ships is renewed by the same, without digests', async () => {
  const { folder } = await update();
  const found = PinFile.pinsOf(PinFile.read(folder)!);
  const text = readFileSync(join(__dirname, '../../src/pins.ts'), 'utf8');
  const after = renewed(text, found);
  const lines = after.split('\n').filter((line, i) => line !== text.split('\n')[i]);
  expect(lines.length).toBeGreaterThan(15);
  expect(lines.join()).not.toContain('@sha256');
  expect(after).toContain("muslrust: 'docker.io/clux/muslrust:1.100.2-stable',");
  expect(after).toContain("mimalloc: '0.1.53',");
  expect(after).toContain(`'actions/checkout': ['v7.1.2', '${commit('actions/checkout v7.1.2')}'],`);
});
