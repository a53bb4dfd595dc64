/** Something that was found in a project. */
export interface Finding {
  readonly id: string;
  /** How bad it is: an error stops a synth, unless it is acknowledged. */
  readonly level: 'note' | 'warning' | 'error';
  /** On one line. */
  readonly text: string;
  /** Whether somebody has seen it, and leaves it as it is. */
  readonly acknowledged: boolean;
  /** Why they do. */
  readonly reason?: string;
}
