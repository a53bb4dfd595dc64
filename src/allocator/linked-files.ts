import { AllocatorCrate } from './allocator-crate';
import { SourceTree } from '../cargo/source-tree';
import { CargoBinary, CargoWorkspace } from '../cargo/workspace';
import { UserError } from '../messages/user-error';
import { leavesRoot } from '../paths/leaves-root';

/** What cargo and rustup read beside the manifests; cargo writes the first. */
const OF_THE_WORKSPACE = ['Cargo.lock', '.cargo/config.toml', '.cargo/config', 'rust-toolchain.toml', 'rust-toolchain'];

/**
 * Refuses links by which an edit of one file would be one of another: of a file out of the project, or of one that another
 * package has too. Links inside a package are followed.
 *
 * @param binaries those that become images
 * @param crate what is put into them, if anything is
 */
export function assertLinksCanBeFollowed(
  tree: SourceTree,
  workspace: CargoWorkspace,
  binaries: CargoBinary[],
  crate: AllocatorCrate | undefined,
): void {
  const manifests = workspace.packages.map(({ manifestPath }) => manifestPath);
  for (const path of [...manifests, ...OF_THE_WORKSPACE, ...binaries.map(({ rootFile }) => rootFile)]) {
    if (leavesRoot(tree.real(path))) {
      throw new UserError(
        `${path} is a link to ${tree.real(path)}, outside the project: the image is built from the project's files only, ` +
          'and no other is edited. Put the file itself in the place of the link',
      );
    }
  }
  if (!crate) {
    return;
  }
  for (const { rootFile, package: owner } of binaries) {
    const shared = workspace.binaries.find(
      (other) =>
        other.rootFile !== rootFile &&
        (tree.real(other.rootFile) === tree.real(rootFile)
          ? other.package !== owner
          : tree.isHardLink(other.rootFile, rootFile)),
    );
    if (shared) {
      throw new UserError(
        `${rootFile} and ${shared.rootFile} are one file by a link, and the allocator can't be put into one of them alone: ` +
          'make it two files, or use Allocator.system()',
      );
    }
  }
}
