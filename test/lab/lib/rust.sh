# shellcheck shell=bash
# Rust for musl targets, which Debian does not ship: the standard library, compiled from Debian's own sources, and what
# rustc links into every static musl executable ("self-contained" objects).

ZIGLANG_VERSION=0.15.2

triple_of() {
  case $1 in
    amd64) echo x86_64-unknown-linux-musl ;;
    arm64) echo aarch64-unknown-linux-musl ;;
    *) die "no triple for $1" ;;
  esac
}

# Debian's cargo and rustc, whatever else is on PATH or set in the environment.
debian_cargo() {
  env -i HOME="$HOME" PATH=/usr/bin:/bin RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 RUSTC_WRAPPER="$RUSTC_WRAPPER" \
    CARGO_HTTP_CAINFO=/etc/ssl/certs/ca-certificates.crt cargo "$@"
}

# gnu_tool ARCH NAME: of the GNU tools for that architecture
gnu_tool() {
  local triple
  triple=$(triple_of "$1")
  echo "/usr/bin/${triple%%-*}-linux-gnu-$2"
}

build_std() {
  local arch=$1 triple work=$LAB_DIR/work/std-$1 out
  triple=$(triple_of "$arch")
  out=$LAB_DIR/rustlib/$triple/lib
  rm -rf "$work" "$out"
  mkdir -p "$work" "$out/self-contained"
  # an empty crate: cargo compiles the standard library for it
  cat > "$work/Cargo.toml" << 'EOF'
[package]
name = "empty"
version = "0.1.0"
edition = "2021"

[lib]
path = "lib.rs"
EOF
  touch "$work/lib.rs"
  # as upstream builds it: without these no program with `panic = "abort"` or with LTO links
  cat > "$work/rustc" << 'EOF'
#!/bin/sh
case " $* " in
  *' --crate-name panic_abort '*) exec "$@" -C embed-bitcode=yes -C panic=abort ;;
  *' --crate-name '*) exec "$@" -C embed-bitcode=yes ;;
  *) exec "$@" ;;
esac
EOF
  chmod +x "$work/rustc"
  (cd "$work" && RUSTC_WRAPPER=$work/rustc debian_cargo build --quiet --release --target "$triple" \
    -Z build-std=std,panic_abort,panic_unwind,test,proc_macro) || die "cargo could not build std: is there a network?"
  cp "$work/target/$triple/release/deps"/*.rlib "$out/"
  rm "$out"/libempty-*.rlib

  local musl=/usr/lib/${triple/-unknown-linux/-linux}
  cp "$musl"/*.o "$musl/libc.a" "$out/self-contained/"
  cp "$(gcc_directory "$arch")"/crt{begin,beginS,end,endS}.o "$out/self-contained/"
  build_libunwind "$arch" "$work/libunwind" "$out/self-contained/libunwind.a"
  rm -rf "$work"
}

gcc_directory() {
  dirname "$("$(gnu_tool "$1" gcc)" -print-libgcc-file-name)"
}

# gcc's own unwinder, libgcc_eh.a, wants a function of glibc. Zig has LLVM's for musl; it is without gcc's arithmetic
# helpers, which C code compiled by musl-gcc calls. Those that ask glibc what the processor can do stay out: x86's
# cpuinfo, and the atomic operations of arm64, which std has itself.
# build_libunwind ARCH WORK_FOLDER FILE
build_libunwind() {
  local triple work=$2 out=$3
  triple=$(triple_of "$1")
  mkdir -p "$work/libgcc"
  [ -d "$LAB_DIR/ziglang/ziglang-$ZIGLANG_VERSION.dist-info" ] \
    || python3 -m pip install --quiet --target "$LAB_DIR/ziglang" --upgrade "ziglang==$ZIGLANG_VERSION" \
      > "$LAB_DIR/log/pip.log" 2>&1 || die "pip could not install ziglang, see $LAB_DIR/log/pip.log"
  echo 'int main(void) { return 0; }' > "$work/main.c"
  PYTHONPATH=$LAB_DIR/ziglang ZIG_GLOBAL_CACHE_DIR=$work/cache ZIG_LOCAL_CACHE_DIR=$work/cache \
    python3 -m ziglang cc -target "${triple/-unknown-linux/-linux}" -static "$work/main.c" -lunwind -o "$work/main"
  find "$work/cache" -name libunwind.a -exec cp {} "$out" \;
  local ar
  ar=$(gnu_tool "$1" ar)
  (cd "$work/libgcc" && "$ar" x "$(gcc_directory "$1")/libgcc.a" && rm -f cpuinfo.o lse*.o cas*.o swp*.o ld*.o \
    && "$ar" q "$out" ./*.o)
}
