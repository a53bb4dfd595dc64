import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runScript, stage, StageOptions, stagesOf } from './stages';
import { ImageOptions, RuntimeBase, ScratchOptions } from '../../src';
import { PINS } from '../../src/pins';
import { readTree, tempDir, writeTree } from '../util';

const instructions = (options: StageOptions, name = 'image-server') => stage(name, options).instructions;
const COPY = 'COPY --from=build /out/server /usr/local/bin/server';
const LABEL = 'LABEL org.opencontainers.image.title="server"';
const END = ['USER 65532:65532', 'ENTRYPOINT ["/usr/local/bin/server"]'];

test.each<[string, StageOptions, string[]]>([
  ['as it is', {}, [COPY, LABEL, ...END]],
  [
    'with all that can be said',
    {
      images: [
        {
          binary: 'server',
          args: ['--listen', '0.0.0.0', '"', 'a\nb'],
          env: { RUST_LOG: 'info', A: 'mine' },
          ports: [80, 8443],
          labels: { vendor: 'Acme' },
        },
      ],
      environment: { build: { NOT: 'here' }, image: { A: 'theirs', B: 'b' } },
    },
    [
      COPY,
      'ENV A="mine" B="b" RUST_LOG="info"',
      `${LABEL} vendor="Acme"`,
      'EXPOSE 80',
      'EXPOSE 8443',
      ...END,
      'CMD ["--listen","0.0.0.0","\\"","a\\nb"]',
    ],
  ],
  [
    'with files, folders of its own and checks',
    {
      images: [
        {
          binary: 'server',
          files: { 'templates/': '/app/templates', 'a b.toml': '/etc/' },
          workdir: '/app/',
          volumes: ['/var/lib/app', '/$x/'],
          stopSignal: 'SIGINT',
          healthcheck: { args: ['health', '"$x"'], interval: '10s', timeout: '1s', startPeriod: '1m30s', retries: 5 },
          ports: [80],
          args: ['serve'],
        },
      ],
    },
    [
      'COPY --chmod=u=rwX,go=rX templates/ /app/templates',
      'COPY --chmod=u=rwX,go=rX ["a b.toml","/etc/"]',
      'USER 0:0',
      'WORKDIR /app',
      'COPY --from=empty-folder --chown=65532:65532 /empty/ /var/lib/app/',
      'COPY --from=empty-folder --chown=65532:65532 ["/empty/","/\\\\$x/"]',
      COPY,
      LABEL,
      'EXPOSE 80',
      'VOLUME ["/var/lib/app","/\\\\$x"]',
      'STOPSIGNAL SIGINT',
      'HEALTHCHECK --interval=10s --timeout=1s --start-period=1m30s --retries=5 CMD ["/usr/local/bin/server","health","\\"$x\\""]',
      ...END,
      'CMD ["serve"]',
    ],
  ],
  [
    'in a folder of a volume, which is its own',
    { images: [{ binary: 'server', workdir: '/data/work', volumes: ['/data'] }] },
    [
      'COPY --from=empty-folder --chown=65532:65532 /empty/ /data/',
      COPY,
      LABEL,
      'VOLUME ["/data"]',
      END[0],
      'WORKDIR /data/work',
      END[1],
    ],
  ],
  [
    'in a folder that is called as the beginning of a volume',
    { images: [{ binary: 'server', workdir: '/data', volumes: ['/data2'], healthcheck: { args: ['x'] } }] },
    [
      'USER 0:0',
      'WORKDIR /data',
      'COPY --from=empty-folder --chown=65532:65532 /empty/ /data2/',
      COPY,
      LABEL,
      'VOLUME ["/data2"]',
      'HEALTHCHECK CMD ["/usr/local/bin/server","x"]',
      ...END,
    ],
  ],
  ['on distroless', { runtimeBase: RuntimeBase.distrolessStatic() }, ['WORKDIR /', COPY, LABEL, ...END]],
  [
    'on scratch',
    { runtimeBase: RuntimeBase.scratch() },
    [
      'COPY --from=scratch-files /files/ /',
      'ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt',
      COPY,
      LABEL,
      ...END,
    ],
  ],
  ['isolated', { isolated: true }, [COPY.replace('build', 'build-server'), LABEL, ...END]],
])('an image holds the executable and what is said of it: %s', (_, options, expected) => {
  expect(instructions(options)).toEqual(expected);
});

