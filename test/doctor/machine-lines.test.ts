import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { answering, GOOD, HANGS, inspected, machineWith, StandIn, versions } from './stand-ins';
import { DoctorProject } from '../../src/doctor/doctor-project';
import { Line } from '../../src/doctor/line';
import { machineLines } from '../../src/doctor/machine-lines';
import { SynthRecord } from '../../src/record/synth-record';
import { tempDir, writeTree } from '../util';

type Calls = typeof GOOD;

const BUILD = { crossCompiles: false, isPerTarget: false, isolated: false } as SynthRecord['build'];

/** A project as the machine matters to it. */
function project(record: Partial<SynthRecord> = {}, common: object = {}): DoctorProject {
  const bake = JSON.stringify({ target: { _common: common } });
  return {
    folder: writeTree(tempDir(), { 'docker-bake.json': bake }),
    path: '.',
    record: { platforms: ['linux/amd64', 'linux/arm64'], strategy: 'native', build: BUILD, ...record } as SynthRecord,
  };
}

const linesOf = (
  programs: Record<string, StandIn>,
  env: Record<string, string> = {},
  projects: DoctorProject[] = [project()],
) => machineLines(machineWith(programs, env), projects, 'v0.34.2');

/** As they are printed, without what is in order. */
const said = (lines: Line[]) =>
  lines.flatMap((line) => (line.level === 'ok' ? [] : [`${line.level} ${line.about}: ${line.text} -> ${line.remedy}`]));

const docker = (calls: Calls) => ({ docker: answering({ ...GOOD, ...calls }) });

test('with all that is wanted', () => {
  expect(linesOf(docker({}))).toEqual([
    { about: 'docker', level: 'ok', text: 'docker 28.2.2, engine 28.2.2 (linux/amd64)' },
    { about: 'buildx', level: 'ok', text: 'buildx 0.38.2' },
    { about: 'builder', level: 'ok', text: 'Builder elated_tesla (driver docker-container): BuildKit v0.34.2' },
    { about: 'platforms', level: 'ok', text: 'linux/amd64, linux/arm64, by builder elated_tesla', project: '.' },
  ]);
});

const INSTALL = 'https://docs.docker.com/engine/install/';

describe('a docker that can not be asked is the only line', () => {
  test.each<[string, Record<string, StandIn>, string]>([
    ['absent', {}, `There is no docker here, which builds and runs images -> ${INSTALL}`],
    [
      'a folder of that name',
      { docker: 'a folder' },
      `There is no docker here, which builds and runs images -> ${INSTALL}`,
    ],
    [
      'podman only',
      { podman: '' },
      `There is podman here, and no docker. podman reads no bake file, by which the images are built -> ${INSTALL}`,
    ],
    [
      'podman by the name of docker',
      { docker: answering({ '--version': 'podman version 4.9.3' }) },
      `docker is podman here, which reads no bake file, by which the images are built -> ${INSTALL}`,
    ],
    [
      'for another machine',
      { docker: { interpreter: '/nowhere/sh' } },
      "<bin>/docker can't be executed here (ENOENT): it is for another machine, or its interpreter is missing -> file <bin>/docker",
    ],
    [
      'that hangs, with a child that does',
      { docker: HANGS },
      '`docker --version` gave no answer in 2 seconds: what it asks hangs -> sudo systemctl restart docker',
    ],
  ])('%s', (_, programs, line) => {
    const machine = machineWith(programs);
    const [only, ...others] = said(machineLines(machine, [project()], 'v0.34.2'));
    expect(only.replaceAll(machine.bin, '<bin>')).toBe(`fails docker: ${line}`);
    expect(others).toEqual([]);
  });

  test('not executable, until the advice is followed', () => {
    const machine = machineWith({ docker: { notExecutable: answering(GOOD) } });
    const path = join(machine.bin, 'docker');
    expect(said(machineLines(machine, [project()], 'v0.34.2'))).toEqual([
      `fails docker: ${path} may not be executed -> chmod +x ${path}`,
    ]);
    chmodSync(path, 0o755);
    expect(said(machineLines(machine, [project()], 'v0.34.2'))).toEqual([]);
  });
});

