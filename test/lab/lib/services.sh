# shellcheck shell=bash
# The two services, the registry and buildkitd, and buildx's builder. Each runs in a session of its own, with its
# process id in run/ and its output in log/.

start_services() {
  step configure_buildkitd lib/services.sh "$LAB_REGISTRY"
  registry_answers || start_registry
  buildkitd_answers || start_buildkitd
  buildx inspect "$BUILDX_BUILDER" > /dev/null 2>&1 \
    || buildx create --name "$BUILDX_BUILDER" --driver remote "unix://$LAB_DIR/run/buildkitd.sock" > /dev/null
}

stop_services() {
  stop_service buildkitd
  stop_service registry
}

configure_buildkitd() {
  stop_service buildkitd
  cat > "$LAB_DIR/buildkitd.toml" << EOF
[worker.oci]
  enabled = true
  networkMode = "host"
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
  ! curl --silent --output /dev/null "http://$LAB_REGISTRY/" || die "port $LAB_PORT is taken: set LAB_PORT to another one"
  # blobs are kept: what is pushed again after a restart is the manifests
  mkdir -p "$LAB_DIR/registry"
  PORT=$LAB_PORT start_service registry crane registry serve --address "$LAB_REGISTRY" --disk "$LAB_DIR/registry"
  wait_for registry registry_answers
  date +%s%N > "$LAB_DIR/run/registry.started"
}

buildkitd_answers() {
  service_runs buildkitd && buildctl --addr "unix://$LAB_DIR/run/buildkitd.sock" debug workers > /dev/null 2>&1
}

start_buildkitd() {
  stop_service buildkitd
  # one that was killed leaves its socket
  rm -f "$LAB_DIR/run/buildkitd.sock"
  start_service buildkitd buildkitd --config "$LAB_DIR/buildkitd.toml" --root "$LAB_DIR/buildkit" \
    --addr "unix://$LAB_DIR/run/buildkitd.sock"
  wait_for buildkitd buildkitd_answers
}

# start_service NAME COMMAND...
start_service() {
  say "start $1"
  # without the lock of this set-up, which would be held as long as the service runs
  setsid "${@:2}" > "$LAB_DIR/log/$1.log" 2>&1 < /dev/null 9>&- &
  echo $! > "$LAB_DIR/run/$1.pid"
}

# Whether the process of that id is still the service: after a reboot it may be another program.
service_runs() {
  local pid
  pid=$(cat "$LAB_DIR/run/$1.pid" 2> /dev/null) || return 1
  tr '\0' ' ' 2> /dev/null < "/proc/$pid/cmdline" | grep --quiet --fixed-strings "$LAB_DIR/"
}

stop_service() {
  local pid
  if service_runs "$1"; then
    say "stop $1"
    pid=$(cat "$LAB_DIR/run/$1.pid")
    kill "$pid"
    timeout 30 tail --pid="$pid" --follow /dev/null || kill -KILL "$pid"
  fi
  rm -f "$LAB_DIR/run/$1.pid"
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
  tail "$LAB_DIR/log/$1.log" >&2
  die "$1 did not start, see $LAB_DIR/log/$1.log"
}
