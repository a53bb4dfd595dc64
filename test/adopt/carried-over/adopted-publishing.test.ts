import { adoptedPublishing } from '../../../src/adopt/carried-over/adopted-publishing';
import { readWorkflow } from '../../../src/adopt/old-workflow/old-workflow';
import { WorkflowFile } from '../../../src/adopt/old-workflow/workflow-file';
import { struct } from '../../../src/adopt/rc-file/rc-value';

const PUSH = 'push: "${{ github.event_name != \'pull_request\' }}"';
const NAME = "${{ github.ref_type == 'tag' && 'latest' || 'main' }}";
const BUILD = `with: { ${PUSH}, tags: "ghcr.io/acme/shop:${NAME}" }`;
/** The same with another tag. */
const tagged = (tag: string) => BUILD.replace(NAME, tag);

/** A workflow that builds an image, and nothing else. */
function workflow({
  on = '{ push: { branches: [main], tags: ["v*"] }, pull_request: {} }',
  job = '    runs-on: ubuntu-latest\n',
  meta = '',
  build = BUILD,
}): string {
  return (
    `name: docker\non: ${on}\njobs:\n  image:\n${job}    steps:\n      - uses: actions/checkout@v4\n` +
    (meta === ''
      ? ''
      : `      - id: meta\n        uses: docker/metadata-action@v5\n        with:\n          images: ghcr.io/acme/shop\n${meta}`) +
    `      - uses: docker/build-push-action@v6\n        ${build}\n`
  );
}

const tags = (...lines: string[]) => `          tags: |\n${lines.map((line) => `            ${line}\n`).join('')}`;
const flavor = (line: string) => `          flavor: ${line}\n`;
const OF_META = `with: { ${PUSH}, tags: "\${{ steps.meta.outputs.tags }}", labels: "\${{ steps.meta.outputs.labels }}" }`;

type Parts = Parameters<typeof workflow>[0];

const CALLED = {
  path: '.github/workflows/ci.yml',
  name: 'ci',
  text: 'name: ci\non: { push: {}, workflow_call: {} }\njobs: {}\n',
};

function adopt(all: Parts[], branches = ['main', 'develop', 'release']) {
  const workflows = all.map((parts, i) => readWorkflow(`.github/workflows/docker${i || ''}.yml`, workflow(parts))!);
  expect(workflows.map(({ isForImagesOnly }) => isForImagesOnly)).toEqual(all.map(() => true));
  const { options, remarks } = adoptedPublishing(workflows, ['linux/amd64', 'linux/arm64'], {
    unsaid: 'main',
    branches,
    files: { new: '.github/workflows/image.yml' },
    all: [CALLED, { path: '.github/workflows/test.yml', name: 'tests', text: 'on: push\njobs: {}\n' }],
  });
  // as the rc file has them
  const said = Object.entries(struct('MuslRustChefOptions', options).options).map(([name, value]) => [
    name,
    typeof value === 'object' && 'entries' in value && 'kind' in value ? value.entries : value,
  ]);
  return {
    options: Object.fromEntries(said) as Record<string, unknown>,
    remarks: [...workflows.flatMap((each) => each.remarks), ...remarks],
  };
}

describe('of what the new workflow does as the old one did, nothing is said', () => {
  test.each<[what: string, parts: Parts]>([
    [
      'a workflow as documentation has it',
      {
        meta: tags(
          'type=ref,event=branch',
          'type=ref,event=pr',
          'type=semver,pattern={{version}}',
          'type=semver,pattern={{major}}.{{minor}}',
        ),
        build: OF_META,
      },
    ],
    [
      'other words for the same filters',
      { on: '{ push: { branches: [main], tags: ["v*.*.*"] }, pull_request: { branches: [main] } }' },
    ],
    [
      'a condition on all of it',
      {
        on: '{ push: {}, pull_request: {} }',
        job: "    runs-on: ubuntu-24.04\n    if: github.event_name == 'pull_request' || github.ref == format('refs/heads/{0}', github.event.repository.default_branch) || startsWith(github.ref, 'refs/tags/v')\n",
      },
    ],
    ['the tag of a commit', { meta: tags('type=sha,format=long', 'type=ref,event=branch'), build: OF_META }],
    [
      'minutes and permissions that suffice',
      { job: '    runs-on: ubuntu-latest\n    timeout-minutes: 30\n    permissions: { packages: write }\n' },
    ],
  ])('%s', (_, parts) => {
    const { options, remarks } = adopt([parts]);
    expect({ options, remarks }).toEqual({
      options: {},
      remarks: [],
    });
  });

  test('several workflows are one together', () => {
    const parts = [
      { on: '{ push: { branches: [main] } }' },
      { on: '{ push: { tags: ["v*"] } }', build: BUILD },
      { on: 'pull_request', build: 'with: { push: false }' },
    ];
    expect(adopt(parts)).toEqual({ options: {}, remarks: [] });
  });
});

