import { Toolchain } from './toolchain';

/** A crate that needs more than a C compiler for musl. */
interface NativeCrate {
  readonly name: string;
  /** A crate that brings what is needed along, where it is there too. */
  readonly unless?: string;
}

/** They compile C++. */
const CPP: NativeCrate[] = [
  'autocxx-build', 'cpp_build', 'grpcio-sys', 'libduckdb-sys', 'librocksdb-sys', 'link-cplusplus', 'sentencepiece-sys', 'snmalloc-sys', 'v8',
].map((name) => ({ name }));

/** They link a C library that is not compiled along, and say by which feature it would be. */
const LIBRARIES: (NativeCrate & { readonly library: string; readonly instead: string })[] = [
  { name: 'openssl-sys', unless: 'openssl-src', library: 'OpenSSL', instead: 'switch to rustls, switch its feature "vendored" on' },
  { name: 'pq-sys', unless: 'pq-src', library: 'libpq', instead: 'switch its feature "bundled" on' },
  { name: 'mysqlclient-sys', unless: 'mysqlclient-src', library: "MariaDB's or MySQL's client", instead: 'switch its feature "bundled" on' },
];

/**
 * What of the crates will not compile in the image, said before the build is tried.
 *
 * @param crates the names of the crates that the images are made of
 * @param aptPackages what is installed in the builder besides
 */
export function nativeCodeWarnings(crates: Set<string>, toolchain: Toolchain, aptPackages: string[]): string[] {
  const present = ({ name, unless }: NativeCrate) => crates.has(name) && !(unless && crates.has(unless));
  const warnings: string[] = [];
  const cpp = CPP.filter(present);
  if (cpp.length > 0 && !toolchain.hasCpp) {
    warnings.push(`Cargo.lock: ${names(cpp)} compiles C++, for which muslrust has no compiler: the image will not build. ` +
      'Use BuildStrategy.CROSS, whose zig has one, or BuilderBase.rustMusl()');
  }
  if (crates.has('clang-sys') && !(toolchain.hasCpp && aptPackages.some((name) => name.includes('clang')))) {
    warnings.push('Cargo.lock: clang-sys, by which bindgen reads C headers, needs libclang and the headers of musl. ' +
      "Use BuildStrategy.CROSS, and aptPackages: ['libclang-dev']");
  }
  if (!toolchain.base._isPerTarget) {
    warnings.push(...LIBRARIES.filter(present).map(({ name, library, instead }) =>
      `Cargo.lock: ${name} links ${library}, which the builder has not: the image will not build. ` +
      `Either ${instead}, or use BuilderBase.rustMusl(), which has the library`));
  }
  return warnings;
}

function names(crates: NativeCrate[]): string {
  return crates.map(({ name }) => name).join(', ');
}
