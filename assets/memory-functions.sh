#!/bin/sh
# Puts memory functions into the C libraries that programs are linked with, in place of musl's: of these most read and
# write a byte, or eight, at a time.
set -eu

usage() {
  cat <<'USAGE'
usage: memory-functions.sh install [--source FILE] TARGET...
       memory-functions.sh verify FILE...

  install  compiles the functions for each TARGET, such as x86_64-unknown-linux-musl, and puts them into the libc.a that
           rustc links for it, and into that of zig, where zig's C library is in /opt/zig/cache/TARGET. The compiler is
           zig there, else $CC_<target> or $CC, else cc.
  verify   fails unless each executable FILE has the functions in it

  --source FILE  [default: /usr/local/src/memory-functions.c]

Needs ar and readelf, of binutils.
USAGE
}

fail() {
  echo "memory-functions.sh: $*" >&2
  exit 1
}

# functions FILE: those that a file or an archive defines, one a line
functions() {
  LC_ALL=C readelf --wide --syms "$1" | awk '$5 != "LOCAL" && $7 ~ /^[0-9]+$/ && $8 ~ /^(mem(cpy|move|set|cmp)|bcmp)$/ { print $8 }' | sort
}

# replace ARCHIVE OBJECT AR
replace() {
  names=$(functions "$2")
  members=$("$3" t "$1" | sed 's|.*/||' | grep -xE "($(echo "$names" | paste -sd '|' -))\.l?o" || true)
  # shellcheck disable=SC2086 # one word for each
  [ -z "$members" ] || "$3" d "$1" $members
  "$3" d "$1" memory-functions.o
  "$3" q "$1" "$2"
  "$3" s "$1"
  defined=$(functions "$1")
  for name in $names; do
    [ "$(echo "$defined" | grep -cx "$name")" = 1 ] || fail "$1 does not have $name once"
  done
  echo "memory-functions.sh: $1 has $(echo "$names" | paste -sd ' ' -)"
}

install_for() {
  work=$(mktemp -d)
  trap 'rm -r "$work"' EXIT
  object=$work/memory-functions.o
  for target; do
    variable=$(echo "$target" | tr - _)
    zig=/opt/zig/cache/$target
    if [ -d "$zig" ]; then
      printf '#!/bin/sh\nexec zig ar "$@"\n' > "$work/ar"
      chmod +x "$work/ar"
      ar=$work/ar
      cc="zig cc -DBY_ZIG -target $(echo "$target" | sed 's/-unknown-/-/')"
    else
      eval "ar=\${AR_$variable:-ar} cc=\${CC_$variable:-\${CC:-cc}}"
    fi
    # shellcheck disable=SC2086 # a command
    ZIG_GLOBAL_CACHE_DIR=$work/zig ZIG_LOCAL_CACHE_DIR=$work/zig \
      $cc -O2 -fPIC -ffreestanding -fno-builtin -c "$source" -o "$object" || fail "$cc can't compile $source for $target"
    libc=$(rustc --print target-libdir --target "$target")/self-contained/libc.a
    [ -f "$libc" ] || fail "rustc has no $libc; is the target $target added?"
    replace "$libc" "$object" "$ar"
    # musl's own compiler, which links for rustc if a project says so
    libc=/usr/lib/${target%%-*}-linux-musl/libc.a
    [ ! -f "$libc" ] || replace "$libc" "$object" "$ar"
    [ ! -d "$zig" ] || for libc in "$zig"/o/*/libc.a; do
      replace "$libc" "$object" "$ar"
    done
  done
}

verify_all() {
  for file; do
    LC_ALL=C grep -aq 'muslrust-chef memory functions' "$file" \
      || fail "$file was linked without the memory functions: by a C library of the project's own? memoryFunctions: false builds it as it is"
  done
}

source=/usr/local/src/memory-functions.c
command=${1:-}
case $command in
  -h | --help) usage; exit 0 ;;
  install | verify) shift ;;
  *) usage >&2; exit 1 ;;
esac
if [ "$command ${1:-}" = 'install --source' ]; then
  source=${2:?--source needs a file}
  shift 2
fi
[ $# -gt 0 ] || { usage >&2; exit 1; }
case $command in
  install) install_for "$@" ;;
  verify) verify_all "$@" ;;
esac
