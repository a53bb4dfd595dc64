#!/usr/bin/env bash
# The builder $LAB_BUILDER_EPHEMERAL, a node that has never built anything, as a fresh runner of CI is.
#
#   ephemeral.sh up    starts it, from an empty root whatever was there
#   ephemeral.sh down  removes it with all it built
#
# The lab must be up.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")"
source env.sh
source lib/step.sh
source lib/services.sh

[ "${LAB:-}" != real ] || die "there is no ephemeral builder with LAB=real: docker buildx create makes one"

remove() {
  stop_service buildkit-ephemeral
  rm -rf "$LAB_STATE/buildkit-ephemeral"
  buildx rm "$LAB_BUILDER_EPHEMERAL" > /dev/null 2>&1 || true
}

case ${1:-} in
  up)
    [ -f "$LAB_STATE/buildkit-ephemeral.toml" ] || die "the lab is not up: bash test/lab/up.sh"
    remove
    start_node buildkit-ephemeral
    create_builder "$LAB_BUILDER_EPHEMERAL" buildkit-ephemeral
    ;;
  down) remove ;;
  *) die "usage: ephemeral.sh up|down" ;;
esac
