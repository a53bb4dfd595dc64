import { join } from 'node:path';
import { Executables } from './executables';
import { run, tempDir } from './lab';
import { PINS } from '../../src/pins';

/** Builds a crate with glibc, by the compiler of the builder base: as it is linked by default, and static. */
export function forGlibc(crate: string): Record<'dynamic' | 'static', Executables> {
  const folder = tempDir();
  run([
    'docker',
    'buildx',
    'build',
    '--file',
    join(__dirname, 'glibc.Dockerfile'),
    '--build-arg',
    `BUILDER=${PINS.images.muslrust}`,
    '--output',
    `type=local,dest=${folder}`,
    crate,
  ]);
  const linked = (how: string) => ({ path: (name: string) => join(folder, how, name), environment: {} });
  return { dynamic: linked('dynamic'), static: linked('static') };
}
