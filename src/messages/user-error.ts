import { dirname, sep } from 'node:path';

/** Frames that are no line of the user's: ours, those of other packages, of Node.js and of jsii for other languages. */
const FOREIGN = [
  `${dirname(__dirname)}${sep}`,
  `${sep}node_modules${sep}`,
  'node:',
  '<anonymous>)',
  'at Kernel.',
  'at KernelHost.',
];

/**
 * Something that the user has to mend: a message says what, and no stack stands round it, since it would tell of this
 * package only. What stays is the line of the user's that led here. `npx projen --debug` shows all of it.
 */
export class UserError extends Error {
  constructor(message: string) {
    // the line of the user's may be far away
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 100;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    // what projen goes by for its own
    if (process.env.DEBUG) return;
    const line = this.stack
      ?.slice(this.stack.indexOf(message) + message.length)
      .split('\n')
      .find((frame) => /^ +at /.test(frame) && !FOREIGN.some((part) => frame.includes(part)));
    this.stack = line ? `${message}\n${line}` : message;
  }
}
