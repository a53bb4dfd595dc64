import { readWorkflow } from '../../../src/adopt/old-workflow/old-workflow';

const FILE = '.github/workflows/docker.yml';

/** Lines of steps, with the indentation that they have in a job. */
const indented = (steps: string) => steps.replace(/^(?=.)/gm, '      ');

const BUILD = '- uses: docker/build-push-action@v6\n  with: { push: true, tags: "ghcr.io/acme/shop:1" }\n';

/** The workflow that documentation has, with something added to it. */
function workflow({
  on = '  push: { branches: [main], tags: ["v*"] }\n  pull_request:\n',
  job = '',
  before = '',
  build = BUILD,
  after = '',
  jobs = '',
}): string {
  return (
    `name: docker\non:\n${on}permissions: { contents: read, packages: write }\njobs:\n  image:\n    runs-on: ubuntu-latest\n${job}    steps:\n` +
    indented(
      `- uses: actions/checkout@v4\n- uses: docker/setup-qemu-action@v3\n- uses: docker/setup-buildx-action@v3\n${before}` +
        '- uses: docker/login-action@v3\n  with: { registry: ghcr.io, username: "${{ github.actor }}", password: "${{ secrets.GITHUB_TOKEN }}" }\n' +
        `- id: meta\n  uses: docker/metadata-action@v5\n  with: { images: ghcr.io/acme/shop }\n${build}${after}`,
    ) +
    jobs
  );
}

const job = (id: string, steps: string, more = '') =>
  `  ${id}:\n    runs-on: ubuntu-latest\n${more}    steps:\n${indented(steps)}`;

