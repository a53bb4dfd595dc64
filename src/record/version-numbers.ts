/** The numbers of a release, of an image those of its tag, and the repository of the image. */
interface VersionNumbers {
  readonly repository: string;
  readonly numbers: readonly number[];
}

/** Of a version, a tag or an image reference; nothing where no version is in it. */
export function versionNumbers(text: string): VersionNumbers | undefined {
  const [, repository, release] = /^(?:(.*\/[^/:@]*):)?([^/@]*)(?:@.*)?$/.exec(text) ?? [];
  const [version] = /\d+(\.\d+)+/.exec(release ?? '') ?? [];
  return version === undefined ? undefined : { repository: repository ?? '', numbers: version.split('.').map(Number) };
}

/** Whether the numbers of the first are below those of the second. */
export function isBelow({ numbers: own }: VersionNumbers, { numbers: other }: VersionNumbers): boolean {
  const at = [...own, ...other].findIndex((_, i) => (own[i] ?? 0) !== (other[i] ?? 0));
  return at >= 0 && (own[at] ?? 0) < (other[at] ?? 0);
}
