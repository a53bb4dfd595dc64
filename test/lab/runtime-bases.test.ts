import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server } from 'node:tls';
import { Authority } from './authority';
import { freePort } from './container';
import { edit, writtenCrate } from './crates';
import { ImageBuild, patchDockerfile, REAL, runTask, synth } from './image-build';
import { NameServer } from './name-server';
import { PROBE } from './probe';
import { attempt, run, start } from './shell';
import { RuntimeBase } from '../../src';
import { PINS } from '../../src/pins';
import { tempDir } from '../util';

const { chainguardStatic, distrolessStatic, muslrust } = PINS.images;

/** Where local images are. */
const registry = REAL ? '' : `${process.env.LAB_REGISTRY}/`;
const local = (name: string) => `${registry}runtime-bases-${process.pid}/${name}:1`;
const CUSTOM = local('custom');

const BASES = {
  'chainguardStatic()': RuntimeBase.chainguardStatic(),
  'distrolessStatic()': RuntimeBase.distrolessStatic(),
  'custom(), an image of root': RuntimeBase.custom(CUSTOM),
  'scratch({ tmp, timeZones })': RuntimeBase.scratch({ tmp: true, timeZones: true }),
  'scratch()': RuntimeBase.scratch(),
};
type Base = keyof typeof BASES;
const NAMES = Object.keys(BASES) as Base[];

const authority = new Authority('trusted');
const servers: Server[] = [];
const builds = {} as Record<Base, ImageBuild>;
let nameServer: NameServer;
let crate: string;
let trusted: number;
let foreign: number;

/** Pushes an image of static files with the test's authority in its bundle. */
function pushTrusting(from: string, to: string, instructions = ''): void {
  const folder = tempDir();
  writeFileSync(
    join(folder, 'Dockerfile'),
    `FROM ${muslrust} AS bundle
COPY --from=${from} /etc/ssl/certs/ca-certificates.crt /bundle
RUN --mount=from=authority,target=/authority cat /authority/ca.pem >> /bundle
FROM ${from}
COPY --from=bundle /bundle /etc/ssl/certs/ca-certificates.crt
${instructions}`,
  );
  const output = `type=${REAL ? 'docker' : 'registry'}`;
  const contexts = ['--build-context', `authority=${authority.folder}`];
  run(['docker', 'buildx', 'build', '--provenance=false', '--output', output, '--tag', to, ...contexts, folder]);
}

/** Builds the probe on a base that trusts the test's authority. */
function build(base: RuntimeBase, ...changes: [from: string, to: string][]): ImageBuild {
  synth(crate, { runtimeBase: base });
  patchDockerfile(crate, ...changes);
  const contexts = {
    authority: authority.folder,
    // BuildKit looks for a context of this name without the tag, if that is `latest`
    [chainguardStatic.replace(/:latest$/, '')]: `docker-image://${local('chainguard')}`,
    [distrolessStatic]: `docker-image://${local('distroless')}`,
  };
  return new ImageBuild(crate, {
    args: Object.entries(contexts).flatMap(([name, place]) => ['--set', `probe.contexts.${name}=${place}`]),
    // bake asks whether it may read outside of the project
    env: { BUILDX_BAKE_ENTITLEMENTS_FS: '0' },
  }).succeeded;
}

/** The bundle of scratch is the builder's, whose image stays as it is: on another one cargo-chef would be compiled again. */
const TRUST: [string, string] = [
  'AS scratch-files\n',
  'AS scratch-files\n' +
    'RUN --mount=from=authority,target=/authority cat /authority/ca.pem >> /etc/ssl/certs/ca-certificates.crt\n',
];

/** What the probe says of each thing that it is asked to do. */
async function probe(image: string, checks: string[]): Promise<Record<string, string>> {
  // beside the servers of this process, not instead of them
  const { ended } = start([
    ...['docker', 'run', '--rm', '--network', 'host', '--dns', NameServer.ADDRESS],
    ...[image, ...checks],
  ]);
  const { output } = await ended;
  return Object.fromEntries(
    output
      .trim()
      .split('\n')
      .map((line) => line.split(/: (.*)/).slice(0, 2)),
  );
}

beforeAll(async () => {
  nameServer = await NameServer.start();
  const serve = async (by: Authority) => {
    const { server, port } = await by.serve('known.test');
    servers.push(server);
    return port;
  };
  trusted = await serve(authority);
  foreign = await serve(new Authority('foreign'));

  pushTrusting(chainguardStatic, local('chainguard'));
  pushTrusting(distrolessStatic, local('distroless'));
  pushTrusting(chainguardStatic, CUSTOM, 'USER root');

  crate = writtenCrate(PROBE);
  edit(crate, 'src/main.rs');
  for (const name of NAMES) builds[name] = build(BASES[name], ...(name.startsWith('scratch') ? [TRUST] : []));
});

