import { SourceTree } from '../cargo/source-tree';
import { CargoWorkspace } from '../cargo/workspace';
import { ignoredFiles } from '../git/ignored-files';
import { Warning } from '../messages/warnings';

const LOCK_FILE = 'Cargo.lock';

/** What a build reads by name, and a clone would not have. */
export function ignoredSources(workspace: CargoWorkspace): Warning[] {
  const tree = new SourceTree(workspace.root);
  const sources = [
    ...workspace.packages.map(({ manifestPath }) => manifestPath),
    ...workspace.binaries.map(({ rootFile }) => rootFile),
    ...['.cargo/config', '.cargo/config.toml', 'rust-toolchain', 'rust-toolchain.toml'],
  ];
  // git looks at nothing behind a link
  const own = sources.filter((path) => tree.isFile(path) && tree.real(path) === path);
  const ignored = ignoredFiles(workspace.root, [LOCK_FILE, ...own]);
  const lost = ignored.filter((path) => path !== LOCK_FILE);
  const [it, is] = lost.length === 1 ? ['it', 'is'] : ['them', 'are'];
  return [
    ...(ignored.includes(LOCK_FILE)
      ? [
          {
            id: 'lock-file-ignored' as const,
            text: `${LOCK_FILE} is ignored by git, but the image is built with --locked: take it out of .gitignore and commit it`,
          },
        ]
      : []),
    ...(lost.length > 0
      ? [
          {
            id: 'sources-ignored' as const,
            text:
              `${lost.join(', ')} ${is} ignored by git, and no clone would have ${it}: take ${it} out of .gitignore and commit ${it}. ` +
              'Of each file, `git check-ignore -v <file>` names the line',
          },
        ]
      : []),
  ];
}
