import { createHash } from 'crypto';
import { CacheScope } from './cache-scope';
import { CompileOptions } from './compile-options';
import { CompileUnit } from './compile-unit';
import { MemoryFunctions } from './memory-functions';
import { SOURCES } from './sources';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { copy } from '../syntax/dockerfile-syntax';

/** The stage that target folders which are kept belong to. */
const TARGET_STAGE = 'target';

/**
 * What decides on compiled code, and what cargo's fingerprints do not know: the base image and its compilers, variables,
 * instructions of the user's, cargo's configuration, what stands in for dependencies. A mount `from` a stage is kept for
 * as long as this stage's layer is the same (BuildKit, solver/llbsolver/mounts/mount.go: getRefCacheDir).
 */
export function targetStage({ toolchain, points, cookedSources }: CompileOptions): DockerfileStage {
  return new DockerfileStage({
    name: TARGET_STAGE,
    comment:
      'Whose the target folders are that BuildKit keeps: of these tools and variables, of this configuration. Of all else ' +
      'cargo knows whether it is what was compiled.',
    from: toolchain.stage,
    instructions: [
      ...points.ofDependencies,
      'COPY .carg[o]/config* /configuration/.cargo/',
      ...cookedSources.map((path) => copy(path, `/configuration/${path}`)),
      'RUN mkdir /target',
    ],
  });
}

/** Mounts a target folder that is kept; it begins with nothing. */
export function mountKeptTarget(name: string, unit: CompileUnit, options: CompileOptions): string {
  const target = `target=${SOURCES}/target,from=${TARGET_STAGE},source=/target,sharing=locked`;
  return CacheScope.mount(`${name}-$TARGETARCH-${hashOf(unit, options)}`, target);
}

/** A hash of what decides on the compiled code, but for files of the workspace: of these the seed is made. */
function hashOf(
  unit: CompileUnit,
  { toolchain, aptPackages, environment, memoryFunctions, points }: CompileOptions,
): string {
  const { strategy, base, builderImage } = toolchain;
  return createHash('sha256')
    .update(
      JSON.stringify({
        unit: unit.buildStage,
        flags: unit.flags,
        strategy,
        base: base._references.join(),
        builderImage,
        aptPackages,
        environment,
        // cargo does not know that a program was linked with others
        memoryFunctions: memoryFunctions && MemoryFunctions.source,
        added: [points.beforeCook, points.beforeBuild],
      }),
    )
    .digest('hex')
    .slice(0, 12);
}
