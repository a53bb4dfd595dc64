/** That a rule is broken. */
export interface Breach {
  readonly id: string;
  /** What of the project breaks it, where there may be several. */
  readonly about?: string;
  readonly text: string;
}

/** What names one of them. */
export function keyOf({ id, about }: Breach): string {
  return about === undefined ? id : `${id}[${about}]`;
}
