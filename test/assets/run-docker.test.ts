import { spawnSync } from 'node:child_process';
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Ended } from './script';
import { tempDir, writeTree } from '../util';

/** A machine with programs in shell, and nothing else but what the script itself needs. */
function onMachine(
  programs: Record<string, string>,
  args: string[],
  metadata: object = {},
  files: Record<string, string> = {},
): Ended & { stderr: string } {
  const folder = writeTree(tempDir(), {
    ...files,
    ...Object.fromEntries(Object.entries(programs).map(([name, code]) => [`bin/${name}`, `#!/bin/sh\n${code}\n`])),
    // as buildx writes it: json.MarshalIndent(…, "", "  ")
    'metadata.json': JSON.stringify(metadata, undefined, 2),
  });
  for (const name of Object.keys(programs)) chmodSync(join(folder, 'bin', name), 0o755);
  const { stdout } = spawnSync('sh', ['-c', 'for each in sh awk cat mktemp rm cp; do command -v $each; done'], {
    encoding: 'utf8',
  });
  writeTree(folder, { 'bin/.keep': '' });
  for (const path of stdout.trim().split('\n')) symlinkSync(path, join(folder, 'bin', path.split('/').pop()!));
  if (programs['set-up']) spawnSync(join(folder, 'bin/set-up'), { cwd: folder });
  const ended = spawnSync('/bin/sh', [join(__dirname, '../../assets/run-docker.sh'), ...args], {
    cwd: folder,
    env: { PATH: join(folder, 'bin') },
    encoding: 'utf8',
  });
  return { ...ended, output: ended.stdout + ended.stderr };
}

/** What answers as an engine with buildx does. */
const ENGINE = `case "$*" in
  'image inspect --format {{.Id}} {{.Size}} app:latest') echo sha256:1c 2140000 ;;
  'image inspect --format {{.Id}} {{.Size}} app/tool:latest') echo sha256:2d 12345678 ;;
  'image inspect app:latest') ;;
  'image inspect'*) echo "no such image" >&2; exit 1 ;;
  'buildx bake --metadata-file '*) cp metadata.json "$4" ;;
  *) echo "docker $*" ;;
esac`;

const BAKE = ['buildx', 'bake', '--file', 'docker-bake.json'];
const CI = 'CI needs no docker of yours: git push has it build, verify and publish.';

