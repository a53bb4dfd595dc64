import { SourceTree } from './source-tree';
import { CargoBinary, CargoWorkspace } from './workspace';

/**
 * The names of the crates that binaries are made of, by `Cargo.lock`: what their packages depend on, and so on down.
 *
 * Optional dependencies, and those for other platforms, are among them: the lock file does not tell them apart.
 */
export function lockedCrates(workspace: CargoWorkspace, binaries: CargoBinary[]): Set<string> {
  const below = new Map<string, string[]>();
  for (const entry of new SourceTree(workspace.root).toml('Cargo.lock')?.tables('package') ?? []) {
    const name = entry.string('name')!;
    // an entry is "name", "name version" or "name version (source)"; versions of a crate are taken together
    const names = (entry.strings('dependencies') ?? []).map((dependency) => dependency.split(' ')[0]);
    below.set(name, [...(below.get(name) ?? []), ...names]);
  }
  for (const { name, dependencies } of workspace.packages) {
    // the lock file has what only tests need among the others
    const forTests = new Set(dependencies.map(({ crate }) => crate));
    dependencies.filter(({ kind }) => kind !== 'dev').forEach(({ crate }) => forTests.delete(crate));
    below.set(
      name,
      (below.get(name) ?? []).filter((crate) => !forTests.has(crate)),
    );
  }

  const found = new Set<string>();
  const pending = binaries.map((binary) => binary.package.name);
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (!found.has(name)) {
      found.add(name);
      pending.push(...(below.get(name) ?? []));
    }
  }
  return found;
}
