import { posix } from 'node:path';
import { buildScript } from '../cargo/build-script';
import { CargoPackage } from '../cargo/package';
import { SourceTree } from '../cargo/source-tree';
import { CargoWorkspace } from '../cargo/workspace';
import { leavesRoot } from '../paths/leaves-root';
import { embeddedSources } from '../rust/embedded-sources';

/** By convention these have no secrets in them. */
const EXAMPLES = ['example', 'sample', 'template', 'default', 'defaults', 'dist'];

/** What may be let in where a source names it: an example, or a file that is called an env file by its ending alone. */
const NAMEABLE = new RegExp(`^\\.env(rc)?[._-](${EXAMPLES.join('|')})$|^[^.].*\\.env$`);

/**
 * Files that tools keep secrets in, and that editors leave copies of: `.env` and what begins so, by dotenv, direnv (`.envrc`)
 * and the habit of one for each environment; and `prod.env` and the like, which Compose has for `env_file`. Of the latter
 * a copy has more behind it: of Emacs, of Vim and Kate, and `.bak`.
 *
 * What a source has the compiler read, or a build script names, stays: examples, and `prod.env` and the like. Examples at the
 * root stay too. They are let in by their whole paths. For a `*` in a line with `!` BuildKit would look into all that is
 * hidden: a second for 50,000 files in target. (github.com/tonistiigi/fsutil, filter.go: `onlyPrefixExcludeExceptions`)
 */
export function secretFiles({ tree, packages }: CargoWorkspace): string[] {
  const named = packages
    .flatMap((pkg) => [...embeddedSources(tree, pkg).map(({ path }) => path), ...namedByBuildScript(tree, pkg)])
    .filter((path) => NAMEABLE.test(posix.basename(path)) && !leavesRoot(path) && !/[*?[\]\\^]/.test(path));
  return [
    '**/.env*',
    '**/*.env',
    '**/*.env[~#]',
    '**/*.env.bak',
    '**/.*.env.*',
    ...new Set([...EXAMPLES.map((name) => `.env.${name}`), ...named].map((path) => `!/${path}`)),
  ];
}

/** The env files in strings of a build script, which runs in the folder of its package. */
function namedByBuildScript(tree: SourceTree, pkg: CargoPackage): string[] {
  const script = buildScript(tree, pkg);
  const text = script === undefined ? '' : (tree.searchable(script) ?? '');
  return [...text.matchAll(/"([^"\\\n]+\.env)"/g)]
    .map(([, path]) => tree.resolve(pkg.directory, path))
    .filter((path) => tree.isFile(path));
}
