#!/usr/bin/env bash
# Sets the lab up, from nothing or from whatever is left of it: BuildKit, buildx, a registry, and stand-ins for the
# upstream images, for amd64 and arm64, so that the generated Dockerfile builds for real where there is neither a Docker
# engine nor an image registry. A step whose inputs are unchanged is skipped.
#
#   LAB_DIR       where everything goes                                   [default: .lab in the repository]
#   LAB_PORT      the port of the first instance's registry on loopback   [default: 5055]
#   LAB_INSTANCE  which one, where several have services of their own     [default: 1]
#
# Needs root, Debian 12 on amd64, Go and a network. down.sh stops it; deleting LAB_DIR removes it.
# With LAB=real there is nothing to set up: the machine's own engine is used, and the upstream images.
set -euo pipefail

if [ "${LAB:-}" = real ]; then
  docker buildx version > /dev/null && docker info > /dev/null
  exit
fi

cd "$(dirname "${BASH_SOURCE[0]}")"
source env.sh
for library in lib/*.sh; do
  # shellcheck source=/dev/null
  source "$library"
done

check_machine
lock_lab
install_packages
export STAMPS=$LAB_DIR/stamps
step build_tools go.mod go.sum lib/tools.sh
start_emulation
for arch in "${LAB_ARCHS[@]}"; do
  step build_std "$arch" lib/rust.sh "$(package_versions rustc-web "musl-dev:$arch" gcc gcc-aarch64-linux-gnu)"
  step bootstrap_root "$arch" lib/root.sh "$(package_versions rustc-web)"
  step build_libraries "$arch" lib/libraries.sh "$(package_versions "musl-dev:$arch")"
done
step pack_compiler arm64 lib/compiler.sh "$(package_versions musl-dev:arm64 gcc-12-aarch64-linux-gnu)"
# of this instance alone, what is above is for all
export STAMPS=$LAB_STATE/stamps
start_services
push_images
ln -sf "$LAB_SOURCE/engine/docker" "$LAB_DIR/bin/docker"

say "up: registry $LAB_REGISTRY, builder $BUILDX_BUILDER; to use it by hand: source test/lab/env.sh"
