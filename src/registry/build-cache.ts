import { ContainerRegistry } from './container-registry';
import { ImageRepository } from './image-repository';
import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';
import { assertMadeByStatics } from '../options/made-by-statics';

/**
 * Where the workflow keeps BuildKit's layers between its runs.
 *
 * In every store each platform has its own cache, pull requests read it and never write it, and a failed write of the cache
 * does not fail the build.
 */
export class BuildCache {
  /**
   * The cache of GitHub Actions: nothing to set up, at most 10 GB for a repository, oldest entries go first.
   */
  public static githubActions(): BuildCache {
    return new BuildCache((key) => `type=gha,scope=${key}`);
  }

  /**
   * A repository in an image registry: no size limit, and other builders can read it too. The workflow logs in to it.
   *
   * @param reference an image repository without a tag, e.g. `ghcr.io/acme/app/cache`; each platform's cache is a tag
   * in it, with the id of the GitHub repository, so several projects and repositories can have one
   * @param registry how the workflow logs in; by default as to the registry of that host which another option names,
   * else by what its host is known for
   */
  public static registry(reference: string, registry?: ContainerRegistry): BuildCache {
    [reference, registry] = checked('BuildCache.registry', [reference, registry]);
    const where = `BuildCache.registry(${JSON.stringify(reference)})`;
    const repository = ImageRepository.parse(where, reference, registry ? [registry] : []);
    if (registry && repository.registry !== registry) {
      throw new UserError(
        `${where}: that is on ${repository.registry.host}, but the registry beside it is ${registry.host}. ` +
          'Name one of that host, or leave it out.',
      );
    }
    return new BuildCache((key) => `type=registry,ref=${repository.name}:${key}`, repository.name, registry);
  }

  /**
   * No cache: every run starts with nothing.
   */
  public static none(): BuildCache {
    return new BuildCache(() => undefined);
  }

  private constructor(
    private readonly backend: (key: string) => string | undefined,
    /** @internal The repository that it is in, if it is in one. */
    public readonly _reference?: string,
    /** @internal The registry, where it was named. */
    public readonly _registry?: ContainerRegistry,
  ) {
    assertMadeByStatics('BuildCache', typeof backend === 'function');
  }

  /** @internal The bake override that reads the cache named `key`. */
  public _from(key: string): string | undefined {
    return this.backend(key);
  }

  /** @internal The bake override that writes it. `mode=max`: the stages before the last are the ones worth keeping. */
  public _to(key: string): string | undefined {
    const backend = this.backend(key);
    return backend && `${backend},mode=max,ignore-error=true`;
  }
}
