import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir, writeTree } from '../util';

const SCRIPT = join(__dirname, '..', '..', 'assets', 'publish-images.sh');
const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const [A, B, INDEX] = [digest('a'), digest('b'), digest('1')];

/** `docker` and `gh` that write down how they are called; an index gets the digest INDEX. */
function fakes(): { bin: string; calls: () => string[] } {
  const bin = tempDir();
  writeTree(bin, {
    docker: [
      '#!/bin/bash',
      'echo "docker $*" >> "$LOG"; cat > /dev/null',
      '[[ " $* " != *" --tag=bad:"* ]] || exit 1',
      `[[ $4 != --metadata-file ]] || echo '{"containerimage.descriptor": {"digest": "${INDEX}"}}' > "$5"`,
    ].join('\n'),
    gh: '#!/bin/bash\necho "gh $*" >> "$LOG"; cat > /dev/null\n[[ $3 != *unattested* ]]\n',
    log: '',
  });
  ['docker', 'gh'].forEach((name) => chmodSync(join(bin, name), 0o755));
  return {
    bin,
    calls: () =>
      readFileSync(join(bin, 'log'), 'utf8')
        .split('\n')
        .filter((line) => line),
  };
}

function run(args: string[], options: { bin?: string; input?: string; env?: Record<string, string> } = {}) {
  const { bin = tempDir(), input = '', env } = options;
  const { status, stdout, stderr } = spawnSync('bash', [SCRIPT, ...args], {
    encoding: 'utf8',
    input,
    env: { PATH: `${bin}:${process.env.PATH}`, LOG: join(bin, 'log'), ...env },
  });
  return { status, stdout, stderr };
}

describe('note', () => {
  const target = (name: string, value: string) => ({ 'image.name': name, 'containerimage.digest': value, other: {} });

  test('writes each image with its digest, and nothing of what was not pushed', () => {
    const file = join(tempDir(), 'new', 'digests');
    const input = JSON.stringify({
      app: target('ghcr.io/acme/app', A),
      'web.v2': target('127.0.0.1:5055/acme/app/web.v2', B),
      'smoke-test': { 'buildx.build.ref': 'x' },
      'buildx.build.warnings': [{ level: 1 }],
    });
    expect(run(['note', file], { input })).toMatchObject({ status: 0 });
    expect(readFileSync(file, 'utf8')).toBe(`ghcr.io/acme/app@${A}\n127.0.0.1:5055/acme/app/web.v2@${B}\n`);
  });

  test.each(['', '{}', '{"app": {"image.name": "app"}}', 'no JSON'])('fails for metadata %j', (input) => {
    const file = join(tempDir(), 'digests');
    expect(run(['note', file], { input }).status).not.toBe(0);
    expect(existsSync(file)).toBe(false);
  });
});

describe('pushed', () => {
  const files = writeTree(tempDir(), { a: `x/app@${A}\nx/app/b@${B}\n`, b: `x/c@${A}\n` });

  test.each([
    ['x/app', A],
    ['x/app/b', B],
    ['x/c', A],
  ])('prints %s with its digest', (image, expected) => {
    expect(run(['pushed', image, join(files, 'a'), join(files, 'b')]).stdout).toBe(`${image}@${expected}\n`);
  });

  test.each(['x/ap', 'app', 'x/app/', 'x.app', ''])('fails for %j, which was not', (image) => {
    expect(run(['pushed', image, join(files, 'a')])).toMatchObject({ status: 1, stdout: '' });
  });
});

