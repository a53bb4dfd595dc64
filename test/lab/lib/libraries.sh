# shellcheck shell=bash
# zlib and SQLite for musl, which both builder images have and Debian does not: in muslrust's versions, from the sources
# that two crates carry along. Not optimised: programs are linked with them, and nothing measures that.

LIBZ_SYS=1.1.31       # zlib 1.3.2
LIBSQLITE3_SYS=0.34.0 # SQLite 3.49.2

# build_libraries ARCH ...: to be put into /musl or /usr/local/musl
build_libraries() {
  local arch=$1 out=$LAB_DIR/libraries/$1 work=$LAB_DIR/work/libraries-$1
  rm -rf "$out" "$work"
  mkdir -p "$out"/{lib/pkgconfig,include} "$work"/{zlib,sqlite3,src}
  cat > "$work/Cargo.toml" << EOF
[package]
name = "sources"
version = "0.1.0"
edition = "2021"

[dependencies]
libz-sys = "=$LIBZ_SYS"
libsqlite3-sys = "=$LIBSQLITE3_SYS"
EOF
  touch "$work/src/lib.rs"
  (cd "$work" && RUSTC_WRAPPER='' debian_cargo vendor --quiet vendor > /dev/null) \
    || die "cargo could not fetch libz-sys and libsqlite3-sys: is there a network?"
  local zlib=$work/vendor/libz-sys/src/zlib sqlite3=$work/vendor/libsqlite3-sys/sqlite3
  compile_library "$arch" "$work/zlib" "$out/lib/libz.a" -DHAVE_UNISTD_H "$zlib"/*.c
  # the flags of muslrust's that a program could miss
  compile_library "$arch" "$work/sqlite3" "$out/lib/libsqlite3.a" -DSQLITE_THREADSAFE=1 -DSQLITE_ENABLE_FTS5 \
    -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_UNLOCK_NOTIFY "$sqlite3/sqlite3.c"
  cp "$zlib"/{zlib,zconf}.h "$sqlite3"/{sqlite3,sqlite3ext}.h "$out/include/"
  pkg_config_file zlib z "$(version_in ZLIB_VERSION "$zlib/zlib.h")" > "$out/lib/pkgconfig/zlib.pc"
  pkg_config_file sqlite3 sqlite3 "$(version_in SQLITE_VERSION "$sqlite3/sqlite3.h")" > "$out/lib/pkgconfig/sqlite3.pc"
  rm -rf "$work"
}

# compile_library ARCH WORK_FOLDER FILE ARGUMENT...
compile_library() {
  local triple
  triple=$(triple_of "$1")
  (cd "$2" && "${triple/-unknown-linux/-linux}-gcc" -w -O0 -fPIC -c "${@:4}") || die "could not compile $3"
  "$(gnu_tool "$1" ar)" rcs "$3" "$2"/*.o
}

# version_in MACRO HEADER
version_in() {
  sed --quiet "s/^#define $1 *\"\(.*\)\"$/\1/p" "$2"
}

# pkg_config_file NAME LIBRARY VERSION
pkg_config_file() {
  cat << EOF
prefix=\${pcfiledir}/../..

Name: $1
Description: $1 for musl
Version: $3
Libs: -L\${prefix}/lib -l$2
Cflags: -I\${prefix}/include
EOF
}
