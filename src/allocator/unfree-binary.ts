import { UserAllocators } from './user-allocators';
import { SourceTree } from '../cargo/source-tree';
import { CargoBinary, CargoPackage } from '../cargo/workspace';
import { UserError } from '../messages/user-error';
import { Warning } from '../messages/warnings';
import { isWithin } from '../paths/is-within';
import { RustSource } from '../rust/rust-source';

/** Why no allocator is put in place for a binary, if its own code decides on that. */
export function unfreeBinary(
  binary: CargoBinary,
  pkg: CargoPackage,
  tree: SourceTree,
  users: UserAllocators,
): Warning | undefined {
  const { name, rootFile } = binary;
  if (!isWithin(rootFile, pkg.directory)) {
    throw new UserError(
      `${pkg.manifestPath}: the root file of binary "${name}" is ${rootFile}, outside the package: ` +
        'no allocator can be put into a file of another package. Move it inside, or use Allocator.system()',
    );
  }
  if (!tree.isFile(rootFile)) {
    throw new UserError(
      `${rootFile}: the root file of binary "${name}" does not exist, and its allocator is put into it before the build: ` +
        'create it, or use Allocator.system()',
    );
  }
  if (new RustSource(tree.text(rootFile)!).isFreestanding) {
    return {
      id: 'allocator-freestanding',
      text: `${rootFile}: #![no_std] or #![no_main] leaves the allocator to you, so none is put in place for "${name}"`,
    };
  }
  const own = users.of(binary);
  return own
    ? {
        id: 'allocator-own',
        text: `${own}: this #[global_allocator] is yours and stays, so none is put in place for "${name}"`,
      }
    : undefined;
}
