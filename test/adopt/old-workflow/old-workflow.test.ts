import { adoptedNames } from '../../../src/adopt/carried-over/adopted-names';
import { readWorkflow } from '../../../src/adopt/old-workflow/old-workflow';

/** A workflow with these steps. */
function workflow(steps: string, { head = 'on: push', job = '' } = {}): string {
  const indented = steps
    .trim()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
  return `${head}\njobs:\n  build:\n    runs-on: ubuntu-latest\n${job}    steps:\n      - uses: actions/checkout@v4\n${indented}\n`;
}

const read = (text: string) => readWorkflow('.github/workflows/docker.yml', text);

describe('where images were pushed to', () => {
  test.each<[what: string, text: string, repositories: string[]]>([
    [
      'by a tag',
      workflow('- uses: docker/build-push-action@v6\n  with: { tags: "ghcr.io/acme/shop:latest" }'),
      ['ghcr.io/acme/shop'],
    ],
    [
      'by several tags',
      workflow(
        '- uses: docker/build-push-action@v6\n  with:\n    tags: |\n      acme/shop:1\n      acme/shop:latest,ghcr.io/acme/shop:1',
      ),
      ['acme/shop', 'ghcr.io/acme/shop'],
    ],
    [
      'by metadata',
      workflow(
        '- id: meta\n  uses: docker/metadata-action@v5\n  with:\n    images: |\n      ${{ env.REGISTRY }}/${{ env.IMAGE_NAME }}\n- uses: docker/build-push-action@v6\n  with:\n    tags: ${{ steps.meta.outputs.tags }}',
        { head: 'on: push\nenv:\n  REGISTRY: ghcr.io\n  IMAGE_NAME: ${{ github.repository }}' },
      ),
      ['ghcr.io/<owner>/<repository>'],
    ],
    [
      'by digest',
      workflow(
        '- uses: docker/build-push-action@v6\n  with:\n    outputs: type=image,name=ghcr.io/acme/shop,push-by-digest=true',
      ),
      ['ghcr.io/acme/shop'],
    ],
    [
      'by parts of the name',
      workflow(
        '- uses: docker/build-push-action@v6\n  with:\n    tags: ghcr.io/${{ github.repository_owner }}/${{ github.event.repository.name }}:${{ github.sha }}',
      ),
      ['ghcr.io/<owner>/<repository>'],
    ],
    [
      'by a registry with a port',
      workflow('- uses: docker/build-push-action@v6\n  with:\n    tags: registry.example.com:5000/shop:1'),
      ['registry.example.com:5000/shop'],
    ],
    [
      'by a command',
      workflow('- run: |\n    docker build -t ghcr.io/acme/shop:latest .\n    docker push ghcr.io/acme/shop:latest'),
      ['ghcr.io/acme/shop'],
    ],
    [
      'by a command with variables',
      workflow('- run: docker build . --tag ghcr.io/$GITHUB_REPOSITORY:latest'),
      ['ghcr.io/<owner>/<repository>'],
    ],
    [
      'by a variable of the workflow',
      workflow('- run: docker buildx build --push -t "$IMAGE:latest" .', {
        head: 'on: push\nenv:\n  IMAGE: acme/shop',
      }),
      ['acme/shop'],
    ],
  ])('%s', (_, text, repositories) => {
    expect(read(text)?.images.flatMap((image) => image.repositories)).toEqual(repositories);
  });

  test('by each choice of a matrix', () => {
    const text = workflow(
      '- uses: docker/build-push-action@v6\n  with:\n    file: ${{ matrix.file }}\n    target: ${{ matrix.name }}\n    tags: ghcr.io/acme/${{ matrix.name }}:1',
      {
        job: '    strategy:\n      matrix:\n        include:\n          - { name: api, file: Dockerfile }\n          - { name: worker, file: docker/worker.Dockerfile }\n',
      },
    );
    expect(read(text)?.images).toMatchObject([
      { target: 'api', dockerfile: 'Dockerfile', repositories: ['ghcr.io/acme/api'] },
      { target: 'worker', dockerfile: 'docker/worker.Dockerfile', repositories: ['ghcr.io/acme/worker'] },
    ]);
  });
});

