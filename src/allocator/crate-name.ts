import { CargoPackage } from '../cargo/package';
import { nothingChanged } from '../messages/nothing-changed';
import { thenAgain } from '../messages/then-again';
import { UserError } from '../messages/user-error';

/**
 * Refuses an allocator that a package's code could not name: rustc is handed its library by the same name, and can't tell the two
 * apart (https://doc.rust-lang.org/error_codes/E0464.html).
 */
export function assertNameIsFree(pkg: CargoPackage, crate: string): void {
  if (pkg.library !== undefined && pkg.libraryName === crate.replace(/-/g, '_')) {
    throw new UserError(
      `${pkg.manifestPath}: the library of ${pkg.name} is called "${pkg.libraryName}", and so is the allocator that its programs get: ` +
        `rustc could not tell them apart. ${nothingChanged()} Give the library another name, as in [lib] name = "app", ` +
        `or choose another allocator, as in Allocator.system(). ${thenAgain()}`,
    );
  }
}
