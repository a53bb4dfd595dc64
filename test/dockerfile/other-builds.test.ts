import { join } from 'node:path';
import { Project } from 'projen';
import { DockerfileStage, MuslRustChef } from '../../src';
import { git } from '../git';
import { CRATE, synthesise, WORKSPACE } from '../synth';
import { tempDir, writeTree } from '../util';

/** What is said of other builds of a crate, or of a workspace, in a folder of a repository. */
function said(
  files: Record<string, string>,
  { folder = '.', tree = CRATE, add = (_: MuslRustChef) => {}, isRepository = true } = {},
): string[] {
  const dir = writeTree(tempDir(), files);
  writeTree(join(dir, folder), tree);
  if (isRepository) git(dir, 'init', '--quiet');
  const root = new Project({ name: 'app', outdir: dir });
  const project = folder === '.' ? root : new Project({ name: 'app', parent: root, outdir: folder });
  const warn = jest.spyOn(project.logger, 'warn').mockImplementation(() => {});
  [root, project].forEach(({ logger }) => jest.spyOn(logger, 'info').mockImplementation(() => {}));
  add(new MuslRustChef(project, { overwriteExisting: true }));
  synthesise(root);
  return warn.mock.calls.map(([text]) => String(text)).filter((text) => text.endsWith('[other-builds]'));
}

const compose = (build: string) => `services:\n  db: { image: postgres }\n  app:\n    build: ${build}\n`;
const NO_STAGE =
  'Dockerfile is generated, and has no stage "dev". The image is `target: image-app`; what is yours goes into a Dockerfile of another ' +
  'name, which this names then, or into a stage by MuslRustChef.of(project).dockerfile.addStage [other-builds]';
const NO_CONTEXT = (folder: string, other: string) =>
  `Dockerfile is generated, and builds with the context "${folder}" only, not "${other}". Give it that [other-builds]`;
const workflow = (step: string) => `on: push\njobs:\n  ci:\n    runs-on: ubuntu-24.04\n    steps:\n      - ${step}\n`;

test.each<[string, string, where: string]>([
  ['compose.yaml', compose('{ context: ., target: dev }'), 'services.app'],
  ['docker-compose.yml', compose('{ target: dev }'), 'services.app'],
  [
    'docker-compose.dev.yml',
    compose('{ context: ./, dockerfile: ./Dockerfile, target: DEV }').replace('DEV', 'dev'),
    'services.app',
  ],
  ['deploy/compose.prod.yaml', compose('{ context: .., target: dev }'), 'services.app'],
  ['compose.yml', `${compose('&b { context: ., target: dev }')}  b:\n    build: *b\n`, 'services.app, services.b'],
  ['Makefile', 'image:\n\t@docker build -t app:dev --target dev .\n', 'line 2'],
  ['Makefile', '# x\n\nimage:\n\tdocker build \\\n\t  --target=dev \\\n\t  -f Dockerfile .\n', 'line 4'],
  ['ops/GNUmakefile', 'image:\n\tdocker buildx build --load --target dev --file ../Dockerfile ..\n', 'line 2'],
  ['justfile', 'image tag:\n  podman build . --target dev -t app:{{tag}}\n', 'line 2'],
  [
    'scripts/build.sh',
    '#!/bin/sh\nset -e\ncd "$(dirname "$0")/.."\ndocker image build --build-arg "A=$(date -u)" --target dev . && echo ok\n',
    'line 4',
  ],
  [
    'build.sh',
    'DOCKER_BUILDKIT=1 docker build --pull -q -f ./Dockerfile -t "app:$TAG" --target "dev" . > id # x\n',
    'line 1',
  ],
  ['.gitlab-ci.yml', 'build:\n  script:\n    - docker build --target dev .\n', 'line 3'],
  ['.github/workflows/ci.yml', workflow('run: docker build --target dev .'), 'jobs.ci.steps[0]'],
  [
    '.github/workflows/ci.yml',
    workflow('run: |\n          docker build -t a:${{ github.sha }} \\\n            --target dev .'),
    'jobs.ci.steps[0]',
  ],
  [
    '.github/workflows/ci.yml',
    workflow('{ uses: docker/build-push-action@v6, with: { context: ., target: dev } }'),
    'jobs.ci.steps[0]',
  ],
  [
    '.github/workflows/ci.yaml',
    workflow('{ uses: docker/build-push-action@0123, with: { target: dev, file: ./Dockerfile } }'),
    'jobs.ci.steps[0]',
  ],
])('a stage that is not there is said: %s', (path, text, where) => {
  expect(said({ [path]: text })).toEqual([`${path}, ${where}: ${NO_STAGE}`]);
  // following the message, by each of its ways
  expect(said({ [path]: text.replace(/\bdev\b(?!\.)(?! \S*\n\s+build)/g, 'image-app') })).toEqual([]);
  expect(
    said(
      { [path]: text },
      { add: ({ dockerfile }) => dockerfile.addStage(new DockerfileStage({ name: 'dev', from: 'muslrust-chef' })) },
    ),
  ).toEqual([]);
});

test('a Dockerfile of another name is the user’s', () => {
  expect(said({ 'compose.yaml': compose('{ context: ., dockerfile: Dockerfile.dev, target: dev }') })).toEqual([]);
});

