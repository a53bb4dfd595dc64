import { CargoAliases } from './cargo-aliases';
import { CONFIG_CHECKS, FILE_KEYS } from './config-checks';
import { ConfigFile, configFiles } from './config-files';
import { flagsOf } from './config-flags';
import { CONFIG_KEYS } from './config-keys';
import { fileOf, Setting } from './config-setting';
import { Override, overridesIn } from './local-overrides';
import { OutputFolder, OutputFolders } from './output-folders';
import { SourceTree } from './source-tree';
import { isTable } from './toml-parse';
import { TomlTable } from './toml-table';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';
import { leavesRoot } from '../paths/leaves-root';

/** `.cargo/config.toml` seen with the eyes of the image: what it says there may mean another thing than here. */
export class CargoConfig {
  public readonly warnings: Warning[] = [];
  /** The profiles that it defines or changes. */
  public readonly profiles: string[];
  /** The folder that `cargo vendor` filled, relative to the root. */
  public readonly vendorDirectory?: string;
  /** Where cargo compiles to on a developer's machine, other than to `target`. */
  public readonly outputFolders: OutputFolder[] = [];
  public readonly aliases: CargoAliases;
  /** The registries that it names, other than crates.io. */
  public readonly registries: string[];
  /** Whether cargo is to compile the standard library. */
  public readonly usesBuildStd: boolean;
  /** `build.rustflags`, and where it stands: whether it counts is the toolchain's to say. */
  public readonly buildRustflags?: string;
  /** What stands in place of other crates. */
  public readonly overrides: Override[];
  /** Files that cargo reads where it compiles dependencies, beside `.cargo/config.toml` itself. */
  public readonly files: string[] = [];

  constructor(tree: SourceTree) {
    const files = configFiles(tree);
    const tables = files.map(({ values }) => values);
    this.aliases = new CargoAliases(tree, tables);
    this.profiles = tables.flatMap((values) => values.table('profile')?.keys() ?? []);
    this.registries = tables
      .flatMap((values) => values.table('registries')?.keys() ?? [])
      .filter((name) => name !== 'crates-io');
    this.vendorDirectory = vendorDirectory(tree, files);
    this.usesBuildStd = tables.some((values) => values.table('unstable')?.has('build-std'));
    this.overrides = files.flatMap((file) => [
      ...overridesIn(tree, file.values, file.base),
      ...(file.values.strings('paths') ?? []).map((path) => ({
        key: file.values.keyPath('paths'),
        path: tree.resolve(file.base, path),
        file: file.path,
      })),
    ]);
    this.files.push(...files.slice(0, -1).map(({ path }) => path));

    for (const file of files) {
      const build = file.values.table('build');
      const outputs = new OutputFolders(tree, build, file.base);
      this.outputFolders.push(...outputs.folders);
      this.warnings.push(...outputs.warnings);
      if (build?.has('rustflags') && flagsOf(build, 'rustflags')) {
        this.buildRustflags = `${build.at('rustflags')} (${flagsOf(build, 'rustflags')})`;
      }
      for (const key of Object.keys(CONFIG_KEYS)) {
        const rest = { tree, base: file.base, isVendored: this.vendorDirectory !== undefined };
        for (const setting of settingsOf(key.split('.'), { ...rest, table: file.values, above: [] })) {
          this.warnings.push(...(CONFIG_CHECKS[key]?.(setting) ?? []));
          const read = FILE_KEYS.includes(key) ? fileOf(setting) : undefined;
          if (read) this.files.push(read);
        }
      }
    }
  }
}

/** Where a key is set; one in angle brackets may be any. */
function settingsOf([first, ...rest]: string[], at: Omit<Setting, 'name'>): Setting[] {
  const names = first.startsWith('<') ? at.table.keys() : [first].filter((name) => at.table.has(name));
  return names.flatMap((name) => {
    if (rest.length === 0) return [{ ...at, name }];
    // a key of another form is for cargo to refuse
    return isTable(at.table.values[name])
      ? settingsOf(rest, { ...at, table: at.table.table(name)!, above: [...at.above, name] })
      : [];
  });
}

function vendorDirectory(tree: SourceTree, files: ConfigFile[]): string | undefined {
  const sources = new Map<string, { source: TomlTable; base: string }>();
  for (const { values, base } of files) {
    const table = values.table('source');
    table?.keys().forEach((name) => sources.set(name, { source: table.table(name)!, base }));
  }
  for (const { source } of sources.values()) {
    const replacement = sources.get(source.string('replace-with') ?? '');
    const key = ['directory', 'local-registry'].find((candidate) => replacement?.source.has(candidate));
    if (!replacement || !key) continue;
    const folder = tree.resolve(replacement.base, replacement.source.string(key)!);
    if (leavesRoot(folder)) {
      throw new UserError(
        `${replacement.source.at(key)} points to ${folder}, outside the project: the image is built from the project's files only. Vendor into the project, as in "vendor"`,
      );
    }
    return folder;
  }
  return undefined;
}
