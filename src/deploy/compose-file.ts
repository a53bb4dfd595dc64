import { Component, YamlFile } from 'projen';
import { guardGeneratedFiles } from '../files/generated-files';
import { Image } from '../image/image';
import { UserError } from '../messages/user-error';
import { MuslRustChef } from '../muslrust-chef';
import { checked } from '../options/checked';
import { RecordFile } from '../record/record-file';

/**
 * A `compose.yaml` by which Docker builds and runs the images on your machine: `docker compose up --build`.
 *
 * They run as in production: not root, a root file system that can't be written to, no capabilities. Each image's `ports` are there on
 * the machine, and its `volumes` are kept.
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
    const images = chef._images;
    const volumes = images.flatMap((image) => image.volumes.map((_, i) => volumeOf(image, i)));
    this.file = new YamlFile(project, 'compose.yaml', {
      marker: true,
      obj: {
        services: Object.fromEntries(images.map((image) => [image.name, service(image)])),
        ...(volumes.length > 0 ? { volumes: Object.fromEntries(volumes.map((volume) => [volume, {}])) } : {}),
      },
    });
    RecordFile.of(project)?.add(this.file);
    guardGeneratedFiles(project, 'muslrust-chef-compose', [this.file], 'leave ComposeFile out, and keep yours');
  }
}

const volumeOf = ({ name }: Image, index: number) => `${name}-${index + 1}`;

function service(image: Image) {
  const { stage, ports, volumes } = image;
  return {
    build: { context: '.', target: stage },
    // passes signals on to a program that does not handle them
    init: true,
    read_only: true,
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    tmpfs: ['/tmp'],
    ...(ports.length > 0 ? { ports: ports.map((port) => `127.0.0.1:${port}:${port}`) } : {}),
    ...(volumes.length > 0 ? { volumes: volumes.map((path, i) => `${volumeOf(image, i)}:${path}`) } : {}),
  };
}
