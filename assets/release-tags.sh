#!/usr/bin/env bash
# Says which tags an image of this commit gets.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: release-tags.sh [--branch BRANCH] [--prefix PREFIX] [--branch-tag TAG]... [--release-tag TEMPLATE]... [--check] REF

Prints the tags, one a line, that a run for REF (refs/heads/… or refs/tags/…) moves. It asks git's remote, not the
registry: two releases at once come to one answer. A run that is repeated after REF was moved or deleted moves none, and
fails: the images of its commit are there as sha-<commit>, and the newest run for REF is the one to repeat.

  refs/heads/main          main
  refs/tags/v1.2.3         1.2.3; 1.2 if it is the newest 1.2.x; latest if it is the newest of all
  refs/tags/v1.2.3-rc.1    1.2.3-rc.1
  refs/tags/v1.2.3+build   1.2.3_build, since a tag holds no "+"

Any other branch or tag is an error.

  --branch BRANCH     the branch that is published  [default: main]
  --prefix PREFIX     what a release's tag begins with  [default: v]
  --branch-tag TAG    one more tag for the branch
  --release-tag TEMPLATE
                      one more tag for a release, of whose version it may have {version}, {major} and {minor}: where
                      several releases have the same tag, it is that of the newest; without {version} it is no
                      pre-release's
  --check             only tell whether REF has tags; git is not asked
  GITHUB_SHA          the commit of the run
  GITHUB_RUN_ATTEMPT  more than 1 for a run that is repeated
  REMOTE              git's remote  [default: origin]
  GITHUB_TOKEN        reads the remote, where that is private
USAGE
}

fail() {
  echo "::error title=release-tags.sh::$*"
  exit 1
} >&2

branch=main
prefix=v
check=
branch_tags=()
release_tags=()
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage; exit 0 ;;
    --branch) branch=${2?--branch needs a branch}; shift 2 ;;
    --prefix) prefix=${2:?--prefix needs a prefix}; shift 2 ;;
    --branch-tag) branch_tags+=("${2:?--branch-tag needs a tag}"); shift 2 ;;
    --release-tag) release_tags+=("${2:?--release-tag needs a template}"); shift 2 ;;
    --check) check=true; shift ;;
    -*) usage >&2; fail "unknown option $1" ;;
    *) break ;;
  esac
