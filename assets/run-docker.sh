#!/bin/sh
# Runs docker, and says what to do where it can't.
set -eu

usage() {
  cat <<'USAGE'
usage: run-docker.sh [--image IMAGE]... [--next] [ARG...]

Runs `docker ARG...`; without ARGs it only sees whether it could. Where docker or its plugin buildx is missing, or its
engine does not answer, it says what to do about that.

What `docker buildx bake` built is listed: name, size, digest.
With the argument --fresh it compiles all anew, whatever the builder has kept of it.
Pointers of Git LFS that a build had in place of files are listed too.

  --image IMAGE  fail unless it is there, or names the registry that it is pulled from
  --next         say by which tasks to go on with what was built
USAGE
}

# With nothing of ours before it: what there is to be done stands alone, at the end, in lines that no terminal wraps.
fail() {
  echo >&2
  printf '%s\n' "$@" '' 'CI needs no docker of yours: git push has it build, verify and publish.' >&2
  exit 1
}

next=
images=
while :; do
  case ${1:-} in
    -h | --help) usage; exit 0 ;;
    --image) images="$images ${2:?--image needs an image}"; shift 2 ;;
    --next) next=yes; shift ;;
    *) break ;;
  esac
done

linux='  https://docs.docker.com/engine/install/  (Linux)'
desktop='  https://docs.docker.com/desktop/  (macOS, Windows)'
if ! command -v docker > /dev/null; then
  if command -v podman > /dev/null; then
    fail 'There is podman here, and no docker. podman reads no bake file, by which the' \
      'images are built. Install Docker beside it:' "$linux" "$desktop"
  fi
  fail 'There is no docker here, which builds and runs images. Install it:' "$linux" "$desktop"
fi
if [ "${1:-}" = buildx ] && ! docker buildx version > /dev/null 2>&1; then
  # the package podman-docker calls podman so
  case $(docker --version 2> /dev/null) in
    *podman*)
      fail 'docker is podman here, which reads no bake file, by which the images are built.' \
        'Install Docker in its place:' "$linux" "$desktop"
      ;;
  esac
  fail 'This docker has no buildx, the plugin that builds images. Install it:' \
    '  docker-buildx-plugin  (the packages of Docker)' \
    '  docker-buildx  (those of Debian, Ubuntu, Alpine, Arch, and of Homebrew)' \
    '  https://github.com/docker/buildx#installing  (any other)'
