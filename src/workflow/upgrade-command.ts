import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, Project } from 'projen';
import { PackageManager } from './package-manager';
import { PACKAGES } from '../generator';

/** How each package manager takes newer releases: those that package.json allows, or all. */
const COMMANDS: Record<keyof typeof javascript.NodePackageManager, { readonly allowed: string; readonly all: string }> =
  {
    NPM: { allowed: 'npm update', all: 'npm install' },
    PNPM: { allowed: 'pnpm update', all: 'pnpm update --latest' },
    BUN: { allowed: 'bun update', all: 'bun update --latest' },
    YARN: { allowed: 'yarn upgrade', all: 'yarn upgrade --latest' },
    YARN_CLASSIC: { allowed: 'yarn upgrade', all: 'yarn upgrade --latest' },
    YARN2: { allowed: 'yarn up -R', all: 'yarn up' },
    YARN_BERRY: { allowed: 'yarn up -R', all: 'yarn up' },
  };

/**
 * The command that brings projen and this package up to date, as a project has them; none where it has none of them by a version.
 */
export function upgradeCommand(root: Project): string | undefined {
  const { option } = PackageManager.for(root).traits;
  // its package.json is generated: what it allows is for the rc file to say
  if (javascript.NodePackage.of(root)) return `${COMMANDS[option].allowed} ${PACKAGES.join(' ')}`;
  const specs = specsIn(root.outdir);
  // one from a file or by git has no newer release
  const named = PACKAGES.filter((name) => specs[name] !== undefined && !/[:/]/.test(specs[name]));
  if (named.length === 0) return undefined;
  return [COMMANDS[option].all, ...named.map((name) => (option === 'NPM' ? `${name}@latest` : name))].join(' ');
}

function specsIn(folder: string): Record<string, string> {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return {};
  try {
    const { dependencies, devDependencies } = Object(JSON.parse(readFileSync(path, 'utf8')));
    return { ...dependencies, ...devDependencies };
  } catch {
    // npm will say so
    return {};
  }
}
