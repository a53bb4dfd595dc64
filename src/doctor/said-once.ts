import { Line } from './line';
import { shortened } from './shortened';

/** Lines of which those that say the same of several projects are one. */
export function saidOnce(lines: readonly Line[]): Line[] {
  const groups = new Map<string, Line[]>();
  for (const line of lines) {
    const key = JSON.stringify({ ...line, project: undefined });
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].map((same) => {
    const [first] = same;
    return first.project === undefined
      ? first
      : { ...first, project: shortened([...new Set(same.map(({ project }) => project!))]) };
  });
}
