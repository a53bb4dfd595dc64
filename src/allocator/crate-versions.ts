import { AllocatorCrate } from './allocator-crate';
import { CargoDependency } from '../cargo/dependency';
import { SourceTree } from '../cargo/source-tree';
import { VersionRequirement } from '../cargo/version-requirement';
import { CargoPackage } from '../cargo/workspace';
import { nothingChanged } from '../messages/nothing-changed';
import { thenAgain } from '../messages/then-again';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';

/** Releases that can't be used on musl, whoever asks for them. */
const BROKEN: Record<string, Record<string, string>> = {
  mimalloc: {
    '0.1.45': 'does not compile for musl',
    '0.1.51': 'dies with an illegal instruction on ARMv8.0',
  },
};

/**
 * Refuses a crate beside others that cargo could not resolve: whatever links the same native library can be in a workspace
 * once, and of one source (https://doc.rust-lang.org/cargo/reference/resolver.html#links).
 *
 * @param takers the manifests that would get the crate
 * @param entries those that stay, of all packages and of every kind: cargo resolves them all
 */
export function assertResolvable(
  crate: AllocatorCrate,
  takers: string[],
  entries: [CargoPackage, CargoDependency][],
): void {
  if (takers.length === 0) {
    return;
  }
  const versions: Record<string, string | undefined> = { [crate.name]: crate.version, ...crate.sameLibrary };
  const rivals = entries.flatMap(([pkg, { crate: name, key, source, requirement }]) => {
    const wanted = versions[name];
    if (
      !Object.hasOwn(versions, name) ||
      (source === undefined && wanted !== undefined && overlap(wanted, requirement))
    ) {
      return [];
    }
    const what = source ?? (requirement === undefined ? 'of any version' : JSON.stringify(requirement));
    const remedy = source === undefined && wanted !== undefined ? `make it "${wanted}"` : 'remove it';
    return [`${pkg.manifestPath}: ${key} is ${what}: ${remedy}`];
  });
  if (rivals.length > 0) {
    throw new UserError(
      `${crate.name} "${crate.version}" can't be put into ${takers.join(', ')}, since cargo could not resolve it beside ` +
        `${rivals.length === 1 ? 'this' : 'these'}. ${nothingChanged()} Use Allocator.system(), or:\n${rivals.join('\n')}\n${thenAgain()}`,
    );
  }
}

/** What is known of the release that a package's own dependency comes to. */
export function brokenVersion(tree: SourceTree, pkg: CargoPackage, dependency: CargoDependency): Warning | undefined {
  const { crate, key, requirement, source } = dependency;
  const broken = BROKEN[crate];
  if (!broken || source !== undefined) {
    return undefined;
  }
  const locked = (tree.toml('Cargo.lock')?.tables('package') ?? [])
    .filter((entry) => entry.string('name') === crate)
    .map((entry) => entry.string('version')!)
    .find((version) => overlap(`=${version}`, requirement));
  const version = locked ?? /^\s*=\s*([\d.]+)\s*$/.exec(requirement ?? '')?.[1];
  return version === undefined || !Object.hasOwn(broken, version)
    ? undefined
    : {
        id: 'allocator-version',
        text:
          `${pkg.manifestPath}: ${key} comes to ${crate} ${version}, which ${broken[version]}: ` +
          `require another release there, and run \`cargo update --package ${crate}\``,
      };
}

/** What cargo knows and this package does not, such as a pre-release, is let through. */
function overlap(a: string, b: string | undefined): boolean {
  if (b === undefined) {
    return true;
  }
  try {
    return new VersionRequirement(a).overlaps(new VersionRequirement(b));
  } catch {
    return true;
  }
}
