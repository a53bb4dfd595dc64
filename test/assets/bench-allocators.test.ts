import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Allocator, BuildStrategy, MuslRustChefOptions } from '../../src';
import { allocatorChoices } from '../../src/allocator/allocator-choices';
import { parseToml } from '../../src/cargo/toml-parse';
import { PINS } from '../../src/pins';
import { CRATE, synth, WORKSPACE } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

/** An engine, which notes what it is asked for; a build has the Dockerfile that it was to build by, and a run has figures. */
const ENGINE = `#!/bin/sh
echo "$*" >> "$NOTES/commands"
case "$1 $2" in
  'buildx version' | 'image rm' | 'rm --force') ;;
  'buildx bake')
    case "$*" in *"\${FAILING:-nothing}"*) exit 1 ;; esac
    n=$(($(cat "$NOTES/n" 2> /dev/null || echo 0) + 1))
    echo $n > "$NOTES/n"
    for arg; do case $arg in *.dockerfile=*) cp "\${arg#*=}" "$NOTES/$n.Dockerfile" ;; esac; done
    ;;
  'run --rm') [ -z "\${DYING:-}" ] || exit 3; runs=$(grep -c '^run' "$NOTES/commands"); echo "figures $runs.5 0.25 2048" ;;
  'run --detach') echo container ;;
  'logs container') printf 'listens\\nfigures 3.0 1.5 4096\\n' ;;
  'kill --signal' | 'wait container') ;;
  *) echo "unknown: $*" >&2; exit 1 ;;
esac
`;

interface Bench {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What docker was asked for. */
  readonly commands: string[];
  readonly dockerfiles: string[];
}

