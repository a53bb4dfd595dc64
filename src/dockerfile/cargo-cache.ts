import { CacheScope } from './cache-scope';
import { CompileOptions } from './compile-options';
import { PrivateSource } from '../image/private-source';
import { because, run } from '../syntax/dockerfile-syntax';

/**
 * Has builds that share cargo's downloads take turns: cargo locks them while it writes, by a file beside them. Among
 * them, that is the same file for all.
 *
 * @param cargoHome the folder of cargo's own, e.g. `/opt/cargo`
 */
export function shareCargoLock(cargoHome: string): string {
  return because(
    "builds share cargo's downloads by cache mounts, so its lock file is moved into one of them",
    `RUN mkdir -p ${cargoHome}/registry && ln -sf registry/.package-cache ${cargoHome}/`,
  );
}

/**
 * A script in which cargo may download, from private sources too. What it downloads is in cache mounts, not in a layer.
 */
export function runCargo(
  script: string[],
  { toolchain, privateSources }: CompileOptions,
  mounts: string[] = [],
): string {
  return run(
    [...PrivateSource._setup(privateSources), ...script],
    [
      ...mounts,
      ...privateSources.map(({ _mount }) => _mount),
      ...['registry', 'git'].map((folder) => CacheScope.mount(folder, `target=${toolchain.base._cargoHome}/${folder}`)),
    ],
  );
}
