# shellcheck shell=bash
# The services: the registry, and buildkitds, each of which is a node that plays a machine of its own. Each service runs
# in a session of its own, with its process id in run/ and its output in log/ of LAB_STATE.

# the last one is started by ephemeral.sh
LAB_NODES=(buildkit buildkit-arm64 buildkit-ephemeral)

start_services() {
  step configure_nodes lib/services.sh "$LAB_REGISTRY"
  registry_answers || start_registry
  local node
  for node in buildkit buildkit-arm64; do
    node_answers "$node" || start_node "$node"
  done
  create_builder "$BUILDX_BUILDER" buildkit
  create_builder "$LAB_BUILDER_ARM64" buildkit-arm64
  create_builder "$LAB_BUILDER_NODES" buildkit buildkit-arm64
}

stop_services() {
  stop_nodes
  stop_service registry
}

stop_nodes() {
  local node
  for node in "${LAB_NODES[@]}"; do
    stop_service "$node"
  done
}

configure_nodes() {
  stop_nodes
  local node
  for node in "${LAB_NODES[@]}"; do
    configure_node "$node"
  done
  write_github_context
}

# On GitHub's runners buildx's docker-container driver writes the event's payload into the provenance of all that it
# builds (github.com/docker/buildx, driver/docker-container and util/ghutil): here, that of a push of twenty commits.
write_github_context() {
  mkdir -p "$LAB_STATE/provenance.d"
  jq --null-input --compact-output '{
    github_event_name: "push",
    github_event_payload: {ref: "refs/heads/main", commits: [range(20) | {id: "\(.)", message: ("text " * 370)}]}
  }' > "$LAB_STATE/provenance.d/github_actions_context.json"
}

# The machine that a node plays.
platform_of() {
  case $1 in
    *-arm64) echo linux/arm64 ;;
    *) echo linux/amd64 ;;
  esac
}

# BuildKit adds the platforms that the kernel can run to the list here, whose first one is the node's own.
configure_node() {
  cat > "$LAB_STATE/$1.toml" << EOF
provenanceEnvDir = "$LAB_STATE/provenance.d"
[worker.oci]
  enabled = true
  networkMode = "host"
  platforms = ["$(platform_of "$1")"]
  # tests count on what was built: nothing of it goes, however full the disk is
  gc = false
[worker.containerd]
  enabled = false
[registry."docker.io"]
  mirrors = ["$LAB_REGISTRY"]
[registry."cgr.dev"]
  mirrors = ["$LAB_REGISTRY/cgr.dev"]
[registry."gcr.io"]
  mirrors = ["$LAB_REGISTRY/gcr.io"]
[registry."$LAB_REGISTRY"]
  http = true
  insecure = true
EOF
}

registry_answers() {
  service_runs registry && curl --silent --fail --output /dev/null "http://$LAB_REGISTRY/v2/"
}

start_registry() {
  stop_service registry
  ! curl --silent --output /dev/null "http://$LAB_REGISTRY/" || die "port ${LAB_REGISTRY##*:} is taken: set LAB_PORT to another one"
  # blobs are kept: what is pushed again after a restart is the manifests. A blob's name is its digest, and so one folder
  # does for all instances.
  mkdir -p "$LAB_DIR/registry"
  ln --symbolic --force --no-dereference ../registry "$LAB_STATE/registry"
  PORT=${LAB_REGISTRY##*:} start_service registry crane registry serve --address "$LAB_REGISTRY" --disk "$LAB_STATE/registry"
  wait_for registry registry_answers
  date +%s%N > "$LAB_STATE/run/registry.started"
}

node_answers() {
  service_runs "$1" && buildctl --addr "$(address_of "$1")" debug workers > /dev/null 2>&1
}

start_node() {
  stop_service "$1"
  # one that was killed leaves its socket
  rm -f "$LAB_STATE/run/$1.sock"
  start_service "$1" buildkitd --config "$LAB_STATE/$1.toml" --root "$LAB_STATE/$1" --addr "$(address_of "$1")"
  wait_for "$1" node_answers "$1"
}

address_of() {
  echo "unix://$LAB_STATE/run/$1.sock"
}

# create_builder NAME NODE...: unless it has those nodes and no others
create_builder() {
  local name=$1 node append=()
  shift
  if [ "$(nodes_of "$name")" = "$*" ]; then
    return
  fi
  buildx rm "$name" > /dev/null 2>&1 || true
  for node; do
    # what a node is first choice for, whatever else it can emulate
    buildx create --name "$name" "${append[@]}" --node "$name-$node" --driver remote --platform "$(platform_of "$node")" \
      "$(address_of "$node")" > /dev/null
    append=(--append)
  done
}

nodes_of() {
  buildx inspect "$1" 2> /dev/null | sed --quiet "s|^Endpoint: *unix://$LAB_STATE/run/\(.*\)\.sock$|\1|p" \
    | paste --serial --delimiters=' '
}

# start_service NAME COMMAND...
start_service() {
  say "start $1"
  # without the lock of this set-up, which would be held as long as the service runs
  setsid "${@:2}" > "$LAB_STATE/log/$1.log" 2>&1 < /dev/null 9>&- &
  echo $! > "$LAB_STATE/run/$1.pid"
}

# Whether the process of that id is still the service: after a reboot it may be another program.
service_runs() {
  local pid
  pid=$(cat "$LAB_STATE/run/$1.pid" 2> /dev/null) || return 1
  tr '\0' ' ' 2> /dev/null < "/proc/$pid/cmdline" | grep --quiet --fixed-strings "$LAB_STATE/"
}

stop_service() {
  local pid
  if service_runs "$1"; then
    say "stop $1"
    pid=$(cat "$LAB_STATE/run/$1.pid")
    kill "$pid"
    timeout 30 tail --pid="$pid" --follow /dev/null || kill -KILL "$pid"
  fi
  rm -f "$LAB_STATE/run/$1.pid"
}

# wait_for SERVICE COMMAND...
wait_for() {
  local tries
  for ((tries = 0; tries < 150; tries++)); do
    if "${@:2}"; then
      return
    fi
    sleep 0.2
  done
  tail "$LAB_STATE/log/$1.log" >&2
  die "$1 did not start, see $LAB_STATE/log/$1.log"
}
