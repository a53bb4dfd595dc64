import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { edit, writtenCrate } from './crates';
import { synth } from './image-build';
import { describeWithNodes } from './nodes';
import { run } from './shell';
import { published, workflowRun } from './workflow-run';
import { BuildCache, Platform } from '../../src';
import { Rehearsal } from '../workflow/rehearsal/rehearsal';

// The generated workflow on one platform; platforms.test.ts has both, by each strategy, and test/workflow/rehearsal.test.ts
// all that needs no build.

const REGISTRY = process.env.LAB_REGISTRY;

describeWithNodes('the workflow', () => {
  const repository = `${REGISTRY}/acme-${process.pid}/app`;
  const cache = `${REGISTRY}/acme-${process.pid}/workflow-cache`;
  let crate: string;
  let rehearsal: Rehearsal;

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
      cache: BuildCache.registry(cache),
    });
    rehearsal = published(crate);
  });

  test('pushes each image by digest, and tags its index only', () => {
    for (const name of ['server', 'worker']) {
      const tags = run(['crane', 'ls', `${repository}/${name}`]).split('\n');
      expect(tags.sort()).toEqual(['main', `sha-${rehearsal.world.event.sha}`]);
      const index = JSON.parse(run(['crane', 'manifest', `${repository}/${name}:main`]));
      expect(index.manifests).toHaveLength(1);
      expect(index.manifests[0].platform).toEqual({ architecture: 'amd64', os: 'linux' });
      const pushed = run(['sh', '-c', `cat ${join(rehearsal.runs.build[0].temp, 'digests')}/*`]).split('\n');
      expect(pushed).toContain(`${repository}/${name}@${index.manifests[0].digest}`);
    }
  });

  test('writes a cache for the platform, by the branch alone', () => {
    // with the repository's number on GitHub in front
    const tag = '1-image-linux-amd64';
    expect(run(['crane', 'ls', cache])).toBe(tag);
    const before = run(['crane', 'digest', `${cache}:${tag}`]);
    edit(crate, 'server/src/main.rs');
    const push = (ref: string) => {
      const job = workflowRun(crate, { ref }).job('build', rehearsal.matrix('build')[0]);
      expect(job.step('push')).toMatchObject({ outcome: 'success' });
      return run(['crane', 'digest', `${cache}:${tag}`]);
    };
    expect(push('refs/tags/v1.2.3')).toBe(before);
    expect(push('refs/heads/main')).not.toBe(before);
  });

  test('verifies what it pushed, whatever the arguments look like', () => {
    const { output } = rehearsal.runs.build[0].results.verify;
    expect(output).toContain('exited with 0');
    expect(output).toContain('worker Some("it\'s $HOME")');
  });

  test('nothing bears the time of the build', () => {
    const config = JSON.parse(run(['crane', 'config', '--platform', 'linux/amd64', `${repository}/server:main`]));
    expect(new Date(config.created).getTime()).toBe(0);
  });

  test('a smoke test that fails leaves the tags where they are', () => {
    const before = run(['crane', 'digest', `${repository}/worker:main`]);
    writeFileSync(join(crate, 'worker/src/main.rs'), 'fn main() {\n    std::process::exit(3);\n}\n');
    const { outcomes, log } = workflowRun(crate).run();
    expect(outcomes).toMatchObject({ build: 'failure', publish: 'skipped' });
    expect(log).toContain('exited with 3');
    expect(run(['crane', 'digest', `${repository}/worker:main`])).toBe(before);
  });
});
