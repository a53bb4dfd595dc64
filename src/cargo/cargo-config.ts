import { CargoAliases } from './cargo-aliases';
import { OutputFolders } from './output-folders';
import { leavesRoot, SourceTree } from './source-tree';
import { mayApply } from './target-spec';
import { TomlTable } from './toml-table';
import { UserError } from '../user-error';
import { Warning } from '../warnings/warnings';

/** What the builder image can link with. */
const LINKERS = ['cc', 'gcc', 'musl-gcc', 'ld', 'rust-lld'];

/** `.cargo/config.toml` seen with the eyes of the image: what it says there may mean another thing than here. */
export class CargoConfig {
  public readonly warnings: Warning[] = [];
  /** The profiles that it defines or changes. */
  public readonly profiles: string[] = [];
  /** The folder that `cargo vendor` filled, relative to the root. */
  public readonly vendorDirectory?: string;
  /** Where cargo compiles to on a developer's machine, other than to `target`. */
  public readonly outputFolders: string[] = [];
  public readonly aliases: CargoAliases;
  /** Whether cargo is to compile the standard library. */
  public readonly usesBuildStd: boolean = false;
  /** `build.rustflags`, and where it stands: whether it counts is the builder's to say. */
  public readonly buildRustflags?: string;

  constructor(tree: SourceTree) {
    // as for cargo, the older name wins
    const config = tree.toml('.cargo/config') ?? tree.toml('.cargo/config.toml');
    this.aliases = new CargoAliases(tree, config);
    if (!config) return;
    this.profiles = config.table('profile')?.keys() ?? [];
    this.vendorDirectory = vendorDirectory(tree, config);
    this.usesBuildStd = config.table('unstable')?.has('build-std') ?? false;

    const build = config.table('build');
    const outputs = new OutputFolders(tree, build);
    this.outputFolders = outputs.folders;
    this.warnings.push(...outputs.warnings);
    if (build?.has('target')) {
      this.warnings.push({
        id: 'config-build-target',
        text: `${build.at('target')} does not count in the image, which is always built for the musl target of its platform`,
      });
    }
    const buildFlags = rustflags(build);
    if (build && buildFlags) this.buildRustflags = `${build.at('rustflags')} (${buildFlags})`;
    this.checkFlags(build, buildFlags);

    this.warnings.push(...lacks(config, this.vendorDirectory !== undefined));

    const targets = config.table('target');
    for (const spec of targets?.keys() ?? []) {
      if (!mayApply(spec)) continue;
      const target = targets!.table(spec)!;
      this.checkFlags(target, rustflags(target));
      const linker = target.string('linker');
      if (linker && !LINKERS.includes(linker)) {
        this.warnings.push({
          id: 'config-linker',
          text:
            `${target.at('linker')} is "${linker}", which the builder image does not have: the build of the image will fail. ` +
            'Remove it; the image has a linker for musl',
        });
      }
    }
  }

  private checkFlags(table: TomlTable | undefined, flags: string | undefined): void {
    if (!table || !flags) return;
    if (flags.includes('target-cpu=native')) {
      this.warnings.push({
        id: 'config-target-cpu',
        text:
          `${table.at('rustflags')} has target-cpu=native: the image would need the processor of the machine that built it, ` +
          'and die with an illegal instruction elsewhere. Limit it to the target of your own machine, as in [target.x86_64-unknown-linux-gnu], ' +
          'or name a processor level for a target that has it, as in target-cpu=x86-64-v2 for [target.x86_64-unknown-linux-musl]',
      });
    }
    const [, linker] = /-fuse-ld=(\S+)/.exec(flags) ?? [];
    if (linker && linker !== 'bfd') {
      this.warnings.push({
        id: 'config-fuse-ld',
        text:
          `${table.at('rustflags')} has -fuse-ld=${linker}, which the builder image does not have: the build of the image will fail. ` +
          'Limit it to the target of your own machine, as in [target.x86_64-unknown-linux-gnu]',
      });
    }
  }
}

/** What cargo is told to run or to read, and a build of the image has not. */
function lacks(config: TomlTable, isVendored: boolean): Warning[] {
  const warnings: Warning[] = [];
  const build = config.table('build');
  for (const key of ['rustc', 'rustc-wrapper', 'rustc-workspace-wrapper']) {
    // an empty one is none
    if (build?.string(key)) {
      warnings.push({
        id: 'config-program',
        text:
          `${build.at(key)} is ${JSON.stringify(build.string(key))}, which the builder image does not have: the build of the image will fail. ` +
          `Remove it; on your own machine the variable ${key.toUpperCase().replaceAll('-', '_')} does the same`,
      });
    }
  }
  const net = config.table('net');
  if (net?.boolean('offline') && !isVendored) {
    warnings.push({
      id: 'config-network',
      text:
        `${net.at('offline')} keeps cargo from downloading anything, and the build of the image begins with nothing: it will fail. ` +
        'Remove it; on your own machine the variable CARGO_NET_OFFLINE does the same',
    });
  }
  const http = config.table('http');
  if (http?.string('cainfo')) {
    warnings.push({
      id: 'config-network',
      text:
        `${http.at('cainfo')} is ${JSON.stringify(http.string('cainfo'))}, which the builder image does not have: the build of the image will fail. ` +
        'Remove it; on your own machine the variable CARGO_HTTP_CAINFO does the same',
    });
  }
  return warnings;
}

/** Flags may be a list, or one string. */
function rustflags(table: TomlTable | undefined): string | undefined {
  if (!table?.has('rustflags')) return undefined;
  return Array.isArray(table.values.rustflags) ? table.strings('rustflags')!.join(' ') : table.string('rustflags');
}

function vendorDirectory(tree: SourceTree, config: TomlTable): string | undefined {
  const sources = config.table('source');
  for (const name of sources?.keys() ?? []) {
    const replacement = sources!.table(name)!.string('replace-with');
    const source = replacement === undefined ? undefined : sources!.table(replacement);
    const key = ['directory', 'local-registry'].find((candidate) => source?.has(candidate));
    if (!source || !key) continue;
    // relative to the folder that has .cargo
    const folder = tree.resolve('.', source.string(key)!);
    if (leavesRoot(folder)) {
      throw new UserError(
        `${source.at(key)} points to ${folder}, outside the project: the image is built from the project's files only. Vendor into the project, as in "vendor"`,
      );
    }
    return folder;
  }
  return undefined;
}
