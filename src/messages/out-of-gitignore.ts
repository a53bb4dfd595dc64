/** What to do about files that git ignores, where a clone must have them. */
export function outOfGitignore(it: 'it' | 'them'): string {
  return `take ${it} out of .gitignore and commit ${it}. Of each file, \`git check-ignore -v <file>\` names the line`;
}