describe('the engine', () => {
  const down = (fails: string, client: object = {}): Calls => ({
    'version --format {{json .}}': { fails, out: versions(null, client) },
    // of the builder of the engine (docker/buildx, commands/inspect.go)
    'buildx inspect': `Name:   default\nDriver: \nError:  ${fails}`,
  });
  const CONNECT = 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
  const DENIED = 'permission denied while trying to connect to the docker API at unix:///var/run/docker.sock';

  test.each<[string, Calls, Record<string, string>, string]>([
    ['does not run', down(CONNECT), {}, `Docker's engine does not answer: ${CONNECT} -> sudo systemctl start docker`],
    [
      'is not for this user',
      down(DENIED),
      {},
      `You may not use Docker's engine: ${DENIED}. After the command log in again -> sudo usermod -aG docker "$USER"`,
    ],
    [
      'is elsewhere, by the environment',
      down(CONNECT),
      { DOCKER_HOST: 'tcp://build:2375' },
      `Docker's engine does not answer: ${CONNECT} -> unset DOCKER_HOST`,
    ],
    [
      'is elsewhere, by a context',
      down(CONNECT, { Context: 'rootless' }),
      {},
      `Docker's engine does not answer: ${CONNECT} -> docker context inspect rootless`,
    ],
    [
      'runs containers of Windows',
      { 'version --format {{json .}}': versions({ Os: 'windows' }) },
      {},
      "Docker's engine runs windows containers, and the images are of linux -> " +
        '& "$Env:ProgramFiles\\Docker\\Docker\\DockerCli.exe" -SwitchLinuxEngine',
    ],
  ])('%s', (_, calls, env, line) => {
    expect(said(linesOf(docker(calls), env))).toEqual([`fails docker: ${line}`]);
  });

  test('does not run, for a builder that is of it and says so by its exit code', () => {
    const fails = `ERROR: failed to initialize builder c (c0): failed to connect to the docker API at unix:///var/run/docker.sock`;
    const calls = { ...down(CONNECT), 'buildx inspect': { fails } };
    expect(said(linesOf(docker(calls)))).toEqual([
      `fails docker: Docker's engine does not answer: ${CONNECT} -> sudo systemctl start docker`,
    ]);
  });

  test('does not run, beside a builder that needs none', () => {
    const calls = { ...down(CONNECT), 'buildx inspect': inspected({ driver: 'remote' }) };
    expect(said(linesOf(docker(calls)))).toEqual([
      "warning docker: Docker's engine does not answer, and image:build, image:verify and image:run load and run images by it: " +
        `${CONNECT} -> sudo systemctl start docker`,
    ]);
  });

  test.each([
    ['no JSON', 'Client: Docker Engine'],
    ['JSON of another shape', '{"Client":{"Version":28},"Server":null}'],
    ['JSON without a server', '{"Client":{"Version":"4.9.3"}}'],
    ['nothing', ''],
    ['null', 'null'],
  ])('says %s', (_, out) => {
    const lines = said(linesOf(docker({ 'version --format {{json .}}': out })));
    expect(lines).toEqual([
      `warning docker: \`docker version\` answers in a way that is not known here: ${out || 'exit code 0'} -> docker version`,
    ]);
  });

  test('that hangs is waited for once for each question', () => {
    const code = `case "$1" in version) ${HANGS} ;; esac\n${answering(GOOD)}`;
    expect(said(linesOf({ docker: code }))).toEqual([
      'fails docker: `docker version --format {{json .}}` gave no answer in 2 seconds: what it asks hangs -> sudo systemctl restart docker',
    ]);
  });
});

