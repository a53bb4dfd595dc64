import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { GENERATOR } from '../generator';
import { relativePath } from '../paths/relative-path';

/** A package that the synth needs. */
export interface RunningPackage {
  readonly name: string;
  readonly folder: string;
  readonly version: string;
}

/** The packages that run, which a trial runs with too. */
export function runningPackages(): RunningPackage[] {
  return [
    packageAt(dirname(require.resolve('projen/package.json'))),
    packageAt(dirname(require.resolve('constructs/package.json'))),
    packageAt(join(__dirname, '../..')),
  ];
}

/**
 * What a `package.json` says for one of them: what it was run from. That is what it was installed by; a folder where it was not
 * installed at all.
 *
 * @param root where the `package.json` is
 */
export function specOf({ name, folder, version }: RunningPackage, root: string): string {
  if (name !== GENERATOR.name) return `^${version}`;
  if (basename(dirname(folder)) !== 'node_modules') return `file:${relativePath(root, folder)}`;
  for (let above = dirname(folder); above !== dirname(above); above = dirname(above)) {
    if (basename(above) !== 'node_modules') continue;
    const said = declared(dirname(above));
    if (said === undefined) continue;
    const [, path = said] = /^(?:file|link):(.*)$/.exec(said) ?? [];
    // npx keeps what it ran in a folder of its own
    return path !== said || isAbsolute(path) || path.startsWith('.')
      ? `file:${relativePath(root, resolve(dirname(above), path))}`
      : said;
  }
  return `^${version}`;
}

function declared(folder: string): string | undefined {
  const { dependencies, devDependencies } = readManifest(folder) as Record<string, Record<string, string> | undefined>;
  return devDependencies?.[GENERATOR.name] ?? dependencies?.[GENERATOR.name];
}

function packageAt(folder: string): RunningPackage {
  const { name, version } = readManifest(folder) as { name: string; version: string };
  return { name, folder, version };
}

function readManifest(folder: string): Record<string, unknown> {
  const path = join(folder, 'package.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : {};
}
