import { runCargo } from './cargo-cache';
import { compileCommand } from './compile-command';
import { CompileOptions } from './compile-options';
import { COMPILED, CompileUnit } from './compile-unit';
import { mountKeptTarget } from './kept-target';
import { MOUNT_SOURCES, SOURCES } from './sources';
import { BuildArg } from '../image/build-arg';

/** Where the layer is that a build begins with. */
const START = '/start';

/**
 * Instructions that compile what is not compiled yet.
 *
 * @param taken script that takes what is wanted of the target folder
 */
export function compileBinaries(unit: CompileUnit, options: CompileOptions, taken: string[]): string[] {
  const { toolchain, buildArgs, incremental, points } = options;
  return [
    ...points.ofBinaries,
    ...declarations(buildArgs),
    'ARG TARGETARCH',
    runCargo(
      [
        ...(incremental ? ['# what was compiled elsewhere, and not here', `keep-target.sh take ${START}`] : []),
        "# sets each file's mtime to when its content last changed: cargo compiles by mtimes",
        ['restore-mtimes.sh', ...Object.keys(buildArgs)].join(' '),
        ...compileCommand(`${toolchain.buildCommand} --locked`, unit),
        ...(incremental ? ['keep-target.sh prune'] : []),
        ...taken,
      ],
      options,
      [MOUNT_SOURCES, ...targetMounts(unit, options)],
    ),
  ];
}

/** Without values: these are the build's, so a change of one keeps the folder of what was compiled, and the key of its seed. */
function declarations(buildArgs: Record<string, BuildArg>): string[] {
  const pragma = BuildArg._secretive(buildArgs).length > 0 ? '# hadolint ignore=DL3064\n' : '';
  return Object.keys(buildArgs).map((name) => `${pragma}ARG ${name}`);
}

/** The target folder among the sources: kept from build to build, or the same at the beginning of each. */
function targetMounts(unit: CompileUnit, options: CompileOptions): string[] {
  const start = `from=${unit.startStage},source=${COMPILED}`;
  return options.incremental
    ? [mountKeptTarget('target', unit, options), `type=bind,target=${START},${start}`]
    : [`type=bind,target=${SOURCES}/target,${start},rw`];
}
