# shellcheck shell=bash
# Stand-ins for the upstream images, in the lab's registry under the names that src/pins.ts has. buildkitd looks there
# before it asks the upstream registries.

# The root file system of the muslrust stand-in: Debian, with the tools of muslrust that builds of crates want.
# shellcheck disable=SC2016 # it is mmdebstrap that runs the hook
bootstrap_root() {
  local arch=$1 sources=/etc/apt/sources.list.d/debian.sources
  [ -f "$sources" ] || sources=/etc/apt/sources.list
  mkdir -p "$LAB_DIR/root"
  mmdebstrap --quiet --variant=minbase --architectures="$arch" \
    --include=ca-certificates,cmake,curl,file,g++,gcc,git,lld,make,musl-tools,pkgconf,rustc-web,cargo-web \
    --customize-hook='ln -s /usr/bin/lld "$1/usr/local/bin/rust-lld"' \
    bookworm "$LAB_DIR/root/$arch.tar" "$sources" || die "mmdebstrap failed: is there a network?"
}

# The registry forgets its images when it stops, and so its start is an input of each of them.
push_images() {
  local started arch files=(lib/images.sh)
  started=$(cat "$LAB_STATE/run/registry.started")
  step push_image docker.io/docker/dockerfile:1 dockerfile-frontend "$LAB_DIR/tools" "$started" \
    "${files[@]}" images/dockerfile-frontend/Dockerfile "$(cat "$LAB_DIR"/stamps/build_tools-*)"
  local rust=("${files[@]}" images/muslrust/{Dockerfile,rustup} "$(cat "$LAB_DIR"/stamps/{build_std,bootstrap_root}-*)")
  step push_image "$(pinned muslrust)" muslrust "$LAB_DIR/root" "$started" "${rust[@]}"
  for arch in "${LAB_ARCHS[@]}"; do
    step push_rust_musl "$(triple_of "$arch")" "$started" "${rust[@]}"
  done
  local base
  for base in chainguardStatic distrolessStatic; do
    step push_image "$(pinned "$base")" static "$LAB_SOURCE/images/static" "$started" \
      "${files[@]}" images/static/{Dockerfile,group,passwd}
  done
}

# push_image REFERENCE STAND_IN CONTEXT ...
push_image() {
  build_and_push "$1" "$2" "$3"
}

# push_rust_musl TRIPLE ...: the image of a target, under the tag of the stable release
push_rust_musl() {
  build_and_push "$(pinned rustMusl):${1/-unknown-linux-/-}-stable" muslrust "$LAB_DIR/root" \
    --target rust-musl --build-arg TRIPLE="$1"
}

# build_and_push REFERENCE STAND_IN CONTEXT [OPTION...]
build_and_push() {
  local platforms
  mkdir -p "$LAB_DIR/empty"
  platforms=$(printf 'linux/%s,' "${LAB_ARCHS[@]}")
  buildx build --quiet --provenance=false --platform "${platforms%,}" \
    --file "$LAB_SOURCE/images/$2/Dockerfile" \
    --build-context files="$LAB_SOURCE/images/$2" \
    --build-context rustlib="$LAB_DIR/rustlib" \
    --build-context certificates=/etc/ssl/certs \
    --build-context empty="$LAB_DIR/empty" \
    --build-context zoneinfo=/usr/share/zoneinfo \
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
