import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Executables } from './executables';
import { copyFromImage, ImageBuild, inspectImage, synth, tempDir } from './lab';
import { MuslRustChefOptions, Platform } from '../../src';

/**
 * Builds the images that `MuslRustChef` describes for a crate, and takes the executables out of them.
 *
 * @param names of its binaries
 */
export function forMusl(crate: string, names: string[], options: MuslRustChefOptions): Executables {
  synth(crate, { platforms: [Platform.LINUX_AMD64], ...options });
  const build = new ImageBuild(crate).succeeded;
  // that of the crate's own name has no part of its own
  const [, own] = /^name = "(.*)"/m.exec(readFileSync(join(crate, 'Cargo.toml'), 'utf8'))!;
  const reference = (name: string) => build.reference(name === own ? undefined : name);
  const folder = tempDir();
  for (const name of names) copyFromImage(reference(name), `/usr/local/bin/${name}`, join(folder, name));
  const variables = inspectImage<string[]>(reference(names[0]), '.Config.Env');
  return {
    path: (name) => join(folder, name),
    environment: Object.fromEntries(variables.map((variable) => variable.split(/=(.*)/s, 2))),
  };
}
