import { Project } from 'projen';
import { relativePath } from '../paths/relative-path';
import { assignments, because } from '../syntax/dockerfile-syntax';

/**
 * Whose folders a builder keeps: the builds of one scope share them, and no other build can write there.
 *
 * A scope is a build argument, since the repository is known to the workflow only. BuildKit expands it in the `id` of a
 * mount. It leaves ids out of the keys of its layers (`ExecOp.CacheMap`), but not the arguments that a stage declares: so
 * a layer that was made of these folders is for this scope only, too.
 */
export class CacheScope {
  /** The build argument; the bake file sets it by a variable of this name. */
  public static readonly VARIABLE = 'CACHE_SCOPE';

  /** The scope of a build that is given none: the project. */
  public static of(project: Project): string {
    const folder = relativePath(project.root.outdir, project.outdir);
    // an instruction of a Dockerfile ends at a line break, in quotes too
    const scope = project.root.name + (folder && `:${folder}`);
    return scope.replace(/[\x00-\x1f]/g, encodeURIComponent);
  }

  /** Declares it for a stage, and for all that begin with that stage. */
  public static declaration(scope: string): string {
    return because(
      'cache mounts, and layers made with them, are shared within this scope only',
      assignments('ARG', { [CacheScope.VARIABLE]: scope })[0],
    );
  }

  /** A cache mount of the scope. */
  public static mount(name: string, options: string): string {
    return `type=cache,id=$${CacheScope.VARIABLE}/${name},${options}`;
  }
}
