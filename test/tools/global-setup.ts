import { provideAssembly } from './assembly';
import { memoryFolder } from './memory-folder';
import { provision } from './tools';

/** Before the first test: what all need, in one process, since the tests run in several; and git that nobody has configured. */
export default function globalSetup(): void {
  Object.assign(process.env, { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' });
  provideAssembly();
  for (const line of provision()) {
    process.stderr.write(`${process.env.CI ? 'failing' : 'skipping'} the tests of ${line}\n`);
  }
  // unless somebody has chosen another
  const folder = memoryFolder();
  if (folder) process.env.TMPDIR ??= folder;
}
