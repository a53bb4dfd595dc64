import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BUILDER_IMAGE, ZIG_BUILDER_IMAGE } from './builder-image';
import { runImage } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, patchDockerfile, synth } from './image-build';
import { isShort } from './long';
import { describeWithNodes } from './nodes';
import { run, start } from './shell';
import { workflowRun } from './workflow-run';
import { Allocator, BuildCache, BuildStrategy, MuslRustChefOptions, Platform } from '../../src';
import { JobRun } from '../workflow/rehearsal/job-run';

// The kept target folder in real builds, where BuildKit keeps it; restore-mtimes.test.ts has the many edits.

const REGISTRY = process.env.LAB_REGISTRY;

/** Where secrets might hide: this text is in the sources, and in no executable. */
const SECRET = 'a comment that nobody else may read';

const pkg = (name: string, ...dependencies: string[]) =>
  `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${dependencies.join('\n')}\n`;
const local = (name: string) => `${name} = { path = "../${name}" }`;

/** `top` is used by `left` and `right`, and these by the program. */
function workspace(options: MuslRustChefOptions = {}): string {
  const crate = writtenCrate({
    'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n',
    'crates/top/Cargo.toml': pkg('top', 'itoa = "1"'),
    // new in each run of the tests: BuildKit remembers
    'crates/top/src/lib.rs': `// ${SECRET} ${Date.now()}\npub fn text() -> String {\n    itoa::Buffer::new().format(1).to_string()\n}\n`,
    'crates/left/Cargo.toml': pkg('left', local('top')),
    'crates/left/src/lib.rs': 'pub fn text() -> String {\n    format!("left {}", top::text())\n}\n',
    'crates/right/Cargo.toml': pkg('right', local('top')),
    'crates/right/src/lib.rs': 'pub fn text() -> String {\n    format!("right {}", top::text())\n}\n',
    'crates/app/Cargo.toml': pkg('app', local('left'), local('right')),
    'crates/app/src/main.rs': 'fn main() {\n    println!("app 0, {}, {}", left::text(), right::text());\n}\n',
  });
  synth(crate, { builderImage: BUILDER_IMAGE, allocator: Allocator.system(), ...options });
  return crate;
}

function replace(crate: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(crate, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(crate, path), text.replace(from, to));
}

/** Locks another release of a dependency. */
const lock = (crate: string, name: string, version: string) =>
  run(['cargo', 'update', '--quiet', '--package', name, '--precise', version], { cwd: crate });
const edit = (crate: string, from: number, to: number) =>
  replace(crate, 'crates/app/src/main.rs', `app ${from},`, `app ${to},`);
const build = (crate: string) => new ImageBuild(crate).succeeded;
const output = (result: ImageBuild) => runImage(result.reference()).stdout;

