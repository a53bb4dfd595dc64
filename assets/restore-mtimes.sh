#!/bin/sh
# Sets each source file's mtime to when its content last changed, so that cargo compiles what changed and nothing else.
#
# cargo compares mtimes, and in an image build these say nothing: a checkout makes every file new, and COPY keeps what it
# finds. So contents are compared. A list in the target folder has each file's hash and the mtime it was given. A file
# with the same hash gets that mtime back; any other file gets the present. The tree then looks like one that was never
# deleted since the last build.
#
# A macro may read files without telling cargo (migrations, queries, an embedded folder). When a file changes that no
# crate is known to read, every package that could have read it is marked stale.
set -eu

usage() {
  cat <<'USAGE'
usage: restore-mtimes.sh [--target-dir DIR] [VARIABLE...]

Sets the mtimes of all files below the current folder, the root of a cargo workspace, before a `cargo build` with a
target folder of an earlier build. Where that folder has no list yet, all files are new.

  VARIABLE          a variable that build scripts may read: where its value is another one, those scripts run again that do
                    not say what they read; of the others cargo knows it
  --target-dir DIR  the folder given to `cargo build --target-dir`; the list is the file `.mtimes` in it  [default: target]

Needs find, sed, sha256sum and touch, of GNU, and awk.
USAGE
}

target=target
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --target-dir) target=${2:?--target-dir needs a folder}; shift 2 ;;
    -*) usage >&2; echo "restore-mtimes.sh: unknown option $1" >&2; exit 1 ;;
    *) break ;;
  esac
done
[ -f Cargo.toml ] || { echo "restore-mtimes.sh: $PWD: no Cargo.toml here; run it at the root of the workspace" >&2; exit 1; }

export LC_ALL=C
case $target in
  /*) ;;
  *) target=$PWD/$target ;;
esac
list=$target/.mtimes
mkdir -p "$target"
[ -e "$list" ] || : > "$list"

sources() { find . \( -path "./${target#"$PWD/"}" -o -path ./.git \) -prune -o "$@"; }

# One entry per line: HASH PATH, `directory` PATH, `link` PATH -> TARGET, HASH $VARIABLE. A line break in a name becomes the byte 1.
{
  sources -type f -print0 | xargs -0 -r sha256sum --zero -- | sed --null-data 's/  / /'
  sources -type d -printf 'directory %p\0'
  sources -type l -printf 'link %p -> %l\0'
  for name; do printf '%s $%s\0' "$(printenv "$name" | sha256sum | cut -d ' ' -f 1)" "$name"; done
} | tr '\n\000' '\001\n' > "$list.contents"

# Where cargo has what it compiled: `deps/` and `.fingerprint/`, or since 1.100 a folder for each crate, with all of its own
# in it (https://doc.rust-lang.org/cargo/reference/build-cache.html). A folder may have both.
crate='.*/build/[^/]+/[^/]+'

# What rustc says that crates are made of, each as `PATH:`.
find "$target" -regextype posix-extended -regex "(.*/deps|$crate/out)/[^/]+\.d" -exec sed -n 's/:$//p' {} + > "$list.tracked"

# Cargo takes a file for compiled if it is not newer than the compilation. So what is new must be newer than everything
# that was compiled before, also within the same second, or by a machine whose clock is ahead. Whole seconds, since
# that is what an image layer keeps of a time.
newest() { find "$target" -regextype posix-extended -type f "$@" -printf '%Ts\n' | sort -n | tail -n 1; }
now=$(date +%s)
noted=$(newest -regex "(.*/\.fingerprint/.*|$crate/fingerprint/.*)")
made=$(newest -regex '.*(\.rlib|\.rmeta|/invoked\.timestamp)')
compiled=${noted:-0}
if [ "${made:-0}" -gt "$compiled" ] || { [ "$compiled" -eq 0 ] && [ -n "$(newest -mindepth 3 -name '*.d')" ]; }; then
  # Compiled by a cargo with another layout, or one that was killed: nobody knows from which sources.
  : > "$list"
  compiled=$(newest)
fi
if [ "$compiled" -ge "$now" ]; then
  now=$((compiled + 1))
  sleep 1
fi

# shellcheck disable=SC2016 # the dollars are awk's
awk -v now="$now" -v root="$PWD/" -v tracked_file="$list.tracked" -v list_file="$list" '
  function parent(path) {
    sub("/[^/]*$", "", path)
    return path
  }

  # the folder of the package that a file belongs to; of the workspace, where it belongs to none
  function package(path) {
    do path = parent(path); while (path != "." && !((path "/Cargo.toml") in content))
    return path
  }

  function is_changed(path, what, how, other) {
    # a build script that says nothing depends on the newest file of its package
    if (path ~ /^\$/) {
      for (other in content) if (other ~ "/Cargo\\.toml$") fresh[other]
      return
    }
    fresh[path]
    # a folder is as new as its list of files
    if (how != "edited") fresh[parent(path)]
    if (what == "directory") return

    # a build script that says nothing depends on the newest file of its package; that may be older without this one
    if (how == "gone") fresh[package(path) "/Cargo.toml"]

    # cargo compares what these say
    if (path ~ "/Cargo\\.(toml|lock)$" || path ~ "^\\./(\\.cargo/|rust-toolchain)") return
    # cargo knows who reads it
    if (path in tracked) return
    # a test is not compiled, and nobody else reads it
    if (how == "edited" && path ~ "/(tests|benches|examples)/.*\\.rs$") return

    # a link leads anywhere, and anything but Rust may be read from anywhere
    if (what != "link" && path ~ "\\.rs$") stale[package(path)]
    else stale["."]
  }

  function is_stale(path) {
    for (; path != "."; path = parent(path)) if (path in stale) return 1
    return "." in stale
  }

  # as seen from the workspace, or in full
  FILENAME == tracked_file {
    if (index($0, root) == 1) $0 = substr($0, length(root) + 1)
    if (/^(\/|\.\.)/) next
    gsub(/\\ /, " ")
    while (sub("[^/]+/\\.\\./", "")) ;
    tracked["./" $0]
    next
  }

  FILENAME == list_file {
    path = substr($0, length($1) + length($2) + 3)
    since[path] = $1
    before[path] = $2
    next
  }

  {
    content[substr($0, length($1) + 2)] = $1
  }

  END {
    for (path in content)
      if (!(path in before)) is_changed(path, content[path], "new")
      else if (before[path] != content[path]) is_changed(path, content[path], "edited")
    for (path in before)
      if (!(path in content)) is_changed(path, before[path], "gone")
    for (path in content)
      # of a variable the time says nothing
      print (path ~ /^\$/ || path in fresh || is_stale(path) ? now : since[path]), content[path], path
  }
' "$list.tracked" "$list" "$list.contents" | sort > "$list.new"

# Written before the build: what a failed or killed build compiled belongs to these mtimes too.
mv "$list.new" "$list"
rm "$list.contents" "$list.tracked"

# First all files become new; then the unchanged ones get their mtimes back, one command for each mtime.
sources \( -type f -o -type d \) -exec touch --date="@$now" -- {} +
awk -v now="$now" '
  $1 == now || $2 == "link" { next }
  {
    path = substr($0, length($1) + length($2) + 3)
    gsub(/\047/, "\047\\\047\047", path)
    gsub(/\001/, "\n", path)
    # a command line has a maximum length
    if ($1 != time || ++count % 1000 == 0) printf "\ntouch --no-create --date=@%s --", $1
    time = $1
    printf " \047%s\047", path
  }
  END { print "" }
' "$list" | sh
