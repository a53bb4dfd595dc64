import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Platform } from '../../src';
import { forGlibc } from '../lib/for-glibc';
import { copyFromImage, ImageBuild, synth, tempDir } from '../lib/lab';

const NAME = 'memory';

/** The program of `program/`, linked in each way, by the name of the way. */
export function buildPrograms(): Record<'glibc' | 'glibc, static' | 'musl' | 'musl, our functions', string> {
  console.error('build with glibc');
  const glibc = forGlibc(crate(), join(__dirname, 'glibc.Dockerfile'));
  return {
    glibc: join(glibc, 'dynamic'),
    'glibc, static': join(glibc, 'static'),
    musl: fromImage(false),
    'musl, our functions': fromImage(true),
  };
}

function crate(): string {
  const folder = tempDir();
  cpSync(join(__dirname, 'program'), folder, { recursive: true });
  return folder;
}

function fromImage(memoryFunctions: boolean): string {
  console.error(`build with memoryFunctions: ${memoryFunctions}`);
  const folder = crate();
  synth(folder, { memoryFunctions, platforms: [Platform.LINUX_AMD64] });
  const executable = join(tempDir(), NAME);
  copyFromImage(new ImageBuild(folder).succeeded.reference(), `/usr/local/bin/${NAME}`, executable);
  return executable;
}
