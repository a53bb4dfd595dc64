import { readFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { parse } from 'yaml';
import { ContainerRegistry, MuslRustChefBuilder, MuslRustChefBuilderOptions } from '../src';
import { synthesise } from './synth';
import { readTree, tempDir, writeTree } from './util';
import { PINS } from '../src/pins';

function synth(options?: MuslRustChefBuilderOptions, files: Record<string, string> = {}) {
  const project = new Project({ name: 'builder', outdir: writeTree(tempDir(), files) });
  const builder = new MuslRustChefBuilder(project, options);
  synthesise(project);
  return { project, builder, read: (path: string) => readFileSync(join(project.outdir, path), 'utf-8') };
}

const step = (job: any, id: string) => job.steps.find((candidate: any) => candidate.id === id);

test('the Dockerfile', () => {
  expect(synth().read('muslrust-chef/Dockerfile')).toMatchSnapshot();
});

test('all of it is in one folder, and can be reached', () => {
  const { builder, project } = synth();
  expect(MuslRustChefBuilder.of(project)).toBe(builder);
  expect(
    [
      builder.dockerfile,
      builder.bakeFile,
      builder.readme,
      builder.executableScript,
      builder.verifyStaticBuildScript,
      builder.workflow!.file!,
    ].map(({ path }) => path),
  ).toEqual([
    'muslrust-chef/Dockerfile',
    'muslrust-chef/docker-bake.json',
    'muslrust-chef/README.md',
    'muslrust-chef/get-executable.sh',
    'muslrust-chef/verify-static-build.sh',
    '.github/workflows/muslrust-chef.yml',
  ]);
});

test('a second one is refused', () => {
  const { project } = synth();
  expect(() => new MuslRustChefBuilder(project)).toThrow(/has one already/);
});

test('zig is in it where it is asked for, and then tried too', () => {
  expect(synth().read('muslrust-chef/Dockerfile')).not.toContain('zig');
  const { read } = synth({ zig: true });
  expect(read('muslrust-chef/Dockerfile')).toContain(`ziglang==${PINS.pypi.ziglang}`);
  expect(read('muslrust-chef/Dockerfile')).toMatch(/AS smoke-test[^]*cargo zigbuild/);
  expect(read('muslrust-chef/README.md')).toContain(`zig ${PINS.pypi.ziglang}`);
});

test('a build makes the image and tries it; of the trial nothing is kept', () => {
  const { group, target } = JSON.parse(synth().read('muslrust-chef/docker-bake.json'));
  expect(group.default.targets).toEqual(['muslrust-chef', 'smoke-test']);
  expect(target['smoke-test'].output).toEqual(['type=cacheonly']);
});

test('the page says how it is used, under the name it is published by', () => {
  const readme = synth({ imageRepository: 'registry.example.com/acme/builder' }).read('muslrust-chef/README.md');
  expect(readme).toContain("builderImage: 'registry.example.com/acme/builder:1.2',");
  expect(readme).toContain('git tag muslrust-chef-v1.2.3');
});

describe('the workflow', () => {
  const workflow = (options?: MuslRustChefBuilderOptions) =>
    parse(synth(options).read('.github/workflows/muslrust-chef.yml'));

  test('publishes on release tags only, and tries pull requests that change the image', () => {
    expect(workflow().on).toEqual({
      push: { tags: ['muslrust-chef-v*'] },
      pull_request: { branches: ['main'], paths: ['muslrust-chef/**', '.github/workflows/muslrust-chef.yml'] },
    });
  });

  test('builds in the folder, each platform by itself, image and smoke test in one go', () => {
    const { build } = workflow({ directory: 'images/builder' }).jobs;
    expect(build.strategy.matrix.include.map(({ runner }: { runner: string }) => runner)).toEqual([
      'ubuntu-24.04',
      'ubuntu-24.04-arm',
    ]);
    expect(step(build, 'push').with.source).toBe('./images/builder');
    expect(step(build, 'push').with.targets).toBeUndefined();
    expect(step(build, 'push').with.set).toContain('muslrust-chef.output=type=image,push-by-digest=true,');
  });

  test('tags the release by its version, and attests', () => {
    const { build, publish } = workflow().jobs;
    expect(step(build, 'release').run).toBe('./release-tags.sh --prefix muslrust-chef-v --check "$GITHUB_REF"');
    expect(step(publish, 'tags').run).toContain('./release-tags.sh --prefix muslrust-chef-v "$GITHUB_REF"');
    expect(step(publish, 'attest-muslrust-chef')).toBeDefined();
    expect(step(workflow({ attest: false }).jobs.publish, 'attest-muslrust-chef')).toBeUndefined();
    const registry = ContainerRegistry.anonymous('registry.internal:5000');
    expect(step(workflow({ registry }).jobs.publish, 'attest-muslrust-chef')).toBeUndefined();
    expect(() => workflow({ registry, attest: true })).toThrow(/^attest: /);
  });

  test('has no cache: its tags and pull requests read none of one another', () => {
    expect(synth().read('.github/workflows/muslrust-chef.yml')).not.toMatch(/cache-(from|to)|type=gha/);
  });

  test('can be left out', () => {
    expect(synth({ workflow: false }).builder.workflow).toBeUndefined();
  });
});

test('in a subproject the folder is that of the subproject, and the workflow at the root', () => {
  const root = new Project({ name: 'mono', outdir: tempDir() });
  new MuslRustChefBuilder(new Project({ name: 'tools', parent: root, outdir: 'tools' }));
  synthesise(root);
  const { on, jobs } = parse(readFileSync(join(root.outdir, '.github/workflows/muslrust-chef-tools.yml'), 'utf-8'));
  expect(on.pull_request.paths[0]).toBe('tools/muslrust-chef/**');
  expect(step(jobs.build, 'push').with.source).toBe('./tools/muslrust-chef');
});

test.each(['.', '..', '../up', '/abs', 'a b', ''])('the folder %j is refused', (directory) => {
  expect(() => synth({ directory })).toThrow(/^directory: .* is not a folder below the project\. Name one/);
});

test('a Dockerfile that somebody wrote is not overwritten', () => {
  const dir = writeTree(tempDir(), { 'muslrust-chef/Dockerfile': 'FROM scratch\n' });
  const before = readTree(dir);
  const project = new Project({ name: 'builder', outdir: dir });
  new MuslRustChefBuilder(project);
  expect(() => synthesise(project)).toThrow(/^muslrust-chef\/Dockerfile: projen did not write this.*by `directory`/);
  expect(readTree(dir)).toEqual(before);
});
