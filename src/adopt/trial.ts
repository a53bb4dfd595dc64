import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RcModel } from './rc-file/rc-model';
import { nodeProgram, ROOT } from './rc-file/rc-writer';
import { WorkingCopy } from './working-copy';
import { ADOPTING } from '../messages/adopting';
import { nothingChanged } from '../messages/nothing-changed';
import { UserError } from '../messages/user-error';

/** What comes after a synth: `Cargo.lock` is brought up to date. Nothing is installed: that is for the user to do. */
const AFTERWARDS = `
const { javascript: { NodePackage } } = require('projen');
for (const each of ${ROOT}.node.findAll()) {
  if (typeof each.postSynthesize === 'function' && each !== ${ROOT} && !(each instanceof NodePackage)) each.postSynthesize();
}
`;

/**
 * Synthesises in a copy, by the packages that run.
 *
 * @returns what synth said
 */
export function synthIn(copy: WorkingCopy, model: RcModel): string {
  const program = join(copy.place, 'trial.cjs');
  // it says what the rc file says, in whatever language that is
  writeFileSync(program, nodeProgram(model, 'require') + AFTERWARDS);
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    cwd: copy.root,
    encoding: 'utf8',
    maxBuffer: Infinity,
    env: { ...process.env, PROJEN_DISABLE_POST: 'true', GIT_OPTIONAL_LOCKS: '0', [ADOPTING]: 'true' },
  });
  const said = (stdout + stderr).replaceAll(copy.root, '.');
  if (status !== 0) {
    throw new UserError(`the synth of what would be written fails. Nothing has been changed.\n${messageIn(said)}`);
  }
  return said;
}

/** What the error says, without the program that ran and a stack. */
function messageIn(said: string): string {
  const lines = said.split('\n');
  // Node.js shows first where it was thrown
  const shown = lines.slice(lines.findIndex((line) => /^\s*\^+$/.test(line)) + 1);
  return (
    shown
      .filter((line) => !/^\s+at |^Node\.js v/.test(line))
      .join('\n')
      .replace(/^\s*\w*Error: /, '')
      // which is said before it
      .replace(`${nothingChanged()} `, '')
      .trim()
  );
}
