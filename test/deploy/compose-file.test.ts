import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DockerCompose, Project } from 'projen';
import { parse } from 'yaml';
import {
  BuildArg,
  BuildStrategy,
  ComposeFile,
  ImageOptions,
  MuslRustChef,
  MuslRustChefOptions,
  Platform,
  PrivateSource,
} from '../../src';
import { CRATE, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

const CONFIG = { '.cargo/config.toml': '[registries.acme]\nindex = "sparse+https://acme.example/index/"\n' };

function composed(images: ImageOptions[], files = {}, options: MuslRustChefOptions = {}) {
  const dir = writeTree(tempDir(), { ...CRATE, ...files });
  const project = new Project({ name: 'app', outdir: dir });
  const chef = new MuslRustChef(project, { images, ...options });
  new ComposeFile(chef);
  synthesise(project);
  return { chef, compose: parse(readFileSync(join(dir, 'compose.yaml'), 'utf8')) };
}

test('each image is a service, built by its stage, with as little as in production', () => {
  const { chef, compose } = composed([
    { binary: 'app', ports: [8080], volumes: ['/data'] },
    { binary: 'app', name: 'import', args: ['import'] },
  ]);
  expect(Object.keys(compose.services)).toEqual(['app', 'import']);
  const stages = chef.dockerfile.stages.map(({ name }) => name);
  for (const { build, ...rest } of Object.values<any>(compose.services)) {
    expect(stages).toContain(build.target);
    expect(rest).toMatchObject({
      init: true,
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: ['/tmp'],
    });
  }
  expect(compose.services.app).toMatchObject({
    ports: ['127.0.0.1:8080:8080'],
    volumes: [{ type: 'volume', source: 'app--data', target: '/data' }],
  });
  expect(compose.services.import).not.toHaveProperty('ports');
  expect(compose.volumes).toEqual({ 'app--data': {} });
});

test('a build is told all that the bake file says of it', () => {
  const { compose } = composed([{ binary: 'app' }], CONFIG, {
    strategy: BuildStrategy.CROSS,
    platforms: [Platform.LINUX_ARM64],
    privateSources: [PrivateSource.registry('acme'), PrivateSource.ssh()],
    buildArgs: {
      REVISION: BuildArg.revision(),
      GREETING: BuildArg.value('costs $5'),
      BRACES: BuildArg.value('${a}'),
    },
  });
  expect(compose.services.app).toMatchObject({
    platform: 'linux/arm64',
    build: {
      // by the rules of compose: null is the variable of that name, if there is one
      args: { REVISION: null, GREETING: '${GREETING:-costs $$5}', BRACES: '$${a}' },
      secrets: ['CARGO_REGISTRIES_ACME_TOKEN'],
      ssh: ['default'],
    },
  });
  expect(compose.secrets).toEqual({ CARGO_REGISTRIES_ACME_TOKEN: { environment: 'CARGO_REGISTRIES_ACME_TOKEN' } });
});

test('no two services are at one port of the machine', () => {
  const { compose } = composed([
    { binary: 'app', ports: [8080, 9090] },
    { binary: 'app', name: 'second', ports: [8080] },
    { binary: 'app', name: 'third', ports: [8080, 8081] },
    { binary: 'app', name: 'fourth', ports: [9090, 65535] },
    { binary: 'app', name: 'fifth', ports: [65535] },
  ]);
  const ports = Object.values<any>(compose.services).map((service) => service.ports);
  expect(ports).toEqual([
    ['127.0.0.1:8080:8080', '127.0.0.1:9090:9090'],
    ['127.0.0.1:8082:8080'],
    ['127.0.0.1:8083:8080', '127.0.0.1:8081:8081'],
    ['127.0.0.1:9091:9090', '127.0.0.1:65535:65535'],
    ['127.0.0.1:1024:65535'],
  ]);
});

test('a volume at /tmp is the one that is there, and a path is what it says', () => {
  const { compose } = composed([{ binary: 'app', volumes: ['/tmp', '/a:b/$c'] }]);
  expect(compose.services.app).not.toHaveProperty('tmpfs');
  expect(compose.services.app.volumes.map(({ target }: any) => target)).toEqual(['/tmp', '/a:b/$$c']);
});

test('a volume is the same one, whatever else is mounted', () => {
  const sources = (volumes: string[]) =>
    Object.fromEntries(
      composed([{ binary: 'app', volumes }]).compose.services.app.volumes.map((each: any) => [
        each.target,
        each.source,
      ]),
    );
  const before = sources(['/var/lib/db']);
  expect(before).toEqual({ '/var/lib/db': 'app--var-lib-db' });
  expect(sources(['/cache', '/var-lib/db', '/var/lib/db/'])).toMatchObject(before);
});

test('a path that is there twice is one volume', () => {
  expect(composed([{ binary: 'app', volumes: ['/data', '/data/'] }]).compose.services.app.volumes).toHaveLength(1);
});

test('a compose file that somebody wrote by hand stays', () => {
  expect(() => composed([{ binary: 'app' }], { 'compose.yaml': 'services: {}\n' })).toThrow(/compose\.yaml/);
});

test.each(['compose.yml', 'docker-compose.yml', 'docker-compose.yaml'])(
  '%s that Compose would read no more stops the synth, and by another name it does not',
  (path) => {
    const text = 'services: { db: { image: "postgres:18" } }\n';
    expect(() => composed([{ binary: 'app' }], { [path]: text })).toThrow(
      `${path}: Docker Compose reads compose.yaml where both are, and would start nothing of this any more. Nothing has been changed. ` +
        'Either give it the name compose.override.yaml,',
    );
    expect(() => composed([{ binary: 'app' }], { 'compose.override.yaml': text })).not.toThrow();
  },
);

test('so does one that the project generates; one that it generated once is in nobody’s way', () => {
  const dir = writeTree(tempDir(), CRATE);
  const withOther = (others: boolean, compose: boolean) => {
    const project = new Project({ name: 'app', outdir: dir });
    const chef = new MuslRustChef(project);
    if (compose) new ComposeFile(chef);
    if (others) new DockerCompose(project, { services: { db: { image: 'postgres:18' } } });
    synthesise(project);
  };
  withOther(true, false);
  expect(existsSync(join(dir, 'docker-compose.yml'))).toBe(true);
  expect(() => withOther(true, true)).toThrow(/^docker-compose\.yml: .* or leave ComposeFile out/);
  withOther(false, true);
  expect(existsSync(join(dir, 'docker-compose.yml'))).toBe(false);
});
