/** What registries of some hosts want of a path, where others take any. */
interface Names {
  readonly host: RegExp;
  readonly least: number;
  readonly most?: number;
  /** How the name of an image there is written. */
  readonly form: string;
}

const NAMES: Names[] = [
  { host: /^docker\.io$/, least: 2, most: 2, form: '<namespace>/<repository>' },
  // https://docs.github.com/packages/working-with-a-github-packages-registry/working-with-the-container-registry
  { host: /^ghcr\.io$/, least: 2, form: '<owner>/<repository>' },
  // https://docs.gitlab.com/user/packages/container_registry/
  { host: /^registry\.gitlab\.com$/, least: 2, form: '<namespace>/<project>' },
  // https://docs.quay.io/guides/create-repo.html
  { host: /^quay\.io$/, least: 2, form: '<namespace>/<repository>' },
  // https://docs.aws.amazon.com/AmazonECR/latest/public/public-registries.html
  { host: /^public\.ecr\.aws$/, least: 2, form: '<alias>/<repository>' },
  // https://cloud.google.com/artifact-registry/docs/docker/names
  { host: /-docker\.pkg\.dev$/, least: 3, form: '<project>/<repository>/<image>' },
  { host: /^([a-z]+\.)?gcr\.io$/, least: 2, form: '<project>/<image>' },
];

/** What is wrong with the number of parts that a path has at a host, if anything is. */
export function faultOfParts(host: string, path: string): string | undefined {
  const { least = 1, most = Infinity, form } = NAMES.find((names) => names.host.test(host)) ?? {};
  const parts = path.split('/').length;
  return parts >= least && parts <= most
    ? undefined
    : `names there are ${most === least ? '' : 'at least '}"${host}/${form}"`;
}