afterAll(() => {
  nameServer?.stop();
  servers.forEach((server) => server.close());
});

const NO_FILE = 'failed: No such file or directory (os error 2)';
const NO_ADDRESS = 'failed: failed to lookup address information:';

describe('a program does what the base promises', () => {
  const expected = (base: Base) => ({
    user: 'nonroot',
    'name=known.test': '127.0.0.1',
    // musl: an error in either of the two answers fails both
    'name=refusing.test': `${NO_ADDRESS} Try again`,
    'name=failing.test': `${NO_ADDRESS} Try again`,
    'name=denying.test': `${NO_ADDRESS} Name does not resolve`,
    'name=unknown.test': `${NO_ADDRESS} Name does not resolve`,
    [`tls=known.test:${trusted}`]: 'hello',
    [`tls=known.test:${foreign}`]: 'failed: invalid peer certificate: UnknownIssuer',
    'zone=Europe/Berlin': base === 'scratch()' ? NO_FILE : 'TZif',
    temporary: base === 'scratch()' ? NO_FILE : 'written',
  });
  const answers = {} as Record<Base, Record<string, string>>;
  beforeAll(async () => {
    // at once: musl waits five seconds for a better answer than a refusal
    await Promise.all(
      NAMES.map(async (name) => {
        answers[name] = await probe(builds[name].reference(), Object.keys(expected(name)));
      }),
    );
  });

  test.each(NAMES)('on %s', (name) => {
    expect(answers[name]).toEqual(expected(name));
  });
});

test('by COPY --chmod a program on scratch could open nothing in /etc', async () => {
  const closed = build(RuntimeBase.scratch(), TRUST, [
    'COPY --from=scratch-files /files/ /',
    'COPY --chmod=0444 --from=scratch-files /files/etc/ /etc/',
  ]);
  const checks = {
    user: expect.stringMatching(/^failed: .*Permission denied/),
    'name=known.test': `${NO_ADDRESS} Try again`,
    [`tls=127.0.0.1:${trusted}`]: expect.stringMatching(/^failed: .*Permission denied/),
  };
  expect(await probe(closed.reference(), Object.keys(checks))).toEqual(checks);
});

test('the program is compiled once for all bases', () => {
  const [first, ...others] = NAMES.map((name) => builds[name].compiled);
  expect(first).toContain('probe');
  expect(others).toEqual(others.map(() => []));
});

const verifyImage = (name: Base, check: string) =>
  attempt([join(crate, 'docker/verify-image.sh'), builds[name].reference(), '/usr/local/bin/probe', check]);

test.each(NAMES)('the image on %s is verified', (name) => {
  const { status, output } = verifyImage(name, 'user');
  expect(output).toContain('runs as 65532:65532, exited with 0');
  expect(status).toBe(0);
});

test('verification fails where a base lacks what the smoke test needs', () => {
  const { status, output } = verifyImage('scratch()', 'temporary');
  expect(output).toContain(`temporary: ${NO_FILE}`);
  expect(output).toContain('temporary exited with 1');
  expect(status).toBe(1);
});

describe('a smoke test over HTTP', () => {
  /** Builds and verifies, as a user does. */
  const verifyServer = async (command: string, smokeTestPath: string) => {
    const port = await freePort();
    const smokeTest = command === 'zone=Nowhere' ? [command] : [command, String(port)];
    synth(crate, {
      runtimeBase: RuntimeBase.scratch(),
      images: [{ binary: 'probe', ports: [port], smokeTest, smokeTestPath }],
    });
    new ImageBuild(crate, { args: ['--set', `probe.tags=${registry}probe:latest`] }).succeeded;
    runTask(crate, 'image:verify', { env: { SMOKE_TIMEOUT: '3' } });
  };

  test('a server that answers, and ends when told to, passes', async () => {
    await verifyServer('serve', '/healthz');
  });

  test.each([
    ['has another answer', 'serve', '/elsewhere', /no 2xx or 3xx .* the last answer was 404/],
    ['does not end', 'serve-for-ever', '/healthz', /still runs 10 seconds after a SIGTERM/],
    ['ends before it has answered', 'zone=Nowhere', '/healthz', /exited with 1, and had not answered/],
  ])('a server that %s fails', async (_, command, path, message) => {
    await expect(verifyServer(command, path)).rejects.toThrow(message);
  });
});
