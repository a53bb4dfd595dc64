import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github, javascript, Project } from 'projen';
import { Installer } from './installer';
import { runsByNpx } from './runs-by-npx';
import { lines, nodeStep } from './steps';

const { NodePackageManager } = javascript;

/** What is particular to one of them. */
interface Traits {
  readonly program: 'npm' | 'pnpm' | 'bun' | 'yarn';
  /** What projen calls it, in `NodePackageManager`. */
  readonly option: keyof typeof javascript.NodePackageManager;
  readonly lockFile: string;
  /** Puts the package manager on a runner, which has npm and yarn 1, where it is not there. */
  readonly setUp?: string;
  /** Installs what the lock file has, and fails where that is not what package.json says. */
  readonly install: string;
  /** How a program of the packages is run. */
  readonly run: string;
  /** How packages are added. */
  readonly add: string;
  /** How a program of one's own is run, which needs packages. */
  readonly node: string;
}

// newest, as setup-node's `lts/*` is; pnpm and yarn take the version that package.json names in their stead
const ALL: Record<string, Traits> = {
  npm: {
    program: 'npm',
    option: 'NPM',
    lockFile: 'package-lock.json',
    install: 'npm ci',
    run: 'npx',
    add: 'npm i -D',
    node: 'node',
  },
  pnpm: {
    program: 'pnpm',
    option: 'PNPM',
    lockFile: 'pnpm-lock.yaml',
    setUp: 'npm install --global pnpm',
    install: 'pnpm install --frozen-lockfile',
    run: 'pnpm exec',
    add: 'pnpm add -D',
    node: 'node',
  },
  bun: {
    program: 'bun',
    option: 'BUN',
    lockFile: 'bun.lock',
    setUp: 'npm install --global bun',
    install: 'bun install --frozen-lockfile',
    run: 'bunx',
    add: 'bun add -d',
    node: 'node',
  },
  yarn: {
    program: 'yarn',
    option: 'YARN_CLASSIC',
    lockFile: 'yarn.lock',
    install: 'yarn install --frozen-lockfile',
    run: 'yarn run',
    add: 'yarn add -D',
    node: 'node',
  },
  // Node.js comes without corepack, by version 25 (https://nodejs.org/docs/latest/api/corepack.html)
  'yarn berry': {
    program: 'yarn',
    option: 'YARN_BERRY',
    lockFile: 'yarn.lock',
    setUp: 'npm install --global --force corepack && corepack enable',
    install: 'yarn install --immutable',
    run: 'yarn run',
    add: 'yarn add -D',
    // it may keep packages where Node.js does not look
    node: 'yarn node',
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

/** What installs projen, where the rc file is in a language of Node.js. */
export class PackageManager implements Installer {
  /** npm, for want of any other. */
  public static readonly NPM = new PackageManager(ALL.npm);

  /** That of a project whose packages are locked: what projen says, else by the lock file that is there. None without both. */
  public static of(root: Project): PackageManager | undefined {
    const component = javascript.NodePackage.of(root);
    return component
      ? new PackageManager(ALL[OF_PROJEN[component.packageManager]])
      : PackageManager.lockedIn(root.outdir);
  }

  /** That of a folder: by the lock file that is there, else by what its `package.json` says. None without both. */
  public static in(folder: string): PackageManager | undefined {
    const locked = PackageManager.lockedIn(folder);
    if (locked) return locked;
    // https://nodejs.org/api/packages.html#packagemanager
    const [, name, major] = /^(npm|pnpm|yarn|bun)@(\d+)/.exec(`${manifestIn(folder).packageManager}`) ?? [];
    return name === undefined ? undefined : new PackageManager(ALL[isBerry(name, major) ? 'yarn berry' : name]);
  }

  /** That of a project, be anything locked or not: npm, where nothing says another. */
  public static for(root: Project): PackageManager {
    return PackageManager.of(root) ?? PackageManager.in(root.outdir) ?? PackageManager.NPM;
  }

  private static lockedIn(folder: string): PackageManager | undefined {
    const [file, name] = LOCK_FILES.find(([lockFile]) => existsSync(join(folder, lockFile))) ?? [];
    if (name === undefined) return undefined;
    // the lock file of yarn 1 is no YAML, and has no metadata
    const isOfBerry = name === 'yarn' && /^__metadata:/m.test(readFileSync(join(folder, file!), 'utf8'));
    return new PackageManager(ALL[isOfBerry ? 'yarn berry' : name]);
  }

  private constructor(public readonly traits: Traits) {}

  public get languageSteps(): github.workflows.JobStep[] {
    return [nodeStep()];
  }

  public get installation(): string {
    return lines(this.traits.setUp, this.traits.install);
  }

  public get files(): string[] {
    return ['package.json', this.traits.lockFile];
  }

  public projen(project: Project): string {
    return runsByNpx(project) ? `${this.traits.run} projen` : project.projenCommand;
  }

  /** How packages are added to the root of a repository, where there may be workspaces. */
  public addTo(root: string): string {
    const { program, option, add } = this.traits;
    if (program === 'pnpm' && existsSync(join(root, 'pnpm-workspace.yaml'))) return `${add} -w`;
    return option === 'YARN_CLASSIC' && manifestIn(root).workspaces !== undefined ? `${add} -W` : add;
  }
}

function isBerry(name: string, major: string): boolean {
  return name === 'yarn' && major !== '1';
}

function manifestIn(folder: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  } catch {
    // there is none, or none that can be read: npm will say so
    return {};
  }
}
