import { CargoBinary } from './package';
import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';

/** What `cargo run` is told to run, as far as it is said. */
interface Run {
  readonly package?: string;
  /** The folder of the manifest. */
  readonly folder?: string;
  readonly binary?: string;
}

/**
 * The aliases of `.cargo/config.toml` that run a binary of the workspace: what developers call by `cargo xtask`.
 */
export class CargoAliases {
  private readonly runs = new Map<string, Run>();

  /** @param configs of which the last counts for most */
  constructor(tree: SourceTree, configs: TomlTable[]) {
    for (const config of configs) {
      const aliases = config.table('alias');
      for (const name of aliases?.keys() ?? []) {
        const run = readRun(tree, wordsOf(aliases!, name));
        if (run) {
          this.runs.set(name, run);
        }
      }
    }
  }

  /**
   * The alias that runs a binary, if there is one.
   *
   * @param isDefault whether its package is one of those that cargo builds without being asked: then a short way to run
   * that package says nothing of it
   */
  public of(binary: CargoBinary, isDefault: boolean = false): string | undefined {
    return [...this.runs].find(
      ([_, run]) =>
        !(isDefault && run.binary === undefined) &&
        (run.package === undefined || run.package === binary.package.name) &&
        (run.folder === undefined || run.folder === binary.package.directory) &&
        (run.binary === undefined || run.binary === binary.name),
    )?.[0];
  }
}

/** An alias is a text that cargo splits at spaces, or a list; its first word may be another alias. */
function wordsOf(aliases: TomlTable, name: string, seen: string[] = []): string[] {
  const value = aliases.values[name];
  const words = Array.isArray(value) ? aliases.strings(name)! : aliases.string(name)!.split(/\s+/).filter(Boolean);
  const [first, ...rest] = words;
  return aliases.has(first) && !seen.includes(first) ? [...wordsOf(aliases, first, [...seen, name]), ...rest] : words;
}

function readRun(tree: SourceTree, [command, ...words]: string[]): Run | undefined {
  if (command !== 'run' && command !== 'r') {
    return undefined;
  }
  // what comes after it is for the program
  const end = words.indexOf('--');
  const options = end < 0 ? words : words.slice(0, end);
  const valueOf = (...flags: string[]) => {
    const i = options.findIndex((word) => flags.includes(word.split('=')[0]));
    return i < 0 ? undefined : options[i].includes('=') ? options[i].split('=')[1] : options[i + 1];
  };
  const run = {
    // a specification may end in a version
    package: valueOf('--package', '-p')?.replace(/[@:].*$/, ''),
    folder: folderOf(tree, valueOf('--manifest-path')),
    binary: valueOf('--bin'),
  };
  return Object.values(run).some((value) => value !== undefined) ? run : undefined;
}

function folderOf(tree: SourceTree, manifest: string | undefined): string | undefined {
  return manifest === undefined ? undefined : tree.resolve('.', manifest.replace(/\/?Cargo\.toml$/, ''));
}
