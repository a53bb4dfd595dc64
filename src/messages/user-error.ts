import { dirname, sep } from 'node:path';
import { inRcLanguage } from './in-rc-language';

/** Frames that are no line of the user's: ours, those of other packages, of Node.js and of jsii for other languages. */
const FOREIGN = [
  `${dirname(__dirname)}${sep}`,
  `${sep}node_modules${sep}`,
  'node:',
  '<anonymous>)',
  'at Kernel.',
  'at KernelHost.',
  `${sep}lib${sep}program.js:`,
];

let wasMade = false;

/**
 * Something that the user has to mend: a message says what, and no stack stands round it, since it would tell of this
 * package only. What stays is the line of the user's that led here. `npx projen --debug` shows all of it.
 */
export class UserError extends Error {
  /** Whether something has been said to be wrong: jsii's program in Python may end by it, which ends with 0 here all the same. */
  public static get wasMade(): boolean {
    return wasMade;
  }

  constructor(message: string) {
    // the line of the user's may be far away
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 100;
    super(inRcLanguage(message));
    Error.stackTraceLimit = stackTraceLimit;
    wasMade = true;
    // what projen goes by for its own
    if (process.env.DEBUG) return;
    const line = this.stack
      ?.slice(this.stack.indexOf(this.message) + this.message.length)
      .split('\n')
      .find((frame) => /^ +at /.test(frame) && !FOREIGN.some((part) => frame.includes(part)));
    this.stack = line ? `${this.message}\n${line}` : this.message;
  }
}
