import { JsonFile, Project } from 'projen';
import { CacheScope } from './cache-scope';
import { Image } from './image';
import { PrivateSource } from './private-source';
import { Platform } from '../platform';

export interface BakeFileOptions {
  readonly images: Image[];
  readonly platforms: Platform[];
  readonly privateSources: PrivateSource[];
  /** Whether the Dockerfile has the stage `seed-image`. */
  readonly hasSeedImage: boolean;
}

/**
 * `docker-bake.json`: one target per image, `binaries` and `seed-image`. The tasks and the workflow run the same ones; the workflow
 * overrides the platform, the cache and the output.
 */
export class BakeFile extends JsonFile {
  /** The default of the bake variable `REPOSITORY`: what local images are called. */
  public static localRepository(project: Project): string {
    return project.name
      .toLowerCase()
      .replace(/^@/, '')
      .replace(/[^a-z0-9/]+/g, '-')
      .replace(/(^|\/)-+|-+($|\/)/g, '$1$2');
  }

  constructor(project: Project, { images, platforms, privateSources, hasSeedImage }: BakeFileOptions) {
    const secrets = PrivateSource._tokens(privateSources).map((variable) => `id=${variable},env=${variable}`);
    super(project, 'docker-bake.json', {
      obj: {
        variable: {
          REPOSITORY: { default: BakeFile.localRepository(project) },
          TAG: { default: 'latest' },
          // `${` begins an expression
          [CacheScope.VARIABLE]: { default: CacheScope.of(project).replace(/[$%](?=\{)/g, '$&$&') },
        },
        group: {
          default: { targets: images.map((image) => image.bakeTarget) },
        },
        target: {
          _common: {
            context: '.',
            dockerfile: 'Dockerfile',
            args: { [CacheScope.VARIABLE]: `\${${CacheScope.VARIABLE}}` },
            // into the local engine; without a platform, which is then the builder's own
            output: ['type=docker'],
            ...(secrets.length > 0 ? { secret: secrets } : {}),
            ...(PrivateSource._needAgent(privateSources) ? { ssh: ['default'] } : {}),
          },
          ...Object.fromEntries(
            images.map((image) => [
              image.bakeTarget,
              {
                inherits: ['_common'],
                target: image.stage,
                tags: [`\${REPOSITORY}${image.repositorySuffix}:\${TAG}`],
              },
            ]),
          ),
          binaries: {
            inherits: ['_common'],
            target: 'binaries',
            platforms,
            // in one folder: the names tell the platforms apart
            output: ['type=local,dest=dist,platform-split=false'],
          },
          ...(hasSeedImage
            ? {
                'seed-image': {
                  inherits: ['_common'],
                  target: 'seed-image',
                  tags: ['${REPOSITORY}/seed:${TAG}'],
                  // for builders elsewhere, so to the registry; zstd is smaller than gzip, and unpacked faster
                  output: ['type=registry,compression=zstd,oci-mediatypes=true'],
                },
              }
            : {}),
        },
      },
    });
  }
}
