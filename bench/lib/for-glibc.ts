import { run, tempDir } from './lab';
import { PINS } from '../../src/pins';

/** Builds a crate with glibc, by the compiler of the builder base; returns the folder of its programs. */
export function forGlibc(crate: string, dockerfile: string): string {
  const folder = tempDir();
  run([
    'docker',
    'buildx',
    'build',
    '--file',
    dockerfile,
    '--build-arg',
    `BUILDER=${PINS.images.muslrust}`,
    '--output',
    `type=local,dest=${folder}`,
    crate,
  ]);
  return folder;
}
