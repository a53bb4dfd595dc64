import { rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ImageBuild } from './image-build';
import { run } from './shell';
import { CompiledPackage } from '../adopt/compiled';
import { Tree } from '../adopt/trees';
import { Corpus } from '../corpus/corpus';
import { tempDir, writeTree } from '../util';

/** A repository that was adopted, and how long that took. */
export interface Adopted {
  readonly dir: string;
  readonly image: string;
  readonly seconds: Readonly<Record<'clone' | 'adopt' | 'synth' | 'build', number>>;
}

/**
 * Clones a tree of crates.io with a Dockerfile of its own, adopts it by the command, and builds its image.
 *
 * @param env of the build
 */
export function adopted(
  tree: Tree,
  compiled: CompiledPackage,
  corpus: Corpus,
  env: Record<string, string> = {},
): Adopted {
  const origin = repositoryOf(tree, corpus);
  const dir = join(tempDir(), tree.crate);
  const clone = timed(() => run(['git', 'clone', '--quiet', origin, dir]));
  run(['git', 'remote', 'set-url', 'origin', `https://github.com/acme/${tree.crate}.git`], { cwd: dir });
  const adopt = timed(() => succeeded(compiled.run(dir, 'adopt', '--yes')));
  // in the place of npm install
  compiled.installInto(dir);
  const synth = timed(() => succeeded(compiled.synth(dir)));
  rmSync(join(dir, 'node_modules'), { recursive: true });
  let image = '';
  const build = timed(() => {
    image = new ImageBuild(dir, { env }).succeeded.reference();
  });
  rmSync(origin, { recursive: true });
  return { dir, image, seconds: { clone, adopt, synth, build } };
}

/** The repository as its author has it, with all of it committed. */
function repositoryOf({ crate, binary, files }: Tree, corpus: Corpus): string {
  const dir = tempDir();
  const source = corpus.listed.find((path) => basename(path).replace(/-\d.*$/, '') === crate)!;
  run(['cp', '--recursive', `${source}/.`, dir]);
  for (const name of ['.cargo-ok', '.cargo_vcs_info.json', 'Cargo.toml.orig', 'Dockerfile', '.dockerignore']) {
    rmSync(join(dir, name), { force: true });
  }
  writeTree(dir, files(binary));
  const git = (...args: string[]) =>
    run(['git', '-c', 'user.name=lab', '-c', 'user.email=lab@example.com', ...args], { cwd: dir });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'all');
  return dir;
}

function succeeded({ status, output }: { readonly status: number | null; readonly output: string }): void {
  if (status !== 0) throw new Error(output);
}

function timed(act: () => unknown): number {
  const start = performance.now();
  act();
  return (performance.now() - start) / 1000;
}
