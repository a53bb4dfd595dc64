import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ImageOptions, MuslRustChefOptions } from '../../src';
import { parseStages } from '../dockerfile/stages';
import { CRATE, synth, WORKSPACE } from '../synth';

const IMAGES: ImageOptions[] = [
  { binary: 'server', name: 'api', features: ['tls'], ports: [8080] },
  { binary: 'server', name: 'migrate', features: ['server/tls'], args: ['migrate'], smokeTest: ['migrate', '--help'] },
  { binary: 'worker' },
];

describe.each<[string, MuslRustChefOptions]>([
  ['together', {}],
  ['each binary by itself', { isolated: true }],
])('two images of one binary, compiled %s', (_, options) => {
  const { dir, project, chef } = synth(WORKSPACE, { images: IMAGES, ...options });
  const text = (file: string) => readFileSync(join(dir, file), 'utf8');
  const stages = parseStages(text('Dockerfile'));
  const instructions = (name: string) => stages.find((stage) => stage.name === name)!.instructions;
  const buildStage = (name: string) => (options.isolated ? `build-${name}` : 'build');

  test('share what is compiled, and differ in what is said of them', () => {
    const copy = `COPY --from=${buildStage('api')} /out/server /usr/local/bin/server`;
    expect(instructions('image-api')[0]).toBe(copy);
    expect(instructions('image-migrate')[0]).toBe(copy);
    expect(instructions('image-api')).not.toContain('CMD ["migrate"]');
    expect(instructions('image-migrate')).toContain('CMD ["migrate"]');
    expect(instructions('image-migrate')).not.toContain('EXPOSE 8080');
  });

  test('have it compiled once', () => {
    const scripts = stages.flatMap((stage) => stage.scripts);
    const compiled = scripts.flatMap(
      (script) => script.replace(/ \\\n */g, ' ').match(/^.*\bcargo\b.* --locked .*--bin .*$/gm) ?? [],
    );
    expect(compiled.join().match(/--bin server/g)).toHaveLength(1);
    expect(compiled.join().match(/--features server\/tls\b/g)).toHaveLength(1);
    expect(scripts.join('\n')).not.toMatch(/for name in .*\bserver\b.*\bserver\b/);
    expect(stages.filter(({ name }) => name.startsWith('build')).map(({ name }) => name)).toEqual(
      options.isolated ? ['build-api', 'build-worker'] : ['build'],
    );
    expect(instructions('named-binaries').filter((line) => line.startsWith('COPY'))).toHaveLength(
      options.isolated ? 2 : 1,
    );
  });

  test('are told apart by their titles', () => {
    expect(instructions('image-migrate')).toContain('LABEL org.opencontainers.image.title="migrate"');
    expect(instructions('image-api')).toContain('LABEL org.opencontainers.image.title="api"');
  });

  test('have a target, a reference, a task and a check each', () => {
    const { group, target } = JSON.parse(text('docker-bake.json'));
    expect(group.default.targets).toEqual(['api', 'migrate', 'worker']);
    expect(target.migrate).toMatchObject({ target: 'image-migrate', tags: ['${REPOSITORY}/migrate${SUFFIX}'] });
    const [verify] = [project.tasks.tryFind('image:verify')!.steps.map(({ exec }) => exec)];
    expect(verify).toEqual([
      'sh docker/run-docker.sh --image $REPOSITORY/api:$TAG --image $REPOSITORY/migrate:$TAG --image $REPOSITORY/worker:$TAG',
      'sh docker/verify-image.sh $REPOSITORY/api:$TAG /usr/local/bin/server',
      'sh docker/verify-image.sh $REPOSITORY/migrate:$TAG /usr/local/bin/server migrate --help',
      'sh docker/verify-image.sh $REPOSITORY/worker:$TAG /usr/local/bin/worker',
    ]);
    expect(project.tasks.tryFind('image:run:migrate')!.steps[0].exec).toBe(
      'sh docker/run-docker.sh --image $REPOSITORY/migrate:$TAG run --rm --init $REPOSITORY/migrate:$TAG "$@"',
    );
  });

  test('are published each', () => {
    const workflow = chef.workflow!.file!.path;
    for (const name of ['api', 'migrate', 'worker']) {
      expect(text(workflow)).toContain(`"$REPOSITORY/${name}`);
    }
  });

  test('have the allocator put in once', () => {
    const times = (file: string, what: RegExp) => text(file).match(what)?.length;
    expect(times('crates/server/src/main.rs', /#\[global_allocator\]/g)).toBe(1);
    expect(times('crates/server/Cargo.toml', /^mimalloc = /gm)).toBe(1);
  });
});

test.each<[string, ImageOptions[], string]>([
  ['the same binary', [{ binary: 'app' }, { binary: 'app' }], 'images: two images are named "app". Give one of them'],
  [
    'the same name',
    [
      { binary: 'app', name: 'x' },
      { binary: 'app', name: 'x' },
    ],
    'images: two images are named "x". Give one of them a `name` of its own.',
  ],
  [
    'other features',
    [{ binary: 'app' }, { binary: 'app', name: 'b', features: ['extra'] }],
    'images: "app" and "b" hold the binary "app" with different `features`, but it is compiled once. List the same features for both.',
  ],
  [
    'fewer features, of a third',
    [
      { binary: 'app', features: ['extra'] },
      { binary: 'app', name: 'b', features: ['app/extra', 'extra'] },
      { binary: 'app', name: 'c' },
    ],
    'images: "app" and "c" hold the binary "app" with different `features`',
  ],
  [
    'one reference',
    [
      { binary: 'app', repository: 'r.example.com/x' },
      { binary: 'app', name: 'b', repository: 'r.example.com/x' },
    ],
    'r.example.com/x would be written twice',
  ],
  [
    'a fault in one of them, which is named',
    [{ binary: 'app' }, { binary: 'app', name: 'b', ports: [0] }],
    'image "app", named "b": ports has 0',
  ],
])('%s twice is refused', (_, images, message) => {
  const files = { ...CRATE, 'Cargo.toml': `${CRATE['Cargo.toml']}\n[features]\nextra = []\n` };
  expect(() => synth(files, { images })).toThrow(message);
});
