#!/usr/bin/env bash
# Builders for the benches alone, beside those of the lab: each is a buildkitd that has never built anything.
#
#   node.sh up NAME    starts it, from an empty root whatever was there
#   node.sh down NAME  removes it with all it built
#
# The lab must be up.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/../../test/lab"
source env.sh
source lib/step.sh
source lib/services.sh

action=${1:-} node=${2:-}
[ -n "$node" ] || die "usage: node.sh up|down NAME"

remove() {
  stop_service "$node"
  rm -rf "${LAB_STATE:?}/$node" "$LAB_STATE/$node.toml"
  buildx rm "$node" > /dev/null 2>&1 || true
}

case $action in
  up)
    remove
    configure_node "$node"
    start_node "$node"
    create_builder "$node" "$node"
    ;;
  down) remove ;;
  *) die "usage: node.sh up|down NAME" ;;
esac
