import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github, Project } from 'projen';
import { parse } from 'yaml';
import { plan, PlanOptions } from './plan';
import { BuildxBuilder, ContainerRegistry } from '../../src';
import { ProjectRepository } from '../../src/registry/project-repository';
import { NOT_MERGED } from '../../src/workflow/expressions';
import { ImageWorkflow, ImageWorkflowOptions } from '../../src/workflow/image-workflow';
import { PublishWorkflow } from '../../src/workflow/publish-workflow';
import { synthesise } from '../synth';
import { tempDir } from '../util';

const { attest: _, ...OPTIONS } = plan().options;
const AMAZON = ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: 'arn:aws:iam::123456789012:role/publish' });
const ANONYMOUS = ContainerRegistry.anonymous('registry.internal:5000');

function rendered(options: PlanOptions = {}): string {
  const project = new Project({ name: 'shop', outdir: tempDir() });
  new PublishWorkflow(new github.GitHub(project), 'mine', {
    ...OPTIONS,
    stepsBeforeBuild: [],
    publishAfter: [],
    schedule: [],
    ...options,
  });
  synthesise(project);
  return readFileSync(join(project.outdir, '.github/workflows/mine.yml'), 'utf-8');
}

/** Images of one registry, and what is done with it. */
function inRegistry(registry: ContainerRegistry): PlanOptions {
  const repository = new ProjectRepository(new Project({ name: 'shop', outdir: tempDir() }), { registry });
  return {
    repository,
    images: [{ ...OPTIONS.images[0], repository: repository.image('shop') }],
    registries: [{ registry, where: '', reads: true, writes: true }],
  };
}

