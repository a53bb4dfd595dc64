# shellcheck shell=bash
# The cross compiler of the rust-musl stand-in: this machine's own, with musl for the target.

# pack_compiler ARCH ...: for that target, on an amd64 machine
pack_compiler() {
  local packages=(gcc-aarch64-linux-gnu gcc-12-aarch64-linux-gnu cpp-12-aarch64-linux-gnu binutils-aarch64-linux-gnu
    libgcc-12-dev-arm64-cross "musl-dev:$1")
  mkdir -p "$LAB_DIR/compiler"
  dpkg --listfiles "${packages[@]}" | grep --extended-regexp '^/usr/(bin|include|lib|lib-cross|aarch64-linux-gnu)/' \
    | sort --unique | sed 's|^/||' \
    | tar --create --file="$LAB_DIR/compiler/$1.tar" --directory=/ --no-recursion --exclude='*lto-dump*' --files-from=-
}
