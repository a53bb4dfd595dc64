import { readFileSync } from 'node:fs';

/** The release of rustc that compiled an executable, which the compiler itself notes there. */
export function compilerOf(executable: string): string {
  return /rustc version (\S+)/.exec(readFileSync(executable, 'latin1'))![1];
}
