import { PythonEnvironment } from './environment';
import { git } from '../git';
import { PythonMistake, pythonRc } from '../newcomer/mistakes-in-python';
import { CRATE } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

/** What the author of an rc file is told, who runs it. */
export interface Told {
  readonly status: number | null;
  readonly output: string;
  readonly isUntouched: boolean;
}

/** Plants a mistake in a repository, and runs the rc file. */
export function told(environment: PythonEnvironment, mistake: PythonMistake): Told {
  const { code, py = pythonRc(code!), files = {}, rcFile = '.projenrc.py' } = mistake;
  const tree = Object.entries({ ...CRATE, ...files, [rcFile]: py }).filter(([, text]) => text !== '');
  const dir = writeTree(tempDir(), Object.fromEntries(tree));
  git(dir, 'init', '--quiet', '--initial-branch=main');
  git(dir, 'remote', 'add', 'origin', 'https://github.com/acme/app.git');
  const before = JSON.stringify(readTree(dir));
  const { status, output } = environment.run(dir, 'python', rcFile);
  return { status, output, isUntouched: JSON.stringify(readTree(dir)) === before };
}
