/** How many things of a kind are named. */
const NAMED = 3;

/** Things one after the other; of many the first, and how many there are besides. */
export function shortened(all: readonly string[]): string {
  const more = all.length - NAMED;
  return [...all.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
