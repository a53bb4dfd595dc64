import { posix } from 'node:path';
import { buildScript } from '../cargo/build-script';
import { builtFiles } from '../cargo/built-files';
import { SourceTree } from '../cargo/source-tree';
import { TOOLCHAIN_FILES } from '../cargo/toolchain-file';
import { CargoWorkspace } from '../cargo/workspace';
import { ignoredFiles } from '../git/ignored-files';
import { outOfGitignore } from '../messages/out-of-gitignore';
import { Warning } from '../messages/warnings';
import { embeddedSources } from '../rust/embedded-sources';
import { rustTokens } from '../rust/rust-lexer';

const LOCK_FILE = 'Cargo.lock';

/** What a build reads by name, and a clone would not have. */
export function ignoredSources(workspace: CargoWorkspace): Warning[] {
  const tree = new SourceTree(workspace.root);
  const { packages, vendorDirectory } = workspace;
  const scripts = new Map(packages.map((pkg) => [pkg, buildScript(tree, pkg)]));
  // what is not there a build script may make
  const written = packages.filter((pkg) => !scripts.get(pkg)).map((pkg) => [pkg, builtFiles(tree, pkg)] as const);
  const named = [
    ...packages.map(({ manifestPath }) => manifestPath),
    ...workspace.binaries.map(({ rootFile }) => rootFile),
    ...packages.flatMap(({ library }) => library ?? []),
    ...[...scripts.values()].filter((script) => script !== undefined),
    ...['.cargo/config', '.cargo/config.toml', ...TOOLCHAIN_FILES],
    ...(vendorDirectory === undefined ? [] : vendored(tree, vendorDirectory)),
    ...written.flatMap(([pkg, files]) => embeddedSources(tree, pkg, files)).map(({ path }) => path),
  ];
  const modules = written.flatMap(([, files]) => files).filter((file) => !named.includes(file));
  // git looks at nothing behind a link
  const own = [...new Set([...named, ...modules])].filter((path) => tree.isFile(path) && tree.real(path) === path);
  const ignored = ignoredFiles(workspace.root, [LOCK_FILE, ...own]);
  const unnamed = ignored.filter((path) => modules.includes(path));
  const used = unnamed.length > 0 ? new Set(written.flatMap(([, files]) => modulesIn(tree, files))) : new Set();
  const lost = ignored.filter((path) => path !== LOCK_FILE && (!unnamed.includes(path) || used.has(moduleOf(path))));
  const [it, is] = lost.length === 1 ? (['it', 'is'] as const) : (['them', 'are'] as const);
  return [
    ...(ignored.includes(LOCK_FILE)
      ? [
          {
            id: 'lock-file-ignored' as const,
            text: `${LOCK_FILE} is ignored by git, but the image is built with --locked: ${outOfGitignore('it')}`,
          },
        ]
      : []),
    ...(lost.length > 0
      ? [
          {
            id: 'sources-ignored' as const,
            text: `${lost.join(', ')} ${is} ignored by git, and no clone would have ${it}: ` + outOfGitignore(it),
          },
        ]
      : []),
  ];
}

/** A manifest of the vendored crates: whoever leaves them out leaves all of them out. */
function vendored(tree: SourceTree, folder: string): string[] {
  const crate = tree.list(folder).find((name) => tree.isFile(posix.join(folder, name, 'Cargo.toml')));
  return crate === undefined ? [] : [posix.join(folder, crate, 'Cargo.toml')];
}

/** The names of the modules that Rust files have elsewhere: `mod name;`. */
function modulesIn(tree: SourceTree, files: string[]): string[] {
  return files.flatMap((file) => {
    const text = tree.searchable(file) ?? '';
    if (!/\bmod\b/.test(text)) return [];
    const words = [...rustTokens(text)].filter(({ kind }) => kind !== 'blank' && kind !== 'comment');
    return words.flatMap(({ text: word }, at) =>
      word === 'mod' && words[at + 2]?.text === ';' ? [words[at + 1].text.replace(/^r#/, '')] : [],
    );
  });
}

/** The name of the module that a file may be. */
function moduleOf(path: string): string {
  const name = posix.basename(path, '.rs');
  return name === 'mod' ? posix.basename(posix.dirname(path)) : name;
}
