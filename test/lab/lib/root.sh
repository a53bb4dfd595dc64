# shellcheck shell=bash
# The root file system of the stand-ins for muslrust and rust-musl: Debian, with the tools that builds of crates want. In
# a file of its own, since a change of it costs minutes.

# bootstrap_root ARCH ...: amd64, which this machine is, before any other
bootstrap_root() {
  mkdir -p "$LAB_DIR"/{root,work}
  case $1 in
    amd64) debian amd64 --variant=minbase --include=ca-certificates ;;
    *) debian_unconfigured "$1" ;;
  esac
}

# dpkg and the scripts of its packages take eight minutes under emulation. So packages are unpacked, no more. What those
# scripts make is amd64's, where it is the same: users, certificates, the links of alternatives.
# shellcheck disable=SC2016 # it is mmdebstrap that runs the hooks
debian_unconfigured() {
  made_by_scripts "$LAB_DIR/root/amd64.tar" > "$LAB_DIR/work/made-by-scripts"
  export LAB_DIR
  debian "$1" --variant=extract --include='?or(?essential,?priority(required))' --include=apt,ca-certificates \
    --setup-hook='cd "$1" && for name in bin lib sbin; do mkdir -p "usr/$name" && ln -s "usr/$name" "$name"; done' \
    --extract-hook='tar --extract --file="$LAB_DIR/root/amd64.tar" --directory="$1" \
      --no-recursion --skip-old-files --files-from="$LAB_DIR/work/made-by-scripts"' \
    --extract-hook='chroot "$1" ldconfig'
}

# debian ARCH OPTION...
debian() {
  local sources=/etc/apt/sources.list.d/debian.sources
  [ -f "$sources" ] || sources=/etc/apt/sources.list
  mmdebstrap --quiet --architectures="$1" "${@:2}" \
    --include=cmake,curl,file,g++,gcc,git,lld,make,musl-tools,pkgconf,rustc-web,cargo-web \
    bookworm "$LAB_DIR/root/$1.tar" "$sources" || die "mmdebstrap failed: is there a network?"
}

# made_by_scripts ARCHIVE: what no package has, but for what is of one architecture, or of the moment
made_by_scripts() {
  # packages may name the folders that Debian has merged into /usr
  comm -23 \
    <(tar --list --file="$1" | sed 's|^\.||; s|/$||' | sort) \
    <(tar --extract --to-stdout --file="$1" --wildcards './var/lib/dpkg/info/*.list' \
      | sed --regexp-extended 's#^/(bin|sbin|lib|lib64)(/|$)#/usr/\1\2#' | sort --unique) \
    | grep --extended-regexp --invert-match '^$|^/(dev|proc|sys|lib64|etc/ld.so.cache|var/cache|var/lib/(apt|dpkg))(/|$)' \
    | sed 's|^|.|'
}
