import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AllocatorCrate } from './allocator-crate';
import { ManifestDependency } from '../cargo/manifest';
import { CargoPackage } from '../cargo/package';
import { SourceTree } from '../cargo/source-tree';
import { TomlTable } from '../cargo/toml-table';
import { VersionRequirement } from '../cargo/version-requirement';
import { CargoWorkspace } from '../cargo/workspace';
import { Warning } from '../messages/warnings';

const FILE = 'Cargo.lock';

/** The workspace's `Cargo.lock`: `--locked` refuses to build when it does not say what the manifests say. */
export class LockFile {
  constructor(private readonly workspace: CargoWorkspace) {}

  /** Whether it says what the manifests say; one that is not there does not. */
  public isCurrent(crate?: Pick<AllocatorCrate, 'name' | 'version'>): boolean {
    const tree = new SourceTree(this.workspace.root);
    const lock = tree.toml(FILE);
    return lock !== undefined && this.workspace.packages.every((pkg) => isCurrent(tree, lock, pkg, crate));
  }

  /**
   * Lets cargo bring it up to date where that is due; versions that are locked stay.
   * @returns what the user has to do by hand
   */
  public update(crate?: AllocatorCrate): Warning | undefined {
    const { root, vendorDirectory } = this.workspace;
    if (!this.isCurrent(crate)) {
      const lock = existsSync(join(root, FILE));
      const args = lock ? ['update', '--workspace'] : ['generate-lockfile'];
      const { status, error, stderr } = spawnSync('cargo', [...args, '--quiet'], {
        cwd: root,
        // what went wrong is for the user, and where in cargo or rustup it did is not
        env: { ...process.env, RUST_BACKTRACE: '0', CARGO_TERM_COLOR: 'never' },
        encoding: 'utf8',
      });
      if (status !== 0) {
        return {
          id: 'lock-file',
          text: isInTheWay(crate, stderr)
            ? `${FILE}: ${crate.name} "${crate.version}" does not suit what other crates ask for, so nothing builds: ` +
              `use Allocator.system(), or other releases of those crates${quoted(stderr)}`
            : `${FILE} ${lock ? 'does not match the manifests' : 'is missing'}, and the image is built with --locked. ` +
              (error
                ? 'There is no cargo on PATH to see to that: '
                : 'cargo could not see to that: mend what it says below, then ') +
              `run \`cargo ${args.join(' ')}\` in ${root}` +
              (vendorDirectory ? `, then \`cargo vendor ${vendorDirectory}\`` : '') +
              `, and commit ${FILE}` +
              (error ? '' : quoted(stderr)),
        };
      }
    }
    return undefined;
  }
}

/** What cargo said, below what we say. Of what rustup warns, as that there are two toolchain files, nothing failed. */
function quoted(stderr: string): string {
  return stderr
    .trim()
    .split('\n')
    .filter((line) => !/^warn(ing)?: /.test(line))
    .map((line) => (line.trim() ? `\n  ${line}` : ''))
    .join('');
}

/** Whether cargo could not resolve the workspace because of a crate that was put in, as it says itself. */
function isInTheWay(crate: AllocatorCrate | undefined, stderr: string | undefined): crate is AllocatorCrate {
  const [, name] = /failed to select a version for `([^`]*)`/.exec(stderr ?? '') ?? [];
  return crate !== undefined && name !== undefined && (name === crate.name || Object.hasOwn(crate.sameLibrary, name));
}

/** Whether the lock has the package as its manifest describes it now. */
function isCurrent(
  tree: SourceTree,
  lock: TomlTable,
  pkg: CargoPackage,
  crate: Pick<AllocatorCrate, 'name' | 'version'> | undefined,
): boolean {
  const locked = lock.tables('package') ?? [];
  const entry = locked.find((candidate) => candidate.string('name') === pkg.name && !candidate.has('source'));
  if (entry?.string('version') !== (pkg.version ?? '0.0.0')) return false;

  const dependencies = pkg.dependenciesIn(tree);
  const declared = new Set(dependencies.map((dependency) => dependency.crate));
  const present = new Set((entry.strings('dependencies') ?? []).map((dependency) => dependency.split(' ')[0]));
  if (declared.size !== present.size || [...declared].some((name) => !present.has(name))) return false;

  const isKept = crate && dependencies.some(({ key }) => key === ManifestDependency.key(crate.name));
  const requirement = isKept ? new VersionRequirement(crate.version) : undefined;
  return (
    !requirement ||
    locked.some(
      (candidate) => candidate.string('name') === crate!.name && requirement.accepts(candidate.string('version')!),
    )
  );
}
