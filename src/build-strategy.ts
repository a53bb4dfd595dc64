/**
 * How the platforms of an image are built.
 */
export enum BuildStrategy {
  /** Every platform is compiled on a runner of its own architecture: nothing is emulated, nothing is cross-compiled. */
  NATIVE = 'native',

  /**
   * One runner compiles for all platforms, by zig: a C and C++ compiler and a linker for each of them, with musl and
   * libc++. The way for C++ and for a place without Arm runners; programs are emulated only to be tried.
   *
   * The base image's C libraries, zlib and SQLite, are for the platform that builds, and are not linked: crates compile
   * their own (`libsqlite3-sys` by its feature `bundled`).
   */
  CROSS = 'cross',

  /**
   * One runner emulates the platforms that it is not of, by QEMU. Needs nothing but that, and takes many times as long:
   * the compiler itself is emulated.
   */
  EMULATED = 'emulated',
}
