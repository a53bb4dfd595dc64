import { readFileSync } from 'fs';
import { join } from 'path';
import { Project } from 'projen';
import { parse } from 'yaml';
import { ContainerRegistry, MuslRustChefBuilder, MuslRustChefBuilderOptions } from '../src';
import { synthesise } from './synth';
import { readTree, tempDir, writeTree } from './util';
import { GENERATOR } from '../src/generator';
import { PINS } from '../src/pins';

// what is released is tested, too
beforeEach(() => void jest.replaceProperty(GENERATOR, 'version', '0.0.0'));

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
      builder.keepTargetScript,
      builder.restoreMtimesScript,
      builder.silentReadersScript,
      builder.executableScript,
      builder.verifyStaticBuildScript,
      builder.runDockerScript,
      builder.releaseTagsScript!,
      builder.publishImagesScript!,
      builder.workflow!.file!,
    ].map(({ path }) => path),
  ).toEqual([
    'muslrust-chef/Dockerfile',
    'muslrust-chef/docker-bake.json',
    'muslrust-chef/README.md',
    'muslrust-chef/keep-target.sh',
    'muslrust-chef/restore-mtimes.sh',
    'muslrust-chef/silent-readers.sh',
    'muslrust-chef/get-executable.sh',
    'muslrust-chef/verify-static-build.sh',
    'muslrust-chef/run-docker.sh',
    'muslrust-chef/release-tags.sh',
    'muslrust-chef/publish-images.sh',
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

test('a task builds and tries it, in its folder', () => {
  const { tasks } = JSON.parse(synth({ directory: 'images/builder' }).read('.projen/tasks.json'));
  expect(tasks['builder:build']).toMatchObject({
    description: expect.stringMatching(/^Build the builder image and try it /),
    cwd: 'images/builder',
    steps: [{ exec: 'sh run-docker.sh buildx bake --file docker-bake.json "$@"', receiveArgs: true }],
  });
});

test('the bake file names the image behind the variable of the repository', () => {
  const { variable, target } = JSON.parse(synth().read('muslrust-chef/docker-bake.json'));
  expect(variable).toEqual({
    REPOSITORY: { default: 'builder' },
    TAG: { default: 'latest' },
    SUFFIX: { default: '${TAG == "" ? "" : ":${TAG}"}' },
  });
  expect(target).toEqual({
    'muslrust-chef': {
      context: '.',
      target: 'muslrust-chef',
      tags: ['${REPOSITORY}/muslrust-chef${SUFFIX}'],
      output: ['type=docker'],
    },
    'smoke-test': { context: '.', target: 'smoke-test', output: ['type=cacheonly'] },
  });
});

test('on a machine it is not called by what is the name of the project’s own image', () => {
  const read = synth({ imageRepository: 'registry.example.com/acme/builder' }).read('muslrust-chef/docker-bake.json');
  const { variable, target } = JSON.parse(read);
  expect(variable.REPOSITORY.default).toBe('builder/muslrust-chef');
  expect(target['muslrust-chef'].tags).toEqual(['${REPOSITORY}${SUFFIX}']);
});

test.each([true, false])('the page says what is in it (zig: %s)', (zig) => {
  const page = synth({ zig }).read('muslrust-chef/README.md');
  const items = page.split('\n').filter((line) => line.startsWith('- '));
  expect(items.map((line) => /^- `?([^`: ]+)/.exec(line)![1])).toEqual([
    PINS.images.muslrust.split(':')[0],
    'cargo-chef',
    ...(zig ? ['zig'] : []),
    'keep-target.sh',
    'restore-mtimes.sh',
    'silent-readers.sh',
    'get-executable.sh',
    'verify-static-build.sh',
    'memory-functions.sh',
  ]);
  expect(page).toContain(`- cargo-chef ${PINS.crates['cargo-chef']}\n`);
  expect(page).toMatch(/^<!-- ~~ Generated by projen/);
  // a block of code is closed
  expect(page.match(/^```/gm)!.length % 2).toBe(0);
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

  test('says by which tag it publishes', () => {
    expect(synth().read('.github/workflows/muslrust-chef.yml')).toContain(
      '\n# Publishes the builder image: a tag muslrust-chef-v1.2.3 as "1.2.3".\n\nname: muslrust-chef\n',
    );
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
    expect(step(build, 'release').run).toBe('bash ./release-tags.sh --prefix muslrust-chef-v --check "$GITHUB_REF"');
    expect(step(publish, 'tags').run).toContain('bash ./release-tags.sh --prefix muslrust-chef-v "$GITHUB_REF"');
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

test.each([
  ['.', "is the project's own folder, where the Dockerfile of its images is. Name one in it"],
  ['', "is the project's own folder"],
  ['./', "is the project's own folder"],
  ['a/..', "is the project's own folder"],
  ['..', 'is outside the project. Name a folder in it'],
  ['../up', 'is outside the project'],
  ['a/../../up', 'is outside the project'],
  ['/abs', 'is a path of this machine. Name a folder as seen from the project'],
  ['images/', 'is a longer way to write "images". Write that, or another'],
  ['./images/a', 'is a longer way to write "images/a"'],
  ['a//b', 'is a longer way to write "a/b"'],
  ['a b', 'has a part that scripts and workflows would not take as it is. Use letters from a to z'],
  ['.hidden', 'has a part'],
  ['сборка', 'has a part'],
  ['a\\b', 'has a part'],
  ['$(id)', 'has a part'],
])('the folder %j is refused: it %s', (directory, reason) => {
  expect(() => synth({ directory })).toThrow(`directory: ${JSON.stringify(directory)} ${reason}`);
  expect(() => synth({ directory })).toThrow(/, e\.g\. "muslrust-chef"\.$/);
});

test.each(['notes', 'notes/builder'])('the folder %s is refused where a file is in its place', (directory) => {
  expect(() => synth({ directory }, { notes: 'mine' })).toThrow(
    'Nothing has been changed. notes is a file, where a folder is wanted for notes/',
  );
});

test.each([
  'Dockerfile',
  'docker-bake.json',
  'README.md',
  'keep-target.sh',
  'restore-mtimes.sh',
  'silent-readers.sh',
  'get-executable.sh',
  'verify-static-build.sh',
  'run-docker.sh',
  'release-tags.sh',
  'publish-images.sh',
])('a %s that somebody wrote is not overwritten', (name) => {
  const dir = writeTree(tempDir(), { [`muslrust-chef/${name}`]: 'mine\n' });
  const before = readTree(dir);
  const project = new Project({ name: 'builder', outdir: dir });
  new MuslRustChefBuilder(project);
  expect(() => synthesise(project)).toThrow(
    new RegExp(`^muslrust-chef/${name}: projen did not write this.*by \`directory\``),
  );
  expect(readTree(dir)).toEqual(before);
});