test.each<[string, string, where: string, other: string]>([
  ['compose.yaml', compose('{ context: services, dockerfile: api/Dockerfile }'), 'services.app', 'services'],
  [
    'services/api/compose.yaml',
    compose('{ context: ../.., dockerfile: services/api/Dockerfile }'),
    'services.app',
    '.',
  ],
  ['Makefile', 'all:\n\tdocker build -f services/api/Dockerfile .\n', 'line 2', '.'],
  [
    '.github/workflows/ci.yml',
    workflow('{ uses: docker/build-push-action@v6, with: { file: services/api/Dockerfile } }'),
    'jobs.ci.steps[0]',
    '.',
  ],
])('a context that is not its own is said: %s', (path, text, where, other) => {
  expect(said({ [path]: text }, { folder: 'services/api' })).toEqual([
    `${path}, ${where}: ${NO_CONTEXT('services/api', other)}`,
  ]);
});

test.each<[string, string]>([
  ['services/api/compose.yaml', compose('{ target: dev }')],
  ['compose.yaml', compose('{ context: ./services/api/, target: dev }')],
  ['services/api/Makefile', 'all:\n\tdocker build --target dev .\n'],
  ['services/api/scripts/x.sh', 'docker build --target dev .\n'],
  ['x.sh', 'docker build --target dev ./services/api/\n'],
  ['.github/workflows/ci.yml', workflow('{ run: docker build --target dev ., working-directory: services/api }')],
])('of a project in a folder: %s', (path, text) => {
  expect(said({ [path]: text }, { folder: 'services/api' })).toEqual([expect.stringContaining('has no stage "dev"')]);
});

test('of several images the one of a service is asked for', () => {
  const text =
    'services:\n  web: { build: . }\n  worker: { build: . }\n  api: { build: { context: ., target: image-server } }\n';
  const options = { tree: WORKSPACE };
  expect(said({ 'compose.yaml': text }, options)).toEqual([
    'compose.yaml, services.web: without a target it gets the last image of Dockerfile, worker. ' +
      'Say which one it is for: `target: image-server`, or `target: image-worker` [other-builds]',
  ]);
  expect(said({ 'compose.yaml': text.replace('build: .', 'build: { target: image-server }') }, options)).toEqual([]);
});

test.each<[string, string]>([
  ['compose.yaml', compose('.')],
  ['compose.yaml', compose('{ context: ., args: { A: b } }')],
  ['compose.yaml', compose('{ context: ., target: image-app }')],
  ['compose.yaml', compose('{ context: ., target: BUILD }')],
  ['compose.yaml', compose('{ context: ., target: "${STAGE:-dev}" }')],
  ['compose.yaml', compose('{ context: ., target: "0" }')],
  ['compose.yaml', compose('{ context: https://github.com/acme/app.git, target: dev }')],
  ['compose.yaml', compose('{ context: web, target: dev }')],
  ['compose.yaml', compose('{ context: ., dockerfile_inline: "FROM scratch AS dev", target: dev }')],
  ['compose.yaml', 'services: [\n'],
  ['compose.yaml', ''],
  ['web/compose.yaml', compose('{ target: dev }')],
  ['Makefile', 'image:\n\tdocker build -t app .\n'],
  ['Makefile', 'image:\n\t# docker build --target dev .\n\tdocker build --target $(STAGE) .\n'],
  [
    'Makefile',
    'image:\n\tcd web && docker build --target dev .\n\tdocker build --target dev web\n\tdocker build --target dev -f web/Dockerfile .\n',
  ],
  ['Makefile', 'image:\n\tdocker build --target dev https://github.com/acme/app.git\n\tcargo build --target dev .\n'],
  ['web/Makefile', 'image:\n\tdocker build --target dev .\n'],
  ['scripts/build.sh', 'docker build --target dev - < other\ndocker build --target dev "$ROOT"\ndocker build .\n'],
  ['.github/workflows/ci.yml', workflow('{ run: docker build --target dev ., working-directory: web }')],
  ['.github/workflows/ci.yml', workflow('{ uses: docker/build-push-action@v6, with: { context: web, target: dev } }')],
  [
    '.github/workflows/ci.yml',
    workflow('{ uses: docker/build-push-action@v6, with: { context: "{{defaultContext}}:web", target: dev } }'),
  ],
  ['.github/workflows/ci.yml', workflow('{ uses: docker/build-push-action@v6 }')],
  ['.github/workflows/ci.yml', 'jobs: { a: { uses: ./x.yml }, b: { steps: x } }\n'],
  ['docs/build.md', '    docker build --target dev .\n'],
])('nothing is said of what works, or is not known: %s, %j', (path, text) => {
  expect(said({ [path]: text })).toEqual([]);
});

test('what git ignores is nobody’s; without git the folder is looked at', () => {
  const files = { 'compose.yaml': compose('{ target: dev }') };
  expect(said({ ...files, '.gitignore': 'compose.yaml\n' })).toEqual([]);
  expect(said(files, { isRepository: false })).toEqual([`compose.yaml, services.app: ${NO_STAGE}`]);
});