describe('a builder that keeps what it compiled', () => {
  let crate: string;

  beforeAll(() => {
    crate = workspace();
    build(crate);
  });

  test('compiles the program alone after an edit of it', () => {
    edit(crate, 0, 1);
    const result = build(crate);
    expect(result.compiled).toEqual(['app']);
    expect(output(result)).toBe('app 1, left 1, right 1\n');
  });

  test('compiles a library and what depends on it after an edit of the library', () => {
    replace(crate, 'crates/left/src/lib.rs', '"left ', '"link ');
    const result = build(crate);
    expect(result.compiled).toEqual(['left', 'app']);
    expect(output(result)).toBe('app 1, link 1, right 1\n');
  });

  test('compiles nothing that it has compiled where files are new, or old, and the same', () => {
    run(
      [
        'sh',
        '-c',
        'find crates -type f -exec touch -d 2001-01-01 {} + && touch crates/top/src/lib.rs && echo > crates/app/tests',
      ],
      { cwd: crate },
    );
    run(['sh', '-c', 'rm crates/app/tests && echo "# a comment" >> Cargo.toml'], { cwd: crate });
    const { compiled, result } = build(crate);
    expect(compiled).toEqual([]);
    expect(result.output).toContain('Finished `release` profile');
  });

  test('is not misled by a build that failed in between', () => {
    edit(crate, 1, 2);
    replace(crate, 'crates/right/src/lib.rs', '"right ', '"wrong ');
    writeFileSync(join(crate, 'crates/app/src/main.rs'), '!\n', { flag: 'a' });
    expect(new ImageBuild(crate).result.status).not.toBe(0);

    // back, when `right` has been compiled from what it was not
    replace(crate, 'crates/right/src/lib.rs', '"wrong ', '"right ');
    replace(crate, 'crates/app/src/main.rs', '!\n', '\n');
    expect(output(build(crate))).toBe('app 2, link 1, right 1\n');
  });

  test('is not misled by builds that are killed', async () => {
    for (const [i, delay] of [300, 600, 900, 1200].entries()) {
      replace(crate, 'crates/top/src/lib.rs', 'format(1)', `format(${i + 2})`);
      const killed = start(['docker', 'buildx', 'bake', '--set', '*.output=type=image'], { cwd: crate });
      await sleep(delay);
      killed.kill();
      // killed, or already done; a build that fails would show nothing
      expect([null, 0]).toContain((await killed.ended).status);
      replace(crate, 'crates/top/src/lib.rs', `format(${i + 2})`, 'format(1)');
      expect(output(build(crate))).toBe('app 2, link 1, right 1\n');
    }
  });

  test('gives each of two builds at once its own program', async () => {
    const other = workspace();
    run(['cp', '-r', `${crate}/crates`, other]);
    edit(other, 2, 3);
    edit(crate, 2, 4);
    const together = await Promise.all(
      [crate, other].map(async (cwd, i) => {
        const repository = `${REGISTRY ?? 'muslrust-chef-lab'}/at-once-${process.pid}-${i}`;
        const args = ['--set', `*.output=${REGISTRY ? 'type=registry' : 'type=docker'}`];
        expect(
          await start(['docker', 'buildx', 'bake', ...args], { cwd, env: { REPOSITORY: repository } }).ended,
        ).toMatchObject({ status: 0 });
        return `${repository}:latest`;
      }),
    );
    expect(together.map((reference) => runImage(reference).stdout)).toEqual([
      'app 4, link 1, right 1\n',
      'app 3, link 1, right 1\n',
    ]);
  });
});

describe('an edit of the lock file, on a builder that keeps what it compiled', () => {
  const LOCKED = /(?<=name = "itoa"\nversion = ")[^"]+/;
  let crate: string;
  let results: ImageBuild[];

  beforeAll(() => {
    crate = workspace();
    // a folder of its own in each run
    const folder = `lock-${Date.now()}`;
    patchDockerfile(crate, [/^(ARG CACHE_SCOPE)=.*$/m, `$1="${folder}"`]);
    replace(crate, 'crates/top/Cargo.toml', 'itoa = "1"', 'itoa = "1"\nfnv = "1"\nryu = "1"');
    run(['cargo', 'update', '--workspace', '--quiet'], { cwd: crate });
    const env = { CACHE_SCOPE: folder };
    results = ['1.0.11', '1.0.12', '1.0.11'].map((version) => {
      lock(crate, 'itoa', version);
      expect(LOCKED.exec(readFileSync(join(crate, 'Cargo.lock'), 'utf8'))![0]).toBe(version);
      return new ImageBuild(crate, { env }).succeeded;
    });
  });

  test('compiles that dependency and what depends on it, once', () => {
    const [first, second, back] = results.map(({ compiled }) => compiled);
    expect(first).toEqual(expect.arrayContaining(['fnv', 'itoa', 'ryu', 'top', 'left', 'right', 'app']));
    expect(first.filter((name) => name === 'fnv')).toHaveLength(1);
    // the cook has dummies of the workspace's packages
    expect(second).not.toContain('fnv');
    expect(second.filter((name) => name === 'itoa')).toHaveLength(1);
    expect(second.slice(-4).sort()).toEqual(['app', 'left', 'right', 'top']);
    expect(back).toEqual([]);
  });

  test('gives the program of the versions that are locked', () => {
    expect(results.map(output)).toEqual(Array(3).fill('app 0, left 1, right 1\n'));
  });
});

test('a builder that is to keep nothing compiles the whole workspace, and no dependency', () => {
  const crate = workspace({ incremental: false });
  build(crate);
  edit(crate, 0, 1);
  const result = build(crate);
  expect(result.compiled.sort()).toEqual(['app', 'left', 'right', 'top']);
  expect(output(result)).toBe('app 1, left 1, right 1\n');
});

