import { Project } from 'projen';
import { GitRepository } from '../git/git-repository';
import { Warning } from '../messages/warnings';

/** Who runs no workflow of GitHub's, by their host, and where they have images. */
const FORGES: { readonly host: RegExp; readonly images?: string }[] = [
  // https://docs.gitlab.com/user/packages/container_registry/
  { host: /(^|\.)gitlab\./, images: 'registry.gitlab.com/' },
  { host: /(^|\.)bitbucket\./ },
  { host: /(^|\.)(dev\.azure|visualstudio)\.com$/ },
  // https://docs.codeberg.org/, whose packages are at its own host
  { host: /^codeberg\.org$/, images: 'codeberg.org/' },
];

/** `https://user@host:port/path` and `user@host:path`. */
const REMOTE = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?(?<host>[^/:]+)(?::\d+(?=\/))?[/:]+(?<path>.+?)(?:\.git)?\/?$/i;

/**
 * What is said where `origin` is at a forge that would not run the workflows, and no other remote is at GitHub. Names of images
 * are those of a GitHub repository too, unless they are said.
 *
 * @param isNamed whether it is said where the images are
 */
export function foreignOriginWarnings(project: Project, isNamed: boolean): Warning[] {
  const repository = GitRepository.of(project);
  const { host = '', path = '' } = REMOTE.exec(repository.originUrl ?? '')?.groups ?? {};
  const forge = FORGES.find((each) => each.host.test(host.toLowerCase()));
  if (!forge || repository.gitHubNames.length > 0) return [];
  const example =
    forge.images === undefined || host.split('.').length > 2
      ? 'registry.example.com/acme/app'
      : forge.images + path.toLowerCase();
  const names = isNamed
    ? ''
    : `, and where images are by \`imageRepository\`, e.g. ${JSON.stringify(example)}, since they would be called by a repository of GitHub`;
  return [
    {
      id: 'foreign-origin',
      text:
        `origin is at ${host}, which runs no workflow of GitHub. Say \`workflow: false\`${names}. ` +
        'The Dockerfile, docker-bake.json and the scripts in docker/ want no GitHub: a pipeline of your own can call them',
    },
  ];
}