describe('buildx', () => {
  const PAGE = 'https://github.com/docker/buildx#installing';
  const MISSING =
    'fails buildx: This docker has no buildx, the plugin that builds images: docker-buildx-plugin of the packages of Docker, ' +
    `docker-buildx of those of Debian, Ubuntu, Alpine, Arch and of Homebrew -> ${PAGE}`;

  test.each([
    ['of docker 29', "docker: unknown command: docker buildx\n\nRun 'docker --help' for more information"],
    ['of docker 27', "docker: 'buildx' is not a docker command.\nSee 'docker --help'"],
  ])('is missing, in the words %s', (_, fails) => {
    expect(said(linesOf(docker({ 'buildx version': { fails } })))).toEqual([MISSING]);
  });

  const NULL = { args: { REVISION: '${REVISION == "" ? null : REVISION}' } };
  const AGENT = { ssh: ['default'] };

  test.each<[string, object, string | undefined]>([
    ['v0.38.2 1a2b3c', { ...NULL, ...AGENT }, undefined],
    ['v0.17.1-desktop.1 257815a6', AGENT, undefined],
    ['0.13.1+ds1 0.13.1+ds1-3', NULL, undefined],
    ['v0.0.0+unknown ', { ...NULL, ...AGENT }, undefined],
    [
      'v0.16.2 34c195271a3',
      AGENT,
      'fails: buildx 0.16.2 is too old: `--allow ssh`, for private sources is there since 0.17.0',
    ],
    ['v0.16.2 34c195271a3', NULL, undefined],
    [
      'v0.9.1 ed00243',
      NULL,
      'fails: buildx 0.9.1 is too old: build arguments that are not there is there since 0.10.0',
    ],
    ['v0.9.1 ed00243', {}, undefined],
    ['v0.7.1 05846896', {}, 'warning: buildx 0.7.1 is too old: `image:build --fresh` is there since 0.8.0'],
  ])('%s, asked for %j', (version, common, line) => {
    const env = { SSH_AUTH_SOCK: '/agent' };
    const lines = linesOf(docker({ 'buildx version': `github.com/docker/buildx ${version}` }), env, [
      project({}, common),
    ]);
    const [level, text] = line?.split(/: (.*)/) ?? [];
    expect(said(lines)).toEqual(line === undefined ? [] : [`${level} buildx: ${text} -> ${PAGE}`]);
  });

  test('says something else', () => {
    expect(said(linesOf(docker({ 'buildx version': 'buildx: nightly' })))).toEqual([
      'warning buildx: `docker buildx version` answers in a way that is not known here: buildx: nightly -> docker buildx version',
    ]);
  });

  test('hangs, and is asked nothing more', () => {
    const code = `case "$*" in 'buildx version') ${HANGS} ;; buildx*) exit 99 ;; esac\n${answering(GOOD)}`;
    expect(said(linesOf({ docker: code }))).toEqual([
      'fails buildx: `docker buildx version` gave no answer in 2 seconds: what it asks hangs -> sudo systemctl restart docker',
    ]);
  });
});

describe('the builder', () => {
  test.each<[string, Calls[string], string | undefined]>([
    [
      'is not there',
      { fails: 'ERROR: no builder "mine" found' },
      'fails builder: There is no builder mine, which BUILDX_BUILDER names -> unset BUILDX_BUILDER',
    ],
    [
      'has nobody where it should be',
      inspected({ driver: 'remote', status: 'inactive' }),
      'fails builder: Builder elated_tesla (driver remote): nothing answers where elated_tesla0 should be -> docker buildx use default',
    ],
    [
      'is of an old BuildKit, in the words of an old buildx',
      inspected({ version: 'Buildkit: v0.11.6' }),
      'warning builder: Builder elated_tesla (driver docker-container) has BuildKit v0.11.6, and `npx projen binaries` wants 0.12.0 -> ' +
        'docker buildx create --use --driver-opt image=moby/buildkit:v0.34.2',
    ],
    ['is of a BuildKit without a version', inspected({ version: 'BuildKit version: v0.0.0+unknown' }), undefined],
    [
      'is somebody who says something else',
      '{"Name":"x"}',
      'warning builder: `docker buildx inspect` answers in a way that is not known here: {"Name":"x"} -> docker buildx inspect',
    ],
    [
      'has a node that fails',
      inspected().replace(/^Status: .*$/m, 'Error: context deadline exceeded'),
      "fails builder: Builder elated_tesla (driver docker-container) can't be asked: context deadline exceeded -> docker buildx use default",
    ],
  ])('%s', (_, answer, line) => {
    expect(said(linesOf(docker({ 'buildx inspect': answer })))).toEqual(line === undefined ? [] : [line]);
  });

  test('is not started yet, and can not tell its platforms', () => {
    const lines = linesOf(docker({ 'buildx inspect': inspected({ status: 'inactive' }) }));
    expect(lines).toContainEqual({
      about: 'builder',
      level: 'ok',
      text: 'Builder elated_tesla (driver docker-container): starts with the next build',
    });
    expect(said(lines)).toEqual([
      'warning platforms: Builder elated_tesla does not run, and tells its platforms only then -> docker buildx inspect --bootstrap',
    ]);
  });

  test('that is kept elsewhere is asked by its name', () => {
    const kept = project({ build: { ...BUILD, builder: 'muslrust-chef' } });
    const call = 'buildx inspect muslrust-chef';
    expect(said(linesOf(docker({ [call]: inspected({ driver: 'remote' }) }), {}, [kept]))).toEqual([]);
    expect(said(linesOf(docker({ [call]: { fails: 'ERROR: no builder "muslrust-chef" found' } }), {}, [kept]))).toEqual(
      ['fails builder: There is no builder muslrust-chef -> npx projen image:builder'],
    );
  });
});

