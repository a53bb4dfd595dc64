import { CacheScope } from './cache-scope';
import { run } from './dockerfile-syntax';

/**
 * A script in which cargo may download.
 *
 * What it downloads is in cache mounts, not in the layers, and all builds of a scope share them. They need not wait
 * for one another: cargo locks these folders while it writes to them.
 *
 * @param cargoHome the folder of cargo's own, e.g. `/opt/cargo`
 */
export function runCargo(script: string[], cargoHome: string, mounts: string[] = []): string[] {
  return run(
    [
      "# cargo's lock lies beside its downloads; among them, it holds for all builds that share them",
      `ln -sf registry/.package-cache ${cargoHome}/`,
      ...script,
    ],
    [...mounts, ...['registry', 'git'].map((folder) => CacheScope.mount(folder, `target=${cargoHome}/${folder}`))],
  );
}