describe('what is missing is said, and what to do', () => {
  const DEAD = `case "$1" in version | buildx) [ "$2" = version ] || { echo "Cannot connect" >&2; exit 1; } ;; *) exit 125 ;; esac`;

  test.each<[string, Record<string, string>, string[], string[]]>([
    [
      'no docker',
      {},
      BAKE,
      ['There is no docker here, which builds and runs images. Install it:', 'docs.docker.com/engine/install/'],
    ],
    ['no docker to run by', {}, ['run', 'app:latest'], ['There is no docker here']],
    ['no docker to verify by', {}, ['--image', 'app:latest'], ['There is no docker here']],
    ['podman only', { podman: '' }, BAKE, ['There is podman here, and no docker.', 'Install Docker beside it:']],
    [
      'docker that is podman',
      { docker: 'case "$*" in --version) echo podman version 4.9.3 ;; *) exit 125 ;; esac' },
      BAKE,
      ['docker is podman here, which reads no bake file', 'Install Docker in its place:'],
    ],
    [
      'docker without buildx',
      { docker: 'case "$*" in --version) echo Docker version 28.0.0 ;; *) exit 1 ;; esac' },
      BAKE,
      ['This docker has no buildx, the plugin that builds images.', 'docker-buildx-plugin'],
    ],
    [
      'no engine',
      { docker: DEAD },
      BAKE,
      ['Cannot connect', "Docker's engine does not answer.", 'systemctl start docker'],
    ],
    [
      'no engine to run by',
      { docker: DEAD },
      ['--image', 'app:latest', 'run', 'app:latest'],
      ["Docker's engine does not answer."],
    ],
  ])('%s', (_, programs, args, lines) => {
    const { status, output } = onMachine(programs, args);
    expect(status).toBe(1);
    for (const line of lines) expect(output).toContain(line);
    expect(output.endsWith(`\n\n${CI}\n`)).toBe(true);
    expect(output.split('\n\n')).toHaveLength(output.startsWith('\n') ? 2 : 3);
    expect(output.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(output).not.toMatch(/not found|^\S+\.sh: /m);
  });
});

test.each([
  ['a build that fails', 'case "$2" in bake) exit 17 ;; esac', BAKE, 17],
  [
    'a build elsewhere that fails, where there is no engine',
    'case "$1 $2" in *bake) exit 17 ;; version*) exit 1 ;; esac',
    BAKE,
    17,
  ],
  ['a program that fails', 'case "$1" in run) exit 3 ;; esac', ['run', 'app:latest'], 3],
])('%s does so for itself', (_, docker, args, code) => {
  expect(onMachine({ docker }, args)).toMatchObject({ status: code, output: '' });
});

describe('pointers of Git LFS', () => {
  const pointer = (version = 'https://git-lfs.github.com/spec/v1', more = '') =>
    `version ${version}\n${more}oid sha256:${'4d7a2146'.repeat(8)}\nsize 12345\n`;
  const TOOLS = ['git', 'find', 'grep', 'xargs'].map((name) => [name, `PATH=${process.env.PATH}; exec ${name} "$@"`]);
  const IGNORED = '# a\n/target\n/CHANGELOG*\n**/.env*\n\n!/.env.example\n';

  /** What is said of them at the end of a build. */
  function said(files: Record<string, string>, docker = ENGINE, tools = TOOLS): Ended & { stderr: string } {
    const setUp = `PATH=${process.env.PATH}; git init --quiet && git -c filter.lfs.clean= -c filter.lfs.required=false add --all`;
    const programs = { docker, ...Object.fromEntries(tools) };
    const all = { '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n', '.dockerignore': IGNORED, ...files };
    return onMachine({ ...programs, 'set-up': setUp }, BAKE, {}, all);
  }

  test.each<[string, Record<string, string>, string[]]>([
    ['one', { 'assets/a b.bin': pointer(), 'assets/c.bin': 'all of it\n' }, ['assets/a b.bin']],
    ['one with an extension', { '-a.bin': pointer(undefined, `ext-0-foo sha256:${'ab'.repeat(32)}\n`) }, ['-a.bin']],
    [
      'many',
      Object.fromEntries([...'abcdefg'].map((name) => [`${name}.bin`, pointer()])),
      ['a.bin', 'b.bin', 'c.bin', 'd.bin', 'e.bin', 'and 2 more'],
    ],
    [
      'by a macro, and by a folder',
      { '.gitattributes': '[attr]big filter=lfs\n/m/** big\n', 'm/x': pointer() },
      ['m/x'],
    ],
    [
      'what builds see of two',
      { 'target/a.bin': pointer(), 'CHANGELOG.bin': pointer(), 'b.bin': pointer() },
      ['b.bin'],
    ],
  ])('are named: %s', (_, files, names) => {
    const { status, stderr } = said(files);
    expect(status).toBe(0);
    expect(stderr).toBe(
      `\nThe build had pointers of Git LFS in place of these files:\n${names.map((name) => `  ${name}\n`).join('')}` +
        'Get the files (https://git-lfs.com), and build again:\n  git lfs install && git lfs pull\n',
    );
  });

  test('are named after a build that fails', () => {
    const { status, stderr } = said({ 'a.bin': pointer() }, 'case "$2" in bake) exit 17 ;; esac');
    expect(status).toBe(17);
    expect(stderr).toContain('  a.bin\n');
  });

  test.each<[string, Record<string, string>, typeof TOOLS?]>([
    ['the files themselves', { 'a.bin': 'x', 'b.bin': '' }],
    [
      'what only speaks of pointers',
      { 'a.bin': `${'x'.repeat(1024)}\n${pointer()}`, 'b.bin': pointer('https://git-lfs.github.com/spec/v2') },
    ],
    ['a pointer that is no file of LFS', { 'fixtures/pointer.txt': pointer() }],
    ['what builds do not see', { 'target/a/b.bin': pointer(), 'x/.env.bin': pointer(), 'CHANGELOG.bin': pointer() }],
    ['where there is no git', { 'a.bin': pointer() }, []],
    ['where there is no repository', { 'a.bin': pointer(), '.git': 'gitdir: nowhere\n' }],
    ['where nothing is hidden, nor by LFS', { '.gitattributes': '', '.dockerignore': '' }],
  ])('nothing is said of %s', (...[, files, tools]) => {
    expect(said(files, ENGINE, tools)).toMatchObject({ status: 0, stderr: '' });
  });
});

test('the arguments are those of docker', () => {
  expect(onMachine({ docker: 'printf "<%s>" "$@"' }, ['run', '--rm', 'app', 'a b', ''])).toMatchObject({
    status: 0,
    stdout: '<run><--rm><app><a b><>',
  });
  expect(onMachine({ docker: ENGINE }, [])).toMatchObject({ status: 0, output: '' });
});

test('--fresh leaves out what the builder has kept of the stages that compile', () => {
  const Dockerfile =
    'FROM a AS target\nFROM a AS dependencies-b\nRUN x\n\nFROM a AS build-b\n\nFROM a AS builder\nFROM a AS build\n';
  const docker = `case "$*" in 'buildx bake '*) printf '<%s>' "$@" ;; esac`;
  const { status, stdout } = onMachine({ docker }, [...BAKE, '--fresh', 'a b'], {}, { Dockerfile });
  expect(status).toBe(0);
  expect(stdout.replace(/<\/[^>]*>/, '')).toBe(
    '<buildx><bake><--metadata-file><--file><docker-bake.json>' +
      '<--set><*.no-cache-filter=target><--set><*.no-cache-filter=dependencies-b><--set><*.no-cache-filter=build-b><--set><*.no-cache-filter=build><a b>',
  );
});

describe('an image that is not there', () => {
  // the lines of one step of a task
  const asked = (...images: string[]) => [...images.flatMap((image) => ['--image', image]), 'run', images[0]];

  test.each(['app:dev', 'acme/app:latest', 'tool:latest', 'local/app'])(
    '%s is to be built, and is not pulled from Docker Hub',
    (image) => {
      expect(onMachine({ docker: ENGINE }, asked(image))).toMatchObject({
        status: 1,
        output: `\nThere is no image ${image} here. Build it first:\n  npx projen image:build\n`,
      });
    },
  );

  test.each(['ghcr.io/acme/app:1', 'localhost/app', 'localhost:5000/app', 'registry:5000/app', 'app:latest'])(
    '%s is run: it is there, or its registry is named',
    (image) => {
      expect(onMachine({ docker: ENGINE }, asked(image))).toMatchObject({ status: 0, output: `docker run ${image}\n` });
    },
  );

  test('is said of each', () => {
    const { status, output } = onMachine({ docker: ENGINE }, ['--image', 'app:latest', '--image', 'app/other:latest']);
    expect({ status, output }).toEqual({
      status: 1,
      output: expect.stringContaining('no image app/other:latest here'),
    });
  });
});

describe('what was built', () => {
  const built = (name: string, digest: string, config?: string) => ({
    'buildx.build.ref': 'default/default/x',
    ...(config ? { 'containerimage.config.digest': config } : {}),
    'containerimage.descriptor': { digest: 'sha256:no', 'image.name': 'no' },
    'containerimage.digest': digest,
    'image.name': name,
  });
  const APP = built('docker.io/library/app:latest', 'sha256:1a', 'sha256:1c');
  const TOOL = built('docker.io/app/tool:latest', 'sha256:2d');

  test('is listed, with size and digest, and what comes next', () => {
    const metadata = { 'buildx.build.warnings': {}, app: APP, tool: TOOL };
    expect(onMachine({ docker: ENGINE }, ['--next', ...BAKE], metadata)).toMatchObject({
      status: 0,
      output: [
        '',
        'Built:',
        '  app:latest          2.1 MB',
        '    sha256:1a',
        '  app/tool:latest    12.3 MB',
        '    sha256:2d',
        '',
        'Next:',
        '  npx projen image:verify   see that they are static, not run as root, and start',
        '  npx projen image:run      run it; of several, image:run:<name> runs another',
        '  git push                  CI builds, verifies and publishes them',
        '',
        'By hand, to a registry that you are logged in to:',
        '  REPOSITORY=ghcr.io/acme/app TAG=dev npx projen image:build --push',
        '',
      ].join('\n'),
    });
  });

  test('fits a terminal of 80 columns, digests of their length too', () => {
    const metadata = { app: built('docker.io/library/app:latest', `sha256:${'0'.repeat(64)}`) };
    const { output } = onMachine({ docker: ENGINE }, ['--next', ...BAKE], metadata);
    expect(output.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('is all, where no tasks go on with it', () => {
    expect(onMachine({ docker: ENGINE }, BAKE, { app: APP }).output).toBe(
      '\nBuilt:\n  app:latest     2.1 MB\n    sha256:1a\n',
    );
  });

  test.each([
    ['pushed', built('ghcr.io/acme/app:dev', 'sha256:3e'), '  ghcr.io/acme/app:dev  elsewhere\n    sha256:3e'],
    [
      'pushed, beside an older one in the engine',
      built('app:latest', 'sha256:3e'),
      '  app:latest  elsewhere\n    sha256:3e',
    ],
    [
      'of two names',
      built('ghcr.io/acme/app:dev,ghcr.io/acme/app:x', 'sha256:3e'),
      '  ghcr.io/acme/app:dev  elsewhere\n    sha256:3e',
    ],
  ])('and is not in the engine: %s', (_, target, line) => {
    expect(onMachine({ docker: ENGINE }, ['--next', ...BAKE], { app: target }).output).toBe(`\nBuilt:\n${line}\n`);
  });

  test.each([
    ['executables', { _binaries: { 'buildx.build.ref': 'default/default/x' } }],
    ['nothing', {}],
  ])('is no image: %s', (_, metadata) => {
    expect(onMachine({ docker: ENGINE }, BAKE, metadata)).toMatchObject({ status: 0, output: '' });
  });
});