describe('platforms', () => {
  const AMD64 = 'linux/amd64, linux/amd64/v2, linux/386';
  const LACKS = 'linux/arm64: builder elated_tesla neither is of it nor emulates it by QEMU, so';
  const QEMU = 'docker run --privileged --rm tonistiigi/binfmt --install arm64';
  const CROSS = { strategy: 'cross', build: { ...BUILD, crossCompiles: true } };

  test.each<[string, Partial<SynthRecord>, string | undefined]>([
    ['native', {}, `warning platforms: ${LACKS} \`npx projen binaries\` fails -> ${QEMU}`],
    ['emulated', { strategy: 'emulated' }, `fails platforms: ${LACKS} nothing is built for it here -> ${QEMU}`],
    ['cross', CROSS, undefined],
    [
      'cross for another machine',
      { ...CROSS, platforms: ['linux/arm64'] },
      `warning platforms: ${LACKS} image:verify and image:run may not start what was cross-compiled -> ${QEMU}`,
    ],
    ['one platform', { platforms: ['linux/amd64'] }, undefined],
  ])('without QEMU: %s', (_, record, line) => {
    const lines = linesOf(docker({ 'buildx inspect': inspected({ platforms: AMD64 }) }), {}, [project(record)]);
    expect(said(lines)).toEqual(line === undefined ? [] : [line]);
  });

  const STORE = 'org.mobyproject.buildkit.worker.snapshotter: overlayfs';
  const ONE =
    'warning platforms: Builder elated_tesla builds for one platform at a time, and keeps no cache elsewhere: `npx projen binaries` ' +
    'fails. Another builder does it, and so does the image store of containerd -> ' +
    'docker buildx create --use --driver-opt image=moby/buildkit:v0.34.2';

  test.each<[string, string[], Partial<SynthRecord>, string[]]>([
    ['the engine, as it keeps images', [], {}, [ONE]],
    ['the engine, with the image store of containerd', [STORE], {}, []],
    ['the engine, for one platform', [], { platforms: ['linux/amd64'] }, []],
    ['the engine, for two that are cross-compiled', [], CROSS, [ONE]],
  ])('of %s', (_, labels, record, lines) => {
    const calls = { 'buildx inspect': inspected({ driver: 'docker', labels }) };
    expect(said(linesOf(docker(calls), {}, [project(record)]))).toEqual(lines);
  });
});

test('what private sources ask for', () => {
  const asks = project({}, { secret: ['id=CARGO_TOKEN,env=CARGO_TOKEN', 'id=B,env=B'], ssh: ['default'] });
  const lines = (env: Record<string, string>) => said(linesOf(docker({}), env, [asks]));
  expect(lines({ B: 'x' })).toEqual([
    'fails secrets: CARGO_TOKEN is not set, by which builds here read private dependencies -> export CARGO_TOKEN=…',
    'fails secrets: No ssh agent runs, by which builds here read private dependencies -> eval "$(ssh-agent)" && ssh-add',
  ]);
  expect(lines({ B: 'x', CARGO_TOKEN: 'y', SSH_AUTH_SOCK: '/agent' })).toEqual([]);
});

test('a bake file that is none asks for nothing', () => {
  for (const text of ['{', 'null', '[]', '{"target":{"_common":{"secret":"x","args":null}}}']) {
    const { folder, ...others } = project();
    writeTree(folder, { 'docker-bake.json': text });
    expect(said(linesOf(docker({}), {}, [{ folder, ...others }]))).toEqual([]);
  }
});
