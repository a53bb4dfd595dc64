# shellcheck shell=bash
# Messages, and steps that are skipped while nothing that they depend on has changed.

say() {
  echo "[lab $(date +%T)] $*"
}

die() {
  echo "[lab] $*" >&2
  exit 1
}

# One set-up at a time; the second one waits, and then finds everything done.
lock_lab() {
  mkdir -p "$LAB_DIR"/{bin,stamps,log} "$LAB_STATE"/{stamps,log,run}
  exec 9> "$LAB_DIR/up.lock"
  flock 9
}

# step FUNCTION INPUT...
#
# Runs FUNCTION INPUT... unless it has succeeded with the same inputs before. An INPUT that is a file beside up.sh
# stands for its content, every other one for itself. STAMPS is where it is remembered.
step() {
  local stamp=$STAMPS/$1-${2//[^a-z0-9.]/_} key input
  key=$({
    for input in "${@:2}"; do
      if [ -f "$LAB_SOURCE/$input" ]; then cat "$LAB_SOURCE/$input"; else echo "$input"; fi
    done
  } | sha256sum)
  if [ "$(cat "$stamp" 2> /dev/null)" = "$key" ]; then
    return
  fi
  say "${1//_/ } $2"
  rm -f "$stamp"
  "$@"
  echo "$key" > "$stamp"
}
