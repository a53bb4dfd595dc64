/**
 * Where the workflow keeps BuildKit's layers between its runs.
 *
 * Whatever the store, every platform has a cache of its own, pull requests read it and never write it, and a cache
 * that can't be written never fails a build.
 */
export class BuildCache {
  /**
   * The cache of GitHub Actions: nothing to set up, at most 10 GB for a repository, oldest entries go first.
   */
  public static githubActions(): BuildCache {
    return new BuildCache((key) => `type=gha,scope=${key}`);
  }

  /**
   * A repository of an image registry: no limit of its own, and other builders can read it too.
   *
   * @param reference an image repository without a tag, e.g. `ghcr.io/acme/app/cache`; each platform's cache is a tag
   * in it. The workflow must be logged in to its registry.
   */
  public static registry(reference: string): BuildCache {
    if (!/^[a-z0-9.-]+(:\d+)?(\/[a-z0-9._-]+)+$/.test(reference)) {
      throw new Error(
        `BuildCache.registry(${JSON.stringify(reference)}): not an image repository. ` +
          'Name one in lower case and without a tag, e.g. "ghcr.io/acme/app/cache".',
      );
    }
    return new BuildCache((key) => `type=registry,ref=${reference}:${key}`);
  }

  /**
   * No cache: every run starts from nothing.
   */
  public static none(): BuildCache {
    return new BuildCache(() => undefined);
  }

  private constructor(private readonly backend: (key: string) => string | undefined) {}

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