test.each<[what: string, steps: string, image: Record<string, unknown>]>([
  [
    'a context',
    '- uses: docker/build-push-action@v6\n  with: { context: ./services/api }',
    { context: 'services/api', dockerfile: 'services/api/Dockerfile' },
  ],
  [
    'a file',
    '- uses: docker/build-push-action@v6\n  with: { context: ., file: ./docker/Dockerfile }',
    { context: '.', dockerfile: 'docker/Dockerfile' },
  ],
  [
    'a context of git',
    '- uses: docker/build-push-action@v6\n  with: { context: "{{defaultContext}}" }',
    { dockerfile: 'Dockerfile' },
  ],
  [
    'platforms',
    '- uses: docker/build-push-action@v6\n  with: { platforms: "linux/amd64,linux/arm64" }',
    { platforms: ['linux/amd64', 'linux/arm64'] },
  ],
  [
    'arguments',
    '- uses: docker/build-push-action@v6\n  with:\n    build-args: |\n      A=1\n      B=${{ github.sha }}',
    { buildArgs: { A: '1', B: '${{ github.sha }}' } },
  ],
  [
    'options of a command',
    '- run: docker build --platform linux/arm64 -f api/Dockerfile --target x --build-arg A=1 -t a/b api',
    { context: 'api', dockerfile: 'api/Dockerfile', target: 'x', platforms: ['linux/arm64'], buildArgs: { A: '1' } },
  ],
])('a build says %s', (_, steps, image) => {
  expect(read(workflow(steps))?.images).toMatchObject([image]);
});

test('a workflow that builds no image is nobody of ours', () => {
  expect(read(workflow('- run: cargo test'))).toBeUndefined();
  expect(read('jobs: [\n')).toBeUndefined();
});

const BUILD = '- uses: docker/build-push-action@v6\n  with: { tags: "a/b:1" }';

test.each<[what: string, steps: string, isForImagesOnly: boolean]>([
  ['alone', BUILD, true],
  [
    'with what goes with it',
    `- uses: docker/setup-buildx-action@v3\n- uses: docker/login-action@v3\n${BUILD}\n- uses: actions/attest-build-provenance@v2`,
    true,
  ],
  ['with tests', `- run: cargo test\n${BUILD}`, false],
  ['with a deployment', `${BUILD}\n- uses: azure/k8s-deploy@v5`, false],
])('what builds images %s', (_, steps, isForImagesOnly) => {
  const found = read(workflow(steps))!;
  expect(found.isForImagesOnly).toBe(isForImagesOnly);
  expect(found.remarks.map(({ text }) => text)).toEqual(
    isForImagesOnly ? [] : [expect.stringContaining('it stays: by hand')],
  );
});

describe('each remark names its line', () => {
  /** The lines of a workflow, from which some of what is said is looked for. */
  const text = (steps: string) =>
    ['on: push', 'jobs:', '  build:', '    runs-on: ubuntu-latest', '    steps:', ...steps.trimEnd().split('\n')].join(
      '\n',
    );
  const at = (lines: string, wanted: string) => lines.split('\n').findIndex((line) => line.includes(wanted)) + 1;

  test.each<[what: string, steps: string, repository: string, platforms: string]>([
    [
      'of an action with inputs in lines',
      '      - uses: docker/build-push-action@v6\n        with:\n          push: true\n          platforms: linux/s390x\n          tags: |\n            acme/app:1\n',
      'tags: |',
      'platforms:',
    ],
    [
      'of an action in one line',
      '      - uses: actions/checkout@v4\n      - { uses: docker/build-push-action@v6, with: { tags: "acme/app:1" } }\n',
      'acme/app',
      'acme/app',
    ],
    [
      'of metadata',
      '      - id: meta\n        uses: docker/metadata-action@v5\n        with:\n          flavor: ""\n          images: acme/app\n      - uses: docker/build-push-action@v6\n        with:\n          tags: ${{ steps.meta.outputs.tags }}\n',
      'images:',
      'with:\n          tags',
    ],
    [
      'of a second command',
      '      - run: |\n          echo\n          docker build -t acme/other:1 -f other.Dockerfile .\n          docker build --platform linux/s390x -t acme/app:1 .\n',
      'acme/app',
      'acme/app',
    ],
  ])('%s', (_, steps, repository, platforms) => {
    const lines = text(steps);
    const found = read(lines)!.images.find(({ repositories }) => repositories.includes('acme/app'))!;
    expect(found.at.repositories).toEqual({ file: '.github/workflows/docker.yml', line: at(lines, repository) });
    if (!platforms.includes('\n')) expect(found.at.platforms.line).toBe(at(lines, platforms));
  });

  test('of a login, and of a tag', () => {
    const lines = text(
      '      - uses: actions/checkout@v4\n      - uses: docker/login-action@v3\n        with: { username: a, password: "${{ secrets.B }}" }\n' +
        '      - id: meta\n        uses: docker/metadata-action@v5\n        with:\n          images: acme/app\n          tags: |\n            type=sha\n            type=raw,value=nightly\n' +
        '      - uses: docker/build-push-action@v6\n        with:\n          tags: ${{ steps.meta.outputs.tags }}\n',
    );
    const { logins, tags } = read(lines)!;
    expect(logins.map(({ at: { line } }) => line)).toEqual([at(lines, 'login-action')]);
    expect(tags.map(({ at: { line } }) => line)).toEqual([at(lines, 'type=sha'), at(lines, 'type=raw')]);
  });
});

