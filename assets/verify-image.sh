#!/bin/sh
# Verifies a finished image: its executable is static, it does not run as root, and it starts.
set -eu

usage() {
  cat <<'USAGE'
usage: verify-image.sh [--platform PLATFORM] IMAGE EXECUTABLE [ARG...]

Verifies that IMAGE, a reference that `docker run` takes, holds the static executable EXECUTABLE (its path in
the image), runs as a user other than root, and starts.

With ARGs it is run with them and must exit with 0 within SMOKE_TIMEOUT. With none it is run as it is, and only
what every program owes is asked of it: that the kernel loads it and that it is not killed by a signal of its own
making. A server that still runs at SMOKE_TIMEOUT has passed; so has a program that asks for arguments.

  --platform PLATFORM  the one to verify of a multi-platform image, e.g. linux/arm64; another one than this
                       machine's runs where it is emulated  [default: this machine's]
  SMOKE_TIMEOUT        seconds  [default: 60 with ARGs, 5 with none]
USAGE
}

fail() {
  echo "verify-image.sh: $*" >&2
  exit 1
}

platform=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --platform) platform=${2:?--platform needs a platform}; shift 2 ;;
    -*) usage >&2; fail "unknown option $1" ;;
    *) break ;;
  esac
done
[ $# -ge 2 ] || { usage >&2; fail "expected IMAGE and EXECUTABLE"; }
image=$1
executable=$2
shift 2
[ $# -gt 0 ] && timeout=${SMOKE_TIMEOUT:-60} || timeout=${SMOKE_TIMEOUT:-5}

scratch=$(mktemp -d)
container=
cleanup() {
  [ -z "$container" ] || docker rm --force "$container" > /dev/null
  rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM

container=$(docker create ${platform:+--platform "$platform"} "$image" "$@")
arch=${platform#*/}
[ -n "$arch" ] || arch=$(docker image inspect --format '{{.Architecture}}' "$image")

# static: what is in the image, not what the builder once had
docker cp "$container:$executable" "$scratch/executable" > /dev/null
if command -v readelf > /dev/null; then
  "$(dirname "$0")/verify-static-build.sh" --arch "$arch" "$scratch/executable"
else
  echo "verify-image.sh: no readelf here (macOS has none); the builder verified $executable when it was compiled" >&2
fi

user=$(docker inspect --format '{{.Config.User}}' "$container")
case ${user%%:*} in
  '' | 0 | root) fail "$image: runs as root" ;;
esac

# starts: asked again and again, since not every system has a `timeout` to cut `docker wait` short
docker start "$container" > /dev/null
status=running
while [ "$status" = running ] && [ "$timeout" -gt 0 ]; do
  sleep 1
  timeout=$((timeout - 1))
  [ "$(docker inspect --format '{{.State.Running}}' "$container")" = true ] || status=$(docker wait "$container")
done
docker logs "$container" >&2

if [ "$status" = running ]; then
  [ $# -eq 0 ] || fail "$image: $* did not end in time (SMOKE_TIMEOUT)"
elif [ $# -gt 0 ]; then
  [ "$status" -eq 0 ] || fail "$image: $* exited with $status"
else
  # 125 to 127: it could not be started; from 129: killed by a signal (132 is SIGILL, 139 SIGSEGV)
  [ "$status" -lt 125 ] || fail "$image: exited with $status"
fi
echo "$image: runs as $user, $([ "$status" = running ] && echo 'still running' || echo "exited with $status")"
