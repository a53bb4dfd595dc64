import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { ImageDefaults, ImageOptions, RuntimeBase } from '../../src';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { Image } from '../../src/image/image';
import { ProjectRepository } from '../../src/registry/project-repository';
import { parseStages } from '../dockerfile/stages';
import { synth, WORKSPACE } from '../synth';
import { tempDir } from '../util';

function resolve(imageDefaults: ImageDefaults, image?: Omit<ImageOptions, 'binary'>): Image {
  const project = new Project({ name: 'app', outdir: tempDir() });
  return Image.resolve(CargoWorkspace.discover(tempDir(), WORKSPACE), {
    images: image && [{ binary: 'server', ...image }],
    imageDefaults,
    repository: new ProjectRepository(project, {}),
    registries: [],
    runtimeBase: RuntimeBase.chainguardStatic(),
    defaultFeatures: true,
    allFeatures: false,
  }).images[0];
}

const ALL: Required<ImageDefaults> = {
  args: ['a'],
  env: { A: '1', B: '1' },
  ports: [80],
  smokeTest: ['--version'],
  smokeTestPath: '/a',
  labels: { a: '1', 'org.opencontainers.image.title': 'ours' },
  files: { 'a/': '/a', b: '/b' },
  workdir: '/a',
  volumes: ['/v'],
  stopSignal: 'SIGINT',
  healthcheck: { args: ['a'], interval: '1s' },
};
const OTHER: Required<ImageDefaults> = {
  args: [],
  env: { B: '2', C: '2' },
  ports: [81, 82],
  smokeTest: [],
  smokeTestPath: '/b',
  labels: { b: '2' },
  files: { b: '/c' },
  workdir: '/b',
  volumes: [],
  stopSignal: 'SIGQUIT',
  healthcheck: { args: ['b'] },
};
const shown = ({ files, ...image }: Image) => ({
  ...image,
  files: Object.fromEntries(files.map((file) => [file.source, file.placeOf('x')])),
});

test.each([
  ['listed', {}],
  ['not listed', undefined],
])('what is said of all holds for an image that is %s', (_, image) => {
  const { labels, files, ...others } = ALL;
  expect(shown(resolve(ALL, image))).toMatchObject({ ...others, labels, files: { a: '/a/x', b: '/b/x' } });
});

test('an image adds to maps by key, and what else it says stands in place', () => {
  const { env, labels, files, ...others } = OTHER;
  const image = shown(resolve(ALL, OTHER));
  expect(image).toMatchObject(others);
  expect(image.env).toEqual({ A: '1', B: '2', C: '2' });
  expect(image.labels).toEqual({ a: '1', b: '2', 'org.opencontainers.image.title': 'ours' });
  expect(image.files).toEqual({ a: '/a/x', b: '/c/x' });
  expect(image.healthcheck).toEqual({ args: ['b'] });
});

test.each<[ImageDefaults, string]>([
  [{ ports: [0] }, 'image "server": ports has 0'],
  [{ smokeTestPath: '/' }, 'image "server": smokeTestPath is requested on the first of `ports`'],
  [{ volumes: ['/'] }, 'image "server": volumes has "/"'],
  [{ files: { '..': '/x' } }, 'image "server": files has ".."'],
  [{ stopSignal: 'TERM' }, 'image "server": stopSignal is "TERM"'],
  [{ healthcheck: { args: [] } }, 'image "server": healthcheck.args is empty'],
])('%j is refused where it holds', (defaults, message) => {
  expect(() => resolve(defaults)).toThrow(message);
});

test('it is in each image of the Dockerfile, where none is listed, and names are checked', () => {
  const { dir } = synth(WORKSPACE, { imageDefaults: { ports: [8080], workdir: '/app', healthcheck: { args: ['x'] } } });
  const stages = parseStages(readFileSync(join(dir, 'Dockerfile'), 'utf8'));
  for (const name of ['server', 'worker']) {
    expect(stages.find((stage) => stage.name === `image-${name}`)!.instructions).toEqual(
      expect.arrayContaining(['EXPOSE 8080', 'WORKDIR /app', `HEALTHCHECK CMD ["/usr/local/bin/${name}","x"]`]),
    );
  }
  for (const option of ['binary', 'name', 'repository', 'features']) {
    expect(() => synth(WORKSPACE, { imageDefaults: { [option]: 'x' } as ImageDefaults })).toThrow(
      `MuslRustChef: imageDefaults.${option} is no option`,
    );
  }
});
