#!/usr/bin/env bash
# Makes indexes of what runners have pushed by digest, and moves tags to them.
set -euo pipefail

usage() {
  cat <<'USAGE'
usage: publish-images.sh note FILE                             < METADATA
       publish-images.sh pushed IMAGE FILE...
       publish-images.sh index --of N --tag TAG --out FILE FOLDER NAME=IMAGE...
       publish-images.sh attested INDEXES
       publish-images.sh tag INDEXES TAG...
       publish-images.sh report INDEXES TAG...
       publish-images.sh clean IMAGE

note      writes what bake has pushed, by its metadata, to FILE: lines of IMAGE@DIGEST
pushed    prints IMAGE@DIGEST of an image, from such files
index     makes an index of each IMAGE, of the N digests that the files in FOLDER have for it, under TAG; writes the
          indexes to FILE, as NAME IMAGE@DIGEST, and the output digest-NAME for each
attested  fails unless each of these INDEXES has an attestation of this workflow in its registry
tag       moves each TAG to each of these INDEXES
report    says what was published: a table for the run's page, and the outputs
            images   [{"name": NAME, "image": IMAGE, "digest": DIGEST, "tags": [TAG, ...]}, ...]
            digests  {NAME: DIGEST, ...}
clean     removes from GHCR what the repository of this image has without a tag, but for the last ten
USAGE
}

fail() {
  echo "::error title=publish-images.sh::$*"
  exit 1
} >&2

# digests_of IMAGE FILE...: every digest that the files have for it, once
digests_of() {
  local image=$1
  shift
  awk -v image="$image" -F @ '$1 == image && !seen[$2]++ { print $2 }' "$@"
}

note() {
  local metadata
  metadata=$(jq -r '.[] | objects | select(.["containerimage.digest"]) | "\(.["image.name"])@\(.["containerimage.digest"])"')
  [ -n "$metadata" ] || fail 'bake says of no image that it was pushed'
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$metadata" > "$1"
}

pushed() {
  local digest
  digest=$(digests_of "$@")
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || fail "$1: expected one digest, got ${digest:-none}"
  echo "$1@$digest"
}

index() {
  local of='' tag='' out='' folder name image digests made
  while [[ $1 == --* ]]; do
    case $1 in
      --of) of=$2 ;;
      --tag) tag=$2 ;;
      --out) out=$2 ;;
      *) fail "unknown option $1" ;;
    esac
    shift 2
  done
  folder=$1
  shift
  # before anything is pushed: an index without one of its platforms is worse than none
  for image; do
    mapfile -t digests < <(digests_of "${image#*=}" "$folder"/*)
    [ "${#digests[@]}" -eq "$of" ] || fail "${image#*=}: expected $of digests, got ${#digests[@]}"
  done
  made=$(mktemp)
  : > "$out"
  for image; do
    name=${image%%=*} image=${image#*=}
    mapfile -t digests < <(digests_of "$image" "$folder"/*)
    docker buildx imagetools create --metadata-file "$made" --tag "$image:$tag" "${digests[@]/#/$image@}"
    digests=("$(jq -er '.["containerimage.descriptor"].digest' "$made")")
    echo "$name $image@${digests[0]}" >> "$out"
    echo "digest-$name=${digests[0]}" >> "${GITHUB_OUTPUT:-/dev/null}"
  done
  rm "$made"
}

attested() {
  local index
  while read -r _ index; do
    gh attestation verify "oci://$index" --bundle-from-oci --repo "$GITHUB_REPOSITORY" \
      --signer-workflow "${GITHUB_WORKFLOW_REF%%@*}" < /dev/null ||
      fail "$index: no attestation of this workflow could be verified in its registry, so no tag is moved"
  done < "$1"
}

tag() {
  local indexes=$1 index
  shift
  [ $# -gt 0 ] || { echo 'no tag is moved'; exit 0; }
  while read -r _ index; do
    docker buildx imagetools create "${@/#/--tag=${index%@*}:}" "$index" < /dev/null
  done < "$indexes"
}

report() {
  local indexes=$1 images
  shift
  images=$(jq -Rnc '[inputs | capture("^(?<name>\\S+) (?<image>.+)@(?<digest>.+)$") + {tags: $ARGS.positional}]' \
    --args "$@" < "$indexes")
  # GitHub counts two bytes for a character, and takes a million of them from a job
  if [ "${#images}" -lt 400000 ]; then
    echo "images=$images" >> "${GITHUB_OUTPUT:-/dev/null}"
  else
    echo '::warning title=publish-images.sh::there are too many images for the output "images", which is left empty'
  fi
  jq -r 'map({(.name): .digest}) | add | "digests=\(tojson)"' <<< "$images" >> "${GITHUB_OUTPUT:-/dev/null}"
  # of a page that is longer than 1 MiB GitHub shows nothing
  jq -r '"| image | tags | by its digest |", "|---|---|---|",
    (.[] | "| \(.image) | \(.tags | map("`\(.)`") | join(" ")) | `docker pull \(.image)@\(.digest)` |")' <<< "$images" |
    LC_ALL=C awk '
      (size += length + 1) < 1000000 { print; next }
      { left++ }
      END { if (left) print "\nThere are " left " more." }
    ' | tee -a "${GITHUB_STEP_SUMMARY:-/dev/null}"
}

# What a tagged index consists of has no tag of its own, and stays. So do the last ten that have none: a build that has
# found one before its tag moved may not have read it yet. actions/delete-package-versions knows no indexes.
clean() {
  local repository=${1%:*} path owner owners package versions tagged used old digest id failed=()
  path=${repository#*/}
  owner=${path%%/*}
  owners=users
  [ "$(gh api "users/$owner" --jq .type)" != Organization ] || owners=orgs
  path=${path#*/}
  package=$owners/$owner/packages/container/${path//\//%2F}
  # a list for each page
  versions=$(gh api --paginate "$package/versions?per_page=100")
  tagged=$(jq -r '.[] | select(.metadata.container.tags != []) | .name' <<< "$versions")
  used=$(for digest in $tagged; do docker buildx imagetools inspect --raw "$repository@$digest" < /dev/null || exit; done)
  # no more at once than the next run would have patience for
  old=$(jq -nr --rawfile used <(printf '%s\n' "$tagged" "$used") '
    [inputs[] | select(.name as $digest | $used | contains($digest) | not)] | sort_by(.created_at) | .[:-10][:100][].id
  ' <<< "$versions")
  for id in $old; do
    gh api --method DELETE "$package/versions/$id" < /dev/null || failed+=("$id")
  done
  [ "${#failed[@]}" -eq 0 ] ||
    fail "$repository: ${#failed[@]} earlier versions could not be removed. Is this repository an Admin of the package, by its settings (Manage Actions access)?"
}

case ${1:-} in
  -h | --help) usage; exit 0 ;;
  note | pushed | index | attested | tag | report | clean) "$@" ;;
  *) usage >&2; fail "unknown command ${1:-}" ;;
esac