describe('index', () => {
  const digests = (files: Record<string, string>) => writeTree(tempDir(), files);
  const index = (folder: string, of: number, ...images: string[]) => {
    const { bin, calls } = fakes();
    const [out, GITHUB_OUTPUT] = [join(bin, 'indexes'), join(bin, 'output')];
    const result = run(['index', '--of', String(of), '--tag', 'sha-0123', '--out', out, folder, ...images], {
      bin,
      env: { GITHUB_OUTPUT },
    });
    const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    return { ...result, calls: calls(), indexes: read(out), outputs: read(GITHUB_OUTPUT) };
  };

  test('is made of the digests of all platforms, under its tag', () => {
    const folder = digests({ amd64: `x/app@${A}\nx/app/worker@${B}\n`, arm64: `x/app@${B}\nx/app/worker@${A}\n` });
    const { status, calls, indexes, outputs } = index(folder, 2, 'app=x/app', 'worker=x/app/worker');
    expect(status).toBe(0);
    expect(calls.map((call) => call.replace(/--metadata-file \S+/, ''))).toEqual([
      `docker buildx imagetools create  --tag x/app:sha-0123 x/app@${A} x/app@${B}`,
      `docker buildx imagetools create  --tag x/app/worker:sha-0123 x/app/worker@${B} x/app/worker@${A}`,
    ]);
    expect(indexes).toBe(`app x/app@${INDEX}\nworker x/app/worker@${INDEX}\n`);
    expect(outputs).toBe(`digest-app=${INDEX}\ndigest-worker=${INDEX}\n`);
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['a platform is missing', { amd64: `x/app@${A}\n` }, 2, 'x/app: expected 2 digests, got 1'],
    ['an image is missing', { amd64: `x/other@${A}\n` }, 1, 'x/app: expected 1 digests, got 0'],
    ['there is one too many', { a: `x/app@${A}\n`, b: `x/app@${B}\n` }, 1, 'x/app: expected 1 digests, got 2'],
    ['one of several is missing', { a: `x/first@${A}\n` }, 1, 'x/app: expected 1 digests, got 0'],
  ])('is not made where %s, nor is any other', (_, files, of, message) => {
    const images = files.a?.includes('first') ? ['first=x/first', 'app=x/app'] : ['app=x/app'];
    const { status, calls, stderr } = index(digests(files), of, ...images);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(calls).toEqual([]);
  });

  test('is made of 60 images', () => {
    const names = Array.from({ length: 60 }, (_, i) => `ghcr.io/acme/shop/binary-${i}`);
    const folder = digests({
      a: names
        .slice(0, 20)
        .map((name) => `${name}@${A}\n`)
        .join(''),
      b: names
        .slice(20)
        .map((name) => `${name}@${B}\n`)
        .join(''),
    });
    const { status, calls, indexes } = index(folder, 1, ...names.map((name, i) => `binary-${i}=${name}`));
    expect(status).toBe(0);
    expect(calls).toHaveLength(60);
    expect(indexes.trim().split('\n')).toEqual(names.map((name, i) => `binary-${i} ${name}@${INDEX}`));
  });
});

describe('attested', () => {
  const env = {
    GITHUB_REPOSITORY: 'acme/app',
    GITHUB_WORKFLOW_REF: 'acme/app/.github/workflows/image.yml@refs/heads/a@b',
  };

  test('asks for each index in its registry, by this workflow', () => {
    const { bin, calls } = fakes();
    writeTree(bin, { indexes: `app x/app@${A}\nb x/b@${B}\n` });
    expect(run(['attested', join(bin, 'indexes')], { bin, env }).status).toBe(0);
    expect(calls()).toEqual(
      [`x/app@${A}`, `x/b@${B}`].map(
        (index) =>
          `gh attestation verify oci://${index} --bundle-from-oci --repo acme/app --signer-workflow acme/app/.github/workflows/image.yml`,
      ),
    );
  });

  test('fails for one that has none', () => {
    const { bin } = fakes();
    writeTree(bin, { indexes: `app x/unattested@${A}\nb x/b@${B}\n` });
    const { status, stderr } = run(['attested', join(bin, 'indexes')], { bin, env });
    expect(status).toBe(1);
    expect(stderr).toContain(`::error title=publish-images.sh::x/unattested@${A}: no attestation of this workflow`);
  });
});

