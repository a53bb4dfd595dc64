#!/bin/sh
# Keeps a target folder from build to build, whatever the lock file says: cargo finds in it what it has compiled before.
#
# Whether something compiled is up to date, cargo decides by its fingerprint. So what is taken over, or removed, is a whole
# compilation, known by its hash; its fingerprint is the first to go and the last to come. However a build ends in between,
# cargo finds all of a compilation or compiles it again.
set -eu

usage() {
  cat <<'USAGE'
usage: keep-target.sh [--target-dir DIR] take FROM
       keep-target.sh [--target-dir DIR] copy TO
       keep-target.sh [--target-dir DIR] copy-all TO
       keep-target.sh [--target-dir DIR] prune

  take      begins a build: removes earlier executables, and takes over what FROM has and the target folder has not. FROM is
            a folder that `copy` made; one of `copy-all` is what a new target folder begins with, and nothing to others
  copy      copies into the folder TO what the last build compiled, or found compiled, of packages that no path leads to
  copy-all  the same of all packages, with what restore-mtimes.sh and silent-readers.sh noted; without the executables
  prune     removes what the last build had no use for, the longest unused first, until that is no more than a quarter
            of what it had use for

  --target-dir DIR  the folder given to `cargo build --target-dir`. What that printed is the file `.messages` in it, by
                    `--message-format=json-render-diagnostics`.  [default: target]

Needs find, cp, mv, sed and xargs, of GNU, and awk.
USAGE
}

target=target
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --target-dir) target=${2:?--target-dir needs a folder}; shift 2 ;;
    -*) usage >&2; echo "keep-target.sh: unknown option $1" >&2; exit 1 ;;
    *) break ;;
  esac
done
case "${1:-} $#" in
  'take 2' | 'copy 2' | 'copy-all 2' | 'prune 1') ;;
  *) usage >&2; exit 1 ;;
esac
export LC_ALL=C

task=$1
case ${2:-} in
  /* | '') folder=${2:-} ;;
  *) folder=$PWD/$2 ;;
esac
mkdir -p "$target"
cd "$target"

# What compilations consist of, one path per line: HASH KIND PATH. A compilation has up to cargo 1.99 files and folders that
# end in its hash, the `fingerprint` among them; since then a folder that has all of it, the `whole`.
# (https://doc.rust-lang.org/cargo/reference/build-cache.html)
parts() {
  (
    cd "$1"
    find . -mindepth 3 -maxdepth 6 -regextype posix-extended -regex \
      '\./([^/]+/){1,2}((\.fingerprint|deps|build)/[^/]+-[0-9a-f]{16}(\.[^/]*)?|build/[^/]+/[0-9a-f]{16})' -prune -printf '%P\n'
  ) | sed -nE \
    -e 's,^(.*/build/[^/]+/([0-9a-f]{16}))$,\2 whole \1,p;t' \
    -e 's,^(.*/\.fingerprint/[^/]+-([0-9a-f]{16}))$,\2 fingerprint \1,p;t' \
    -e 's,^(.*-([0-9a-f]{16})(\.[^/]*)?)$,\2 part \1,p'
}

