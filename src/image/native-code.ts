import { Toolchain } from '../toolchain/toolchain';
import { Warning } from '../warnings/warnings';

/** They compile C++. */
const CPP = [
  'autocxx-build',
  'cpp_build',
  'grpcio-sys',
  'libduckdb-sys',
  'librocksdb-sys',
  'link-cplusplus',
  'sentencepiece-sys',
  'snmalloc-sys',
  'v8',
];

/** They link a C library, unless the crate `source` compiles it along; and the ways to have it so. */
const LIBRARIES = [
  {
    name: 'openssl-sys',
    source: 'openssl-src',
    library: 'OpenSSL',
    instead: 'switch to rustls, switch its feature "vendored" on',
  },
  { name: 'pq-sys', source: 'pq-src', library: 'libpq', instead: 'switch its feature "bundled" on' },
  {
    name: 'mysqlclient-sys',
    source: 'mysqlclient-src',
    library: "MariaDB's or MySQL's client",
    instead: 'switch its feature "bundled" on',
  },
];

/**
 * What of the crates will not compile in the image, said before the build is tried.
 *
 * @param crates the names of the crates that the images are made of
 * @param aptPackages what is installed in the builder besides
 */
export function nativeCodeWarnings(crates: Set<string>, toolchain: Toolchain, aptPackages: string[]): Warning[] {
  const warnings: Warning[] = [];
  const cpp = CPP.filter((name) => crates.has(name));
  if (cpp.length > 0 && !toolchain.crossCompiles) {
    warnings.push({
      id: 'native-code-cpp',
      text:
        `Cargo.lock: ${cpp.join(', ')} compiles C++, for which muslrust has no compiler: the image will not build. ` +
        'Use BuildStrategy.CROSS, whose zig has one, or BuilderBase.rustMusl()',
    });
  }
  if (crates.has('clang-sys') && !(toolchain.crossCompiles && aptPackages.some((name) => name.includes('clang')))) {
    warnings.push({
      id: 'native-code-bindgen',
      text:
        'Cargo.lock: clang-sys, by which bindgen reads C headers, needs libclang and the headers of musl. ' +
        "Use BuildStrategy.CROSS, and aptPackages: ['libclang-dev']",
    });
  }
  if (!toolchain.base._isPerTarget) {
    warnings.push(
      ...LIBRARIES.filter(({ name, source }) => crates.has(name) && !crates.has(source)).map(
        ({ name, library, instead }): Warning => ({
          id: 'native-code-library',
          text:
            `Cargo.lock: ${name} links ${library}, which the builder has not: the image will not build. ` +
            `Either ${instead}, or use BuilderBase.rustMusl(), which has the library`,
        }),
      ),
    );
  }
  return warnings;
}
