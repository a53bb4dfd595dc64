import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TOOLS_DIRECTORY = join(__dirname, '..', '..', '.tools');

/** A kit of tools: what is installed where, and by which files it is pinned. */
interface Kit {
  readonly needs: string;
  readonly directory: string;
  readonly pinnedBy: string[];
  readonly commands: (directory: string) => string[][];
}

const PYTHON: Kit = {
  needs: 'python3 with venv',
  directory: join(TOOLS_DIRECTORY, 'python'),
  pinnedBy: ['requirements.txt'],
  commands: (directory) => [
    ['python3', '-m', 'venv', directory],
    [
      join(directory, 'bin', 'pip'),
      'install',
      '--quiet',
      '--disable-pip-version-check',
      // off the net, do not keep a test run waiting; no source package: it would fetch what the pins do not name
      '--retries=1',
      '--only-binary=:all:',
      '--requirement',
      join(__dirname, 'requirements.txt'),
    ],
  ],
};

const GO: Kit = {
  needs: 'go 1.25 or later',
  directory: join(TOOLS_DIRECTORY, 'go'),
  pinnedBy: ['go.mod', 'go.sum'],
  commands: (directory) => [
    ['env', `GOBIN=${join(directory, 'bin')}`, 'CGO_ENABLED=0', 'go', '-C', __dirname, 'install', 'tool'],
  ],
};

const KITS = { shellcheck: PYTHON, hadolint: PYTHON, zizmor: PYTHON, actionlint: GO };

export type Tool = keyof typeof KITS;

/**
 * Installs what is missing, each kit once for what it is pinned to.
 * @returns a line for each kit that can't be had on this machine
 */
export function provision(): string[] {
  return [...new Set(Object.values(KITS))].flatMap((kit) => {
    if (isInstalled(kit)) return [];
    rmSync(kit.directory, { recursive: true, force: true });
    mkdirSync(kit.directory, { recursive: true });
    for (const [command, ...args] of kit.commands(kit.directory)) {
      const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
      if (status !== 0) {
        const reason = (error?.message ?? stderr).trim().split('\n').pop();
        return [`${toolsOf(kit).join(', ')}, which ${missing(kit)} (${reason})`];
      }
    }
    // last, so that a kit whose installation was cut short is installed anew
    writeFileSync(stampOf(kit), pinsOf(kit));
    return [];
  });
}

/** Where a tool is, if it could be had. */
export function pathOf(tool: Tool): string | undefined {
  return isInstalled(KITS[tool]) ? join(KITS[tool].directory, 'bin', tool) : undefined;
}

/** Runs a tool: its exit code, and what it says on both streams. */
export function run(tool: Tool, args: string[], options: { cwd?: string; env?: Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(join(KITS[tool].directory, 'bin', tool), args, {
    cwd: options.cwd,
    encoding: 'utf8',
    // hadolint is a third faster where its garbage collector runs less often
    env: { ...process.env, NO_COLOR: '1', ...(tool === 'hadolint' ? { GHCRTS: '-N1 -A64m' } : {}), ...options.env },
  });
  return { status, output: `${stdout}${stderr}` };
}

/**
 * Tests that need a tool. Where it can't be had they are skipped, and say why; in CI that is a failure, since there
 * nobody would notice.
 */
export function describeWith(tool: Tool, tests: () => void): void {
  const kit = KITS[tool];
  if (isInstalled(kit)) {
    describe(tool, tests);
  } else if (process.env.CI) {
    test(tool, () => {
      throw new Error(`${tool} ${missing(kit)}.`);
    });
  } else {
    describe.skip(`${tool} ${missing(kit)}`, tests);
  }
}

function toolsOf(kit: Kit): string[] {
  return Object.entries(KITS)
    .filter(([, candidate]) => candidate === kit)
    .map(([tool]) => tool);
}

function missing(kit: Kit): string {
  return `can't be had here: a test run installs it by itself where it finds ${kit.needs}, and the network once`;
}

function isInstalled(kit: Kit): boolean {
  return existsSync(stampOf(kit)) && readFileSync(stampOf(kit), 'utf8') === pinsOf(kit);
}

function stampOf(kit: Kit): string {
  return join(kit.directory, 'pins');
}

function pinsOf(kit: Kit): string {
  const hash = createHash('sha256');
  kit.pinnedBy.forEach((file) => hash.update(readFileSync(join(__dirname, file))));
  return hash.digest('hex');
}
