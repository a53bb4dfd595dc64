import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { TomlTable } from './toml-table';
import { TOOLCHAIN_FILES } from './toolchain-file';
import { UserFile } from '../files/user-file';
import { GitRepository } from '../git/git-repository';
import { UserError } from '../messages/user-error';
import { relativePath } from '../paths/relative-path';

/** Tables of cargo's configuration that no build is different by. */
const HARMLESS = ['alias', 'cargo-new', 'doc', 'future-incompat-report', 'install', 'term'];

/**
 * Refuses what cargo and rustup read here from folders above the project, where the image's build has none: a
 * configuration, and a toolchain file where the project has none itself. What is above the git repository is not part of
 * what is built; it is everybody's own.
 *
 * @param root of the project
 */
export function assertNothingAbove(root: string, hasToolchainFile: boolean): void {
  const top = GitRepository.round(root).root;
  for (let folder = root; folder !== top;) {
    folder = dirname(folder);
    const names = [...(hasToolchainFile ? [] : TOOLCHAIN_FILES), configIn(folder)];
    for (const name of names) {
      const path = join(folder, name);
      if (!existsSync(path) || !matters(path, name)) continue;
      throw new UserError(
        `${relativePath(top, path)} counts for ${relativePath(top, root)}, but not in the image, which is built from the files of the project only. ` +
          `Move what the project needs of it into ${relativePath(top, join(root, name))}, or put MuslRustChef into a project in the folder of the former`,
      );
    }
  }
}

/** As for cargo, the older name wins. */
function configIn(folder: string): string {
  return existsSync(join(folder, '.cargo/config')) ? '.cargo/config' : '.cargo/config.toml';
}

function matters(path: string, name: string): boolean {
  if (!name.startsWith('.cargo/')) return true;
  // a home that is a git repository: what is there is not the project's either
  if (dirname(path) === resolve(process.env.CARGO_HOME ?? join(homedir(), '.cargo'))) return false;
  const config = TomlTable.parse(UserFile.read(path).text, path);
  return config.keys().some((key) => !HARMLESS.includes(key));
}
