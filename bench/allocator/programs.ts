import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Variant } from './variant';
import { Executables } from '../lib/executables';
import { forGlibc } from '../lib/for-glibc';
import { forMusl } from '../lib/for-musl';
import { tempDir } from '../lib/lab';

/** Builds the crate in `programs/`: `load`, `burst` and `service`. */
export function buildPrograms({ name, allocator }: Variant): Executables {
  console.error(`build with ${name}`);
  const crate = tempDir();
  cpSync(join(__dirname, 'programs'), crate, { recursive: true });
  // static, so that it runs wherever the others do
  return allocator ? forMusl(crate, ['load', 'burst', 'service'], { allocator }) : forGlibc(crate).static;
}