test('the layer of the dependencies holds no dummy, no source and no recipe', () => {
  const crate = workspace();
  // in each run another command: what is cached prints nothing
  patchDockerfile(crate, [
    /^FROM muslrust-chef AS build$/m,
    `FROM dependencies AS listed\nRUN cd / && find app compiled -type f | sed "s/^/file: /" # ${Date.now()}\n\n$&`,
  ]);
  const { output: text } = new ImageBuild(crate, { args: ['--set', '*.target=listed'] }).succeeded.result;
  const files = [...text.matchAll(/ file: (.*)$/gm)].map((match) => match[1]);
  expect(files.filter((name) => /itoa/.test(name)).length).toBeGreaterThan(0);
  expect(files.filter((name) => !name.startsWith('compiled/'))).toEqual([]);
  expect(files.filter((name) => /\b(lib)?(app|top|left|right)-[0-9a-f]{16}|release\/app/.test(name))).toEqual([]);
});

const seeded: Array<[string, Platform[], MuslRustChefOptions]> = [
  ['of one platform', [Platform.LINUX_AMD64], { builderImage: BUILDER_IMAGE }],
  [
    'of two, by one runner',
    Object.values(Platform),
    { strategy: BuildStrategy.CROSS, builderImage: ZIG_BUILDER_IMAGE },
  ],
];

