#!/bin/sh
# Verifies a finished image: its executable is static, it does not run as root, and it starts.
set -eu

usage() {
  cat <<'USAGE'
usage: verify-image.sh IMAGE EXECUTABLE [ARG...]

Verifies that IMAGE, a reference that `docker run` takes, holds the static executable EXECUTABLE (its path in
the image), runs as a user other than root, and starts.

With ARGs it is run with them and must exit with 0 within SMOKE_TIMEOUT. With none it is run as it is, and only
what every program owes is asked of it: that the kernel loads it and that it is not killed by a signal of its own
making. A server that still runs at SMOKE_TIMEOUT has passed; so has a program that asks for arguments.

  SMOKE_TIMEOUT  seconds  [default: 60 with ARGs, 5 with none]
USAGE
}

fail() {
  echo "verify-image.sh: $*" >&2
  exit 1
}

case ${1:-} in
  -h | --help) usage; exit 0 ;;
esac
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

container=$(docker create "$image" "$@")

# static: what is in the image, not what the builder once had
docker cp "$container:$executable" "$scratch/executable" > /dev/null
if command -v readelf > /dev/null; then
  "$(dirname "$0")/verify-static-build.sh" --arch "$(docker image inspect --format '{{.Architecture}}' "$image")" \
    "$scratch/executable"
else
  echo "verify-image.sh: no readelf here (macOS has none); the builder verified $executable when it was compiled" >&2
fi

user=$(docker image inspect --format '{{.Config.User}}' "$image")
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
