/** Files by which people and CI build, by their paths. */
export const BUILD_FILES = {
  compose: /(^|\/)(docker-)?compose[^/]*\.ya?ml$/,
  workflow: /^\.github\/workflows\/[^/]+\.ya?ml$/,
  commands: /(^|\/)((GNU)?[Mm]akefile|\.?[Jj]ustfile|[^/]+\.(sh|mk|just)|[Tt]askfile\.ya?ml|\.gitlab-ci\.yml)$/,
};
