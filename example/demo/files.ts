import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const NOT_OURS = ['node_modules', '.git'];

/** The files below a folder, but for what npm and git put there: relative path -> hash of mode and content. */
export function snapshot(folder: string, path = ''): Map<string, string> {
  const entries = readdirSync(join(folder, path), { withFileTypes: true })
    .filter(({ name }) => !NOT_OURS.includes(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(
    entries.flatMap((entry) => {
      const child = join(path, entry.name);
      if (entry.isDirectory()) {
        return [...snapshot(folder, child)];
      }
      const { mode } = lstatSync(join(folder, child));
      const hash = createHash('sha256')
        .update(`${mode} `)
        .update(readFileSync(join(folder, child)))
        .digest('hex');
      return [[child, hash] as const];
    }),
  );
}

/** The paths whose content or mode differs, that appeared, or that went. */
export function changes(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .sort();
}

/** Paths as a tree, one entry a line. */
export function tree(paths: string[], indent = ''): string {
  const names = [...new Set(paths.map((path) => path.split('/')[0]))];
  return names
    .map((name, i) => {
      const [branch, bar] = i === names.length - 1 ? ['└── ', '    '] : ['├── ', '│   '];
      const below = paths.filter((path) => path.startsWith(`${name}/`)).map((path) => path.slice(name.length + 1));
      return `${indent}${branch}${name}\n${below.length > 0 ? tree(below, indent + bar) : ''}`;
    })
    .join('');
}
