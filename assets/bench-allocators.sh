#!/bin/sh
# Measures a program of the project with each allocator.
set -eu

usage() {
  cat <<'USAGE'
usage: bench-allocators.sh [OPTION]... [--] [ARG...]

Builds an image of the project with each allocator in the program, runs each in turn with the ARGs, or without ARGs as the
image says, and prints a table of time, processor time and peak memory. No file of the project is changed: the sources
are, within the build.

  --bake COMMAND         builds by this: docker buildx bake, with its options
  --allocator NAME ENTRY TYPE ENV
                         measure this one: the dependency in Cargo.toml and the type of its crate, both empty for musl's
                         own, and variables of the program's environment, as in 'A=1 B=2'
  --configured NAME      which of them the project has
  --image NAME TARGET MANIFEST SOURCE PORTS
                         an image that can be asked for: its target in the bake file, the manifest and the root file of its
                         program, and its ports, as in '8080 9090'

Environment:
  IMAGE         the image to measure  [default: the first]
  BENCH_RUNS    how often each is run  [default: 5]
  BENCH_LOAD    for a program that serves: a command for this machine, run as soon as the program listens on the first of
                its ports, which is published here; the program is stopped when it ends
  BENCH_DOCKER  more options of `docker run`, as in '--volume /data:/data:ro'; no blanks within one
USAGE
}

fail() {
  echo >&2
  printf '%s\n' "$@" >&2
  exit 1
}

work=$(mktemp -d)
tags=''
container=''

end() {
  status=$?
  trap - EXIT
  [ -z "$container" ] || docker rm --force "$container" > /dev/null 2>&1 || true
  for tag in $tags; do docker image rm "$tag" > /dev/null 2>&1 || true; done
  rm -rf "$work"
  exit "$status"
}
trap end EXIT
trap 'exit 1' HUP INT TERM

bake='docker buildx bake' configured='' name='' names=''
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --bake) bake=$2; shift 2 ;;
    --configured) configured=$2; shift 2 ;;
    --allocator)
      printf '%s|%s|%s|%s\n' "$2" "$3" "$4" "$5" >> "$work/allocators"
      shift 5
      ;;
    --image)
      names="$names  $2
"
      if [ -z "$name" ] && { [ -z "${IMAGE:-}" ] || [ "$IMAGE" = "$2" ]; }; then
        name=$2 target=$3 manifest=$4 source=$5 ports=$6
      fi
      shift 6
      ;;
    --) shift; break ;;
    *) break ;;
  esac
done
# projen hands on the one that it is given too
[ "${1:-}" != -- ] || shift
if [ -z "$names" ] || [ ! -s "$work/allocators" ]; then
  usage >&2
  exit 1
fi
[ -n "$name" ] || fail "IMAGE=$IMAGE: there is no such image. These are:" "${names%?}"
runs=${BENCH_RUNS:-5}
case $runs in '' | *[!0-9]* | 0*) fail "BENCH_RUNS=$runs: it is a number, how often each is run" ;; esac
[ -z "${BENCH_LOAD:-}" ] || [ -n "$ports" ] || fail "BENCH_LOAD: the image $name has no port that it could be put on." \
  "Name one by \`ports\` of the image, in the rc file."

# quoted TEXT: what a shell reads as the text
quoted() {
  printf "'%s'" "$(printf %s "$1" | sed "s/'/'\\\\''/g")"
}

