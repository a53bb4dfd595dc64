#!/bin/sh
# Opens a pull request with what an upgrade changed, or brings the one that is open up to date. It runs in a clone of the
# branch that the pull request is for, with the folder UPGRADE (changes.patch, body.md), BASE, BRANCH, TITLE, and GH_TOKEN, which may
# write contents, pull requests and workflows. upgrade.yml has what follows on these lines in a step.
set -eu
if [ -z "${GH_TOKEN:-}" ]; then
  echo "::error::the secret PROJEN_GITHUB_TOKEN is not there. The token of a run may change no workflow, and starts none for its pull request: make one that may write contents, pull requests and workflows"
  exit 1
fi
git config user.name 'github-actions[bot]'
git config user.email '41898282+github-actions[bot]@users.noreply.github.com'
git checkout --quiet -B "$BRANCH"
git apply --index "$UPGRADE/changes.patch"
git commit --quiet --message "$TITLE"
gh auth setup-git
git push --quiet --force origin "HEAD:refs/heads/$BRANCH"
if [ "$(gh pr list --head "$BRANCH" --base "$BASE" --state open --json number --jq length)" -gt 0 ]; then
  gh pr edit "$BRANCH" --title "$TITLE" --body-file "$UPGRADE/body.md"
else
  gh pr create --head "$BRANCH" --base "$BASE" --title "$TITLE" --body-file "$UPGRADE/body.md"
fi
