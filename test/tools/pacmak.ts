import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { compileInto } from './assembly';
import { tempDir } from '../util';

const ROOT = join(__dirname, '..', '..');

/** The package as it is published, which other languages are generated from. */
export function packageFolder(): string {
  const folder = join(tempDir(), 'package');
  compileInto(folder);
  for (const path of ['assets', '.npmignore']) cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  return folder;
}

/** The command that generates code in a language for packages of jsii's. */
export function pacmak(language: 'python' | 'java' | 'go', outdir: string, ...packages: string[]): string[] {
  const program = join(ROOT, 'node_modules', '.bin', 'jsii-pacmak');
  return [program, '--code-only', '--target', language, '--outdir', outdir, ...packages];
}
