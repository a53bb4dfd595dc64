import { posix } from 'node:path';
import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';
import { UserError } from '../messages/user-error';
import { leavesRoot } from '../paths/leaves-root';

/** A binary target of one package. */
export interface BinaryTarget {
  /** What the executable is called. */
  readonly name: string;
  /** The file with `fn main`, relative to the root. */
  readonly rootFile: string;
  /** The features without which cargo does not build it. */
  readonly requiredFeatures: string[];
}

/**
 * The binaries of a package by cargo's rules: those that the manifest lists, and those that cargo infers from the files.
 *
 * @param fields its `[package]`, or `[project]`
 */
export function readBinaryTargets(
  tree: SourceTree,
  folder: string,
  fields: TomlTable,
  edition: string,
  manifest: TomlTable,
): BinaryTarget[] {
  const inferred = inferBinaries(tree, folder, fields.string('name')!);
  const listed = (manifest.tables('bin') ?? []).map((table) => {
    const name = table.string('name');
    if (!name) throw new UserError(`${manifest.at()}a [[bin]] has no name: add name = "…" to it`);
    return {
      name,
      rootFile: table.has('path')
        ? listedPath(tree, folder, table, name)
        : inferredPath(tree, folder, inferred, table, name, edition, hasLibrary(tree, folder, manifest)),
      requiredFeatures: table.strings('required-features') ?? [],
    };
  });
  const twice = listed.find(({ name }, index) => listed.findIndex((other) => other.name === name) !== index);
  if (twice) throw new UserError(`${manifest.at()}two [[bin]] are named "${twice.name}": rename one of them`);
  // in edition 2015 a listed target turns the inference of its kind off
  const infer = fields.boolean('autobins') ?? (edition !== '2015' || !manifest.has('bin'));
  const rest = infer
    ? inferred.filter(({ name, rootFile }) => !listed.some((bin) => bin.name === name || bin.rootFile === rootFile))
    : [];
  return [...listed, ...rest];
}

function inferBinaries(tree: SourceTree, folder: string, packageName: string): BinaryTarget[] {
  const found: [name: string, rootFile: string][] = [[packageName, posix.join(folder, 'src/main.rs')]];
  const bin = posix.join(folder, 'src/bin');
  for (const entry of tree.list(bin).filter((name) => !name.startsWith('.'))) {
    if (entry.endsWith('.rs')) found.push([entry.slice(0, -'.rs'.length), posix.join(bin, entry)]);
    else found.push([entry, posix.join(bin, entry, 'main.rs')]);
  }
  return found
    .filter(([, rootFile]) => tree.isFile(rootFile))
    .map(([name, rootFile]) => ({ name, rootFile, requiredFeatures: [] }));
}

function listedPath(tree: SourceTree, folder: string, table: TomlTable, name: string): string {
  const path = table.string('path')!;
  const rootFile = tree.resolve(folder, path);
  if (leavesRoot(rootFile)) {
    throw new UserError(
      `${table.at('path')} of "${name}" points to ${path}, outside the project: the image is built from the project's files only. Move it inside`,
    );
  }
  if (!tree.isFile(rootFile)) {
    throw new UserError(
      `${table.at('path')} of "${name}" points to ${rootFile}, which does not exist: create it or correct the path`,
    );
  }
  return rootFile;
}

function inferredPath(
  tree: SourceTree,
  folder: string,
  inferred: BinaryTarget[],
  table: TomlTable,
  name: string,
  edition: string,
  library: boolean,
): string {
  const candidates = inferred.filter((bin) => bin.name === name).map((bin) => bin.rootFile);
  if (candidates.length === 1) return candidates[0];
  if (edition === '2015') {
    // the layouts of before 2018
    const legacy = [...(library ? [] : [`src/${name}.rs`]), 'src/main.rs', 'src/bin/main.rs'].map((path) =>
      posix.join(folder, path),
    );
    const found = legacy.find((path) => tree.isFile(path));
    if (found) return found;
  }
  const bin = posix.join(folder, 'src/bin', name);
  throw new UserError(
    candidates.length === 0
      ? `${table.at()} "${name}" has no path, and neither ${bin}.rs nor ${bin}/main.rs exists: create one of them, or set path`
      : `${table.at()} "${name}" could be ${candidates.join(' or ')}: set path to the right one`,
  );
}

function hasLibrary(tree: SourceTree, folder: string, manifest: TomlTable): boolean {
  return manifest.has('lib') || tree.isFile(posix.join(folder, 'src/lib.rs'));
}
