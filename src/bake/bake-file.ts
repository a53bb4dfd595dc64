import { JsonFile, Project } from 'projen';
import { CacheScope } from '../dockerfile/cache-scope';
import { SEED_STAGES } from '../dockerfile/compile-unit';
import { BAKE_TARGETS } from '../image/bake-targets';
import { EngineBuild, fixedPlatform } from '../image/engine-build';
import { Image } from '../image/image';
import { PrivateSource } from '../image/private-source';
import { ImageRepository } from '../registry/image-repository';
import { ProjectRepository } from '../registry/project-repository';

export interface BakeFileOptions extends EngineBuild {
  readonly images: Image[];
  /** Whether each image is compiled by itself, and so has layers of its own to cache. */
  readonly isolated: boolean;
  /** Where the images of the project are. */
  readonly repository: ProjectRepository;
  /** Where the image of what was compiled is; none where the Dockerfile has no stage for it. */
  readonly seed?: ImageRepository;
}

/**
 * `docker-bake.json`: one target per image, and those of the executables and of the seed. The tasks and the workflow run the same ones; the workflow
 * overrides the platform, the cache and the output.
 */
export class BakeFile extends JsonFile {
  constructor(project: Project, options: BakeFileOptions) {
    const { buildArgs, images, isolated, platforms, privateSources, repository, seed } = options;
    const platform = fixedPlatform(options);
    const secrets = PrivateSource._tokens(privateSources).map((variable) => `id=${variable},env=${variable}`);
    super(project, 'docker-bake.json', {
      obj: {
        variable: {
          REPOSITORY: { default: repository.local },
          TAG: { default: 'latest' },
          ...SUFFIX,
          ...(isolated ? { CACHE_FROM: { default: '' }, CACHE_TO: { default: '' } } : {}),
          [CacheScope.VARIABLE]: { default: literal(CacheScope.of(project)) },
          ...Object.fromEntries(
            Object.entries(buildArgs).map(([name, { _text }]) => [name, { default: literal(_text) }]),
          ),
        },
        group: {
          default: { targets: images.map((image) => image.bakeTarget) },
        },
        target: {
          [BAKE_TARGETS.common]: {
            context: '.',
            dockerfile: 'Dockerfile',
            args: {
              [CacheScope.VARIABLE]: `\${${CacheScope.VARIABLE}}`,
              // one that is not known is not there, rather than empty
              ...Object.fromEntries(Object.keys(buildArgs).map((name) => [name, `\${${name} == "" ? null : ${name}}`])),
            },
            // into the local engine; without a platform, which is then the builder's own
            output: ['type=docker'],
            ...(platform === undefined ? {} : { platforms: [platform] }),
            ...(secrets.length > 0 ? { secret: secrets } : {}),
            ...(PrivateSource._needAgent(privateSources) ? { ssh: ['default'] } : {}),
          },
          ...Object.fromEntries(
            images.map((image) => [
              image.bakeTarget,
              {
                inherits: [BAKE_TARGETS.common],
                target: image.stage,
                tags: [`${image.repository.behind('${REPOSITORY}')}\${SUFFIX}`],
                ...(isolated ? ownCache(image.name) : {}),
              },
            ]),
          ),
          [BAKE_TARGETS.binaries]: {
            inherits: [BAKE_TARGETS.common],
            target: 'binaries',
            platforms,
            // in one folder: the names tell the platforms apart
            output: ['type=local,dest=dist,platform-split=false'],
          },
          ...(seed
            ? {
                [BAKE_TARGETS.seed]: {
                  inherits: [BAKE_TARGETS.common],
                  target: SEED_STAGES.image,
                  tags: [`${seed.behind('${REPOSITORY}')}:\${TAG}`],
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

/** The variable behind a repository: an empty `TAG` leaves it without one, as what is pushed by digest must be. */
export const SUFFIX = { SUFFIX: { default: '${TAG == "" ? "" : ":${TAG}"}' } };

/** A text, in which `${` would begin an expression. */
function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, '$&$&');
}

/** Where a build keeps its layers, by variables that have the name of a cache with `*` in it; bake skips empty ones. */
function ownCache(name: string) {
  return Object.fromEntries(
    ['CACHE_FROM', 'CACHE_TO'].map((variable) => [
      variable.toLowerCase().replace('_', '-'),
      [`\${replace(${variable}, "*", "${name}")}`],
    ]),
  );
}
