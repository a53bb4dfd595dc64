import { execFileSync, spawnSync } from 'child_process';
import { chmodSync, readFileSync } from 'fs';
import { join } from 'path';
import { BuildStrategy, BuildxBuilder, MuslRustChefOptions, Platform, PrivateSource } from '../../src';
import { PINS } from '../../src/pins';
import { CRATE, synth, WORKSPACE } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const exec = (project: any, name: string) => project.tasks.tryFind(name)?.steps.map((step: any) => step.exec);
/** What runs an image that was built here. */
const runs = (image: string) => `sh docker/run-docker.sh --image ${image} run --rm --init ${image} "$@"`;

test('the tasks of one image', () => {
  const { project } = synth(CRATE, { images: [{ binary: 'app', ports: [8080], smokeTest: ['--say', "it's"] }] });
  expect(exec(project, 'image:build')).toEqual([
    'sh docker/run-docker.sh --next buildx bake --file docker-bake.json "$@"',
  ]);
  expect(exec(project, 'image:run')).toEqual([
    'sh docker/run-docker.sh --image $REPOSITORY:$TAG run --rm --init --publish 8080:8080 $REPOSITORY:$TAG "$@"',
  ]);
  expect(exec(project, 'image:verify')).toEqual([
    'sh docker/run-docker.sh --image $REPOSITORY:$TAG',
    'sh docker/verify-image.sh $REPOSITORY:$TAG /usr/local/bin/app --say "it\'s"',
  ]);
  expect(exec(project, 'image:run:app')).toBeUndefined();
});

test.each([
  [{ ports: [8080, 9090], smokeTestPath: '/healthz' }, '--http 8080/healthz $REPOSITORY:$TAG /usr/local/bin/app'],
  [{ ports: [80], smokeTestPath: '/' }, '--http 80/ $REPOSITORY:$TAG /usr/local/bin/app'],
  [
    { ports: [80], smokeTestPath: '/a?b=c&d', smokeTest: ['--memory', 'a b'] },
    '--http "80/a?b=c&d" $REPOSITORY:$TAG /usr/local/bin/app --memory "a b"',
  ],
])('a server is asked, on the first of its ports: %j', (image, command) => {
  const { project } = synth(CRATE, { images: [{ binary: 'app', ...image }] });
  expect(exec(project, 'image:verify')).toEqual([
    'sh docker/run-docker.sh --image $REPOSITORY:$TAG',
    `sh docker/verify-image.sh ${command}`,
  ]);
});

const MAIN = 'fn main() {}\n';
const defaultRun = (name: string) => CRATE['Cargo.toml'].replace('edition', `default-run = "${name}"\nedition`);

test.each<[string, string, Record<string, string>, MuslRustChefOptions]>([
  ["the project's own, though another comes first", 'app', { 'src/bin/admin.rs': MAIN }, {}],
  ['that of default-run before it', 'app/tool', { 'Cargo.toml': defaultRun('tool'), 'src/bin/tool.rs': MAIN }, {}],
  [
    "one that is given the project's name",
    'app',
    { 'src/bin/admin.rs': MAIN, 'src/bin/tool.rs': MAIN },
    { images: [{ binary: 'admin' }, { binary: 'tool', name: 'app' }] },
  ],
  [
    'the first where no other is known',
    'app/admin',
    { 'src/bin/admin.rs': MAIN, 'src/bin/tool.rs': MAIN },
    { images: [{ binary: 'admin' }, { binary: 'tool' }] },
  ],
  [
    'another than that of default-run, if that has no image',
    'app',
    { 'Cargo.toml': defaultRun('tool'), 'src/bin/tool.rs': MAIN, 'src/bin/admin.rs': MAIN },
    { images: [{ binary: 'admin' }, { binary: 'app' }] },
  ],
])('image:run runs %s', (_, name, files, options) => {
  const { project } = synth({ ...CRATE, ...files }, options);
  expect(exec(project, 'image:run')).toEqual([runs(`${name.replace('app', '$REPOSITORY')}:$TAG`)]);
});

test('several images have a task each, and the default one runs without a name', () => {
  const { project } = synth({
    ...CRATE,
    'Cargo.toml': CRATE['Cargo.toml'].replace('edition', 'default-run = "tool"\nedition'),
    'src/bin/tool.rs': 'fn main() {}\n',
  });
  expect(exec(project, 'image:run')).toEqual([runs('$REPOSITORY/tool:$TAG')]);
  expect(exec(project, 'image:run:app')).toEqual([runs('$REPOSITORY:$TAG')]);
  expect(exec(project, 'image:run:tool')).toEqual([runs('$REPOSITORY/tool:$TAG')]);
  expect(exec(project, 'image:verify')).toHaveLength(3);
});