describe('an option says what is otherwise', () => {
  test.each<[what: string, parts: Parts, options: Record<string, unknown>]>([
    [
      'another branch',
      {
        on: '{ push: { branches: [release], tags: ["v*"] }, pull_request: {} }',
        build: BUILD.replace("'main'", "'release'"),
      },
      { branch: 'release' },
    ],
    [
      'another branch, by a condition',
      {
        on: '{ push: {}, pull_request: {} }',
        job: "    runs-on: ubuntu-latest\n    if: github.event_name == 'pull_request' || github.ref == 'refs/heads/develop' || github.ref_type == 'tag'\n",
        build: BUILD.replace("'main'", "'develop'"),
      },
      { branch: 'develop' },
    ],
    [
      'times, and a start by hand',
      {
        on: '{ push: { branches: [main], tags: ["v*"] }, pull_request: {}, workflow_dispatch: {}, schedule: [{ cron: "0 3 * * 1" }] }',
      },
      { schedule: ['0 3 * * 1'], manualStart: true },
    ],
    [
      'paths',
      {
        on: '{ push: { branches: [main], tags: ["v*"], paths: ["src/**", ".github/workflows/docker.yml"] }, pull_request: { paths: ["src/**", ".github/workflows/docker.yml"] } }',
      },
      { paths: ['src/**', '.github/workflows/image.yml'] },
    ],
    [
      'paths that do not count',
      {
        on: '{ push: { branches: [main], tags: ["v*"], paths-ignore: ["docs/**"] }, pull_request: { paths-ignore: ["docs/**"] } }',
      },
      { paths: ['**', '!docs/**'] },
    ],
    [
      'runners of its own',
      { job: '    runs-on: [self-hosted, linux]\n', build: BUILD.replace('push:', 'platforms: linux/amd64, push:') },
      { runners: { 'linux/amd64': ['self-hosted', 'linux'] } },
    ],
    [
      'tags of the branch',
      { meta: tags('type=edge', 'type=raw,value=next,enable={{is_default_branch}}'), build: OF_META },
      { branchTags: ['edge', 'next'] },
    ],
    [
      'tags of releases',
      {
        meta: tags(
          'type=ref,event=tag',
          'type=semver,pattern={{major}}',
          "type=raw,value=stable,enable=${{ startsWith(github.ref, 'refs/tags/') }}",
        ),
        build: OF_META,
      },
      { releaseTags: ['v{version}', '{major}', 'stable'] },
    ],
    ['tags by default', { meta: '          flavor: ""\n', build: OF_META }, { releaseTags: ['v{version}'] }],
    ['a tag by an expression', { build: tagged('${{ github.ref_name }}') }, { releaseTags: ['v{version}'] }],
  ])('%s', (_, parts, options) => {
    const { options: said, remarks } = adopt([parts]);
    expect(said).toMatchObject(options);
    expect(Object.keys(said).sort()).toEqual(Object.keys(options).sort());
    // of the platform that has no runner of its own
    expect(remarks.filter(({ text }) => !text.includes('compiled on a runner of GitHub'))).toEqual([]);
  });

  test('the branch that is there, where there is no other', () => {
    expect(adopt([], ['trunk']).options).toEqual({ branch: 'trunk' });
    expect(
      adopt(
        [
          {
            on: '{ push: { branches: [trunk], tags: ["v*"] }, pull_request: {} }',
            build: BUILD.replace("'main'", "'trunk'"),
          },
        ],
        ['trunk', 'other'],
      ),
    ).toEqual({ options: { branch: 'trunk' }, remarks: [] });
  });

  test('a workflow that it waited for, and that can be called', () => {
    const on =
      '{ workflow_run: { workflows: [ci], types: [completed], branches: [main] }, push: { tags: ["v*"] }, pull_request: {} }';
    const job =
      "    runs-on: ubuntu-latest\n    if: github.event_name != 'workflow_run' || github.event.workflow_run.conclusion == 'success'\n";
    const { options, remarks } = adopt([{ on, job }]);
    expect(options.publishAfter).toMatchObject([{ owner: 'PublishGate', method: 'workflow', args: [CALLED.path] }]);
    expect(remarks).toEqual([]);
  });
});