# edits ENTRY TYPE: a script that has a copy of the sources name an allocator, or none. Its lines stand for what is kept of
# another one; where nothing is, they are added.
edits() {
  printf 'set -eu\nentry=%s type=%s manifest=%s source=%s\n' \
    "$(quoted "$1")" "$(quoted "$2")" "$(quoted "$manifest")" "$(quoted "$source")"
  cat << 'SCRIPT'
crate=$(echo "${entry%% *}" | tr - _)
begin='// muslrust-chef: begin allocator'
mark='# kept by projen-muslrust-chef'
musl='#[cfg(target_env = "musl")]'
item="$musl extern crate $crate as muslrust_chef; $musl #[global_allocator] static MUSLRUST_CHEF_ALLOCATOR: muslrust_chef::$type = muslrust_chef::$type;"
use="$musl extern crate $crate as _;"
in_place="s%[\"']?(mimalloc|tikv-jemallocator)[\"']?[[:space:]]*=.*%$entry%"
[ -n "$entry" ] || item='' use='' in_place=d
wants_item=yes wants_entry=yes
! grep -qF "$begin" "$source" || wants_item=
! grep -qF "$mark" "$manifest" || wants_entry=
grep -rlIF "$begin" . > /tmp/files || true
while IFS= read -r file; do
  awk -v item="$item" -v use="$use" '
    /\/\/ muslrust-chef: begin allocator/ { inside = 1; line = use }
    /global_allocator/ { line = item }
    !inside { print }
    /\/\/ muslrust-chef: end allocator/ { inside = 0; print line }
  ' "$file" > /tmp/edited
  cat /tmp/edited > "$file"
done < /tmp/files
grep -rlIF --include=Cargo.toml "$mark" . > /tmp/files || true
while IFS= read -r file; do
  sed -E "/$mark/ $in_place" "$file" > /tmp/edited
  cat /tmp/edited > "$file"
done < /tmp/files
[ -n "$entry" ] || exit 0
# at the end: an item may be anywhere in its file, and so may a table
[ -z "$wants_item" ] || printf '\n%s\n' "$item" >> "$source"
[ -z "$wants_entry" ] || printf '\n[target.%s.dependencies]\n%s\n' "'cfg(all(target_env = \"musl\"))'" "$entry" >> "$manifest"
SCRIPT
}

# dockerfile ENTRY TYPE: the project's, in which cargo compiles the edited sources, with what these want in Cargo.lock, and an
# image runs what measures its program
dockerfile() {
  {
    printf 'FROM muslrust-chef AS bench-sources\nCOPY . .\nRUN <<"EDITS"\n'
    edits "$1" "$2"
    printf 'EDITS\n\nFROM %s AS bench-measure\nWORKDIR /app/bench-measure\nCOPY <<"MEASURE" src/main.rs\n' \
      "$(awk '/^FROM .* AS build(-|$)/ { print $2; exit }' Dockerfile)"
    cat docker/bench-allocators.rs
    cargo='cargo build'
    ! grep -q 'cargo zigbuild' Dockerfile || cargo='cargo zigbuild'
    cat << STAGE
MEASURE
COPY <<"MANIFEST" Cargo.toml
[package]
name = "measure"
version = "0.1.0"
edition = "2021"
[workspace]
MANIFEST
RUN env -u CARGO_BUILD_TARGET $cargo --release --target "\$CARGO_BUILD_TARGET" --target-dir target \\
 && install -m 0555 "target/\$CARGO_BUILD_TARGET/release/measure" /measure

STAGE
  } > "$work/stages"
  awk -v stages="$work/stages" '
    /^FROM .* AS planner(-|$)/ && !done { while ((getline line < stages) > 0) print line; done = 1 }
    /^ENTRYPOINT \[/ { print "COPY --from=bench-measure /measure /measure"; sub(/\[/, "[\"/measure\", ") }
    { gsub(/--mount=type=bind,target=\/app,rw/, "--mount=type=bind,from=bench-sources,source=/app,target=/app,rw") }
    { sub(/ --locked --message-format/, " --message-format") }
    # what jemalloc is built with on arm64; not in a stage, which would begin with another target folder then
    { sub(/env -u CARGO_BUILD_TARGET cargo/, "env -u CARGO_BUILD_TARGET AARCH64_UNKNOWN_LINUX_MUSL_JEMALLOC_SYS_WITH_LG_PAGE=16 cargo") }
    { print }
  ' Dockerfile > "$work/Dockerfile"
}

# tag_of ENTRY: allocators that differ in variables only are one image
tag_of() {
  echo "muslrust-chef-bench:$$-$(printf %s "$1" | cksum | cut -d ' ' -f 1)"
}

# bake asks before it reads a Dockerfile that is elsewhere
export BUILDX_BAKE_ENTITLEMENTS_FS=0
variables=''
while IFS='|' read -r allocator entry type env <&3; do
  for variable in $env; do variables="$variables ${variable%%=*}"; done
  tag=$(tag_of "$entry")
  case " $tags " in *" $tag "*) continue ;; esac
  tags="$tags $tag"
  printf '\n%s: build with %s\n' "$name" "$allocator" >&2
  dockerfile "$entry" "$type"
  # shellcheck disable=SC2086 # a command
  $bake "$target" --set "$target.dockerfile=$work/Dockerfile" --set "$target.tags=$tag" > /dev/null ||
    echo "$tag" >> "$work/failed"
done 3< "$work/allocators"
touch "$work/failed"

# measure TAG ENV [ARG...]: prints figures
measure() {
  image=$1
  options="--init --no-healthcheck ${BENCH_DOCKER:-}"
  others=''
  for variable in $variables; do
    case " $2" in *" $variable="*) ;; *) others="$others $variable" ;; esac
  done
  for variable in $2; do options="$options --env $variable"; done
  shift 2
  if [ -z "${BENCH_LOAD:-}" ]; then
    # shellcheck disable=SC2086 # options
    docker run --rm $options --env "MEASURE_UNSET=$others" "$image" "$@" < /dev/null
    return
  fi
  for port in $ports; do options="$options --publish $port:$port"; done
  # shellcheck disable=SC2086 # options
  container=$(docker run --detach $options --env "MEASURE_UNSET=$others" --env "MEASURE_PORT=${ports%% *}" "$image" "$@")
  until docker logs "$container" 2> /dev/null | grep -q '^listens'; do
    if [ "$(docker inspect --format '{{.State.Running}}' "$container")" != true ]; then
      docker logs "$container" >&2
      return 1
    fi
    sleep 0.1
  done
  sh -c "$BENCH_LOAD" >&2
  docker kill --signal TERM "$container" > /dev/null
  docker wait "$container" > /dev/null
  docker logs "$container" 2> /dev/null
  docker rm --force "$container" > /dev/null 2>&1 || true
  container=''
}

