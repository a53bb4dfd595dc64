#!/bin/sh
# Lists the crates that may be made of files of which cargo knows nothing.
#
# A macro is a program that the compiler runs. It may read files without telling cargo (migrations, queries, an embedded
# folder). But only if its source, or that of a crate that it is made of, mentions files, processes or foreign code. So
# no list of names is needed: the sources of serde_derive, thiserror and tokio-macros don't, those of sqlx and askama do.
#
# The target folder says what each crate was compiled from, and which crates it depends on.
set -eu

usage() {
  cat <<'USAGE'
usage: silent-readers.sh [--target-dir DIR]

Lists the crates of the workspace, as they were compiled, that use a macro which could read files without telling cargo.
A macro whose source is not there could, unless it was found not to: what is found of dependencies is kept in the file `.silent`
of the target folder, for as long as this script is the same. Run it in the root of the workspace. A line has the files of a crate that cargo knows of, its root file
first, separated by tabs.

  --target-dir DIR  the folder given to `cargo build --target-dir`  [default: target]

Needs find and sed, of GNU, and awk.
USAGE
}

target=target
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --target-dir) target=${2:?--target-dir needs a folder}; shift 2 ;;
    *) usage >&2; echo "silent-readers.sh: unknown argument $1" >&2; exit 1 ;;
  esac
done

export LC_ALL=C

# A compilation has a hash: deps/CRATE-HASH.d and .fingerprint/PACKAGE-HASH/lib-CRATE.json, or since cargo 1.100
# build/PACKAGE/HASH/out/CRATE.d and build/PACKAGE/HASH/fingerprint/lib-CRATE.json. One per line: HASH PATH.
find "$target" -type f \( -name '*.d' -o -path '*fingerprint/*.json' \) |
  sed -nE 's,.*[-/]([0-9a-f]{16})[/.].*,\1 &,p' |
  awk -v root="$PWD/" -v list="$target/.silent" -v rules="$(sha256sum < "$0")" '
  # what rustc notes of a compilation, in the syntax of make
  function read_dep_info(unit, path, line) {
    while ((getline line < path) > 0) {
      if (line ~ /\.so: /) macros[unit]
      if (line ~ /\.rlib: /) libraries[unit]
      if (!sub(/:$/, "", line)) continue
      gsub(/\\ /, " ", line)
      sources[unit] = sources[unit] line "\n"
      # as seen from the workspace, or in full
      if (index(line, root) == 1) line = substr(line, length(root) + 1)
      if (line ~ /^(\/|\.\.)/) continue
      while (sub("[^/]+/\\.\\./", "", line)) ;
      own[unit] = own[unit] (own[unit] == "" ? "" : "\t") "./" line
    }
    close(path)
  }

  # what cargo notes of it; there a dependency is [hash of its package, "name", whether it is public, fingerprint]
  function read_fingerprint(unit, path, text, part) {
    # what a build script depends on is no part of the crate that it is run for
    if (path ~ "/run-build-script-[^/]*$") runs[unit]
    if ((getline text < path) <= 0) return
    close(path)
    while (match(text, /\[[0-9]+,"[^"]*",[a-z]+,[0-9]+\]/)) {
      split(substr(text, RSTART, RLENGTH - 1), part, ",")
      dependencies[unit] = dependencies[unit] part[4] " "
      text = substr(text, RSTART + RLENGTH)
    }
    # its own is in a file of its own; empty where the last compilation failed
    sub(/\.json$/, "", path)
    if ((getline text < path) > 0) unit_of[decimal(text)] = unit
    close(path)
  }

  # of a number in hexadecimal, the last byte first. In two halves, since awk can not count as far.
  function decimal(hex, high, low, i) {
    for (i = 15; i > 0; i -= 2) {
      low = low * 256 + 16 * digit(hex, i) + digit(hex, i + 1)
      high = high * 256 + int(low / 1e10)
      low %= 1e10
    }
    return high ? sprintf("%.0f%010.0f", high, low) : sprintf("%.0f", low)
  }
  function digit(hex, i) {
    return index("0123456789abcdef", substr(hex, i, 1)) - 1
  }

  # Whether any source could read a file. By the standard library that is std::fs, or what a path says of itself; else
  # it takes another program, or functions of C.
  function mentions_files(unit, path, i, n, line, status) {
    if (unit in verdict) return verdict[unit]
    # a builder that began with a seed has no sources of dependencies yet; those of one compilation are always the same
    if (unit in silent && !(unit in own)) return verdict[unit] = 0
    n = split(sources[unit], path, "\n") - 1
    verdict[unit] = n < 1
    for (i = 1; i <= n && !verdict[unit]; i++) {
      while ((status = (getline line < path[i])) > 0)
        if (line !~ /^[ \t]*\/\// && (" " line " ") ~ WORDS) { verdict[unit] = 1; break }
      if (status < 0) verdict[unit] = 1
      close(path[i])
    }
    return verdict[unit]
  }

  # Whether a compilation, or one that it depends on, mentions files; whether it depends on a macro that could read some.
  # What is not known could.
  function finds(what, unit, start, list, i, n) {
    if ((what, start, unit) in seen || unit in runs) return 0
    seen[what, start, unit]
    if (what == "files" ? mentions_files(unit) : unit in readers && unit != start) return 1
    n = split(dependencies[unit], list, " ")
    for (i = 1; i <= n; i++)
      if (!(list[i] in unit_of) || finds(what, unit_of[list[i]], start)) return 1
    return 0
  }

  BEGIN {
    # in the first line by which script
    if ((getline found < list) > 0 && found == rules)
      while ((getline unit < list) > 0) silent[unit]
    close(list)
    WORDS = "[^A-Za-z0-9_](fs[^A-Za-z0-9_]|process(::Command|::[{*]| as )|extern *(\"[^\"]*\")? *([{]| $))" \
      "|asm!|([:{,]|^) *process *[;,}]|[.:](is_file|is_dir|is_symlink|read_dir|read_link) *[()]" \
      "|[.:](try_)?exists([(][)]|[)])|[.:](symlink_)?metadata[(][)] *([?]|[.](unwrap|expect|ok|is_ok|is_err|map_err|map_or))"
  }

  {
    path = substr($0, 18)
    if (path ~ /\.d$/) read_dep_info($1, path)
    else read_fingerprint($1, path)
  }

  END {
    # a library in both forms is no macro
    for (unit in macros) if (!(unit in libraries) && finds("files", unit, unit)) readers[unit]
    for (unit in own) if (finds("macro", unit, unit)) print own[unit]

    print rules > (list ".new")
    for (unit in sources)
      if (!(unit in own) && (unit in silent || unit in verdict && !verdict[unit])) print unit > (list ".new")
  }
'
mv "$target/.silent.new" "$target/.silent"
