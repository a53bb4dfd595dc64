/**
 * A platform that images are built for, as container engines spell it.
 */
export enum Platform {
  /** 64-bit x86. Rust links its musl executables as static-PIE. */
  LINUX_AMD64 = 'linux/amd64',

  /** 64-bit Arm, from ARMv8.0 on. Rust links its musl executables as plain static ones. */
  LINUX_ARM64 = 'linux/arm64',
}

/** Rust's name of a platform that is linked with musl. */
export function tripleOf(platform: Platform): string {
  return { [Platform.LINUX_AMD64]: 'x86_64-unknown-linux-musl', [Platform.LINUX_ARM64]: 'aarch64-unknown-linux-musl' }[
    platform
  ];
}

/** What BuildKit's `TARGETARCH` is for a platform. */
export function archOf(platform: Platform): string {
  return platform.split('/')[1];
}