describe('clean', () => {
  interface Version {
    readonly id: number;
    readonly tags?: string[];
    /** Minutes. */
    readonly age?: number;
    /** What it consists of. */
    readonly of?: number[];
  }
  const digestOf = (id: number) => `sha256:${String(id).padStart(64, '0')}`;

  /** What is removed of these versions. */
  function clean(pages: Version[][], { image = 'ghcr.io/acme/app/muslrust-chef/seed', gh = '', docker = '' } = {}) {
    const bin = tempDir();
    const page = (versions: Version[]) =>
      JSON.stringify(
        versions.map(({ id, tags = [], age = id }) => ({
          id,
          name: digestOf(id),
          created_at: new Date(Date.UTC(2026, 0, 1) - age * 60_000).toISOString(),
          metadata: { package_type: 'container', container: { tags } },
        })),
      );
    const manifests = pages.flat().map(({ id, of = [] }) => {
      const manifest = JSON.stringify({ manifests: of.map((each) => ({ digest: digestOf(each) })), layers: [] });
      return `'buildx imagetools inspect --raw ${image}@${digestOf(id)}') echo '${manifest}' ;;`;
    });
    writeTree(bin, {
      docker: ['#!/bin/bash', docker, 'case "$*" in', ...manifests, '*) exit 9 ;;', 'esac'].join('\n'),
      gh: [
        '#!/bin/bash',
        'echo "$*" >> "$LOG"',
        gh,
        'case "$*" in',
        "'api users/acme --jq .type') echo Organization ;;",
        "'api users/jane --jq .type') echo User ;;",
        `'api --paginate '*'/versions?per_page=100') cat ${bin}/versions ;;`,
        "'api --method DELETE '*) ;;",
        '*) exit 9 ;;',
        'esac',
      ].join('\n'),
      versions: pages.map(page).join(''),
      log: '',
    });
    ['docker', 'gh'].forEach((name) => chmodSync(join(bin, name), 0o755));
    const { status, stderr } = run(['clean', `${image}:1-main-all`], { bin });
    const calls = readFileSync(join(bin, 'log'), 'utf8').trim().split('\n');
    const removed = calls.flatMap((call) => /^api --method DELETE .*\/versions\/(\d+)$/.exec(call)?.[1] ?? []);
    return { status, stderr, calls, removed: removed.map(Number) };
  }

  const untagged = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => ({ id: from + i }));

  test.each<[string, Version[][], number[]]>([
    ['nothing where there is nothing', [[]], []],
    ['nothing of the last ten', [[{ id: 0, tags: ['1-main-all'] }, ...untagged(1, 10)]], []],
    ['the oldest first', [[{ id: 0, tags: ['1-main-all'] }, ...untagged(1, 13)]], [13, 12, 11]],
    [
      'by age, in whatever order and on whatever page they are',
      [untagged(6, 11), untagged(1, 5), [{ id: 99, age: 0 }]],
      [11, 10],
    ],
    ['nothing that has a tag, however old', [[...untagged(1, 11), { id: 50, tags: ['2-old-all'] }]], [11]],
    [
      'nothing that an index with a tag consists of, however old',
      [[...untagged(1, 12), { id: 50, tags: ['2-old-all'], of: [51, 52] }, { id: 51 }, { id: 52 }]],
      [12, 11],
    ],
    ['no more than a hundred', [untagged(1, 200)], Array.from({ length: 100 }, (_, i) => 200 - i)],
    [
      'the rest where what is used is longer than an argument may be',
      [[...untagged(1, 11), { id: 50, tags: ['2-old-all'], of: Array.from({ length: 2000 }, (_, i) => 1000 + i) }]],
      [11],
    ],
  ])('removes %s', (_, pages, removed) => {
    expect(clean(pages)).toMatchObject({ status: 0, stderr: '', removed });
  });

  test.each([
    ['ghcr.io/acme/app/muslrust-chef/seed', 'orgs/acme/packages/container/app%2Fmuslrust-chef%2Fseed'],
    [
      'ghcr.io/jane/app/services/api/muslrust-chef/seed',
      'users/jane/packages/container/app%2Fservices%2Fapi%2Fmuslrust-chef%2Fseed',
    ],
    ['ghcr.io/acme/seeds', 'orgs/acme/packages/container/seeds'],
  ])('asks for the package of %s, and for no other', (image, name) => {
    const { status, calls } = clean([untagged(1, 11)], { image });
    expect(status).toBe(0);
    expect(calls.slice(1)).toEqual([
      `api --paginate ${name}/versions?per_page=100`,
      `api --method DELETE ${name}/versions/11`,
    ]);
  });

  test('removes nothing where it can not tell what is used', () => {
    const pages = [[...untagged(1, 30), { id: 50, tags: ['a'] }, { id: 51, tags: ['b'] }]];
    for (const docker of [`[[ $* != *${digestOf(50)} ]] || exit 1`, `[[ $* != *${digestOf(51)} ]] || exit 1`]) {
      const { status, removed } = clean(pages, { docker });
      expect([status, removed]).toEqual([1, []]);
    }
    expect(clean(pages, { gh: '[[ $* != *--paginate* ]] || exit 1' })).toMatchObject({ status: 1, removed: [] });
  });

  test('goes on where one can not be removed, and says what to do', () => {
    const { status, stderr, removed } = clean([untagged(1, 13)], { gh: '[[ $* != *DELETE*/12 ]] || exit 1' });
    expect(status).toBe(1);
    expect(removed).toEqual([13, 12, 11]);
    expect(stderr).toContain('::error title=publish-images.sh::ghcr.io/acme/app/muslrust-chef/seed: 1 earlier');
  });
});

