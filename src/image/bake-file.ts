import { JsonFile, Project } from 'projen';
import { Image } from './image';

/**
 * `docker-bake.json`: one target per image. The `image:build` task and the workflow run the same one; the workflow
 * overrides the platform, the cache and the output.
 */
export class BakeFile extends JsonFile {
  /** The default of the bake variable `REPOSITORY`: what local images are called. */
  public static localRepository(project: Project): string {
    return project.name.toLowerCase().replace(/^@/, '').replace(/[^a-z0-9/]+/g, '-').replace(/(^|\/)-+|-+($|\/)/g, '$1$2');
  }

  constructor(project: Project, images: Image[]) {
    super(project, 'docker-bake.json', {
      obj: {
        variable: {
          REPOSITORY: { default: BakeFile.localRepository(project) },
          TAG: { default: 'latest' },
        },
        group: {
          default: { targets: images.map((image) => image.bakeTarget) },
        },
        target: {
          _common: {
            context: '.',
            dockerfile: 'Dockerfile',
            // into the local engine; without a platform, which is then the builder's own
            output: ['type=docker'],
          },
          ...Object.fromEntries(images.map((image) => [image.bakeTarget, {
            inherits: ['_common'],
            target: image.stage,
            tags: [`\${REPOSITORY}${image.repositorySuffix}:\${TAG}`],
          }])),
        },
      },
    });
  }
}
