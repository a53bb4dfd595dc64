import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { writtenCrate } from './crates';
import { REAL, synth } from './image-build';
import { attempt, run } from './shell';
import { BuildCache, Platform } from '../../src';
import { tempDir } from '../util';

// The steps of the generated workflow, run as a runner would run them: the overrides of bake, and the scripts. What
// stands between them on GitHub (artifacts, logins, attestations) is left out; the registry is the lab's.

const REGISTRY = process.env.LAB_REGISTRY;
const describeWithRegistry = REGISTRY ? describe : describe.skip;
if (REAL && !REGISTRY) {
  process.stderr.write('workflow: skipped, since LAB_REGISTRY does not name a registry to push to\n');
}

interface Step {
  readonly id: string;
  readonly run: string;
  readonly env: Record<string, string>;
  readonly with: Record<string, string>;
}

describeWithRegistry('the workflow', () => {
  const temp = tempDir();
  const repository = `${REGISTRY}/acme-${process.pid}/app`;
  let crate: string;
  let jobs: Record<string, { steps: Step[]; strategy: { matrix: { include: Record<string, string>[] } } }>;
  let metadata: string;

  /** What GitHub makes of the expressions in a text. */
  function evaluate(text: string, matrix: Record<string, string>): string {
    return text.replace(/\$\{\{ (.*?) \}\}/g, (whole, expression: string) => {
      const digest = /^fromJSON\(steps\.push\.outputs\.metadata \|\| '\{\}'\)\['(.*)'\]\['containerimage\.digest'\]$/.exec(expression);
      if (digest) return JSON.parse(metadata)[digest[1]]['containerimage.digest'];
      if (expression.startsWith('matrix.')) return matrix[expression.slice('matrix.'.length)];
      if (expression === 'env.REPOSITORY') return repository;
      if (expression === 'steps.push.outputs.metadata') return metadata;
      throw new Error(`what is ${whole}?`);
    });
  }

  const step = (job: string, id: string) => jobs[job].steps.find((candidate) => candidate.id === id)!;

  /** Runs the script of a step, as GitHub does: by bash, which stops at the first error, also in a pipe. */
  function runStep(job: string, id: string, matrix: Record<string, string>, env: Record<string, string> = {}) {
    const { run: script, env: variables = {} } = step(job, id);
    const own = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, evaluate(value, matrix)]));
    return attempt(['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: crate,
      env: { RUNNER_TEMP: temp, REPOSITORY: repository, GITHUB_SHA: 'c0ffee', GITHUB_OUTPUT: join(temp, 'output'), ...own, ...env },
    });
  }

  beforeAll(() => {
    crate = writtenCrate({
      'Cargo.toml': '[workspace]\nmembers = ["server", "worker"]\nresolver = "2"\n',
      'server/Cargo.toml': '[package]\nname = "server"\nversion = "0.1.0"\nedition = "2021"\n',
      'server/src/main.rs': 'fn main() {\n    println!("server");\n}\n',
      'worker/Cargo.toml': '[package]\nname = "worker"\nversion = "0.1.0"\nedition = "2021"\n',
      'worker/src/main.rs': 'fn main() {\n    println!("worker {:?}", std::env::args().nth(1));\n}\n',
    });
    synth(crate, {
      images: [{ binary: 'server' }, { binary: 'worker', smokeTest: ["it's $HOME"] }],
      workflow: true,
      platforms: [Platform.LINUX_AMD64],
      imageRepository: repository,
      cache: BuildCache.registry(`${REGISTRY}/acme-${process.pid}/cache`),
    });
    ({ jobs } = parse(readFileSync(join(crate, '.github/workflows/image.yml'), 'utf8')));

    const matrix = jobs.build.strategy.matrix.include[0];
    const { set, files, provenance } = step('build', 'push').with;
    const file = join(temp, 'bake.json');
    run([
      'docker', 'buildx', 'bake', '--file', files, '--provenance', provenance, '--metadata-file', file,
      ...set.split('\n').flatMap((line) => ['--set', evaluate(line, matrix)]),
    ], { cwd: crate, env: { SOURCE_DATE_EPOCH: '1700000000' } });
    metadata = readFileSync(file, 'utf8');
  });

  test('pushes each image by digest, without a tag', () => {
    for (const name of ['server', 'worker']) {
      expect(run(['crane', 'digest', `${repository}/${name}@${JSON.parse(metadata)[name]['containerimage.digest']}`])).toMatch(/^sha256:/);
      expect(attempt(['crane', 'digest', `${repository}/${name}:latest`]).status).not.toBe(0);
    }
  });

  test('writes a cache for the platform', () => {
    expect(run(['crane', 'ls', `${REGISTRY}/acme-${process.pid}/cache`])).toBe('image-linux-amd64');
  });

  test('verifies what it pushed, whatever the arguments look like', () => {
    const [matrix] = jobs.build.strategy.matrix.include;
    expect(runStep('build', 'verify-server', matrix)).toMatchObject({ status: 0, output: expect.stringContaining('exited with 0') });
    expect(runStep('build', 'verify-worker', matrix).output).toContain('worker Some("it\'s $HOME")');
  });

  test('files bear the time of the commit', () => {
    const digest = JSON.parse(metadata).server['containerimage.digest'];
    const config = JSON.parse(run(['crane', 'config', '--platform', 'linux/amd64', `${repository}/server@${digest}`]));
    expect(new Date(config.created).getTime()).toBe(1_700_000_000_000);
  });

  test('merges the digests to one index with its tags and its revision', () => {
    const [matrix] = jobs.build.strategy.matrix.include;
    expect(runStep('build', 'digests', matrix).status).toBe(0);
    mkdirSync(join(temp, 'digests'));
    writeFileSync(join(temp, 'digests', `${matrix.pair}.json`), readFileSync(join(temp, `${matrix.pair}.json`)));

    for (const image of jobs.merge.strategy.matrix.include) {
      const tags = [`${repository}${image.suffix}:main`, `${repository}${image.suffix}:1.2`];
      const { status, output } = runStep('merge', 'index', image, { DOCKER_METADATA_OUTPUT_JSON: JSON.stringify({ tags }) });
      expect([status, output]).toEqual([0, expect.anything()]);
      const index = JSON.parse(run(['crane', 'manifest', tags[0]]));
      expect(index.annotations).toEqual({ 'org.opencontainers.image.revision': 'c0ffee' });
      expect(index.manifests[0].platform).toEqual({ architecture: 'amd64', os: 'linux' });
      const digest = run(['crane', 'digest', tags[1]]);
      expect(readFileSync(join(temp, 'output'), 'utf8').trim().split('\n').at(-1)).toBe(`digest=${digest}`);
    }
  });

  test('refuses to merge where the digest of a platform is missing', () => {
    const [image] = jobs.merge.strategy.matrix.include;
    const { status, output } = runStep('merge', 'index', { ...image, target: 'none' }, { DOCKER_METADATA_OUTPUT_JSON: '{"tags":["x"]}' });
    expect(status).toBe(1);
    expect(output).toMatch(/expected 1 digests of .*, got 0/);
  });
});
