import { OldStage } from './dockerfile-stages';
import { DockerfileSurroundings } from './old-image';
import { PINS } from '../../pins';

/** The version of Rust in the name of an image: `rust:1.85-slim`, `cargo-chef:latest-rust-1.85`, `muslrust:1.85.0-stable`. */
const VERSION = /(?:\/|^)(?:rust|muslrust|cargo-chef|rust-musl)[^/]*?[:-](1\.\d+(?:\.\d+)?)/;

/** What is said of a version of Rust that the old image had: it is another one now, unless a toolchain file says which. */
export function compilerRemark(
  building: readonly OldStage[],
  { find }: DockerfileSurroundings,
): { readonly line: number; readonly text: string }[] {
  if (['rust-toolchain', 'rust-toolchain.toml'].some((path) => find(path))) return [];
  const [, now = ''] = VERSION.exec(PINS.images.muslrust) ?? [];
  const pinned = building.flatMap(({ from, line }) => {
    const [, version] = VERSION.exec(from) ?? [];
    return version === undefined || minor(version) === minor(now) ? [] : [{ from, line, version }];
  });
  return pinned.slice(0, 1).map(({ from, line, version }) => ({
    line,
    text: `FROM ${from}: Rust ${now} compiles from now on; a rust-toolchain.toml with \`[toolchain]\` and \`channel = "${version}"\` keeps ${version}`,
  }));
}

function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