round=0
while [ "$round" -lt "$runs" ]; do
  round=$((round + 1))
  while IFS='|' read -r allocator entry _ env <&3; do
    tag=$(tag_of "$entry")
    ! grep -qxF "$tag" "$work/failed" || continue
    measure "$tag" "$env" "$@" > "$work/run" || fail "$name could not be measured with $allocator. It is run as the image says, or with arguments of yours:" \
      "  npx projen image:bench-allocators -- ARG..."
    figures=$(sed -n 's/^figures //p' "$work/run")
    # shellcheck disable=SC2086 # words
    printf 'run %s of %s: %s s of time, %s s of processors, %s KiB: %s\n' "$round" "$runs" $figures "$allocator" >&2
    echo "$allocator|$figures" >> "$work/figures"
  done 3< "$work/allocators"
done
[ -s "$work/figures" ] || fail 'No allocator could be built; what the builds wrote is above.'

printf '\n%s, medians of %s runs:\n' "$name" "$runs"
awk -F '|' -v configured="$configured" '
  function median(column, n, i, j, t, v) {
    n = 0
    for (i = 1; i <= NR - before; i++) if (owner[i] == row) { split(figure[i], f, " "); v[++n] = f[column] + 0 }
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
  }
  NR == FNR { name[++rows] = $1; before = NR; next }
  { owner[FNR] = $1; figure[FNR] = $2; built[$1] = 1 }
  END {
    printf "  %-26s %10s %14s %12s\n", "", "time, s", "processor, s", "peak, MiB"
    for (k = 1; k <= rows; k++) {
      row = name[k]
      mark = row == configured ? "  <- configured" : ""
      if (row in built) printf "  %-26s %10.3f %14.3f %12.1f%s\n", row, median(1), median(2), median(3) / 1024, mark
      else printf "  %-26s %s%s\n", row, "could not be built: see above", mark
    }
  }
' "$work/allocators" "$work/figures"
[ ! -s "$work/failed" ] || exit 1
