import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { State } from './edits';
import { SourceTree } from './source-tree';
import { run } from '../shell';

export const SCRIPT = join(__dirname, '../../../assets/restore-mtimes.sh');

/** What a build made: what each program prints and the checksum of its bytes. None where the build failed. */
export type Programs = Record<string, { readonly prints: string; readonly sha256: string }> | undefined;

/** How cargo keeps what it compiled: since 1.100 with a folder for each crate, which earlier ones have behind a flag. */
export type Layout = 'old' | 'new';
export const NEW_LAYOUT = { RUSTC_BOOTSTRAP: '1', CARGO_UNSTABLE_BUILD_DIR_NEW_LAYOUT: 'true' };

/**
 * A target folder that is kept, as in a cache mount, while the sources are laid beside it anew for every build, as by a
 * checkout: with times that mean nothing.
 */
export class TargetFolder {
  private readonly target: string;

  /**
   * @param root of the workspace, which begins empty
   * @param layout of the target folder
   */
  constructor(
    private readonly root: string,
    private readonly layout: Layout,
  ) {
    rmSync(root, { recursive: true, force: true });
    this.target = join(root, 'target');
    mkdirSync(this.target, { recursive: true });
  }

  /** Builds from what is kept. */
  public async build(state: State): Promise<Programs> {
    this.lay(state.tree);
    return (await this.cargo(state, true)) ? this.programs(state) : undefined;
  }

  /** Begins to build, and is killed after some milliseconds, unless it ends before. */
  public async buildAndDie(state: State, after: number): Promise<void> {
    this.lay(state.tree);
    await this.cargo(state, true, after);
  }

  /** Builds from nothing, at the same place, and puts what was kept back. */
  public async buildFromNothing(state: State): Promise<Programs> {
    const kept = `${this.root}.kept`;
    renameSync(this.target, kept);
    this.lay(state.tree);
    const programs = (await this.cargo(state, false)) ? this.programs(state) : undefined;
    rmSync(this.target, { recursive: true, force: true });
    renameSync(kept, this.target);
    return programs;
  }

  /** What becomes of the folder in the layer of an image: its times are whole seconds. */
  public travel(): void {
    const copy = `${this.root}.layer`;
    cpSync(this.target, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    rmSync(this.target, { recursive: true });
    renameSync(copy, this.target);
    for (const name of readdirSync(this.target, { recursive: true, encoding: 'utf8' })) {
      const path = join(this.target, name);
      if (!lstatSync(path).isSymbolicLink()) {
        const seconds = Math.floor(statSync(path).mtimeMs / 1000);
        utimesSync(path, seconds, seconds);
      }
    }
  }

  private lay(tree: SourceTree): void {
    for (const name of existsSync(this.root) ? readdirSync(this.root) : []) {
      if (name !== 'target') rmSync(join(this.root, name), { recursive: true });
    }
    layTree(this.root, tree);
  }

  /** Whether it succeeded. */
  private async cargo({ profile, loud }: State, isKept: boolean, killAfter?: number): Promise<boolean> {
    const build = `exec cargo build --quiet --offline --workspace --bins --profile ${profile}${loud ? ' --features app/loud' : ''}`;
    const child = spawn(
      'sh',
      ['-c', `set -eu; ${isKept ? `${SCRIPT} --target-dir '${this.target}'` : ':'}; ${build}`],
      {
        cwd: this.root,
        // a group of its own: killed, it takes all that it started with it
        detached: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: {
          ...process.env,
          CARGO_TARGET_DIR: this.target,
          CARGO_INCREMENTAL: '0',
          ...(this.layout === 'new' ? NEW_LAYOUT : {}),
        },
      },
    );
    child.stderr.resume();
    const timer =
      killAfter === undefined
        ? undefined
        : setTimeout(() => child.exitCode === null && process.kill(-child.pid!, 'SIGKILL'), killAfter);
    // not `exit`: compilers may outlive the cargo that started them
    const status = await new Promise((resolve) => child.on('close', resolve));
    clearTimeout(timer);
    return status === 0;
  }

  private programs({ tree, profile }: State): Programs {
    const folder = join(this.target, profile === 'dev' ? 'debug' : 'release');
    const names = readdirSync(folder).filter((name) => isProgram(join(folder, name)));
    // one whose source is gone is left in the folder
    const expected = names.filter(
      (name) => `crates/${name}/src/main.rs` in tree || `crates/tool/src/bin/${name}.rs` in tree,
    );
    return Object.fromEntries(
      expected.map((name) => {
        const path = join(folder, name);
        return [name, { prints: run([path]), sha256: createHash('sha256').update(readFileSync(path)).digest('hex') }];
      }),
    );
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile() && !path.endsWith('.so');
  } catch {
    return false;
  }
}

/** Writes the files of a tree, of any age, or of the future. */
export function layTree(root: string, tree: SourceTree): string {
  for (const [name, content] of Object.entries(tree)) {
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'string') {
      writeFileSync(path, content);
      const time = Date.now() / 1000 + (Math.random() - 0.9) * 1e8;
      utimesSync(path, time, time);
    } else {
      symlinkSync(content.to, path);
    }
  }
  return root;
}