test('each task says what it does, those that run which program', () => {
  const { tasks } = synth(WORKSPACE, { buildxBuilder: BuildxBuilder.kubernetes([{}]) }).project;
  const said = tasks.all.flatMap(({ name, description }) =>
    /^(image|binaries)/.test(name) ? [[name, description]] : [],
  );
  const sentence = expect.stringMatching(/^[A-Z]\w+ .*\w/);
  expect(Object.fromEntries(said)).toEqual({
    'image:builder': sentence,
    'image:build': sentence,
    'image:verify': sentence,
    'image:bench-allocators': expect.stringMatching(/^Measure the program of the image server,/),
    'image:run': expect.stringMatching(/^Run the image server /),
    'image:run:server': expect.stringMatching(/^Run the image server /),
    'image:run:worker': expect.stringMatching(/^Run the image worker /),
    binaries: sentence,
  });
});

test('arguments reach the build and the program', () => {
  const { project } = synth(WORKSPACE);
  for (const name of ['image:build', 'image:run', 'image:run:server', 'binaries']) {
    const receiving = project.tasks.tryFind(name)!.steps.filter(({ receiveArgs }) => receiveArgs);
    expect(receiving.map(({ exec: command }) => command!.split(' ')[0])).toEqual(['sh']);
  }
});

test('the executables are built into dist/, where neither git nor a build sees them', () => {
  const { project, dir } = synth(CRATE);
  expect(exec(project, 'binaries')?.slice(1)).toEqual([
    'rm -rf dist/.binaries',
    'sh docker/run-docker.sh --next buildx bake --file docker-bake.json _binaries --set _binaries.output=type=local,dest=dist/.binaries,platform-split=false "$@"',
    'cat dist/.binaries/*.sha256 > dist/.binaries/SHA256SUMS',
    'mv -f dist/.binaries/* dist/ && rmdir dist/.binaries',
  ]);
  for (const file of ['.gitignore', '.dockerignore']) {
    expect(readFileSync(join(dir, file), 'utf-8').split('\n')).toEqual(
      expect.arrayContaining([
        '/dist/.binaries/',
        '/dist/*-unknown-linux-musl',
        '/dist/*-unknown-linux-musl.sha256',
        '/dist/SHA256SUMS',
      ]),
    );
  }
});

const { LINUX_AMD64, LINUX_ARM64 } = Platform;
const nodes = (...platforms: Platform[]) => BuildxBuilder.kubernetes(platforms.map((platform) => ({ platform })));

test.each<[string, MuslRustChefOptions, string | undefined]>([
  ['by default', {}, 'Compiles for linux/amd64 and linux/arm64. If'],
  ['for one platform', { platforms: [LINUX_ARM64] }, 'Compiles for linux/arm64. If'],
  ['by EMULATED', { strategy: BuildStrategy.EMULATED }, 'Compiles for linux/amd64 and linux/arm64. If'],
  ['with nodes for one', { strategy: BuildStrategy.EMULATED, buildxBuilder: nodes(LINUX_AMD64) }, 'Compiles for'],
  ['by CROSS', { strategy: BuildStrategy.CROSS }, undefined],
  ['with nodes for all', { buildxBuilder: nodes(LINUX_AMD64, LINUX_ARM64) }, undefined],
])('that executables may be compiled under emulation is said before: %s', (_, options, said) => {
  const [first] = synth(CRATE, options).project.tasks.tryFind('binaries')!.steps;
  expect(first.say).toEqual(
    said && expect.stringMatching(new RegExp(`^${said}.* QEMU: that can take many minutes\\.`)),
  );
});

test('dist/ has what was built now, and the sums are of that alone', () => {
  const { project } = synth(CRATE);
  const dir = writeTree(tempDir(), {
    'dist/app-x86_64-unknown-linux-musl': 'old',
    'dist/other-x86_64-unknown-linux-musl.sha256': "somebody else's",
    'dist/.binaries/left-behind.sha256': 'of a build that was killed',
  });
  const build =
    'mkdir -p dist/.binaries && cd dist/.binaries && echo new > $0 && chmod 0555 $0 && echo sum > $0.sha256';
  for (const command of exec(project, 'binaries')!.slice(1)) {
    const isBuild = command.includes(' buildx ');
    execFileSync('sh', isBuild ? ['-c', build, 'app-x86_64-unknown-linux-musl'] : ['-c', command], { cwd: dir });
  }
  expect(readTree(dir)).toEqual({
    'dist/SHA256SUMS': '100644 sum\n',
    'dist/app-x86_64-unknown-linux-musl': '100555 new\n',
    'dist/app-x86_64-unknown-linux-musl.sha256': '100644 sum\n',
    'dist/other-x86_64-unknown-linux-musl.sha256': "100644 somebody else's",
  });
});

