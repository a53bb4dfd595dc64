#!/bin/sh
# Verifies that an executable is static, and built for the expected architecture.
#
# The ELF headers are read, never the words of `ldd` or `file`: a static executable is "statically linked" on
# x86_64-musl (static-PIE) and "not a dynamic executable" on aarch64-musl, and `ldd` says the very same of a
# dynamic executable of a foreign architecture.
set -eu

usage() {
  cat <<'USAGE'
usage: verify-static-build.sh [--arch ARCH] FILE...

Verifies that every FILE is an ELF executable that needs no dynamic loader (no INTERP segment) and no shared
library (no NEEDED entry), and is built for ARCH. Exits with 1 at the first that is not.

  --arch ARCH  amd64 or arm64, as Docker spells them, or x86_64 or aarch64  [default: this machine's]

Needs readelf, of binutils.
USAGE
}

fail() {
  echo "verify-static-build.sh: $*" >&2
  exit 1
}

arch=$(uname -m)
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --arch) arch=${2:?--arch needs an architecture}; shift 2 ;;
    -*) usage >&2; fail "unknown option $1" ;;
    *) break ;;
  esac
done
[ $# -gt 0 ] || { usage >&2; fail "no FILE given"; }
command -v readelf > /dev/null || fail "readelf is not installed; it comes with binutils"

# readelf's own spelling of the machine
case $arch in
  amd64 | x86_64) machine='Advanced Micro Devices X86-64' ;;
  arm64 | aarch64) machine='AArch64' ;;
  *) fail "unknown architecture $arch; expected amd64 or arm64" ;;
esac

# readelf translates its words: compare the untranslated ones
export LC_ALL=C

for file; do
  [ -f "$file" ] || fail "$file: no such file"
  header=$(readelf --wide --file-header "$file" 2> /dev/null) || fail "$file: not an ELF file"
  echo "$header" | grep -qE '^ *Type: +(EXEC|DYN)' || fail "$file: an ELF file, but not an executable"
  echo "$header" | grep -qE "^ *Machine: +$machine\$" \
    || fail "$file: built for$(echo "$header" | sed -n 's/^ *Machine: */ /p'), expected $machine"

  segments=$(readelf --wide --program-headers "$file")
  echo "$segments" | grep -q ' LOAD ' || fail "$file: no LOAD segment, so nothing to run"
  ! echo "$segments" | grep -q ' INTERP ' \
    || fail "$file: dynamically linked, asks for a loader:$(echo "$segments" | sed -n 's/.*interpreter: \(.*\)\]/ \1/p')"

  dynamic=$(readelf --wide --dynamic "$file")
  ! echo "$dynamic" | grep -q '(NEEDED)' \
    || fail "$file: dynamically linked, needs$(echo "$dynamic" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/ \1/p' | tr '\n' ' ')"

  echo "$file: static, $machine"
done
