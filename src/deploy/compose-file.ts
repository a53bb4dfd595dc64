import { Component, YamlFile } from 'projen';
import { ComposeService } from './compose-service';
import { guardGeneratedFiles } from '../files/generated-files';
import { HandWrittenFiles } from '../files/hand-written-files';
import { PrivateSource } from '../image/private-source';
import { nothingChanged } from '../messages/nothing-changed';
import { thenAgain } from '../messages/then-again';
import { UserError } from '../messages/user-error';
import { MuslRustChef } from '../muslrust-chef';
import { checked } from '../options/checked';
import { RecordFile } from '../record/record-file';

const PATH = 'compose.yaml';

/** What Docker Compose reads only where that is not. (compose-go, cli/options.go: DefaultFileNames) */
const OTHERS = ['compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/**
 * A `compose.yaml` by which Docker builds and runs the images on your machine: `docker compose up --build`.
 *
 * They run as in production: not root, a root file system that can't be written to, no capabilities. Each image's `ports` are there on
 * the machine (where several images have one, the later ones get the next number that is free), and its `volumes` are kept. What
 * `privateSources` read by is taken from the same environment variables as in `npx projen image:build`, and so are `buildArgs`; those
 * that a command of git prints are there only if a variable says them.
 */
export class ComposeFile extends Component {
  /** `compose.yaml`. */
  public readonly file: YamlFile;

  /** @param chef what builds the images */
  constructor(chef: MuslRustChef) {
    [chef] = checked('ComposeFile', [chef]);
    const { project } = chef;
    if (project.components.some((component) => component instanceof ComposeFile)) {
      throw new UserError('ComposeFile: this project has one already. It has all images.');
    }
    super(project, 'muslrust-chef-compose');
    const published = new Set(chef._images.flatMap(({ ports }) => ports));
    const services = chef._images.map((image, i) => {
      const before = chef._images.slice(0, i).flatMap(({ ports }) => ports);
      return new ComposeService(image, chef._engineBuild, (port) =>
        before.includes(port) ? free(port, published) : port,
      );
    });
    const volumes = services.flatMap((service) => service.volumes);
    const secrets = PrivateSource._tokens(chef._engineBuild.privateSources);
    this.file = new YamlFile(project, PATH, {
      marker: true,
      obj: {
        services: Object.fromEntries(services.map((service) => [service.name, service.definition])),
        ...(volumes.length > 0 ? { volumes: Object.fromEntries(volumes.map((volume) => [volume, {}])) } : {}),
        ...(secrets.length > 0
          ? { secrets: Object.fromEntries(secrets.map((variable) => [variable, { environment: variable }])) }
          : {}),
      },
    });
    RecordFile.of(project)?.add(this.file);
    guardGeneratedFiles(project, 'muslrust-chef-compose', [this.file], 'leave ComposeFile out, and keep yours');
  }

  /** Before anything is written. */
  public preSynthesize(): void {
    super.preSynthesize();
    const { project } = this;
    const other = OTHERS.find((path) => project.tryFindFile(path) || !HandWrittenFiles.isFree(project, path));
    if (other === undefined) return;
    throw new UserError(
      `${other}: Docker Compose reads ${PATH} where both are, and would start nothing of this any more. ${nothingChanged()} ` +
        'Either give it the name compose.override.yaml, which Compose reads on top of the generated one, or leave ComposeFile out. ' +
        thenAgain(),
    );
  }
}

/** The next number that nothing is published at, which is taken then. */
function free(port: number, published: Set<number>): number {
  let next = port;
  // below 1024 a user may have to be root
  do next = next < 65535 ? next + 1 : 1024;
  while (published.has(next));
  published.add(next);
  return next;
}