test('its times and logins are read', () => {
  const head = "on:\n  push: {}\n  workflow_dispatch:\n  schedule:\n    - cron: '0 3 * * 1'";
  const login =
    '- uses: docker/login-action@v3\n  with: { username: "${{ secrets.HUB_USER }}", password: "${{ secrets.HUB_TOKEN }}" }';
  expect(read(workflow(`${login}\n${BUILD}`, { head }))).toMatchObject({
    on: { schedule: ['0 3 * * 1'], manualStart: true },
    logins: [{ host: 'docker.io', username: 'HUB_USER', password: 'HUB_TOKEN' }],
  });
});

describe('what an image is called, so that it stays where it was', () => {
  const names = (
    image: { name?: string; repositories: string[] },
    options: Partial<Parameters<typeof adoptedNames>[2]> = {},
  ) => {
    const one = { binary: 'server', name: 'server', ...image };
    const found = adoptedNames([one], [], {
      folder: '',
      candidates: ['server', 'shop'],
      gitHubName: 'acme/shop',
      ...options,
    });
    return {
      name: found.name,
      at: found.imageRepository ?? found.repositories.get(one),
      remarks: found.remarks.length,
    };
  };

  test.each<[repository: string, name: string, at: string | undefined]>([
    ['ghcr.io/acme/shop', 'server', undefined],
    ['ghcr.io/<owner>/<repository>', 'server', undefined],
    ['ghcr.io/acme/shop/server', 'shop', undefined],
    ['ghcr.io/Acme/Shop', 'server', undefined],
    ['ghcr.io/acme/legacy', 'server', 'ghcr.io/acme/legacy'],
    ['acme/shop', 'server', 'docker.io/acme/shop'],
    ['registry.example.com/shop', 'server', 'registry.example.com/shop'],
    ['ghcr.io/<owner>/legacy', 'server', 'ghcr.io/acme/legacy'],
  ])('%s', (repository, name, at) => {
    expect(names({ repositories: [repository] })).toEqual({ name, at, remarks: 0 });
  });

  test('of nothing that is pushed, it is the default', () => {
    expect(names({ repositories: [] })).toEqual({ name: 'server', at: undefined, remarks: 0 });
  });

  test.each(['${{ secrets.USER }}/shop', 'ghcr.io/<owner>/legacy'])(
    '%s is named where it is not known',
    (repository) => {
      expect(names({ repositories: [repository] }, { gitHubName: undefined })).toMatchObject({
        at: undefined,
        remarks: 1,
      });
    },
  );

  test('a second place is named', () => {
    expect(names({ repositories: ['ghcr.io/acme/shop', 'acme/shop'] })).toMatchObject({ at: undefined, remarks: 1 });
  });

  test('secrets that are called otherwise are those of the registry', () => {
    const login = { kind: 'password' as const, host: 'docker.io', username: 'HUB_USER', password: 'DOCKERHUB_TOKEN' };
    const { registry } = adoptedNames([{ name: 'a', binary: 'a', repositories: ['acme/a'] }], [login], {
      folder: '',
      candidates: ['a'],
    });
    expect(registry).toMatchObject({
      owner: 'ContainerRegistry',
      method: 'dockerHub',
      args: [{ options: { usernameSecret: 'HUB_USER' } }],
    });
  });
});
