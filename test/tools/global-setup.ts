import { provision } from './tools';

/** Before the first test: the tools, in one process, since the tests run in several. */
export default function globalSetup(): void {
  for (const line of provision()) {
    process.stderr.write(`${process.env.CI ? 'failing' : 'skipping'} the tests of ${line}\n`);
  }
}
