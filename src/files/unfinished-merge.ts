import { UserError } from '../messages/user-error';

/** Refuses a text that git left marks of a conflict in. */
export function assertMerged(path: string, text: string): void {
  const lines = text.split('\n');
  if (lines.some((line) => line.startsWith('>>>>>>> '))) {
    const line = lines.findIndex((each) => each.startsWith('<<<<<<< ')) + 1;
    throw new UserError(`${path}:${line}: a merge is not finished here: resolve it, and synth again`);
  }
}
