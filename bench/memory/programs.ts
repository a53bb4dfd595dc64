import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { forGlibc } from '../lib/for-glibc';
import { forMusl } from '../lib/for-musl';
import { tempDir } from '../lib/lab';

const NAME = 'memory';

/** The program of `program/`, linked in each way, by the name of the way. */
export function buildPrograms(): Record<'glibc' | 'glibc, static' | 'musl' | 'musl, our functions', string> {
  console.error('build with glibc');
  const glibc = forGlibc(crate());
  return {
    glibc: glibc.dynamic.path(NAME),
    'glibc, static': glibc.static.path(NAME),
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
  return forMusl(crate(), [NAME], { memoryFunctions }).path(NAME);
}