describe('what was built by variables of the bake file is verified and run by them', () => {
  const dir = writeTree(tempDir(), { 'bin/docker': '#!/bin/sh\necho "docker $*"\n' });
  chmodSync(join(dir, 'bin/docker'), 0o755);
  const projen = (folder: string, task: string, env: Record<string, string>) => {
    const { stdout } = spawnSync(process.execPath, [require.resolve('projen/bin/projen'), task], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(dir, 'bin')}:${process.env.PATH}`, ...env },
    });
    return stdout;
  };
  const { dir: crate } = synth({ ...CRATE, 'src/bin/tool.rs': 'fn main() {}\n', '.projenrc.js': '' });

  test('words behind the name of a task reach the program as they are', () => {
    writeTree(dir, { 'words/docker': `#!/bin/sh\nfor word; do printf '<%s>' "$word"; done\n` });
    chmodSync(join(dir, 'words/docker'), 0o755);
    const words = ['two words', '*', "it's", '$HOME', '--flag'];
    const { stdout } = spawnSync(process.execPath, [require.resolve('projen/bin/projen'), 'image:run', ...words], {
      cwd: crate,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(dir, 'words')}:${process.env.PATH}` },
    });
    expect(stdout).toContain(`<app:latest>${words.map((word) => `<${word}>`).join('')}`);
  });

  test.each<[string, Record<string, string>, string]>([
    ['image:run', {}, 'app:latest'],
    ['image:run:tool', { TAG: 'dev' }, 'app/tool:dev'],
    ['image:run:tool', { REPOSITORY: 'ghcr.io/acme/app' }, 'ghcr.io/acme/app/tool:latest'],
    ['image:run', { REPOSITORY: 'ghcr.io/acme/app', TAG: '' }, 'ghcr.io/acme/app:latest'],
  ])('%s: %j', (task, env, reference) => {
    expect(projen(crate, task, env)).toContain(`docker run --rm --init ${reference}\n`);
  });
});

test('the agent is handed to a build only by who runs it', () => {
  const { project } = synth(CRATE, { privateSources: [PrivateSource.ssh()] });
  expect(exec(project, 'image:build')).toEqual([
    'sh docker/run-docker.sh --next buildx bake --file docker-bake.json --allow ssh "$@"',
  ]);
});

describe('a builder elsewhere', () => {
  test('remote nodes are made known to buildx, once, and build', () => {
    const { project } = synth(CRATE, {
      buildxBuilder: BuildxBuilder.remote([
        { endpoint: 'tcp://a.example.com:1234', platform: Platform.LINUX_AMD64 },
        { endpoint: 'tcp://b.example.com:1234', platform: Platform.LINUX_ARM64, driverOptions: { servername: 'b' } },
      ]),
    });
    expect(exec(project, 'image:builder')).toEqual([
      'sh docker/run-docker.sh buildx create --name muslrust-chef --driver remote --platform linux/amd64 tcp://a.example.com:1234',
      'sh docker/run-docker.sh buildx create --name muslrust-chef --append --driver remote --platform linux/arm64 --driver-opt servername=b tcp://b.example.com:1234',
    ]);
    expect(project.tasks.tryFind('image:builder')?.condition).toBe('! docker buildx inspect muslrust-chef');
    expect(exec(project, 'image:build')).toEqual([
      'sh docker/run-docker.sh --next buildx bake --file docker-bake.json --builder muslrust-chef "$@"',
    ]);
    expect(exec(project, 'binaries')![1]).toContain(
      'sh docker/run-docker.sh --next buildx bake --file docker-bake.json --builder muslrust-chef _binaries ',
    );
  });

  test('pods run on machines of the platform that they build', () => {
    const { project } = synth(CRATE, {
      platforms: [Platform.LINUX_ARM64],
      buildxBuilder: BuildxBuilder.kubernetes([{ platform: Platform.LINUX_ARM64, driverOptions: { namespace: 'ci' } }]),
    });
    expect(exec(project, 'image:builder')).toEqual([
      `sh docker/run-docker.sh buildx create --name muslrust-chef --driver kubernetes --platform linux/arm64 --driver-opt image=moby/buildkit:${PINS.buildkit} --driver-opt namespace=ci --driver-opt nodeselector=kubernetes.io/arch=arm64`,
    ]);
  });

  test('may choose its machines itself', () => {
    const { project } = synth(CRATE, { buildxBuilder: BuildxBuilder.kubernetes([{}]) });
    expect(exec(project, 'image:builder')).toEqual([
      `sh docker/run-docker.sh buildx create --name muslrust-chef --driver kubernetes --driver-opt image=moby/buildkit:${PINS.buildkit}`,
    ]);
  });

  test('is not asked for by default', () => {
    expect(synth(CRATE).project.tasks.tryFind('image:builder')).toBeUndefined();
  });
});
