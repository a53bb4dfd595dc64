/** Where a library is, static and for musl: in `clux/muslrust`, whose own are not linked by zig, or in `BlackDex/rust-musl`. */
export type Provider = 'muslrust' | 'rust-musl';

/** A crate that wants more than a compiler of Rust and of C. */
export interface NativeCrate {
  readonly name: string;
  /** What it links; `undefined` where it compiles C++. */
  readonly library?: string;
  readonly providers?: readonly Provider[];
  /** A crate that it depends on, or that is there, where it compiles the library along; for C++, where it compiles it. */
  readonly source?: string;
  /** What to do instead. */
  readonly instead?: string;
  /** Debian's package of the library, for what runs while it is compiled. */
  readonly apt?: string;
}

const BUNDLED = 'switch its feature "bundled" on';
const STATIC = 'switch its feature "static" on';
const SOUND = 'leave sound to a feature that is off';

/** By what they want, then by name. What is no member of these lists compiles, or nobody has told us. */
export const NATIVE_CRATES: readonly NativeCrate[] = [
  { name: 'autocxx-build' },
  { name: 'cpp_build' },
  { name: 'esaxx-rs', source: 'cc', instead: 'switch its feature "cpp" off (of tokenizers: "esaxx_fast")' },
  { name: 'grpcio-sys', instead: 'take tonic' },
  { name: 'leveldb-sys', instead: 'take rusty-leveldb' },
  { name: 'libduckdb-sys' },
  { name: 'librocksdb-sys' },
  { name: 'link-cplusplus' },
  { name: 'llama-cpp-sys-2' },
  { name: 'meshopt' },
  { name: 'mozjs_sys' },
  { name: 'sentencepiece-sys' },
  { name: 'shaderc-sys' },
  { name: 'skia-bindings' },
  { name: 'snmalloc-sys' },
  { name: 'unrar-ng-sys' },
  { name: 'unrar_sys' },
  { name: 'v8' },
  { name: 'whisper-rs-sys' },
  { name: 'zeromq-src', instead: 'take the crate zeromq' },

  { name: 'alsa-sys', library: 'ALSA', instead: SOUND, apt: 'libasound2-dev' },
  { name: 'cairo-sys-rs', library: 'Cairo', apt: 'libcairo2-dev' },
  { name: 'ffmpeg-sys-next', library: 'FFmpeg', instead: 'run the program ffmpeg' },
  { name: 'gdal-sys', library: 'GDAL', apt: 'libgdal-dev' },
  { name: 'geos-sys', library: 'GEOS', source: 'geos-src', instead: `${STATIC}, for C++`, apt: 'libgeos-dev' },
  { name: 'glib-sys', library: 'GLib', apt: 'libglib2.0-dev' },
  { name: 'gpgme-sys', library: 'GPGME', apt: 'libgpgme-dev' },
  { name: 'hdf5-metno-sys', library: 'HDF5', source: 'hdf5-metno-src', instead: STATIC, apt: 'libhdf5-dev' },
  { name: 'hdf5-sys', library: 'HDF5', source: 'hdf5-src', instead: STATIC, apt: 'libhdf5-dev' },
  { name: 'leptonica-sys', library: 'Leptonica', apt: 'libleptonica-dev' },
  { name: 'libbpf-sys', library: 'libelf', instead: 'switch its feature "vendored" on', apt: 'libelf-dev' },
  {
    name: 'libdbus-sys',
    library: 'D-Bus',
    source: 'cc',
    instead: 'switch "vendored" on, or take zbus',
    apt: 'libdbus-1-dev',
  },
  { name: 'libgssapi-sys', library: 'GSSAPI', instead: 'switch Kerberos off', apt: 'libkrb5-dev' },
  { name: 'libpulse-sys', library: 'PulseAudio', instead: SOUND, apt: 'libpulse-dev' },
  {
    name: 'libsqlite3-sys',
    library: 'SQLite',
    providers: ['muslrust', 'rust-musl'],
    source: 'cc',
    instead: BUNDLED,
    apt: 'libsqlite3-dev',
  },
  { name: 'libsystemd-sys', library: 'libsystemd', instead: 'log to standard output', apt: 'libsystemd-dev' },
  {
    name: 'libudev-sys',
    library: 'libudev',
    instead: 'switch the feature off that brings it (of serialport the default ones)',
    apt: 'libudev-dev',
  },
  { name: 'magic-sys', library: 'libmagic', instead: 'take the crate infer', apt: 'libmagic-dev' },
  { name: 'magick_rust', library: 'ImageMagick', instead: 'take the crate image' },
  {
    name: 'mysqlclient-sys',
    library: "MariaDB's or MySQL's client",
    providers: ['rust-musl'],
    source: 'mysqlclient-src',
    instead: BUNDLED,
    apt: 'default-libmysqlclient-dev',
  },
  { name: 'nettle-sys', library: 'Nettle', instead: 'of sequoia-openpgp: "crypto-rust"', apt: 'nettle-dev' },
  { name: 'odbc-sys', library: 'ODBC', apt: 'unixodbc-dev' },
  { name: 'openblas-src', library: 'OpenBLAS' },
  { name: 'opencv', library: 'OpenCV', apt: 'libopencv-dev' },
  {
    name: 'openssl-sys',
    library: 'OpenSSL',
    providers: ['rust-musl'],
    source: 'openssl-src',
    instead: 'switch to rustls, switch its feature "vendored" on',
    apt: 'libssl-dev',
  },
  { name: 'pam-sys', library: 'PAM', apt: 'libpam0g-dev' },
  { name: 'pcap', library: 'libpcap', apt: 'libpcap-dev' },
  {
    name: 'pq-sys',
    library: 'libpq',
    providers: ['rust-musl'],
    source: 'pq-src',
    instead: BUNDLED,
    apt: 'libpq-dev',
  },
  { name: 'pyo3-ffi', library: 'Python', apt: 'libpython3-dev' },
  { name: 'sdl2-sys', library: 'SDL2', source: 'cmake', instead: BUNDLED, apt: 'libsdl2-dev' },
  { name: 'tesseract-sys', library: 'Tesseract', apt: 'libtesseract-dev' },
  { name: 'x11', library: 'Xlib', instead: 'take x11rb', apt: 'libx11-dev' },
  { name: 'z3-sys', library: 'Z3', source: 'cmake', instead: `${BUNDLED}, for C++`, apt: 'libz3-dev' },
  { name: 'zmq-sys', library: 'ZeroMQ', source: 'zeromq-src', instead: 'take the crate zeromq', apt: 'libzmq3-dev' },
];
