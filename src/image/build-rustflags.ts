import { Warning } from '../messages/warnings';
import { Platform } from '../platform';
import { Toolchain } from '../toolchain/toolchain';

/**
 * Where `build.rustflags` of the user's does not count: for arm64 muslrust sets flags in the environment, in place of
 * which cargo takes no others of `[build]`. zig's stages empty that variable, and rust-musl has its own flags in `[build]`
 * too, which cargo adds up.
 *
 * @param flags and where they stand, if there are any
 */
export function buildRustflagsWarnings(flags: string | undefined, toolchain: Toolchain): Warning[] {
  const { platforms, crossCompiles } = toolchain;
  if (!flags || crossCompiles || !platforms.includes(Platform.LINUX_ARM64)) return [];
  const images = platforms.includes(Platform.LINUX_AMD64)
    ? `counts in the image for ${Platform.LINUX_AMD64} but not in the one for ${Platform.LINUX_ARM64}`
    : `does not count in the image for ${Platform.LINUX_ARM64}`;
  return [
    {
      id: 'config-build-rustflags',
      text:
        `${flags} ${images}: the builder image sets flags for that target, and cargo then ignores these. ` +
        'Move them to [target.\'cfg(target_env = "musl")\'], where cargo adds them to its own',
    },
  ];
}
