import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { RunningPackage } from '../../src/adopt/running-package';
import { tempDir } from '../util';

const ROOT = join(__dirname, '..', '..');

/** What a command printed, and how it ended. */
export interface Ran {
  readonly status: number | null;
  readonly output: string;
}

/** This package as a user has it, compiled, in a fresh folder: its command can be run, and rc files find it. */
export class CompiledPackage {
  /** Where it is: in `node_modules`, with those that it needs. */
  public readonly modules: string;
  private readonly folder: string;

  /** @param spec what a package.json beside it says of it; without one it is not installed at all */
  constructor(spec?: string) {
    const place = tempDir();
    this.modules = spec === undefined ? place : join(place, 'node_modules');
    this.folder = join(this.modules, 'projen-muslrust-chef');
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    buildSync({
      entryPoints: sources.map((name) => join(ROOT, 'src', name)),
      outdir: join(this.folder, 'lib'),
      format: 'cjs',
      platform: 'node',
      target: 'node20',
    });
    for (const path of ['package.json', '.jsii', 'assets']) {
      cpSync(join(ROOT, path), join(this.folder, path), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** As a trial finds them. */
  public get packages(): RunningPackage[] {
    const folders = [join(ROOT, 'node_modules', 'projen'), join(ROOT, 'node_modules', 'constructs'), this.folder];
    return folders.map((folder) => {
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as RunningPackage;
      return { name, version, folder };
    });
  }

  /** Runs its command. */
  public run(cwd: string, ...args: string[]): Ran {
    return this.node(cwd, join(this.folder, 'lib', 'cli', 'main.js'), ...args);
  }

  /** Synthesises by an rc file of a repository, as `npx projen` does, but that nothing is installed. */
  public synth(cwd: string): Ran {
    return this.node(cwd, '.projenrc.js');
  }

  /** Lets a repository find it, as after `npm install`. */
  public installInto(repository: string): void {
    cpSync(join(ROOT, 'package.json'), join(repository, 'node_modules', '.package-lock.json'));
    for (const name of ['projen', 'constructs', 'tsx']) {
      symlinkSync(join(ROOT, 'node_modules', name), join(repository, 'node_modules', name));
    }
    symlinkSync(this.folder, join(repository, 'node_modules', 'projen-muslrust-chef'));
  }

  private node(cwd: string, ...args: string[]): Ran {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd,
      encoding: 'utf8',
      input: '',
      env: { ...process.env, PROJEN_DISABLE_POST: 'true' },
    });
    return { status, output: stdout + stderr };
  }
}
