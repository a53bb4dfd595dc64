# shellcheck shell=bash
# To be sourced: where the lab is, and `docker` as the lab has it. LAB=real changes nothing: the machine's own engine.
if [ "${LAB:-stand-in}" != real ]; then
  LAB_SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  export LAB_DIR=${LAB_DIR:-$(cd "$LAB_SOURCE/../.." && pwd)/.lab}
  # each worker of jest, which numbers its workers, has services of its own, with all that they keep
  export LAB_INSTANCE=${JEST_WORKER_ID:-${LAB_INSTANCE:-1}}
  export LAB_STATE=$LAB_DIR/instance-$LAB_INSTANCE
  export LAB_PORT=${LAB_PORT:-5055}
  export LAB_REGISTRY=127.0.0.1:$((LAB_PORT + LAB_INSTANCE - 1))
  # apart from the user's own builders
  export BUILDX_CONFIG=$LAB_STATE/buildx
  # amd64, and arm64 by emulation
  export BUILDX_BUILDER=muslrust-chef-lab
  # a node that plays an arm64 machine
  export LAB_BUILDER_ARM64=$BUILDX_BUILDER-arm64
  # both machines, each for its own platform
  export LAB_BUILDER_NODES=$BUILDX_BUILDER-nodes
  # a machine that has never built anything, while `ephemeral.sh up` has it up
  export LAB_BUILDER_EPHEMERAL=$BUILDX_BUILDER-ephemeral
  export PATH=$LAB_DIR/bin:$PATH
fi
