# shellcheck shell=bash
# Stand-ins for the upstream images, in the lab's registry under the names that src/pins.ts has. buildkitd looks there
# before it asks the upstream registries.

# The registry forgets its images when it stops, and so its start is an input of each of them.
push_images() {
  local started arch files=(lib/images.sh)
  started=$(cat "$LAB_STATE/run/registry.started")
  step push_image docker.io/docker/dockerfile:1 dockerfile-frontend "$LAB_DIR/tools" "$started" \
    "${files[@]}" images/dockerfile-frontend/Dockerfile "$(cat "$LAB_DIR"/stamps/build_tools-*)"
  local rust=("${LAB_SHORT:-}" "${files[@]}" images/muslrust/{Dockerfile,rustup,musl-gcc}
    "$(cat "$LAB_DIR"/stamps/{build_std,bootstrap_root,build_libraries,pack_compiler}-*)")
  step push_muslrust "$(pinned muslrust)" "$started" "${rust[@]}"
  for arch in "${LAB_ARCHS[@]}"; do
    step push_rust_musl "$arch" "$started" "${rust[@]}"
  done
  local static=("${files[@]}" images/static/{Dockerfile,group,passwd})
  step push_static "$(pinned chainguardStatic)" chainguard "$started" "${static[@]}"
  step push_static "$(pinned distrolessStatic)" distroless "$started" "${static[@]}"
  step forget_contexts local "$(cat "$STAMPS"/push_*)"
}

# The contexts of these builds are 2 GB, and no test has them.
forget_contexts() {
  buildctl --addr "$(address_of buildkit)" prune --filter type==source.local > /dev/null
}

# push_image REFERENCE STAND_IN CONTEXT ...
push_image() {
  build_and_push "$1" "$2" "$3"
}

# push_muslrust REFERENCE ...
push_muslrust() {
  build_and_push "$1" muslrust "$LAB_DIR/root" --target muslrust
}

# push_rust_musl ARCH ...: the image of a target, under the tag of the stable release
push_rust_musl() {
  local triple pin
  triple=$(triple_of "$1")
  pin=$([ "$1" = amd64 ] && echo rustMuslAmd64 || echo rustMuslArm64)
  build_and_push "$(pinned "$pin")" muslrust "$LAB_DIR/root" \
    --target rust-musl --build-arg TRIPLE="$triple" --build-arg ARCH="$1"
}

# push_static REFERENCE TARGET ...
push_static() {
  local work=$LAB_DIR/work/static
  # as an archive: COPY --chmod knows no sticky bit, and gives the folders above that mode too
  rm -rf "$work"
  mkdir -p "$work"/folders/{tmp,home/nonroot}
  chmod 1777 "$work/folders/tmp"
  chmod 0700 "$work/folders/home/nonroot"
  chown 65532:65532 "$work/folders/home/nonroot"
  tar --create --file="$work/folders.tar" --directory="$work/folders" tmp home
  build_and_push "$1" static "$work" --target "$2"
}

# build_and_push REFERENCE STAND_IN CONTEXT [OPTION...]: the first instance does, the others copy what it has
build_and_push() {
  # where time is short: most of a release build's goes into what no test looks at
  local platforms unoptimised=$'[profile.release]\nopt-level = 0'
  if [ "$LAB_INSTANCE" != 1 ]; then
    crane copy "127.0.0.1:$LAB_PORT/${1#docker.io/}" "$(mirror_of "$1")" 2> "$LAB_STATE/log/copy.log" \
      || die "could not copy $1 from the first instance, see $LAB_STATE/log/copy.log"
    return
  fi
  platforms=$(printf 'linux/%s,' "${LAB_ARCHS[@]}")
  buildx build --quiet --provenance=false --platform "${platforms%,}" \
    --file "$LAB_SOURCE/images/$2/Dockerfile" \
    --build-context files="$LAB_SOURCE/images/$2" \
    --build-context rustlib="$LAB_DIR/rustlib" \
    --build-context libraries="$LAB_DIR/libraries" \
    --build-context compiler="$LAB_DIR/compiler" \
    --build-context certificates=/etc/ssl/certs \
    --build-context zoneinfo=/usr/share/zoneinfo \
    --build-arg CARGO_CONFIG="${LAB_SHORT:+$unoptimised}" \
    --output "type=image,name=$(mirror_of "$1"),push=true,compression=uncompressed" \
    "${@:4}" "$3" > /dev/null
}

# Where the stand-in of an upstream image is.
mirror_of() {
  echo "$LAB_REGISTRY/${1#docker.io/}"
}

# The reference of an image in src/pins.ts.
pinned() {
  local reference
  reference=$(sed -n "s/^ *$1: '\([^']*\)',$/\1/p" "$LAB_SOURCE/../../src/pins.ts")
  case $reference in
    '') die "src/pins.ts has no image $1" ;;
    *@*) die "$reference: no stand-in can have that digest" ;;
    *) echo "$reference" ;;
  esac
}
