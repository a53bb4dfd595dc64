#!/bin/sh
# Writes what an upgrade changed into the folder UPGRADE: changes.patch, and body.md, which says it in words. LOG is what the
# upgrade said: lines like "crates.mimalloc: 0.1.52 -> 0.1.53". upgrade.yml has what follows on these lines in a step.
set -eu
mkdir -p "$UPGRADE"
git add --all .
if git diff --cached --quiet; then
  echo 'All is up to date.'
  exit 0
fi
git diff --cached --binary > "$UPGRADE/changes.patch"
{
  echo 'What the rc file makes, by the newest releases that are known to be good.'
  if grep -q ' -> ' "$LOG"; then
    printf '\nPins:\n\n'
    grep ' -> ' "$LOG" | sed 's/^/- /'
  fi
  printf '\nFiles:\n\n```\n'
  git diff --cached --stat=120
  printf '```\n\nGenerated files differ by nothing else: no line of them was edited by hand.\n'
} > "$UPGRADE/body.md"
echo 'changed=true' >> "$GITHUB_OUTPUT"
