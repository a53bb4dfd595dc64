import { JsonFile, Project } from 'projen';

/**
 * The bake file of a builder image: the image, and its smoke test, of which nothing is kept.
 */
export class BuilderBakeFile extends JsonFile {
  /** The image, as a workflow publishes it. */
  public static readonly image = { name: 'muslrust-chef', bakeTarget: 'muslrust-chef', repositorySuffix: '' };

  constructor(project: Project, directory: string) {
    const { bakeTarget } = BuilderBakeFile.image;
    super(project, `${directory}/docker-bake.json`, {
      obj: {
        variable: {
          REPOSITORY: { default: 'muslrust-chef' },
          TAG: { default: 'latest' },
        },
        group: {
          default: { targets: [bakeTarget, 'smoke-test'] },
        },
        target: {
          [bakeTarget]: {
            context: '.',
            target: 'muslrust-chef',
            tags: ['${REPOSITORY}:${TAG}'],
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
