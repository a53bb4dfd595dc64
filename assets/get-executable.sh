#!/bin/sh
# Prints the path of the executable that cargo built.
set -eu

usage() {
  cat <<'USAGE'
usage: get-executable.sh [--target-dir DIR] [--target TRIPLE] [--profile PROFILE] NAME

Prints the path of the executable NAME below cargo's target folder.

  --target-dir DIR   the folder given to `cargo build --target-dir`     [default: target]
  --target TRIPLE    the target triple given to `cargo build --target`  [default: $CARGO_BUILD_TARGET,
                     or $RUST_MUSL_CROSS_TARGET, which older images of rust-musl have]
  --profile PROFILE  the cargo profile it was built with                [default: release]
USAGE
}

fail() {
  echo "get-executable.sh: $*" >&2
  exit 1
}

directory=target
target=${CARGO_BUILD_TARGET:-${RUST_MUSL_CROSS_TARGET:-}}
profile=release
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --target-dir) directory=${2:?--target-dir needs a folder}; shift 2 ;;
    --target) target=${2:?--target needs a triple}; shift 2 ;;
    --profile) profile=${2:?--profile needs a name}; shift 2 ;;
    -*) usage >&2; fail "unknown option $1" ;;
    *) break ;;
  esac
done
[ $# -eq 1 ] || { usage >&2; fail "expected one NAME, got $#"; }
name=$1

# cargo's folder for a profile bears the profile's name, but for its four built-in ones
case $profile in
  dev | test) folder=debug ;;
  release | bench) folder=release ;;
  *) folder=$profile ;;
esac

# a build with --target, even for the host's own triple, goes into a folder of that triple
executable=$directory/${target:+$target/}$folder/$name
[ -f "$executable" ] || fail "$executable: no such file; was \`cargo build --bin $name\` run with the same target and profile?"
[ -x "$executable" ] || fail "$executable: not executable"
echo "$executable"
