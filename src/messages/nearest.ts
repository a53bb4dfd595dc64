/** How far a slip may be from what was meant. */
const SLIP = 2;

/**
 * The names that another one is nearest to, nearest first. Cases and separators don't count: `smoke_test` is `smokeTest`.
 */
export function nearest(name: string, names: readonly string[]): string[] {
  return names
    .map((other) => ({ other, far: distance(plain(name), plain(other)) }))
    .sort((a, b) => a.far - b.far)
    .map(({ other }) => other);
}

/** The name that was meant, if one is near enough. */
export function meant(name: string, names: readonly string[]): string | undefined {
  const [first] = nearest(name, names);
  if (first === undefined) return undefined;
  const far = distance(plain(name), plain(first));
  // two letters of two are another name
  return far <= SLIP && far < Math.min(plain(name).length, plain(first).length) ? first : undefined;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

/** How many letters have to be put in, taken out or replaced (Levenshtein's distance). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min(row[j + 1] + 1, next[j] + 1, row[j] + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