// for the second one zig compiles all of its libraries, twice
describeWithNodes.each(isShort ? seeded.slice(0, 1) : seeded)('a seed image %s', (_, platforms, options) => {
  const repository = `${REGISTRY}/acme-${process.pid}/seeded-${platforms.length}`;
  const seeds = () => run(['crane', 'ls', `${repository}/muslrust-chef/seed`]).split('\n');
  let crate: string;
  let job: JobRun;

  const ephemeral = (action: string) => run(['bash', join(__dirname, 'ephemeral.sh'), action]);
  const push = (env: Record<string, string> = {}) => {
    // a machine of its own
    job = workflowRun(crate).job('build', { pair: 'linux-amd64', platform: Platform.LINUX_AMD64 });
    expect(job.step('seed', env)).toMatchObject({ outcome: 'success' });
    const result = job.step('push', env);
    if (result.outcome !== 'success') throw new Error(result.output.slice(-8000));
    return result.output;
  };
  const compiled = (text: string) => [...text.matchAll(/^#\d+ [\d.]+ +Compiling (\S+)/gm)].map((match) => match[1]);
  /** The command that prints the one layer of the seed. */
  const layerFor = (platform: string) => {
    const seed = `${repository}/muslrust-chef/seed`;
    const { layers } = JSON.parse(run(['crane', 'manifest', '--platform', platform, `${seed}:${seeds()[0]}`]));
    expect(layers).toHaveLength(1);
    return `crane blob ${seed}@${layers[0].digest} | zstd -d`;
  };
  const filesIn = (layer: string) =>
    run(['sh', '-c', `${layer} | tar -t`])
      .split('\n')
      .filter((name) => !name.endsWith('/'));

  beforeAll(() => {
    crate = workspace({
      ...options,
      platforms,
      workflow: true,
      seedImages: true,
      imageRepository: repository,
      cache: BuildCache.registry(`${repository}/cache`),
    });
    // a recipe of its own in each run, or what another test has cooked would do
    writeFileSync(
      join(crate, 'crates/app/Cargo.toml'),
      `fnv = "1"\nryu = "1"\n\n[features]\nrun-${Date.now()} = []\n`,
      { flag: 'a' },
    );
    // a macro; a builder with nothing but the seed does not have its source
    replace(crate, 'crates/left/Cargo.toml', '[dependencies]', '[dependencies]\npaste = "1"');
    run(['cargo', 'update', '--workspace', '--quiet'], { cwd: crate });
    lock(crate, 'itoa', '1.0.11');
    patchDockerfile(
      crate,
      [/^restore-mtimes\.sh\n(?=.* --locked )/m, 'touch /began\n$&'],
      [
        /^executable=.*$/m,
        "find target -name libc.a -printf 'zig: libc.a is ' '(' -newer /began -printf 'new\\n' -o -printf 'as it came\\n' ')'\n$&",
      ],
    );
  });
  afterAll(() => ephemeral('down'));

  test('is pushed by the branch, where there was none', () => {
    const cooked = compiled(push());
    expect(cooked).toEqual(expect.arrayContaining(['itoa', 'top', 'app']));
    expect(job.step('push-seed')).toMatchObject({ outcome: 'success' });
    expect(seeds()).toHaveLength(1);
  });

  test('has an empty builder compile what changed, and neither plan nor cook', () => {
    ephemeral('up');
    edit(crate, 0, 1);
    // no macro that is used here reads it: that was found out where their sources were
    writeFileSync(join(crate, 'crates/left/NOTES.txt'), '');
    const text = push({ BUILDX_BUILDER: process.env.LAB_BUILDER_EPHEMERAL! });
    expect(compiled(text)).toEqual(platforms.map(() => 'app'));
    // in a layer that was pulled files are others than they were: what goes by more than their content begins anew
    expect([...text.matchAll(/ zig: (libc.*)$/gm)].map((match) => match[1])).toEqual(
      platforms.length > 1 ? platforms.map(() => 'libc.a is as it came') : [],
    );
    expect(text).not.toMatch(/cargo chef (prepare|cook)/);
    expect(job.step('digests')).toMatchObject({ outcome: 'success' });
    const pushed = run(['sh', '-c', `cat ${join(job.temp, 'digests')}/*`]);
    for (const platform of platforms) {
      expect(runImage(pushed, [], platform).stdout).toBe('app 1, left 1, right 1\n');
    }
  });

  test('holds what was compiled for each platform in one layer, and no source', () => {
    for (const platform of platforms) {
      const layer = layerFor(platform);
      const names = filesIn(layer);
      expect(names.filter((name) => !name.startsWith('compiled/'))).toEqual([]);
      expect(names.filter((name) => /libtop-\w+\.rlib$/.test(name))).toHaveLength(1);
      expect(names.filter((name) => /\.rs$|incremental/.test(name))).toEqual([]);
      expect(run(['sh', '-c', `${layer} | grep -c '${SECRET}' || true`])).toBe('0');
    }
  });

  // by cargo's fingerprints, which are the same for any number of platforms
  if (platforms.length > 1) return;

  test('of other dependencies has an empty builder compile those that changed, and what depends on them', () => {
    const edits: Array<[string, () => void, string[]]> = [
      ['a patch release', () => lock(crate, 'itoa', '1.0.12'), ['itoa', 'top', 'left', 'right', 'app']],
      [
        'one less, and one more',
        () => {
          lock(crate, 'itoa', '1.0.11');
          replace(crate, 'crates/app/Cargo.toml', 'fnv = "1"', 'either = { version = "1", default-features = false }');
        },
        ['either', 'app'],
      ],
      [
        'features of one',
        () => replace(crate, 'crates/app/Cargo.toml', 'ryu = "1"', 'ryu = { version = "1", features = ["small"] }'),
        ['ryu', 'either', 'app'],
      ],
    ];
    const env = { BUILDX_BUILDER: process.env.LAB_BUILDER_EPHEMERAL!, CACHE_SCOPE: '' };
    for (const [what, change, expected] of edits) {
      change();
      run(['cargo', 'update', '--workspace', '--quiet'], { cwd: crate });
      // a folder that no build of this builder has used
      env.CACHE_SCOPE = what;
      const text = push(env);
      expect([what, ...compiled(text).sort()]).toEqual([what, ...expected.sort()]);
      expect(text).not.toMatch(/cargo chef (prepare|cook)/);
    }
    expect(job.step('digests')).toMatchObject({ outcome: 'success' });
    const pushed = run(['sh', '-c', `cat ${join(job.temp, 'digests')}/*`]);
    expect(runImage(pushed).stdout).toBe('app 1, left 1, right 1\n');

    // and moves the one tag
    expect(job.step('push-seed', env)).toMatchObject({ outcome: 'success' });
    expect(seeds()).toHaveLength(1);
    const libraries = filesIn(layerFor(platforms[0])).flatMap(
      (name) => /lib(either|fnv)-\w+\.rlib$/.exec(name)?.[1] ?? [],
    );
    expect(libraries).toEqual(['either']);
  });
});