done
[ $# -eq 1 ] || { usage >&2; fail 'expected a REF'; }
ref=$1

credentials=()
if [ -n "${GITHUB_TOKEN:-}" ]; then
  # git's helper reads the variable: the token is on no command line
  # shellcheck disable=SC2016
  credentials=(-c 'credential.helper=!f() { echo username=x-access-token; echo "password=$GITHUB_TOKEN"; }; f')
fi

remote() {
  git "${credentials[@]}" ls-remote "$@"
}

number='(0|[1-9][0-9]*)'
version="$number\\.$number\\.$number"

# assert_not_moved HINT: that the ref is at the run's commit still, where the run is repeated
assert_not_moved() {
  [ "${GITHUB_RUN_ATTEMPT:-1}" -gt 1 ] || return 0
  local listed
  # ls-remote lists other refs too that end like that; an annotated tag has a second line, with the commit that it is for
  listed=$(remote "${REMOTE:-origin}" "$ref" "$ref^{}" | { grep -F $'\t'"$ref" || true; } | cut -f 1)
  if ! grep -qx "$GITHUB_SHA" <<< "$listed"; then
    local where=${listed:+at ${listed##*$'\n'}}
    fail "$ref is ${where:-gone}, no longer at $GITHUB_SHA: no tag moves but sha-$GITHUB_SHA. $1"
  fi
}

# is_newest VERSION PATTERN: whether it is the newest release that the pattern matches
is_newest() {
  local newest
  newest=$(printf '%s\n' "${releases[@]}" | { grep -Ex "$2" || true; } | sort -t . -k 1,1n -k 2,2n -k 3,3n | tail -n 1)
  [ "$newest" = "$1" ]
}

# render TEMPLATE VERSION: sets `rendered` to the tag that the release has by the template
render() {
  local minor=${2#*.}
  rendered=${1//'{version}'/"${2//+/_}"}
  rendered=${rendered//'{major}'/"${2%%.*}"}
  rendered=${rendered//'{minor}'/"${minor%%.*}"}
}

# is_newest_of TEMPLATE VERSION: whether it is the newest release that has its tag by the template
is_newest_of() {
  local tag alike=() release
  render "$1" "$2"
  tag=$rendered
  for release in "${releases[@]}"; do
    render "$1" "$release"
    [ "$rendered" != "$tag" ] || alike+=("$release")
  done
  [ "$(printf '%s\n' "${alike[@]}" | sort -t . -k 1,1n -k 2,2n -k 3,3n | tail -n 1)" = "$2" ]
}

case $ref in
  refs/heads/*)
    [ "$ref" = "refs/heads/$branch" ] ||
      fail "${ref#refs/heads/} is not the branch that is published, which is $branch: nothing is published"
    # what a tag of an image holds: [A-Za-z0-9_][A-Za-z0-9._-]{0,127}
    tag=$(printf '%s' "${ref#refs/heads/}" | tr -c 'A-Za-z0-9._-' - | sed 's/^[.-]*//' | cut -c 1-128)
    [ -n "$tag" ] || fail "${ref#refs/heads/}: nothing of the branch's name can be in a tag of an image. Rename it"
    if [ "$tag" = latest ] || [[ $tag =~ ^$number\.$number(\.$number.*)?$ ]] || [[ $tag =~ ^sha- ]]; then
      fail "${ref#refs/heads/}: a release of that name would be overwritten. Publish from a branch of another name"
    fi
    [ -z "$check" ] || exit 0
    assert_not_moved "To publish the branch as it is, run the newest run for it again; if its commit has none, push to it"
    printf '%s\n' "$tag" "${branch_tags[@]}"
    ;;
  "refs/tags/$prefix"*)
    name=${ref#"refs/tags/$prefix"}
    [[ $name =~ ^$version(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$ ]] ||
      fail "${ref#refs/tags/} is not the tag of a release: nothing is published. Push one like ${prefix}1.2.3 or ${prefix}1.2.3-rc.1"
    tag=${name//+/_}
    unique=()
    for template in "${release_tags[@]}"; do
      if [[ $template == *'{version}'* ]]; then
        render "$template" "$name"
        unique+=("$rendered")
      fi
    done
    for each in "$tag" "${unique[@]}"; do
      [ "${#each}" -le 128 ] || fail "${ref#refs/tags/}: a tag of an image has at most 128 characters, not $each"
    done
    [ -z "$check" ] || exit 0
    assert_not_moved "To publish the release, run the newest run for its tag again, or push the tag"
    printf '%s\n' "$tag" "${unique[@]}"
    if [[ $name =~ ^$version$ ]]; then
      minor=${name%.*}
      listed=$(remote --tags --refs "${REMOTE:-origin}" "refs/tags/$prefix*")
      mapfile -t releases < <(printf '%s\n' "$listed" | sed -n "s|^[0-9a-f]*[[:space:]]refs/tags/$prefix||p" | { grep -Ex "$version" || true; })
      [[ " ${releases[*]} " == *" $name "* ]] ||
        echo "::warning title=release-tags.sh::${ref#refs/tags/} is gone: neither $minor nor latest moves" >&2
      if is_newest "$name" "${minor//./\\.}\\.$number"; then echo "$minor"; fi
      if is_newest "$name" "$version"; then echo latest; fi
      for template in "${release_tags[@]}"; do
        if [[ $template != *'{version}'* ]] && is_newest_of "$template" "$name"; then
          render "$template" "$name"
          echo "$rendered"
        fi
      done
    fi
    ;;
  *) fail "$ref is not the tag of a release: nothing is published. Push one like ${prefix}1.2.3" ;;
esac
