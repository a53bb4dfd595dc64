/** A call of cargo, as a shell has it. */
export function cargoCommand(...words: string[]): string {
  return ['cargo', ...words].join(' ');
}
