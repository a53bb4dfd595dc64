#!/bin/sh
# Verifies a finished image: its executable is static, it does not run as root, and it starts.
set -eu

usage() {
  cat <<'USAGE'
usage: verify-image.sh [OPTION...] IMAGE EXECUTABLE [ARG...]

Verifies that IMAGE, a reference that `docker run` takes, holds the static executable EXECUTABLE (its path in
the image), runs as a user other than root, and starts.

With ARGs it is run with them and must exit with 0 within SMOKE_TIMEOUT. With --http it is run as a server, with the
ARGs if there are any: it must answer within SMOKE_TIMEOUT, and end within 10 seconds of SIGTERM, or of the signal that
the image names by STOPSIGNAL. With neither it is run as it is, and must not crash. One that still runs at
SMOKE_TIMEOUT has passed; so has a program that ends well, or that asks for arguments, which the image has none of. A
server may not end: the image says by EXPOSE that it is one.

  --platform PLATFORM  the one to verify of a multi-platform image, e.g. linux/arm64; another one than this
                       machine's runs where it is emulated  [default: this machine's]
  --http PORT/PATH     what to ask, e.g. 8080/healthz; the answer's status must be 2xx or 3xx. Needs curl
  SMOKE_TIMEOUT        seconds  [default: 60, or 5 with neither ARGs nor --http]
USAGE
}

fail() {
  echo "verify-image.sh: $*" >&2
  exit 1
}

platform=
http=
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --platform) platform=${2:?--platform needs a platform}; shift 2 ;;
    --http) http=${2:?--http needs a port and a path, as in 8080/healthz}; shift 2 ;;
    -*) usage >&2; fail "unknown option $1" ;;
    *) break ;;
  esac
done
[ $# -ge 2 ] || { usage >&2; fail "expected IMAGE and EXECUTABLE"; }
image=$1
executable=$2
shift 2
[ $# -eq 0 ] && [ -z "$http" ] && timeout=${SMOKE_TIMEOUT:-5} || timeout=${SMOKE_TIMEOUT:-60}
port=${http%%/*}
path=${http#*/}
case $http in
  '' | [0-9]*/*) ;;
  *) fail "--http $http: expected PORT/PATH, as in 8080/healthz" ;;
esac
if [ -n "$http" ] && ! command -v curl > /dev/null; then
  fail "--http needs curl on this machine: images like these have nothing in them that could ask"
fi

scratch=$(mktemp -d)
container=
cleanup() {
  [ -z "$container" ] || docker rm --force "$container" > /dev/null
  rm -rf "$scratch"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM

container=$(docker create ${platform:+--platform "$platform"} ${http:+--publish "127.0.0.1::$port"} "$image" "$@")
arch=${platform#*/}
[ -n "$arch" ] || arch=$(docker image inspect --format '{{.Architecture}}' "$image")
arch=${arch%%/*}

# static: what is in the image, not what the builder once had
name=${executable##*/}
docker cp "$container:$executable" "$scratch/$name" > /dev/null
if command -v readelf > /dev/null; then
  scripts=$(cd "$(dirname "$0")" && pwd)
  # from where it is, so that it is called by its name
  (cd "$scratch" && sh "$scripts/verify-static-build.sh" --arch "$arch" "$name")
else
  echo "verify-image.sh: no readelf here (macOS has none); the builder verified $executable when it was compiled" >&2
fi

user=$(docker inspect --format '{{.Config.User}}' "$container")
case ${user%%:*} in
  root) fail "$image: runs as root" ;;
  *[!0]*) ;;
  # none, or a number that is zero
  *) fail "$image: runs as root (its user is \"$user\")" ;;
esac

# With the program's last words, which say more than its exit code.
fail_started() {
  docker logs "$container" 2>&1 | tail -n 20 >&2
  fail "$image: $*"
}

# Sets `status` to the exit code, or to `running` after so many seconds. It is asked again and again, since not every
# system has a `timeout` to cut `docker wait` short.
wait_for_end() {
  seconds=$1
  status=running
  while :; do
    if [ "$(docker inspect --format '{{.State.Running}}' "$container")" != true ]; then
      status=$(docker wait "$container")
      return
    fi
    [ "$seconds" -gt 0 ] || return 0
    seconds=$((seconds - 1))
    sleep 1
  done
}

# 101: Rust's panic; 125 to 127: it could not be started; above: killed by a signal
crashed() { [ "$status" -eq 101 ] || [ "$status" -ge 125 ]; }

explain() {
  case $status in
    101) echo "exited with 101: it panicked" ;;
    12[5-7]) echo "exited with $status: it could not be started" ;;
    137) echo "exited with 137: killed, perhaps for want of memory" ;;
    129 | 1[3-9][0-9]) echo "exited with $status: killed by SIG$(kill -l "$status" 2> /dev/null)" ;;
    *) echo "exited with $status" ;;
  esac
}

docker start "$container" > /dev/null

if [ -n "$http" ]; then
  address=$(docker port "$container" "$port/tcp" | head -n 1)
  while :; do
    wait_for_end 0
    [ "$status" = running ] || fail_started "$(explain), and had not answered"
    code=$(curl --silent --output /dev/null --max-time 5 --write-out '%{http_code}' "http://$address/$path") || true
    case $code in 2?? | 3??) break ;; esac
    [ "$timeout" -gt 0 ] || fail_started "no 2xx or 3xx from port $port, /$path in time (SMOKE_TIMEOUT), the last answer was $code. It must listen on 0.0.0.0"
    timeout=$((timeout - 1))
    sleep 1
  done
  signal=$(docker inspect --format '{{.Config.StopSignal}}' "$container")
  signal=${signal:-SIGTERM}
  docker kill --signal "$signal" "$container" > /dev/null
  wait_for_end 10
  [ "$status" != running ] || fail_started "still runs 10 seconds after a $signal. Process 1 of a container ends at one only if the program handles it: docs/running.md of projen-muslrust-chef says how"
  # a program may end by this very signal: 143 is SIGTERM
  ! crashed || [ "SIG$(kill -l "$status" 2> /dev/null)" = "$signal" ] || fail_started "$(explain), at a $signal"
  echo "$image: runs as $user, answered with $code, exited with $status at a $signal"
  exit
fi

wait_for_end "$timeout"
if [ "$status" = running ]; then
  [ $# -eq 0 ] || fail_started "$* did not end in time (SMOKE_TIMEOUT)"
elif crashed; then
  fail_started "$(explain)"
elif [ $# -gt 0 ]; then
  [ "$status" -eq 0 ] || fail_started "$* exited with $status"
else
  # a list that is not empty begins like this, in JSON
  case $(docker inspect --format '{{json .Config.ExposedPorts}}' "$container") in
    '{"'*) fail_started "exited with $status, though it EXPOSEs a port as a server does. If it needs what is not here, give it a smoke test" ;;
  esac
  case $(docker inspect --format '{{json .Config.Cmd}}' "$container") in
    '["'*) [ "$status" -eq 0 ] || fail_started "exited with $status, though the image has arguments for it" ;;
  esac
fi
docker logs "$container" >&2
echo "$image: runs as $user, $([ "$status" = running ] && echo 'still running' || echo "exited with $status")"