test('what scratch lacks is made once for all images', () => {
  const names = (runtimeBase: RuntimeBase) => stagesOf({ runtimeBase }).map(({ name }) => name);
  expect(names(RuntimeBase.scratch()).slice(-3)).toEqual(['scratch-files', 'image-server', 'image-worker']);
  expect(names(RuntimeBase.custom('base'))).not.toContain('scratch-files');
});

test('an empty folder is there where there are volumes, once', () => {
  const names = (...images: ImageOptions[]) => stagesOf({ images }).map(({ name }) => name);
  const volumes = ['/data'];
  expect(names({ binary: 'server', volumes }, { binary: 'worker', volumes }).slice(-3)).toEqual([
    'empty-folder',
    'image-server',
    'image-worker',
  ]);
  expect(names({ binary: 'server', workdir: '/data' })).not.toContain('empty-folder');
  expect(instructions({ images: [{ binary: 'server', volumes }] }, 'empty-folder')).toEqual(['WORKDIR /empty']);
});

const ZONES = `COPY --from=${PINS.images.chainguardStatic} /usr/share/zoneinfo /files/usr/share/zoneinfo`;

test.each<[ScratchOptions, string[]]>([
  [{}, ['RUN <1>']],
  [{ tmp: true }, ['RUN <1>']],
  [{ timeZones: true }, ['RUN <1>', ZONES]],
  [{ tmp: true, timeZones: true }, ['RUN <1>', ZONES]],
])('what scratch lacks is a CA bundle, a user, and what is asked for: %j', (options, expected) => {
  const { instructions: steps, scripts } = stage('scratch-files', { runtimeBase: RuntimeBase.scratch(options) });
  expect(steps).toEqual(expected);
  const folder = writeTree(tempDir(), { 'ca.crt': 'CA' });
  const script = scripts[0]
    .replaceAll('/files/', `${folder}/files/`)
    .replace(' /etc/ssl/certs/ca-certificates.crt', ` ${folder}/ca.crt`);
  execFileSync('sh', ['-c', script]);
  const files = join(folder, 'files');
  expect(readTree(files)).toEqual({
    'etc/passwd': '100444 nonroot:x:65532:65532:nonroot:/:/sbin/nologin\n',
    'etc/ssl/certs/ca-certificates.crt': '100444 CA',
  });
  // the user is not root, and has to get to these files
  const modes = readdirSync(files, { recursive: true, encoding: 'utf8' })
    .map((path): [string, string] => [path, statSync(join(files, path)).mode.toString(8)])
    .filter(([, mode]) => mode.startsWith('4'));
  expect(Object.fromEntries(modes)).toEqual({
    etc: '40755',
    'etc/ssl': '40755',
    'etc/ssl/certs': '40755',
    ...(options.tmp ? { tmp: '41777' } : {}),
  });
});

test('the executables by themselves are named by target, each with its checksum', () => {
  const { instructions: steps } = stage('named-binaries', { isolated: true });
  expect(steps).toEqual([
    'WORKDIR /binaries',
    'COPY --from=build-server /out/ ./',
    'COPY --from=build-worker /out/ ./',
    expect.stringMatching(/^RUN /),
  ]);
  expect(instructions({}, 'binaries')).toEqual(['COPY --from=named-binaries /binaries/ /']);
  const script = steps.at(-1)!.replace('RUN ', '');
  const { status, folder } = runScript(script, {}, { server: 'one', 'two-words': 'two' });
  expect(status).toBe(0);
  expect(Object.keys(readTree(folder))).toEqual([
    'server-x86_64-unknown-linux-musl',
    'server-x86_64-unknown-linux-musl.sha256',
    'two-words-x86_64-unknown-linux-musl',
    'two-words-x86_64-unknown-linux-musl.sha256',
  ]);
  expect(readFileSync(join(folder, 'server-x86_64-unknown-linux-musl.sha256'), 'utf8')).toBe(
    '7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  server-x86_64-unknown-linux-musl\n',
  );
});

test.each(['mv', 'sha256sum'])('there are no executables by themselves where %s fails', (tool) => {
  const script = stage('named-binaries').instructions.at(-1)!.replace('RUN ', '');
  // the first of two: a loop ends as its last one does
  const first = `[ "$1" != a ] && [ "$1" != a-x86_64-unknown-linux-musl ] || exit 3`;
  expect(runScript(script, { [tool]: first }, { a: '', b: '' }).status).toBe(3);
});
