/**
 * A platform that images are built for, as container engines spell it.
 */
export enum Platform {
  /** 64-bit x86. Rust links its musl executables as static-PIE. */
  LINUX_AMD64 = 'linux/amd64',

  /** 64-bit Arm, from ARMv8.0 on. Rust links its musl executables as plain static ones. */
  LINUX_ARM64 = 'linux/arm64',
}
