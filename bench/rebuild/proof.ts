/** What shows that an edit is in a result: a text in the executable, or one that cargo printed. */
export interface Proof {
  readonly inExecutable?: string;
  readonly inOutput?: string;
}

/** Fails unless it is. */
export function assertProven({ inExecutable, inOutput }: Proof, executable: Buffer, output: string): void {
  if (inExecutable && !executable.includes(inExecutable)) throw new Error(`the executable has no "${inExecutable}"`);
  if (inOutput && !output.includes(inOutput)) throw new Error(`nobody printed "${inOutput}":\n${output.slice(-8000)}`);
}