/** Runs the task, as projen does. */
function bench(folder: string, env: Record<string, string> = {}, args: string[] = []): Bench {
  const notes = tempDir();
  writeTree(notes, { 'bin/docker': ENGINE });
  chmodSync(join(notes, 'bin/docker'), 0o755);
  const { tasks } = JSON.parse(readFileSync(join(folder, '.projen/tasks.json'), 'utf8'));
  const [{ exec }] = tasks['image:bench-allocators'].steps;
  const ended = spawnSync('sh', ['-c', exec, 'sh', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(notes, 'bin')}:${process.env.PATH}`, NOTES: notes, TMPDIR: notes, ...env },
  });
  const files = readTree(notes);
  const text = (name: string) => (files[name] === undefined ? '' : readFileSync(join(notes, name), 'utf8'));
  // nothing is left behind
  expect(Object.keys(files).filter((name) => !/^(bin\/docker|commands|n|\d\.Dockerfile)$/.test(name))).toEqual([]);
  return {
    ...ended,
    commands: text('commands').trim().split('\n'),
    dockerfiles: [1, 2, 3, 4, 5].map((n) => text(`${n}.Dockerfile`)).filter((dockerfile) => dockerfile !== ''),
  };
}

/** The project as a build compiles it: what the first RUN with edits makes of it. */
function edited(folder: string, dockerfile: string): string {
  const script = /<<"EDITS"\n(.*?)\nEDITS\n/s.exec(dockerfile)![1];
  const copy = writeTree(tempDir(), {});
  spawnSync('cp', ['-a', `${folder}/.`, copy]);
  const { status, stderr } = spawnSync('sh', ['-c', script], { cwd: copy, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return copy;
}

const PROJENRC = { '.projenrc.js': '' };
const TYPES = [undefined, 'mimalloc::MiMalloc', 'mimalloc::MiMalloc', 'tikv_jemallocator::Jemalloc'];
const CRATES = [undefined, 'mimalloc', 'mimalloc', 'tikv-jemallocator'];
const FEATURES = [undefined, undefined, ['secure'], undefined];

describe.each<[string, MuslRustChefOptions]>([
  ['mimalloc', {}],
  ['musl', { allocator: Allocator.system() }],
  ['jemalloc', { allocator: Allocator.jemalloc() }],
  ['mimalloc, by zig', { strategy: BuildStrategy.CROSS }],
  ['mimalloc, isolated, in a builder image', { isolated: true, builderImage: 'example.com/chef:1' }],
])('a project with %s', (_, options) => {
  const { dir } = synth({ ...WORKSPACE, ...PROJENRC }, options);
  const before = readTree(dir);
  const result = bench(dir, { IMAGE: 'worker', BENCH_RUNS: '2' });

  test('is built four times, and stays as it is', () => {
    expect(result.stderr).not.toContain('unknown');
    expect(result.status).toBe(0);
    expect(result.dockerfiles).toHaveLength(4);
    expect(readTree(dir)).toEqual(before);
  });

  test.each([0, 1, 2, 3])('its sources name the allocator of build %i', (n) => {
    const copy = edited(dir, result.dockerfiles[n]);
    const [manifest, source] = ['Cargo.toml', 'src/main.rs'].map((file) =>
      readFileSync(join(copy, 'crates/worker', file), 'utf8'),
    );
    const table = ['cfg(target_env = "musl")', 'cfg(all(target_env = "musl"))'].flatMap((target) => {
      const { dependencies = {} } = (parseToml(manifest) as any).target?.[target] ?? {};
      return Object.entries(dependencies);
    });
    expect(table).toEqual(
      CRATES[n] === undefined
        ? []
        : [[CRATES[n], expect.objectContaining({ ...(FEATURES[n] && { features: FEATURES[n] }) })]],
    );
    const [items, externs] = [/#\[global_allocator\]/g, /extern crate (\w+) as muslrust_chef;/g].map((pattern) => [
      ...source.matchAll(pattern),
    ]);
    expect(items).toHaveLength(TYPES[n] ? 1 : 0);
    expect(externs.map(([, name]) => name)).toEqual(TYPES[n] ? [TYPES[n].split('::')[0]] : []);
    if (TYPES[n]) expect(source).toContain(` = muslrust_chef::${TYPES[n].split('::')[1]};`);
    expect(source).not.toContain('muslrust-chef: ');
  });

  test('is compiled from these, and run by what measures', () => {
    for (const dockerfile of result.dockerfiles) {
      expect(dockerfile).not.toContain('type=bind,target=/app');
      expect(dockerfile).not.toContain('--locked --message-format');
      expect(dockerfile.match(/^FROM .* AS bench-(sources|measure)$/gm)).toHaveLength(2);
      expect(dockerfile).toContain('ENTRYPOINT ["/measure", "/usr/local/bin/worker"]');
    }
  });
});

test('all are run in turn, and the medians are a table', () => {
  const { dir } = synth({ ...CRATE, ...PROJENRC }, { images: [{ binary: 'app', ports: [8080] }] });
  const { commands, stdout, stderr } = bench(dir, { BENCH_RUNS: '3' }, ['--', '--say', "it's"]);
  const runs = commands.filter((command) => command.startsWith('run '));
  expect(runs).toHaveLength(18);
  expect(runs[0]).toMatch(/ --env MEASURE_UNSET=( MIMALLOC_\S+)+ muslrust-chef-bench:\S+ --say it's$/);
  const { choices } = allocatorChoices(Allocator.mimalloc(), PINS);
  for (const [n, { allocator }] of choices.entries()) {
    for (const [name, value] of Object.entries(allocator._imageEnvironment)) {
      expect(runs[n]).toContain(` --env ${name}=${value} `);
      expect(runs[n]).not.toMatch(new RegExp(`MEASURE_UNSET=[A-Z_ ]*${name}`));
    }
  }
  expect(stderr).toContain("run 2 of 3: 7.5 s of time, 0.25 s of processors, 2048 KiB: musl's own\n");
  expect(stdout.slice(stdout.indexOf('app, medians'))).toMatch(
    /^app, medians of 3 runs:\n.*time, s +processor, s +peak, MiB\n {2}musl's own +7\.500 +0\.250 +2\.0\n/,
  );
  expect(stdout.match(/<- configured/g)).toHaveLength(1);
  expect(commands.filter((command) => command.startsWith('image rm'))).toHaveLength(4);
});

test('a program that serves is measured under a load', () => {
  const { dir } = synth({ ...CRATE, ...PROJENRC }, { images: [{ binary: 'app', ports: [8080, 9090] }] });
  const { commands, stdout, stderr } = bench(dir, {
    BENCH_RUNS: '1',
    BENCH_LOAD: 'echo "load of $((1 + 1))"',
    BENCH_DOCKER: '--memory 64m',
  });
  expect(stderr.match(/^load of 2$/gm)).toHaveLength(6);
  expect(commands).toContainEqual(
    expect.stringMatching(
      /^run --detach --init --no-healthcheck --memory 64m .*--publish 8080:8080 --publish 9090:9090 .*--env MEASURE_PORT=8080 /,
    ),
  );
  expect(stdout).toMatch(/jemalloc +3\.000 +1\.500 +4\.0/);
});

test('one that is none of the others is measured too', () => {
  const allocator = Allocator.mimalloc({ secure: true, v2: true, version: '0.1.53' });
  const { choices, configured } = allocatorChoices(
    Allocator.mimalloc({ secure: true, memoryBounded: true, version: '0.1.53' }),
    PINS,
  );
  expect(configured).toBe('as configured');
  expect(choices).toHaveLength(7);
  expect(allocatorChoices(allocator, PINS).configured).toBe('mimalloc v2, secure');
});

describe('what goes wrong is said', () => {
  const { dir } = synth({ ...CRATE, 'src/bin/tool.rs': 'fn main() {}\n', ...PROJENRC });

  test.each<[string, Record<string, string>, string]>([
    ['an image that is not there', { IMAGE: 'ap' }, 'IMAGE=ap: there is no such image. These are:\n  app\n  tool'],
    ['no number', { BENCH_RUNS: 'many' }, 'BENCH_RUNS=many: it is a number'],
    ['none', { BENCH_RUNS: '0' }, 'BENCH_RUNS=0: it is a number'],
    ['a load without a port', { BENCH_LOAD: 'true' }, 'BENCH_LOAD: the image app has no port'],
    ['a program that fails', { DYING: 'yes' }, "app could not be measured with musl's own."],
    ['no build', { FAILING: 'bake' }, 'No allocator could be built'],
  ])('%s', (_, env, said) => {
    const { status, stderr } = bench(dir, env);
    expect(stderr).toContain(said);
    expect(status).toBe(1);
  });
});
