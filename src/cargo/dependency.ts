import { SourceTree } from './source-tree';
import { isTable } from './toml-parse';
import { TomlTable } from './toml-table';
import { UserError } from '../messages/user-error';

/** A dependency as a manifest declares it. */
export interface CargoDependency {
  /** The key of the entry: what the package's own code calls the crate. */
  readonly name: string;
  /** The crate's own name; differs from `name` where it is renamed. */
  readonly crate: string;
  /** Where the entry stands, e.g. `dev-dependencies.serde`, for messages. */
  readonly key: string;
  readonly kind: 'normal' | 'dev' | 'build';
  /** The triple or `cfg(…)` that the entry is limited to. */
  readonly target?: string;
  readonly optional: boolean;
  /** Those of the crate that it switches on. */
  readonly features: string[];
  /** Whether it has the crate's default features on. */
  readonly defaultFeatures: boolean;
  /** The versions that it admits; `undefined` where any does. */
  readonly requirement?: string;
  /** Where the crate comes from, if not from crates.io, for messages. */
  readonly source?: string;
  /** The folder of a path dependency, relative to the root. */
  readonly path?: string;
  /** The manifest that has the path: the workspace's, where it is inherited. */
  readonly pathManifest: string;
}

const TABLES: Record<string, CargoDependency['kind']> = {
  dependencies: 'normal',
  'dev-dependencies': 'dev',
  dev_dependencies: 'dev',
  'build-dependencies': 'build',
  build_dependencies: 'build',
};

/** All dependencies of the manifest in `folder`, of every kind and for every target. */
export function readDependencies(
  tree: SourceTree,
  folder: string,
  manifest: TomlTable,
  workspace?: TomlTable,
): CargoDependency[] {
  const inherited = workspace?.table('dependencies');
  const targets = manifest.table('target');
  const scopes: [TomlTable, string | undefined][] = [
    [manifest, undefined],
    ...(targets?.keys() ?? []).map((target): [TomlTable, string] => [targets!.table(target)!, target]),
  ];
  return scopes.flatMap(([scope, target]) =>
    Object.entries(TABLES).flatMap(([tableName, kind]) => {
      const table = scope.table(tableName);
      return (table?.keys() ?? []).map((name) => {
        const own = readSource(table!, name);
        if (own.workspace && !inherited?.has(name)) {
          throw new UserError(
            `${table!.at(name)} is inherited, but the workspace has no such entry in [workspace.dependencies]: add it there`,
          );
        }
        const [source, sourceFolder] = own.workspace ? [readSource(inherited!, name), '.'] : [own, folder];
        return {
          name,
          crate: source.package ?? name,
          key: table!.keyPath(name),
          kind,
          target,
          optional: own.optional ?? false,
          features: own.workspace ? [...(source.features ?? []), ...(own.features ?? [])] : (own.features ?? []),
          // a member can switch them on again, but not off
          defaultFeatures: (own.workspace && own.defaultFeatures) || (source.defaultFeatures ?? true),
          requirement: source.version,
          source: source.origin,
          path: source.path === undefined ? undefined : tree.resolve(sourceFolder, source.path),
          pathManifest: own.workspace ? inherited!.file : table!.file,
        };
      });
    }),
  );
}

interface Source {
  readonly version?: string;
  readonly origin?: string;
  readonly path?: string;
  readonly package?: string;
  readonly optional?: boolean;
  readonly features?: string[];
  readonly defaultFeatures?: boolean;
  readonly workspace?: boolean;
}

function readSource(table: TomlTable, name: string): Source {
  if (typeof table.values[name] === 'string') return { version: table.string(name) };
  if (!isTable(table.values[name])) {
    throw new UserError(
      `${table.at(name)} must be a version or a table, as in ${name} = "1" or ${name} = { version = "1" }`,
    );
  }
  const entry = table.table(name)!;
  const origin = ['path', 'git', 'registry', 'registry-index'].find((key) => entry.has(key));
  return {
    version: entry.string('version'),
    origin: origin && `of ${origin} ${JSON.stringify(entry.string(origin))}`,
    path: entry.string('path'),
    package: entry.string('package'),
    optional: entry.boolean('optional'),
    features: entry.strings('features'),
    defaultFeatures: entry.boolean('default-features') ?? entry.boolean('default_features'),
    workspace: entry.boolean('workspace'),
  };
}
