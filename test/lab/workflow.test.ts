import { writtenCrate } from './crates';
import { synth } from './image-build';
import { describeWithNodes } from './nodes';
import { attempt, run } from './shell';
import { WorkflowRun } from './workflow-run';
import { BuildCache, Platform } from '../../src';

// The steps of the generated workflow on one platform; platforms.test.ts has both, by each strategy.

const REGISTRY = process.env.LAB_REGISTRY;

describeWithNodes('the workflow', () => {
  const repository = `${REGISTRY}/acme-${process.pid}/app`;
  let workflow: WorkflowRun;

  beforeAll(() => {
    const crate = writtenCrate({
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
      cache: BuildCache.registry(`${REGISTRY}/acme-${process.pid}/workflow-cache`),
    });
    workflow = new WorkflowRun(crate, repository);
    const { status, output } = workflow.push(workflow.matrix('build')[0]);
    if (status !== 0) throw new Error(output);
  });

  test('pushes each image by digest, without a tag', () => {
    for (const name of ['server', 'worker']) {
      expect(run(['crane', 'digest', `${repository}/${name}@${workflow.digest(name)}`])).toMatch(/^sha256:/);
      expect(attempt(['crane', 'digest', `${repository}/${name}:latest`]).status).not.toBe(0);
    }
  });

  test('writes a cache for the platform', () => {
    expect(run(['crane', 'ls', `${REGISTRY}/acme-${process.pid}/workflow-cache`])).toBe('image-linux-amd64');
  });

  test('verifies what it pushed, whatever the arguments look like', () => {
    const [matrix] = workflow.matrix('build');
    expect(workflow.runStep('build', 'verify-server', matrix)).toMatchObject({
      status: 0,
      output: expect.stringContaining('exited with 0'),
    });
    expect(workflow.runStep('build', 'verify-worker', matrix).output).toContain('worker Some("it\'s $HOME")');
  });

  test('nothing bears the time of the build', () => {
    const config = JSON.parse(
      run(['crane', 'config', '--platform', 'linux/amd64', `${repository}/server@${workflow.digest('server')}`]),
    );
    expect(new Date(config.created).getTime()).toBe(0);
  });

  test('merges the digests to one index with its tags', () => {
    workflow.noteDigests(workflow.matrix('build')[0]);
    for (const image of workflow.matrix('merge')) {
      const tags = [`${repository}${image.suffix}:main`, `${repository}${image.suffix}:1.2`];
      const digest = workflow.merge(image, tags);
      const index = JSON.parse(run(['crane', 'manifest', tags[0]]));
      expect(index.manifests).toHaveLength(1);
      expect(index.manifests[0].platform).toEqual({ architecture: 'amd64', os: 'linux' });
      expect(run(['crane', 'digest', tags[1]])).toBe(digest);
    }
  });

  test('refuses to merge where the digest of a platform is missing', () => {
    const [image] = workflow.matrix('merge');
    const { status, output } = workflow.runStep(
      'merge',
      'index',
      { ...image, suffix: '/none' },
      { DOCKER_METADATA_OUTPUT_JSON: '{"tags":["x"]}' },
    );
    expect(status).toBe(1);
    expect(output).toMatch(/expected 1 digests of .*, got 0/);
  });
});
