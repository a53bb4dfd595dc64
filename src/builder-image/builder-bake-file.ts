import { JsonFile, Project } from 'projen';
import { SUFFIX } from '../bake/bake-file';
import { ImageRepository } from '../registry/image-repository';
import { ProjectRepository } from '../registry/project-repository';

export interface BuilderBakeFileOptions {
  readonly repository: ProjectRepository;
  readonly image: ImageRepository;
}

/**
 * The bake file of a builder image: the image, and its smoke test, of which nothing is kept.
 */
export class BuilderBakeFile extends JsonFile {
  /** The image, as a workflow publishes it. */
  public static readonly image = { name: 'muslrust-chef', bakeTarget: 'muslrust-chef' };

  constructor(project: Project, directory: string, { repository, image }: BuilderBakeFileOptions) {
    const { bakeTarget } = BuilderBakeFile.image;
    super(project, `${directory}/docker-bake.json`, {
      obj: {
        variable: {
          REPOSITORY: { default: repository.localOfBuilder },
          TAG: { default: 'latest' },
          ...SUFFIX,
        },
        group: {
          default: { targets: [bakeTarget, 'smoke-test'] },
        },
        target: {
          [bakeTarget]: {
            context: '.',
            target: 'muslrust-chef',
            tags: [`${image.behind('${REPOSITORY}')}\${SUFFIX}`],
            output: ['type=docker'],
          },
          'smoke-test': {
            context: '.',
            target: 'smoke-test',
            output: ['type=cacheonly'],
          },
        },
      },
    });
  }
}
