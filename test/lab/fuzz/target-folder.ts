import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
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
import { REGISTRY, SourceTree } from './source-tree';
import { run } from '../shell';

const KEEP = join(__dirname, '../../../assets/keep-target.sh');
export const SCRIPT = join(__dirname, '../../../assets/restore-mtimes.sh');

/** What a build made: what each program prints and the checksum of its bytes. None where the build failed. */
export type Programs = Record<string, { readonly prints: string; readonly sha256: string }> | undefined;

/** How cargo keeps what it compiled: since 1.100 with a folder for each crate, which earlier ones have behind a flag. */
export type Layout = 'old' | 'new';
export const NEW_LAYOUT = { RUSTC_BOOTSTRAP: '1', CARGO_UNSTABLE_BUILD_DIR_NEW_LAYOUT: 'true' };

/**
 * A target folder that is kept, as in a cache mount, while the sources are laid beside it anew for every build, as by a
 * checkout: with times that mean nothing. Before it there is the cook, which has a folder of its own: what that compiled
 * is a layer, one for each recipe.
 */
export class TargetFolder {
  private readonly target: string;
  private readonly registry: string;
  /** The layers of earlier cooks. */
  private readonly layers = new Map<string, string>();
  /** What a new target folder begins with, in place of a layer. */
  private seed?: string;
  private succeeded = false;

  /**
   * @param root of the workspace, which begins empty
   * @param layout of the target folder
   */
  constructor(
    private readonly root: string,
    private readonly layout: Layout,
  ) {
    for (const folder of [root, this.beside('kept'), this.beside('cook'), this.beside('layers'), this.beside('seed')]) {
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
    }
    this.target = join(root, 'target');
    this.registry = this.beside('registry');
    layTree(this.registry, REGISTRY);
  }

  /**
   * Builds from what is kept.
   * @param between what another build makes while this one waits for the folder: its cook has ended then
   */
  public async build(state: State, between?: State): Promise<Programs> {
    const layer = await this.cook(state);
    if (between) await this.cookAndBuild(between);
    this.succeeded = layer !== undefined && (await this.compile(state, layer));
    return this.succeeded ? this.within('kept', () => this.programs(state)) : undefined;
  }

  /** Begins to build, and is killed after some milliseconds of it, unless it ends before. */
  public async buildAndDie(state: State, after: number): Promise<void> {
    this.succeeded = false;
    await this.cookAndBuild(state, after);
  }

  /** Builds from nothing, at the same place. */
  public async buildFromNothing(state: State): Promise<Programs> {
    this.lay(state.tree);
    const programs = (await this.cargo(state, (cargo) => cargo)) ? this.programs(state) : undefined;
    rmSync(this.target, { recursive: true, force: true });
    return programs;
  }

  /** What becomes of the folder as a seed image: another one begins with what the last build had use for, in whole seconds. */
  public async travel(): Promise<void> {
    if (!this.succeeded) return;
    this.seed = this.beside('seed');
    rmSync(this.seed, { recursive: true, force: true });
    await this.within('kept', () => run([KEEP, 'copy-all', this.seed!], { cwd: this.root }));
    inWholeSeconds(this.seed);
    rmSync(this.beside('kept'), { recursive: true });
    mkdirSync(this.beside('kept'));
  }

  /** How large the folder is, in kB. */
  public get size(): number {
    return Number(run(['du', '-sk', this.beside('kept')]).split('\t')[0]);
  }

  private beside(name: string): string {
    return `${this.root}.${name}`;
  }

  /** Does something while a folder is the target folder. */
  private async within<T>(name: string, action: () => T | Promise<T>): Promise<T> {
    renameSync(this.beside(name), this.target);
    try {
      return await action();
    } finally {
      renameSync(this.target, this.beside(name));
    }
  }

  private async cookAndBuild(state: State, killAfter?: number): Promise<boolean> {
    const layer = await this.cook(state, killAfter);
    return layer !== undefined && this.compile(state, layer, killAfter);
  }

  /** The layer with what is compiled of a recipe; none where that failed. */
  private async cook(state: State, killAfter?: number): Promise<string | undefined> {
    const dummies = withDummies(state.tree);
    // that of the image has the variables and flags in it, too
    const recipe = JSON.stringify([dummies, state.profile, state.loud]);
    if (!this.layers.has(recipe)) {
      const layer = join(this.beside('layers'), String(this.layers.size));
      rmSync(layer, { recursive: true, force: true });
      this.lay(dummies);
      const cook = (cargo: string) =>
        `${SCRIPT} && ${cargo} > target/.messages && ${KEEP} copy ${layer} && ${KEEP} prune`;
      // half of those that are killed are killed here
      if (!(await this.within('cook', () => this.cargo(state, cook, killAfter)))) return undefined;
      inWholeSeconds(layer);
      this.layers.set(recipe, layer);
    }
    return this.layers.get(recipe);
  }

  private async compile(state: State, layer: string, killAfter?: number): Promise<boolean> {
    this.lay(state.tree);
    const start = this.seed ?? layer;
    const build = (cargo: string) =>
      `${KEEP} take ${start} && ${SCRIPT} && ${cargo} > target/.messages && ${KEEP} prune`;
    const succeeded = await this.within('kept', () => this.cargo(state, build, killAfter));
    if (succeeded) this.seed = undefined;
    return succeeded;
  }

  private lay(tree: SourceTree): void {
    for (const name of existsSync(this.root) ? readdirSync(this.root) : []) {
      if (name !== 'target') rmSync(join(this.root, name), { recursive: true });
    }
    layTree(this.root, tree);
  }

  /** Whether it succeeded: a script, of the command of cargo's that builds. */
  private async cargo(
    { profile, loud }: State,
    script: (cargo: string) => string,
    killAfter?: number,
  ): Promise<boolean> {
    const cargo = [
      'cargo build --quiet --offline --workspace --bins --message-format=json-render-diagnostics',
      `--profile ${profile}${loud ? ' --features app/loud' : ''}`,
      inPlaceOfCratesIo(this.registry),
    ].join(' ');
    const child = spawn('sh', ['-c', script(cargo)], {
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
    });
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

/** Flags of cargo's that have it take crates from a folder. */
export function inPlaceOfCratesIo(registry: string): string {
  return `--config 'source.crates-io.replace-with="stand-in"' --config 'source.stand-in.directory="${registry}"'`;
}

/** The sources as cargo-chef has them: of the workspace's crates the manifests alone. */
function withDummies(tree: SourceTree): SourceTree {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([path, content]) => {
      if (/^patched\/|^link\.args$|\.toml$/.test(path)) return [[path, content]];
      if (/(^|\/)(build|main)\.rs$|\/bin\//.test(path)) return [[path, 'fn main() {}\n']];
      return /(\/lib|^sources\/.*)\.rs$/.test(path) ? [[path, '']] : [];
    }),
  );
}

/** As the layer of an image has times. */
function inWholeSeconds(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    if (lstatSync(path).isSymbolicLink()) continue;
    const seconds = Math.floor(statSync(path).mtimeMs / 1000);
    utimesSync(path, seconds, seconds);
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
