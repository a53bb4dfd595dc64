import { basename } from 'node:path';

/** Whether jsii runs this for a program in Python. (jsii, python-runtime/src/jsii/_kernel/providers/process.py; its child in runtime/lib) */
export function runsInPython(): boolean {
  // what that starts has the variable too
  return /^Python\//.test(process.env.JSII_AGENT ?? '') && basename(process.argv[1] ?? '') === 'program.js';
}