/** The comments on the jobs, and on permissions that have one, by job. */
function comments(text: string): Record<string, string[]> {
  const jobs = text.split('\njobs:\n')[1].split(/\n\n(?=  \S)/);
  return Object.fromEntries(
    jobs.map((job) => [
      /^  ([\w-]+):$/m.exec(job)![1],
      [
        /^(  # .*\n)+/m
          .exec(job)![0]
          .trim()
          .replace(/^# |\n {2}#(?= )/g, ''),
        ...[...job.matchAll(/^      ([\w-]+: \w+ # .*)$/gm)]
          .map(([, line]) => line)
          .filter((line) => !/^fail-fast/.test(line)),
      ],
    ]),
  );
}

test('each job and each permission is explained', () => {
  expect(comments(rendered())).toEqual({
    'pull-request': [
      expect.stringMatching(/^Builds a pull request, .*pushes nothing and writes no cache\. .*no secrets\.$/),
    ],
    build: [
      'Builds all images, pushes them by digest, which moves no tag, and tries what was pushed.',
      'packages: write # push images',
    ],
    publish: [
      'When every platform has passed: one index for each image, attested, and then the tags.',
      'packages: write # push images',
      'id-token: write # sign attestations as this workflow',
      'attestations: write # store attestations',
    ],
  });
});

test('logins are explained too', () => {
  const said = comments(rendered({ ...inRegistry(AMAZON), attest: false }));
  expect(said['pull-request'].slice(1)).toEqual(['id-token: write # log in to registries']);
  expect(said.build.slice(1)).toEqual(['id-token: write # log in to registries']);
  expect(said.publish).toEqual([
    'When every platform has passed: one index for each image, and then the tags.',
    'id-token: write # log in to registries',
  ]);
  const registries = [{ registry: ContainerRegistry.gitHub(), where: '', reads: true, writes: true }];
  expect(comments(rendered({ registries }))['pull-request'].slice(1)).toEqual(['packages: read # pull images']);
});

test.each<[string, BuildxBuilder, RegExp]>([
  ['a container', BuildxBuilder.container(), /no secrets\.$/],
  ['one that is persistent', BuildxBuilder.kubernetes([{}]), / The persistent builder is not there for it\.$/],
  ['one for all', BuildxBuilder.kubernetes([{}], { pullRequests: true }), / The persistent builder is there for it\.$/],
])('whether pull requests reach the builder is said: %s', (_name, buildxBuilder, sentence) => {
  expect(comments(rendered({ buildxBuilder }))['pull-request'][0]).toMatch(sentence);
});

test('a repository that is known is said once', () => {
  expect(parse(rendered()).env).toBeUndefined();
  const project = new Project({ name: 'shop', outdir: tempDir() });
  const repository = new ProjectRepository(project, { imageRepository: 'ghcr.io/acme/shop' });
  expect(parse(rendered({ repository })).env).toEqual({ REPOSITORY: 'ghcr.io/acme/shop' });
});

test.each<[string, boolean | undefined, ContainerRegistry, boolean]>([
  ['nothing is said', undefined, AMAZON, true],
  ['nothing is said, and there are no accounts', undefined, ANONYMOUS, false],
  ['it is said', true, AMAZON, true],
  ['it is said not to', false, AMAZON, false],
  ['it is said not to, without accounts', false, ANONYMOUS, false],
])('attests where it can be: %s', (_name, attest, registry, expected) => {
  const { publish } = parse(rendered({ ...inRegistry(registry), attest })).jobs;
  expect(publish.permissions.attestations).toBe(expected ? 'write' : undefined);
});

test('refuses to attest where it can not be', () => {
  const [image] = OPTIONS.images;
  const images = [image, { ...inRegistry(ANONYMOUS).images![0], name: 'worker', bakeTarget: 'worker' }];
  expect(() => rendered({ images, attest: true })).toThrow(
    /^attest: .* the credentials of the registry, and registry\.internal:5000, where image "worker" is, has none\. Leave `attest` out, or .*withSecrets/,
  );
});

describe('the workflow of images', () => {
  const make = (branch: string, more: Partial<ImageWorkflowOptions> = {}) => {
    const project = new Project({ name: 'shop', outdir: tempDir() });
    new ImageWorkflow(new github.GitHub(project), project, {
      ...OPTIONS,
      bases: ['base:1'],
      buildArgs: {},
      stepsBeforeBuild: [],
      publishAfter: [],
      schedule: [],
      branch,
      ...more,
    });
    synthesise(project);
    return readFileSync(join(project.outdir, '.github/workflows/image.yml'), 'utf-8');
  };

  const push = { branches: ['main'], tags: ['v*'] };
  const pull_request = { branches: ['main'] };
  const merge_group = pull_request;
  const paths = ['crates/**', '!**.md'];

  test.each<[string, Partial<ImageWorkflowOptions>, object]>([
    ['nothing more', {}, { push, pull_request, merge_group }],
    [
      'times',
      { schedule: ['0 4 * * 1', '0 4 1 * *'] },
      { push, pull_request, merge_group, schedule: [{ cron: '0 4 * * 1' }, { cron: '0 4 1 * *' }] },
    ],
    ['a start by hand', { manualStart: true }, { push, pull_request, merge_group, workflow_dispatch: {} }],
    ['paths', { paths }, { push: { ...push, paths }, pull_request: { ...pull_request, paths } }],
  ])('runs for %s', (_name, more, on) => {
    expect(parse(make('main', more)).on).toEqual(on);
  });

  test('that is started by hand for another branch, tries it', () => {
    const { jobs } = parse(make('main', { manualStart: true }));
    expect(jobs['pull-request'].if).toBe(
      `${NOT_MERGED} || (github.event_name == 'workflow_dispatch' && !(github.ref == 'refs/heads/main' || github.ref_type == 'tag'))`,
    );
    expect(make('main', { manualStart: true }).replace(/\n  #/g, '')).toContain(
      'Builds a pull request, a candidate of a merge queue, or a branch by hand, on every platform and tries it; pushes nothing',
    );
  });

  test('refuses tags that its branch moves anyway', () => {
    expect(() => make('trunk', { branchTags: ['trunk'] })).toThrow('branchTags: "trunk" is moved anyway');
  });

  // what is left of a name is the tag: docker/metadata-action and release-tags.sh take other characters for `-`
  test.each([
    'main',
    'release/1.2',
    '1.x',
    'v1.2',
    '01.2',
    '1.02',
    '1',
    '1.2-x',
    'sha',
    'latest-x',
    'x/latest',
    '1.2.x',
    'la/test',
    'my-sha-1',
  ])('publishes from %s', (branch) => {
    const text = make(branch);
    expect(parse(text).on).toEqual({
      push: { branches: [branch], tags: ['v*'] },
      pull_request: { branches: [branch] },
      merge_group: { branches: [branch] },
    });
    expect(text).toMatch(
      /^# Publishes images: the branch by its name, a tag v1\.2\.3 as "1\.2\.3", each commit as "sha-<commit>"\./m,
    );
  });

  test.each(['latest', '1.2', '1.2.3', '0.1', '1.2.3-rc.1', '10.20.30', '1.2.3x', 'sha-1', '-/1.2', '.latest'])(
    'publishes nothing from %s, whose images would have the tag of a release or a commit',
    (branch) => {
      expect(() => make(branch)).toThrow(
        `branch: ${JSON.stringify(branch)} can't give its images a tag of its name: that is one of a release or a commit. Publish from a branch of another name, e.g. "main".`,
      );
    },
  );

  test.each(['é', '-', '...'])('publishes nothing from %s, of which no tag is left', (branch) => {
    expect(() => make(branch)).toThrow(
      `branch: ${JSON.stringify(branch)} can't give its images a tag of its name: nothing of it can be in one. Publish`,
    );
  });
});
