import { posix } from 'node:path';
import { ContextRules } from './context-rules';
import { buildScript } from '../cargo/build-script';
import { SourceTree } from '../cargo/source-tree';
import { CargoPackage, CargoWorkspace } from '../cargo/workspace';
import { Warning } from '../messages/warnings';
import { isWithin } from '../paths/is-within';
import { leavesRoot } from '../paths/leaves-root';
import { embeddedSources } from '../rust/embedded-sources';
import { copyInstruction } from '../syntax/copy-instruction';
import { instructionOf } from '../syntax/dockerfile-instruction';
import { DockerfileStage } from '../syntax/dockerfile-stage';

/** A file that a build reads, and where that is said. */
interface Read {
  readonly path: string;
  readonly by: string;
}

/** Why a file is not in the context, and what helps. */
const REMEDIES = {
  outside: () =>
    'outside the project, and so not in the build context: the image will not build. Move it inside, or put MuslRustChef into a project further up',
  target: () =>
    'in the target folder, in whose place the image has its own: the image will not build. Move it to another folder',
  missing: () =>
    'which is not there: the image will not build. Correct the name; what is made first is for a stage of your own (dockerfile.addStage)',
  hidden: (path: string) =>
    'which .dockerignore hides: the image will not build, or lack it. Let it in, if it is no secret, by ' +
    `MuslRustChef.of(project).dockerignore.addPatterns(${JSON.stringify(`!/${path}`)}) in the rc file`,
};

/**
 * What is said of files that a build reads, and that are not in its context: those that each build does, and those that
 * sources, manifests or instructions of the Dockerfile name.
 *
 * @param stages of the Dockerfile
 * @param isGenerated whether a file will be there
 */
export function hiddenFiles(
  workspace: CargoWorkspace,
  rules: ContextRules,
  stages: DockerfileStage[] = [],
  isGenerated: (path: string) => boolean = () => true,
): Warning[] {
  const tree = new SourceTree(workspace.root);
  const isThere = ({ path }: Read) => tree.isFile(path) || tree.isFolder(path);
  const named = [
    ...['Cargo.lock', ...workspace.packages.map(({ manifestPath }) => manifestPath)].map((path) => ({
      path,
      by: 'each build',
    })),
    ...workspace.packages.flatMap((pkg) => reads(tree, pkg)),
  ].filter(isThere);
  const found = new Map<string, { by: string; reason: keyof typeof REMEDIES; paths: Set<string> }>();
  for (const read of [...named, ...stages.flatMap(copies)]) {
    const { path, by } = read;
    const hidden = leavesRoot(path) ? path : hiddenIn(tree, rules, path);
    const reason = hidden !== undefined ? reasonOf(hidden) : isThere(read) || isGenerated(path) ? undefined : 'missing';
    if (reason === undefined) continue;
    const key = `${by} ${reason}`;
    const entry = found.get(key) ?? { by, reason, paths: new Set() };
    found.set(key, entry);
    entry.paths.add(hidden ?? path);
  }
  return [...found.values()].map(({ by, reason, paths: [first, ...others] }) => {
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return { id: 'hidden-file', text: `${by} reads ${first}${more}, ${REMEDIES[reason](first)}` };
  });
}

function reasonOf(path: string): keyof typeof REMEDIES {
  return leavesRoot(path) ? 'outside' : isWithin(path, 'target') ? 'target' : 'hidden';
}

/** What instructions of a stage copy from the context. */
function copies({ instructions }: DockerfileStage): Read[] {
  return instructions.flatMap((instruction) => {
    const by = `\`${instructionOf(instruction).trim().replace(/\s+/g, ' ')}\` in the Dockerfile`;
    return (copyInstruction(instruction)?.sources ?? []).map((path) => ({ path, by }));
  });
}

function reads(tree: SourceTree, pkg: CargoPackage): Read[] {
  const targets = [pkg.library, ...pkg.binaries.map(({ rootFile }) => rootFile), buildScript(tree, pkg)]
    .filter((path) => path !== undefined)
    .map((path) => ({ path, by: pkg.manifestPath }));
  const embedded = embeddedSources(tree, pkg).map(({ file, path, line }) => ({ path, by: `${file}:${line}` }));
  return [...targets, ...embedded];
}

/** The path, or what is hidden in the folder that it is. */
function hiddenIn(tree: SourceTree, rules: ContextRules, path: string): string | undefined {
  if (rules.hiding(path) !== undefined) return path;
  if (!tree.isFolder(path)) return undefined;
  for (const name of tree.list(path)) {
    const hidden = hiddenIn(tree, rules, posix.join(path, name));
    if (hidden !== undefined) return hidden;
  }
  return undefined;
}
