import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, Project } from 'projen';

const { NodePackageManager } = javascript;

/** What installs projen on a runner, which has npm and yarn 1. */
export interface PackageManager {
  /** Puts the package manager on the runner, where it is not there. */
  readonly setUp?: string;
  /** Installs what the lock file has, and fails where that is not what package.json says. */
  readonly install: string;
  /** How a program of the packages is run. */
  readonly run: string;
}

// newest, as setup-node's `lts/*` is; pnpm and yarn take the version that package.json names in their stead
const BY_NAME: Record<string, PackageManager> = {
  npm: { install: 'npm ci', run: 'npx' },
  pnpm: { setUp: 'npm install --global pnpm', install: 'pnpm install --frozen-lockfile', run: 'pnpm exec' },
  bun: { setUp: 'npm install --global bun', install: 'bun install --frozen-lockfile', run: 'bunx' },
  yarn: { install: 'yarn install --frozen-lockfile', run: 'yarn run' },
  // Node.js comes without corepack, by version 25 (https://nodejs.org/docs/latest/api/corepack.html)
  'yarn berry': {
    setUp: 'npm install --global --force corepack && corepack enable',
    install: 'yarn install --immutable',
    run: 'yarn run',
  },
};

/** By the option of projen's own component. */
const OF_PROJEN: Record<javascript.NodePackageManager, string> = {
  [NodePackageManager.NPM]: 'npm',
  [NodePackageManager.PNPM]: 'pnpm',
  [NodePackageManager.BUN]: 'bun',
  [NodePackageManager.YARN]: 'yarn',
  [NodePackageManager.YARN_CLASSIC]: 'yarn',
  [NodePackageManager.YARN2]: 'yarn berry',
  [NodePackageManager.YARN_BERRY]: 'yarn berry',
};

/** By what is there. */
const LOCK_FILES: [file: string, name: string][] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['yarn.lock', 'yarn'],
];

/** The package manager of a repository: what projen says, else the lock file that is there. None without both. */
export function packageManagerOf(root: Project): PackageManager | undefined {
  const component = javascript.NodePackage.of(root);
  if (component) {
    return BY_NAME[OF_PROJEN[component.packageManager]];
  }
  const [file, name] = LOCK_FILES.find(([lockFile]) => existsSync(join(root.outdir, lockFile))) ?? [];
  // the lock file of yarn 1 is no YAML, and has no metadata
  const isBerry = name === 'yarn' && /^__metadata:/m.test(readFileSync(join(root.outdir, file!), 'utf8'));
  return name === undefined ? undefined : BY_NAME[isBerry ? 'yarn berry' : name];
}
