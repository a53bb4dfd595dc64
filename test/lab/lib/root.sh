# shellcheck shell=bash
# The root file system of the stand-ins for muslrust and rust-musl: Debian, with the tools that builds of crates want. In
# a file of its own, since a change of it costs minutes.

# bootstrap_root ARCH ...
# shellcheck disable=SC2016 # it is mmdebstrap that runs the hook
bootstrap_root() {
  local arch=$1 sources=/etc/apt/sources.list.d/debian.sources
  [ -f "$sources" ] || sources=/etc/apt/sources.list
  mkdir -p "$LAB_DIR/root"
  mmdebstrap --quiet --variant=minbase --architectures="$arch" \
    --include=ca-certificates,cmake,curl,file,g++,gcc,git,lld,make,musl-tools,pkgconf,rustc-web,cargo-web \
    --customize-hook='ln -s /usr/bin/lld "$1/usr/local/bin/rust-lld"' \
    bookworm "$LAB_DIR/root/$arch.tar" "$sources" || die "mmdebstrap failed: is there a network?"
}