describe('tag', () => {
  test('moves all tags to each index, by its digest', () => {
    const { bin, calls } = fakes();
    writeTree(bin, { indexes: `app x/app@${A}\nb 127.0.0.1:5055/b@${B}\n` });
    expect(run(['tag', join(bin, 'indexes'), '1.2.3', 'latest'], { bin }).status).toBe(0);
    expect(calls()).toEqual([
      `docker buildx imagetools create --tag=x/app:1.2.3 --tag=x/app:latest x/app@${A}`,
      `docker buildx imagetools create --tag=127.0.0.1:5055/b:1.2.3 --tag=127.0.0.1:5055/b:latest 127.0.0.1:5055/b@${B}`,
    ]);
  });

  test('moves none where there is none', () => {
    const { bin, calls } = fakes();
    writeTree(bin, { indexes: `app x/app@${A}\n` });
    expect(run(['tag', join(bin, 'indexes')], { bin })).toMatchObject({ status: 0, stdout: 'no tag is moved\n' });
    expect(calls()).toEqual([]);
  });

  test('fails where the registry does', () => {
    const { bin } = fakes();
    writeTree(bin, { indexes: `app bad@${A}\nb x/b@${B}\n` });
    expect(run(['tag', join(bin, 'indexes'), 'main'], { bin }).status).not.toBe(0);
  });
});

describe('report', () => {
  const report = (indexes: string[], ...tags: string[]) => {
    const folder = writeTree(tempDir(), {
      indexes: indexes.map((line) => `${line}\n`).join(''),
      output: '',
      summary: '',
    });
    const [GITHUB_OUTPUT, GITHUB_STEP_SUMMARY] = [join(folder, 'output'), join(folder, 'summary')];
    const result = run(['report', join(folder, 'indexes'), ...tags], { env: { GITHUB_OUTPUT, GITHUB_STEP_SUMMARY } });
    const outputs = readFileSync(GITHUB_OUTPUT, 'utf8').split('\n').slice(0, -1);
    return { ...result, outputs, summary: readFileSync(GITHUB_STEP_SUMMARY, 'utf8') };
  };

  test('is two outputs in JSON, and a table, which is in the log too', () => {
    const { status, outputs, summary, stdout } = report(
      [`app x/app@${A}`, `web___v2 127.0.0.1:5055/web.v2@${B}`],
      'sha-0123',
      '1.2.3',
      'latest',
    );
    expect(status).toBe(0);
    const tags = ['sha-0123', '1.2.3', 'latest'];
    expect(outputs).toEqual([
      `images=${JSON.stringify([
        { name: 'app', image: 'x/app', digest: A, tags },
        { name: 'web___v2', image: '127.0.0.1:5055/web.v2', digest: B, tags },
      ])}`,
      `digests=${JSON.stringify({ app: A, web___v2: B })}`,
    ]);
    expect(summary.split('\n')).toEqual([
      '| image | tags | by its digest |',
      '|---|---|---|',
      `| x/app | \`sha-0123\` \`1.2.3\` \`latest\` | \`docker pull x/app@${A}\` |`,
      `| 127.0.0.1:5055/web.v2 | \`sha-0123\` \`1.2.3\` \`latest\` | \`docker pull 127.0.0.1:5055/web.v2@${B}\` |`,
      '',
    ]);
    expect(stdout).toBe(summary);
  });

  // https://docs.github.com/en/actions/reference/limits: 1 MiB of a page, 1 MB of outputs, which are counted as UTF-16
  test.each([300, 6000])('fits into what GitHub takes: %i images', (count) => {
    const images = Array.from({ length: count }, (_, i) => `binary-${i} ghcr.io/acme/shop/binary-${i}@${A}`);
    const { status, outputs, summary, stdout } = report(images, 'main', `sha-${'0'.repeat(40)}`);
    expect(status).toBe(0);
    expect(summary.length).toBeLessThan(1024 * 1024);
    expect(outputs.join().length).toBeLessThan(count === 300 ? 500_000 : 1_000_000);
    const rows = summary.match(/^\| ghcr/gm)!.length;
    if (count === 300) {
      expect(rows).toBe(300);
      expect(outputs.map((output) => output.split('=')[0])).toEqual(['images', 'digests']);
    } else {
      expect(summary).toContain(`\n\nThere are ${count - rows} more.\n`);
      expect(outputs.map((output) => output.split('=')[0])).toEqual(['digests']);
      expect(stdout).toContain('::warning title=publish-images.sh::there are too many images for the output "images"');
    }
  });
});

test('helps itself', () => {
  expect(run(['--help'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^usage: publish-images\.sh /) });
  expect(run(['nonsense'])).toMatchObject({ status: 1, stderr: expect.stringContaining('unknown command nonsense') });
  expect(run([]).status).toBe(1);
});
