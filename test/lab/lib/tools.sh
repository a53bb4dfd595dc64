# shellcheck shell=bash
# BuildKit, buildx and crane, compiled from the versions in go.mod.

build_tools() {
  stop_services
  rm -rf "$LAB_DIR/tools"
  (cd "$LAB_SOURCE" && CGO_ENABLED=0 GOFLAGS=-buildvcs=false go build -o "$LAB_DIR/tools/" tool) \
    || die "go could not build the tools: is there a network?"
  install "$LAB_DIR"/tools/{buildkitd,buildctl,buildx,crane} "$LAB_DIR/bin/"
}