fi
for image in $images; do
  # what is before the first slash is a registry if it has a dot or a port (distribution, reference/normalize.go); without
  # one docker would run whatever Docker Hub has by that name
  case $image in
    localhost/* | localhost:*/*) continue ;;
    */*) case ${image%%/*} in *.* | *:*) continue ;; esac ;;
  esac
  if ! docker image inspect "$image" > /dev/null 2>&1 && docker version > /dev/null 2>&1; then
    printf '\nThere is no image %s here. Build it first:\n  npx projen image:build\n' "$image" >&2
    exit 1
  fi
done
[ $# -gt 0 ] || exit 0

# Says so where it was for want of the engine that a command failed.
run() {
  status=0
  docker "$@" || status=$?
  [ "$status" -ne 0 ] || return 0
  # a builder that is elsewhere needs no engine here
  if ! docker version > /dev/null 2>&1 && { [ "$1" != buildx ] || ! docker buildx inspect > /dev/null 2>&1; }; then
    fail "Docker's engine does not answer. Start it:" '  sudo systemctl start docker  (Linux), or Docker Desktop' \
      'If it runs, you may not be allowed to use it:' '  https://docs.docker.com/engine/install/linux-postinstall/'
  fi
  exit "$status"
}

if [ "$1 ${2:-}" != 'buildx bake' ]; then
  run "$@"
  exit 0
fi

# The files in the build context that Git LFS has a pointer in place of, as it leaves them in a clone that did not pull them.
# A pointer is less than 1024 bytes, and begins with its version. (git-lfs, docs/spec.md)
pointers() {
  command -v git > /dev/null || return 0
  set -- ':(attr:filter=lfs)'
  # what a ! lets in again may be left out: better than to name what no build sees
  while IFS= read -r line; do
    case $line in '' | '#'* | '!'*) continue ;; esac
    set -- "$@" ":(exclude,glob)${line#/}" ":(exclude,glob)${line#/}/**"
  done < .dockerignore
  # shellcheck disable=SC2016 # the inner shell's
  git ls-files -z -- "$@" | xargs -0 sh -c '
    [ $# -gt 0 ] || exit 0
    for file; do
      shift
      set -- "$@" "./$file"
    done
    find "$@" -type f -size -3 -exec grep -lx "version https://git-lfs\.github\.com/spec/v1" {} +
  ' sh
}

# At the very end, where it is read: a build may well have failed for it.
end() {
  status=$?
  rm -f "$metadata"
  if [ -n "$pointers" ]; then
    echo "$pointers" | awk '
      NR <= 5 { sub(/^\.\//, ""); names = names "  " $0 "\n" }
      END {
        printf "\nThe build had pointers of Git LFS in place of these files:\n%s", names
        if (NR > 5) printf "  and %d more\n", NR - 5
        printf "Get the files (https://git-lfs.com), and build again:\n  git lfs install && git lfs pull\n"
      }' >&2
  fi
  exit "$status"
}

pointers=$(pointers 2> /dev/null) || pointers=
metadata=$(mktemp)
trap end EXIT
trap 'exit 1' HUP INT TERM
shift 2
for arg; do
  shift
  if [ "$arg" = --fresh ]; then
    # a builder keeps target folders for as long as it has the layer of the stage `target`
    stages=$(awk '/^FROM .* AS (target|dependencies|build)(-|$)/ { print $NF }' Dockerfile)
    for stage in $stages; do
      set -- "$@" --set "*.no-cache-filter=$stage"
    done
  else
    set -- "$@" "$arg"
  fi
done
# of what it tells, the names and digests are needed, and nothing of how it was built
export BUILDX_METADATA_PROVENANCE=disabled
run buildx bake --metadata-file "$metadata" "$@"

# The name and the digests of each image that was built: buildx indents by two spaces, a target's properties by four
# (buildx, commands/bake.go). What is no image has no name.
built() {
  awk -F '"' '
    /^  "/ { name = digest = config = "-" }
    /^    "image.name": / { name = $4; sub(/,.*/, "", name); sub(/^docker.io\/(library\/)?/, "", name) }
    /^    "containerimage.digest": / { digest = $4 }
    /^    "containerimage.config.digest": / { config = $4 }
    /^  }/ && name != "-" { print name, digest, config }
  ' "$metadata"
}

images=$(built)
[ -n "$images" ] || exit 0
here=
sized=
while read -r name digest config; do
  size=-
  # the engine calls it by one of the two, as it keeps its images; one that was pushed is not there, or is an older one
  inspected=$(docker image inspect --format '{{.Id}} {{.Size}}' "$name" 2> /dev/null) || inspected=
  case $inspected in
    "$digest "* | "$config "*) here=yes size=${inspected##* } ;;
  esac
  sized="$sized$name $size $digest
"
done << IMAGES
$images
IMAGES
printf '\nBuilt:\n'
# the digest below: beside the others it would be wrapped by most terminals
printf %s "$sized" | awk '
  { name[NR] = $1; size[NR] = $2 == "-" ? "elsewhere" : sprintf("%.1f MB", $2 / 1000000); digest[NR] = $3 }
  length($1) > width { width = length($1) }
  END { for (i = 1; i <= NR; i++) printf "  %-" width "s  %9s\n    %s\n", name[i], size[i], digest[i] }
'
[ -n "$next" ] && [ -n "$here" ] || exit 0
cat << 'NEXT'

Next:
  npx projen image:verify   see that they are static, not run as root, and start
  npx projen image:run      run it; of several, image:run:<name> runs another
  git push                  CI builds, verifies and publishes them

By hand, to a registry that you are logged in to:
  REPOSITORY=ghcr.io/acme/app TAG=dev npx projen image:build --push
NEXT
