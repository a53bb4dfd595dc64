#!/bin/sh
# Sets each source file's mtime to when its content last changed, so that cargo compiles what changed and nothing else.
#
# cargo compares mtimes, and in an image build these say nothing: a checkout makes every file new, and COPY keeps what it
# finds. So contents are compared. A list in the target folder has each file's hash and the mtime it was given. A file
# with the same hash gets that mtime back; any other file gets the present. The tree then looks like one that was never
# deleted since the last build.
#
# Of a file that is not Rust cargo knows who reads it: crates by what rustc notes, build scripts by what they say. But a
# macro may read one without telling (migrations, queries, an embedded folder). So if such a file changes, the crates are
# compiled again that use a macro which could: silent-readers.sh, beside this script, lists them.
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
crate='/build/[^/]+/[^/]+'
find "$target" -type f -printf '%Ts %p\n' > "$list.compiled"

# What rustc says that crates are made of, each as `PATH:`.
sed -nE "s,^[0-9]+ (.*(/deps|/build/[^/]+|$crate/out)/[^/]+\.d)$,\1,p" "$list.compiled" |
  xargs -r -d '\n' sed -n 's/:$//p' > "$list.tracked"

# Cargo takes a file for compiled if it is not newer than the compilation. So what is new must be newer than everything
# that was compiled before, also within the same second, or by a machine whose clock is ahead. Whole seconds, since
# that is what an image layer keeps of a time.
newest() { awk -v pattern="$1" '$0 ~ pattern && $1 > time { time = $1 } END { print time + 0 }' "$list.compiled"; }
now=$(date +%s)
noted=$(newest "/[.]fingerprint/|$crate/fingerprint/")
made=$(newest '([.]rlib|[.]rmeta|/invoked[.]timestamp)$')
compiled=$noted
if [ "$made" -gt "$compiled" ] || { [ "$compiled" -eq 0 ] && [ -n "$(find "$target" -mindepth 3 -name '*.d')" ]; }; then
  # Compiled by a cargo with another layout, or one that was killed: nobody knows from which sources.
  : > "$list"
  compiled=$(newest '^[0-9]')
fi
if [ "$compiled" -ge "$now" ]; then
  now=$((compiled + 1))
  sleep 1
fi

# shellcheck disable=SC2016 # the dollars are awk's
TARGET=$target SILENT_READERS=$(dirname -- "$0")/silent-readers.sh awk -v now="$now" -v root="$PWD/" -v list="$list" '
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

    # cargo compares what these say, with what it has compiled
    if (path ~ "^\\./(\\.cargo/|rust-toolchain)") return
    # but not with what a macro or build script may have read of them: metadata, the versions of dependencies
    if (path ~ "/Cargo\\.(toml|lock)$") {
      unknown[path]
      if (parent(path) == ".") for (other in content) if (other ~ "/Cargo\\.toml$") fresh[other]
      return
    }

    # a link leads anywhere, and what the linker takes may be a part of any crate
    if (what == "link" || (!(path in tracked) && is_linked(path))) stale["."]
    else if (path !~ /\.rs$/) unknown[path]
    # a test is not compiled, and nobody else reads it
    else if (!(path in tracked) && (how != "edited" || path !~ "/(tests|benches|examples)/")) stale[package(path)]
  }

  # cargo knows nothing of what flags name, in its configuration, in variables, or printed by build scripts
  function is_linked(path, command, line) {
    if (flags == "") {
      flags = "\n"
      command = "cat .cargo/config .cargo/config.toml 2> /dev/null; env | grep FLAGS; find \"$TARGET\" -path \"*/build/*\" " \
        "\\( -name output -o -path \"*/run/stdout\" \\) -exec grep -hE \"rustc-(link|cdylib|flags)\" {} +"
      while ((command | getline line) > 0) flags = flags line "\n"
      close(command)
    }
    return path ~ /\.(a|o|so)$/ || index(flags, substr(path, length(parent(path)) + 2))
  }

  # A file that one of the readers told cargo of is no secret of another.
  function compile_readers(command, crate, file, i, n, roots, told) {
    command = "\"$SILENT_READERS\" --target-dir \"$TARGET\""
    while ((command | getline crate) > 0) {
      n = split(crate, file, "\t")
      roots[file[1]]
      for (i = 1; i <= n; i++) told[file[i]]
    }
    if (close(command) != 0) stale["."]
    for (path in unknown)
      if (!(path in told)) {
        for (crate in roots) fresh[crate]
        return
      }
  }

  function is_stale(path) {
    for (; path != "."; path = parent(path)) if (path in stale) return 1
    return "." in stale
  }

  # as seen from the workspace, or in full
  FILENAME == list ".tracked" {
    if (index($0, root) == 1) $0 = substr($0, length(root) + 1)
    if (/^(\/|\.\.)/) next
    gsub(/\\ /, " ")
    while (sub("[^/]+/\\.\\./", "")) ;
    tracked["./" $0]
    next
  }

  FILENAME == list {
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
    for (path in unknown) {
      compile_readers()
      break
    }
    for (path in content)
      # of a variable the time says nothing
      print (path ~ /^\$/ || path in fresh || is_stale(path) ? now : since[path]), content[path], path
  }
' "$list.tracked" "$list" "$list.contents" | sort > "$list.new"

# Written before the build: what a failed or killed build compiled belongs to these mtimes too.
mv "$list.new" "$list"
rm "$list.contents" "$list.compiled" "$list.tracked"

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
