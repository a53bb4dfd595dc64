import { Pins } from '../pins';
import { Platform, tripleOf } from '../platform';
import { aptInstall, because, run } from '../syntax/dockerfile-syntax';

/** Instructions that install zig, and have it compile its C library for each platform. */
export function installZig({ pypi }: Pins, platforms: Platform[]): string[] {
  const { ziglang, 'cargo-zigbuild': zigbuild } = pypi;
  const crate = '/tmp/empty';
  return [
    because(
      'zig compiles C and C++ for every target, and links; prebuilt: the compiler, and its driver for cargo',
      aptInstall(['python3-pip']),
    ),
    run([
      `pip install --no-cache-dir --target /opt/zig ziglang==${ziglang} cargo-zigbuild==${zigbuild}`,
      'ln -s /opt/zig/ziglang/zig /opt/zig/bin/cargo-zigbuild /usr/local/bin/',
    ]),
    because(
      'zig compiles its C library when it first links a program, which is slow: done once, here. There is one for programs\n' +
        'that are stripped, and another one',
      run([
        `cargo init --quiet --vcs none ${crate}`,
        ...platforms
          .map(tripleOf)
          .flatMap((triple) => [
            `rustup target add ${triple}`,
            'for strip in debuginfo none; do',
            `  ZIG_GLOBAL_CACHE_DIR=${zigCache(triple)} ${rustflagsOf(triple)}='' CARGO_PROFILE_RELEASE_STRIP=$strip \\`,
            `    cargo zigbuild --manifest-path ${crate}/Cargo.toml --release --target ${triple}`,
            'done',
          ]),
        `rm -r ${crate}`,
      ]),
    ),
  ];
}

/** Where zig's C library for a target is. */
export function zigCache(triple: string): string {
  return `/opt/zig/cache/${triple}`;
}

/** Cargo's flags for a target. Where muslrust runs on arm64 it sets them, to link by rust-lld, which zig is to do. */
export function rustflagsOf(triple: string): string {
  return `CARGO_TARGET_${triple.toUpperCase().replace(/-/g, '_')}_RUSTFLAGS`;
}