const CALLER = '.github/workflows/all.yml';

test('a workflow that another calls publishes when that runs', () => {
  const called = readWorkflow('.github/workflows/build.yml', workflow({ on: 'workflow_call' }))!;
  const remarksWith = (caller: string) =>
    adoptedPublishing([called], ['linux/amd64', 'linux/arm64'], {
      unsaid: 'main',
      branches: ['main'],
      files: { new: '.github/workflows/image.yml' },
      all: [{ path: CALLER, name: 'all', text: caller, file: WorkflowFile.parse(CALLER, caller) }],
    }).remarks.map(({ file, line, text }) => `${file}:${line}: ${text}`);
  const jobs = "jobs:\n  image:\n    if: github.ref_type != 'tag'\n    uses: ./.github/workflows/build.yml\n";
  expect(remarksWith(`on: { push: { branches: [main], tags: ["v*"] }, pull_request: {} }\n${jobs}`)).toEqual([
    '.github/workflows/all.yml:1: from now on a tag like v1.2.3 publishes too',
  ]);
  expect(
    remarksWith(`on: { push: { branches: [main], tags: ["v*"] }, pull_request: {} }\n${jobs.replace(/.*if:.*\n/, '')}`),
  ).toEqual([]);
});

describe('what no option says is named by its line', () => {
  test.each<[what: string, parts: Parts, part: string, text: RegExp]>([
    [
      'nothing is pushed',
      { on: 'pull_request', build: 'with: { push: false }' },
      'on:',
      /^nothing pushed images until now: from now on a push to main and a tag like v1\.2\.3 do: by hand: .*`workflow: false`/,
    ],
    [
      'releases alone',
      { on: '{ push: { tags: ["v*"] }, pull_request: {} }' },
      'on:',
      /^from now on a push to main publishes too$/,
    ],
    [
      'the branch alone',
      { on: '{ push: { branches: [main] }, pull_request: {} }' },
      'on:',
      /^from now on a tag like v1\.2\.3 publishes too$/,
    ],
    [
      'no pull requests',
      { on: '{ push: { branches: [main], tags: ["v*"] } }' },
      'on:',
      /^from now on pull requests are built and tried$/,
    ],
    [
      'a second branch',
      { on: '{ push: { branches: [main, develop], tags: ["v*"] }, pull_request: {} }' },
      'on:',
      /^a push to develop published images: by hand/,
    ],
    ['any branch', { on: '[push, pull_request]' }, 'on:', /^a push to any branch published images: by hand/],
    [
      'other tags',
      { on: '{ push: { branches: [main], tags: ["[0-9]+.[0-9]+.[0-9]+"] }, pull_request: {} }' },
      'on:',
      /^tags: \[0-9\].*: by hand: a release is a tag like v1\.2\.3/,
    ],
    [
      'pull requests that push',
      { build: 'with: { push: true, tags: "ghcr.io/acme/shop:${{ github.sha }}" }' },
      'on:',
      /^pull requests pushed images/,
    ],
    [
      'pull requests by a label',
      { on: '{ push: { branches: [main], tags: ["v*"] }, pull_request: { types: [opened, labeled] } }' },
      'on:',
      /^types: labeled: /,
    ],
    [
      'pull requests to other branches',
      { on: '{ push: { branches: [main], tags: ["v*"] }, pull_request: { branches: [main, "release/**"] } }' },
      'on:',
      /^branches: release\/\*\*: pull requests to main alone/,
    ],
    [
      'paths of pushes alone',
      { on: '{ push: { branches: [main], tags: ["v*"], paths: ["src/**"] }, pull_request: {} }' },
      'on:',
      /^push: paths: by hand: `paths`/,
    ],
    [
      'releases of GitHub',
      { on: '{ push: { branches: [main], tags: ["v*"] }, pull_request: {}, release: {} }' },
      'on:',
      /^release: a tag like v1\.2\.3 publishes by itself/,
    ],
    [
      'a dispatch',
      { on: '{ push: { branches: [main], tags: ["v*"] }, pull_request: {}, repository_dispatch: { types: [base] } }' },
      'on:',
      /repositoryDispatch: \{ types: \['base'\] \}/,
    ],
    [
      'inputs',
      {
        on: '{ push: { branches: [main], tags: ["v*"] }, pull_request: {}, workflow_dispatch: { inputs: { tag: {} } } }',
      },
      'on:',
      /^inputs of workflow_dispatch: tag:/,
    ],
    [
      'a workflow that can not be called',
      { on: '{ workflow_run: { workflows: [tests], branches: [main] }, push: { tags: ["v*"] }, pull_request: {} }' },
      'on:',
      /PublishGate\.workflow\('\.github\/workflows\/test\.yml'\)\]` lets .* Add `workflow_call:` to its `on:`$/,
    ],
    [
      'a condition of a run',
      { job: '    runs-on: ubuntu-latest\n    if: vars.PUBLISH\n' },
      'if:',
      /^vars\.PUBLISH: by hand: the new workflow builds and publishes without this condition/,
    ],
    [
      'an environment',
      { job: '    runs-on: ubuntu-latest\n    environment: { name: production }\n' },
      'environment',
      /^environment production: by hand: .*addOverride\('jobs\.build\.environment', 'production'\)/,
    ],
    [
      'a long time',
      { job: '    runs-on: ubuntu-latest\n    timeout-minutes: 120\n' },
      'timeout',
      /addOverride\('jobs\.build\.timeout-minutes', 120\)/,
    ],
    [
      'a group of runners',
      { job: '    runs-on: { group: large }\n' },
      'runs-on',
      /^runs-on \{"group":"large"\}: by hand: .*`runners`/,
    ],
    [
      'latest by the branch',
      { build: tagged('latest') },
      'shop:',
      /^latest: a push to main moved it, and from now on releases alone do/,
    ],
    [
      'latest by the branch, of metadata',
      { meta: tags('type=raw,value=latest,enable={{is_default_branch}}'), build: OF_META },
      'type=raw',
      /a push to main moved it/,
    ],
    [
      'latest by every push, of metadata',
      { meta: flavor('latest=true'), build: OF_META },
      'flavor',
      /^latest: a push to main moved it/,
    ],
    [
      'a short commit',
      { meta: tags('type=sha'), build: OF_META },
      'type=sha',
      /the tag of a commit is `sha-` with all of it now/,
    ],
    [
      'a bare commit',
      {
        build: tagged('${{ github.sha }}'),
      },
      'shop:',
      /the tag of a commit is `sha-`/,
    ],
    [
      'a number of the run',
      {
        build: tagged('${{ github.run_number }}'),
      },
      'shop:',
      /no push to main moves it any more: by hand: .*`branchTags`/,
    ],
    [
      'one tag of both',
      { meta: tags('type=raw,value=edge'), build: OF_META },
      'type=raw',
      /no release moves it any more: by hand: .*`releaseTags`/,
    ],
    [
      'a tag of the clock',
      {
        on: '{ push: { branches: [main], tags: ["v*"] }, pull_request: {}, schedule: [{ cron: "0 3 * * 1" }] }',
        meta: tags('type=schedule,pattern=nightly'),
        build: OF_META,
      },
      'type=schedule',
      /a run by the clock moves the tags of main alone/,
    ],
    [
      'an SBOM',
      { build: BUILD.replace('push:', 'sbom: true, push:') },
      'sbom',
      /^sbom of docker\/build-push-action: by hand/,
    ],
    ['labels', { build: BUILD.replace('push:', 'labels: a=b, push:') }, 'labels', /`labels`/],
    ['a network', { build: BUILD.replace('push:', 'network: host, push:') }, 'network', /^network of docker/],
  ])('%s', (_, parts, part, text) => {
    const { remarks } = adopt([parts]);
    const line =
      workflow(parts)
        .split('\n')
        .findIndex((each) => each.includes(part)) + 1;
    expect(remarks).toContainEqual({ file: '.github/workflows/docker.yml', line, text: expect.stringMatching(text) });
  });
});
