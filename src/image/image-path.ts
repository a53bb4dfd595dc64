import { posix } from 'node:path';
import { faultOfMount } from './engine-mounts';
import { UserError } from '../messages/user-error';

/**
 * Refuses what is no place in an image.
 *
 * @param what the option and what it says
 */
export function assertImagePath(what: string, path: string): void {
  const fault = faultOf(path);
  if (fault) throw new UserError(`${what}, ${fault}`);
}

function faultOf(path: string): string | undefined {
  if (!path.startsWith('/')) {
    return 'which is no path from the root of the image. Begin it with "/", as in "/app/data".';
  }
  if (posix.normalize(path) !== path) return `which is a longer way to write ${posix.normalize(path)}. Write that.`;
  if (/[\0-\x1f\x7f]|\s(\/|$)/.test(path)) {
    return 'which has a control character in it, or a blank at an end. Name it otherwise.';
  }
  return faultOfMount(path);
}