# Writes the hashes of all that the last build compiled or found compiled, of some packages. What cargo links into place
# has no hash in its name there, but is the same file as one that has.
note_named() {
  parts . > .keep/parts
  find . -mindepth 2 -maxdepth 7 -type f -links +1 -printf '%i %P\n' > .keep/links
  awk -v foreign="$1" '
    # that in the name of a file or folder
    function hash_in(path, found) {
      while (match(path, /[-\/][0-9a-f]+/)) {
        if (RLENGTH == 17 && substr(path, RSTART + 17, 1) ~ /^[.\/]?$/) found = substr(path, RSTART + 1, 16)
        path = substr(path, RSTART + RLENGTH)
      }
      return found
    }

    FILENAME == ".keep/parts" { all[$1]; next }

    FILENAME == ".keep/links" {
      path = substr($0, length($1) + 2)
      hash = hash_in(path)
      if (hash != "") linked[$1] = linked[$1] hash "\n"
      else if (split(path, folder, "/") <= 3) {
        sub(/.*\//, "", path)
        inodes[path] = inodes[path] $1 " "
      }
      next
    }

    !/^\{"reason":"(compiler-artifact|build-script-executed)"/ { next }

    {
      match($0, /"package_id":"[^"]*"/)
      if (foreign && substr($0, RSTART, RLENGTH) ~ /path[+]file:/) next
      if (!match($0, /"out_dir":"[^"]*"/) && !match($0, /"filenames":\[[^]]*\]/)) next
      n = split(substr($0, RSTART, RLENGTH), name, "\"")
      for (i = 4; i <= n; i++) {
        if (name[i] !~ /\//) continue
        hash = hash_in(name[i])
        if (hash == "") {
          # wherever the folder was
          sub(/.*\//, "", name[i])
          m = split(inodes[name[i]], inode, " ")
          for (hash = ""; m > 0; m--) hash = hash linked[inode[m]]
        }
        # a copy, where there are no links: it could be any
        if (hash == "") for (hash in all) print hash
        else print hash
      }
    }
  ' .keep/parts .keep/links .messages | sort -u > .keep/named
  rm .keep/links
}

# What is left of a pruning that was killed goes, too.
drop() {
  [ -e .keep/drop ] || return 0
  sed -nE -e 's,^fingerprint ,,p' -e 's,^whole (.*),\1/fingerprint,p' .keep/drop | xargs -r -d '\n' rm -rf --
  sed -E 's,^[a-z]+ ,,' .keep/drop | xargs -r -d '\n' rm -rf --
  rm .keep/drop
}

take() {
  drop
  rm -rf .keep/taken
  if [ ! -e .keep/begun ]; then
    # also where a build was killed that had begun here
    find . -mindepth 1 -delete
    cp -a "$folder/." .
    mkdir .keep
    : > .keep/begun
    return
  fi
  # An executable that is here was linked by an earlier build. Cargo links it into place again, or there is none.
  find . -mindepth 2 -maxdepth 3 -type d \( -name deps -o -name build \) -printf '%h\n' | sort -u |
    xargs -r -d '\n' -I '{}' find '{}' -maxdepth 1 -type f ! -name '.*' -delete
  # of other sources than these it may be
  [ ! -e "$folder/.mtimes" ] || return 0

  parts . | awk '$2 != "part" { print $1 }' > .keep/here
  parts "$folder" | awk 'FILENAME != "-" { here[$1]; next } !($1 in here) { print $2, substr($0, 19 + length($2)) }' \
    .keep/here - > .keep/missing
  rm .keep/here
  if [ -s .keep/missing ]; then
    mkdir .keep/taken
    sed 's/^[a-z]* //' .keep/missing | (cd "$folder" && xargs -d '\n' cp -a --parents -t "$OLDPWD/.keep/taken" --)
    # what is here of a compilation without a fingerprint is half of one
    sed 's/^[a-z]* //' .keep/missing | xargs -d '\n' rm -rf --
    sed 's/^[a-z]* //;s,/[^/]*$,,' .keep/missing | sort -u | xargs -d '\n' mkdir -p --
    for kind in part whole fingerprint; do
      sed -n "s,^$kind \\(.*\\)/[^/]*\$,\\1,p" .keep/missing | sort -u | while read -r to; do
        sed -n "s,^$kind ,,p" .keep/missing | awk -v to="$to/" '
          index($0, to) == 1 && substr($0, length(to) + 1) !~ /\// { print ".keep/taken/" $0 }
        ' | xargs -d '\n' mv -t "$to" --
      done
    done
    rm -r .keep/taken
  fi
  rm .keep/missing
}

copy() {
  note_named "$1"
  mkdir -p "$folder"
  {
    awk 'FILENAME == ARGV[1] { named[$1]; next } $1 in named { print substr($0, 19 + length($2)) }' .keep/named .keep/parts
    # what else is there: what the tools have for themselves
    find . -mindepth 1 -maxdepth 1 ! -name .keep ! -name .messages ! -name '.mtimes*' ! -name '.silent*' -printf '%P\n' |
      awk 'FILENAME != "-" { split($3, folder, "/"); compiled[folder[1]]; next } !($0 in compiled)' .keep/parts -
    if [ -z "$1" ]; then
      find . -mindepth 2 -maxdepth 3 -name incremental -printf '%P\n'
      find . -maxdepth 1 \( -name .mtimes -o -name .silent \) -printf '%P\n'
    fi
  } | xargs -r -d '\n' cp -a --parents -t "$folder" --
  rm .keep/parts .keep/named
}

prune() {
  drop
  note_named ''
  [ -e .keep/used ] || : > .keep/used
  # When each was used last: the number of the build. What no build has named is of one that failed.
  awk '
    FILENAME == ARGV[1] { used[$1] = $2; if ($2 > last) last = $2; next }
    FILENAME == ARGV[2] { used[$1] = last + 1; next }
    { here[$1] }
    END { for (hash in here) print hash, used[hash] + 0 }
  ' .keep/used .keep/named .keep/parts | sort -k 2,2n > .keep/used.new
  mv .keep/used.new .keep/used
  if awk 'FILENAME == ARGV[1] { named[$1]; next } !($1 in named) { unused = 1 } END { exit !unused }' .keep/named .keep/used; then
    cut -d ' ' -f 3- .keep/parts | xargs -r -d '\n' du -sk -- > .keep/sizes
    awk '
      FILENAME == ARGV[1] { needed[$1]; next }
      FILENAME == ARGV[2] { hash[substr($0, 19 + length($2))] = $1; next }
      FILENAME == ARGV[3] {
        path = substr($0, index($0, "\t") + 1)
        size[hash[path]] += $1
        if (hash[path] in needed) limit += $1 / 4
        else unused += $1
        next
      }
      $1 in needed { next }
      unused > limit { gone[$1]; unused -= size[$1] }
      END { for (path in hash) if (hash[path] in gone) print path }
    ' .keep/named .keep/parts .keep/sizes .keep/used > .keep/gone
    awk 'FILENAME == ARGV[1] { gone[$0]; next } substr($0, 19 + length($2)) in gone { print $2, substr($0, 19 + length($2)) }' \
      .keep/gone .keep/parts > .keep/drop.new
    mv .keep/drop.new .keep/drop
    drop
    # rustc's own, by crate: of those that are not used any more nothing but the last is of use
    find . -mindepth 3 -maxdepth 4 -path '*/incremental/*' -prune -printf '%T@ %P\n' | sort -rn | cut -d ' ' -f 2- |
      awk '{ crate = $0; sub(/-[^-]*$/, "", crate); if (crate in seen) print; seen[crate] }' | xargs -r -d '\n' rm -rf --
    rm -f .keep/sizes .keep/gone
  fi
  rm -f .keep/parts .keep/named
}

[ "$task" = take ] || mkdir -p .keep
case $task in
  take) take ;;
  copy) copy foreign ;;
  copy-all) copy '' ;;
  prune) prune ;;
esac