const run = (...lines: string[]) => `- run: |\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('a workflow that does nothing but build and push images', () => {
  test.each<[what: string, parts: Parameters<typeof workflow>[0]]>([
    ['alone', {}],
    ['with a cache of its own', { before: '- uses: actions/cache@v4\n  with: { path: /tmp/.buildx-cache, key: a }\n' }],
    ['attested', { after: '- uses: actions/attest-build-provenance@v2\n' }],
    [
      "by GitHub's script of old",
      {
        build: run(
          'IMAGE_ID=ghcr.io/${{ github.repository_owner }}/$IMAGE_NAME',
          '# Change all uppercase to lowercase',
          "IMAGE_ID=$(echo $IMAGE_ID | tr '[A-Z]' '[a-z]')",
          'VERSION=$(echo "${{ github.ref }}" | sed -e \'s,.*/\\(.*\\),\\1,\')',
          '[[ "${{ github.ref }}" == "refs/tags/"* ]] && VERSION=$(echo $VERSION | sed -e \'s/^v//\')',
          '[ "$VERSION" == "main" ] && VERSION=latest',
          'docker build . --file Dockerfile --tag $IMAGE_NAME',
          'docker tag $IMAGE_NAME $IMAGE_ID:$VERSION',
          'docker push $IMAGE_ID:$VERSION',
        ),
      },
    ],
    [
      'by commands, with a login and variables',
      {
        build: run(
          'set -euo pipefail',
          'export TAG="${GITHUB_SHA::7}"',
          'echo "${{ secrets.TOKEN }}" | docker login ghcr.io -u acme --password-stdin',
          'if [ -n "$TAG" ]; then',
          '  docker buildx build --push \\',
          '    --tag "ghcr.io/acme/shop:$TAG" .',
          'fi',
          'for tag in a b; do docker push ghcr.io/acme/shop:$tag; done',
          'docker logout || true',
        ),
      },
    ],
    [
      'after a step that makes the name lower case',
      {
        before: run(
          'echo "IMAGE=${GITHUB_REPOSITORY,,}" >> "$GITHUB_ENV"',
          'echo "a=$(git rev-parse HEAD)" >> $GITHUB_OUTPUT',
        ),
      },
    ],
    ['with emulation by a container', { before: run('docker run --privileged --rm tonistiigi/binfmt --install all') }],
    [
      'on several runners, with digests for one index',
      {
        after:
          run('mkdir -p /tmp/digests', 'touch "/tmp/digests/${digest#sha256:}"') +
          '- uses: actions/upload-artifact@v4\n  with: { name: digests-amd64, path: /tmp/digests/* }\n',
        jobs: job(
          'merge',
          '- uses: actions/download-artifact@v4\n  with: { path: /tmp/digests, pattern: digests-* }\n' +
            '- working-directory: /tmp/digests\n' +
            '  run: docker buildx imagetools create $(jq -cr \'.tags | map("-t " + .) | join(" ")\' <<< "$DOCKER_METADATA_OUTPUT_JSON") $(printf \'acme/shop@sha256:%s \' *)\n',
          '    needs: image\n',
        ),
      },
    ],
    [
      'after a job that makes names for it',
      { job: '    needs: names\n', jobs: job('names', run('echo "tag=1" >> "$GITHUB_OUTPUT"')) },
    ],
    [
      'by each of its events',
      {
        on: "  push:\n  schedule: [{ cron: '0 3 * * 1' }]\n  workflow_dispatch:\n  merge_group:\n  release: { types: [published] }\n",
      },
    ],
  ])('%s', (_, parts) => {
    const found = readWorkflow(FILE, workflow(parts))!;
    expect(found.remarks).toEqual([]);
    expect(found.isForImagesOnly).toBe(true);
  });
});

describe('a workflow that does more stays, and is named by that', () => {
  test.each<[what: string, parts: Parameters<typeof workflow>[0], named: string, text: string]>([
    ['tests before', { before: run('cargo test') }, 'jobs.image.steps[3]', 'cargo test'],
    ['tests by an action', { before: '- uses: dtolnay/rust-toolchain@stable\n' }, 'jobs.image.steps[3]', 'dtolnay'],
    ['what makes files of the build', { before: run('echo "A=$B" > .env') }, 'jobs.image.steps[3]', '.env'],
    ['an edited file', { before: run('sed -i s/dev/prod/ src/main.rs') }, 'jobs.image.steps[3]', 'sed'],
    ['a here-document', { before: run('cat <<EOF', 'a', 'EOF') }, 'jobs.image.steps[3]', 'cat <<'],
    ['a command behind others', { before: run('echo a && npm ci') }, 'jobs.image.steps[3]', 'npm ci'],
    ['a command in a command', { before: run('TAG=$(./version.sh)') }, 'jobs.image.steps[3]', 'version.sh'],
    ['a script in another language', { before: '- shell: python\n  run: print(1)\n' }, 'jobs.image.steps[3]', 'python'],
    [
      'sources of another repository',
      { before: '- uses: actions/checkout@v4\n  with: { repository: acme/x }\n' },
      'jobs.image.steps[3]',
      'acme/x',
    ],
    ['an action of its own', { after: '- uses: ./.github/actions/notify\n' }, 'jobs.image.steps[6]', 'notify'],
    [
      'a file that the build leaves',
      { build: BUILD.replace('push: true', 'push: true, outputs: "type=local,dest=out"') },
      'jobs.image.steps[5]',
      'build-push',
    ],
    ['the same by a command', { build: run('docker build -o out .') }, 'jobs.image.steps[5]', '-o out'],
    ['bake', { after: '- uses: docker/bake-action@v6\n' }, 'jobs.image.steps[6]', 'bake'],
    ['a scan by an action', { after: '- uses: aquasecurity/trivy-action@0.28.0\n' }, 'jobs.image.steps[6]', 'trivy'],
    ["a scan by Docker's", { after: '- uses: docker/scout-action@v1\n' }, 'jobs.image.steps[6]', 'scout'],
    ['its results', { after: '- uses: github/codeql-action/upload-sarif@v3\n' }, 'jobs.image.steps[6]', 'codeql'],
    ['a signature', { after: run('cosign sign --yes ghcr.io/acme/shop:1') }, 'jobs.image.steps[6]', 'cosign'],
    ['an SBOM', { after: '- uses: anchore/sbom-action@v0\n' }, 'jobs.image.steps[6]', 'sbom'],
    [
      'an artifact',
      { after: '- uses: actions/upload-artifact@v4\n  with: { path: image.tar }\n' },
      'jobs.image.steps[6]',
      'upload-artifact',
    ],
    ['release notes', { after: '- uses: softprops/action-gh-release@v2\n' }, 'jobs.image.steps[6]', 'gh-release'],
    ['a notification', { after: run('curl -d done https://example.com') }, 'jobs.image.steps[6]', 'curl'],
    [
      'a container that is run',
      { after: run('docker run --rm ghcr.io/acme/shop:1 migrate') },
      'jobs.image.steps[6]',
      'migrate',
    ],
    [
      'a deployment by an action',
      { after: '- uses: aws-actions/amazon-ecs-deploy-task-definition@v2\n' },
      'jobs.image.steps[6]',
      'ecs',
    ],
    ['a deployment by compose', { after: run('docker compose up -d') }, 'jobs.image.steps[6]', 'compose'],
    [
      'a job that deploys by docker',
      { jobs: job('deploy', run('docker service update --image ghcr.io/acme/shop:1 shop'), '    needs: image\n') },
      'jobs.deploy',
      'deploy:',
    ],
    [
      'a job of another kind',
      { jobs: job('scan', '- uses: aquasecurity/trivy-action@0.28.0\n') },
      'jobs.scan',
      'scan:',
    ],
    ['a job that only prints', { jobs: job('done', run('echo done'), '    needs: image\n') }, 'jobs.done', 'done:'],
    [
      'a workflow that it calls',
      { jobs: '  deploy:\n    uses: ./.github/workflows/deploy.yml\n' },
      'jobs.deploy',
      'deploy:',
    ],
    ['a service', { job: '    services: { db: { image: postgres } }\n' }, 'jobs.image.services', 'services'],
    ['a container for its steps', { job: '    container: rust:1\n' }, 'jobs.image.container', 'container'],
    ['being called', { on: '  push:\n  workflow_call:\n' }, 'on.workflow_call', 'workflow_call'],
    ['a comment that starts it', { on: '  push:\n  issue_comment:\n' }, 'on.issue_comment', 'issue_comment'],
    [
      'pull requests with secrets',
      { on: '  push:\n  pull_request_target:\n' },
      'on.pull_request_target',
      'pull_request_target',
    ],
  ])('%s', (_, parts, named, text) => {
    const lines = workflow(parts);
    const { isForImagesOnly, remarks } = readWorkflow(FILE, lines)!;
    expect(isForImagesOnly).toBe(false);
    expect(remarks[0].text).toContain(
      `it builds images, and does more (${named}), so it stays: by hand: take out what`,
    );
    // the part begins in the line, or just above it
    expect(
      lines
        .split('\n')
        .slice(remarks[0].line - 1)
        .join('\n'),
    ).toContain(text);
    expect(
      lines
        .split('\n')
        .slice(remarks[0].line + 2)
        .join('\n'),
    ).not.toContain(text);
  });

  test('each part by its line, and with what it waits for', () => {
    const lines = workflow({
      job: '    needs: test\n',
      after: run('curl example.com'),
      jobs: job('test', run('cargo test')),
    });
    const [{ line, text }] = readWorkflow(FILE, lines)!.remarks;
    const at = (part: string) => lines.split('\n').findIndex((each) => each.includes(part)) + 1;
    expect(line).toBe(at('curl') - 1);
    expect(text).toContain(`(jobs.image.steps[6], jobs.test in line ${at('  test:')})`);
    expect(text).toContain('What has to pass before images are published is `publishAfter`');
  });

  test('one that pushes nothing publishes nothing twice', () => {
    const lines = workflow({ build: '- uses: docker/build-push-action@v6\n', after: run('cargo test') });
    expect(readWorkflow(FILE, lines)!.remarks[0].text).toMatch(
      /so it stays: by hand: take out what builds images, which the new workflow does too$/,
    );
  });
});
