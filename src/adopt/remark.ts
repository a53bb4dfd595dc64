/** Where something stands. */
export interface Place {
  /** Seen from the root of the repository. */
  readonly file: string;
  readonly line: number;
}

/** What could not be carried over as it was, or is otherwise now. */
export interface Remark extends Place {
  /** What stands there, in short, and what becomes of it or is to be done. */
  readonly text: string;
}
