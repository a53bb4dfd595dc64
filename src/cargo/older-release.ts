/** Whether a release of Rust is older than what is asked for. Of `1.85` each patch release is one. */
export function isOlderRelease(release: string, wanted: string): boolean {
  const [own, asked] = [release, wanted].map((version) => version.split(/[.-]/).map(Number));
  const at = [0, 1, 2].find(
    (part) => (own[part] ?? Infinity) !== (asked[part] ?? 0) && !(own[part] === undefined && part === 2),
  );
  return at !== undefined && own[at] < asked[at];
}
