#!/bin/sh
# Names each file that a synth made otherwise than it was committed, for GitHub to show at the file, with the command that
# mends it. It runs in a repository, after the synth; COMMAND is what synthesises, e.g. "npx projen". generated-files.yml has
# what follows on these lines in a step, since the root of a repository need not have any of our scripts.
set -eu
# against the commit: what is gone is gone from the index too
differ() { git -c core.fileMode=false diff "$@" HEAD; }

git add --intent-to-add .
if differ --exit-code; then exit 0; fi

# as the runner reads them (actions/runner, ActionCommand.cs)
cr=$(printf '\r') nl=$(printf '\001')
escaped() { tr '\n\000' '\001\n' | sed -e 's/%/%25/g' -e "s/$cr/%0D/g" -e "s/$nl/%0A/g"; }
count=$(differ --name-only -z | tr -cd '\000' | wc -c)
mend=$(printf "Run '%s' and commit what it changes.\\000" "${COMMAND:?}" | escaped)
# of more than ten GitHub shows ten
echo "::error title=Generated files differ::$((count)) of them are not what the rc file makes. $mend"
differ --name-only -z | escaped | sed -e 's/:/%3A/g' -e 's/,/%2C/g' | while IFS= read -r file; do
  echo "::error file=$file,title=Not what the rc file makes::$mend"
done
exit 1
