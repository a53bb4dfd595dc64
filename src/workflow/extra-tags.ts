import { UserError } from '../messages/user-error';

/** What a template has in braces, and what stands for it in a release 1.2.3. */
const PLACEHOLDERS: Record<string, string> = { version: '1.2.3', major: '1', minor: '2' };

/** https://github.com/distribution/reference, regexp.go: `tag`. */
const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

/** Tags that `release-tags.sh` moves: of releases, of commits, and `latest`. */
const RELEASE = /^(0|[1-9]\d*)\.(0|[1-9]\d*)(\.(0|[1-9]\d*).*)?$/;

/** What the image of a branch is tagged with, as `release-tags.sh` makes it; empty where nothing of the name can be in a tag. */
export function tagOfBranch(branch: string): string {
  return branch.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[.-]*/, '');
}

/** Whether a tag is a release's or a commit's. */
export function isReserved(tag: string): boolean {
  return tag === 'latest' || RELEASE.test(tag) || tag.startsWith('sha-');
}

/** Refuses tags that no registry takes, and such as two would move. */
export function assertExtraTags(branchTags: string[], releaseTags: string[]): void {
  const fault = [
    ...branchTags.map((tag, i) => faultOf(`branchTags[${i}]`, tag, false)),
    ...releaseTags.map((tag, i) => faultOf(`releaseTags[${i}]`, tag, true)),
    ...[branchTags, releaseTags].map((tags) => {
      const double = tags.find((tag, i) => tags.indexOf(tag) < i);
      return double === undefined ? undefined : `${JSON.stringify(double)} is there twice. List each once.`;
    }),
    ...branchTags.map((tag) => clash(`branchTags: ${JSON.stringify(tag)}`, tag, releaseTags)),
  ].find((text) => text !== undefined);
  if (fault !== undefined) {
    throw new UserError(fault);
  }
}

/** Refuses tags of releases that a branch moves by its name. */
export function assertNotOfBranch(branch: string, branchTags: string[], releaseTags: string[]): void {
  const own = tagOfBranch(branch);
  const fault = branchTags.includes(own)
    ? `branchTags: ${JSON.stringify(own)} is moved anyway, by the name of the branch. Leave it out.`
    : clash(`branch: its tag ${JSON.stringify(own)}`, own, releaseTags);
  if (fault !== undefined) {
    throw new UserError(fault);
  }
}

function clash(what: string, tag: string, releaseTags: string[]): string | undefined {
  const other = releaseTags.find((template) => patternOf(template).test(tag));
  return other === undefined
    ? undefined
    : `${what} would be moved by releases too, as ${JSON.stringify(other)} of releaseTags. Name another.`;
}

/** What a template may come to. */
function patternOf(template: string): RegExp {
  const parts = template.split(/\{(\w+)\}/).map((part, i) => {
    const isText = i % 2 === 0;
    return isText ? part.replace(/[.]/g, '\\.') : part === 'version' ? '[\\w.-]+' : '\\d+';
  });
  return new RegExp(`^${parts.join('')}$`);
}

function faultOf(where: string, template: string, isOfRelease: boolean): string | undefined {
  const shown = `${where}: ${JSON.stringify(template)}`;
  const braces = [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name);
  const unknown = braces.find((name) => !isOfRelease || !Object.hasOwn(PLACEHOLDERS, name));
  if (unknown !== undefined) {
    return `${shown} has {${unknown}}. ${isOfRelease ? 'There are {version}, {major} and {minor}' : 'Only a release has a version: a tag of the branch is plain text'}.`;
  }
  const tag = template.replace(/\{([^{}]*)\}/g, (_, name: string) => PLACEHOLDERS[name]);
  if (!TAG.test(tag)) {
    return `${shown} is no tag of an image: at most 128 letters, digits, ".", "_" and "-", the first of which is no "." or "-".`;
  }
  // a release may have more than its version; by sha256-… a registry finds what is attached to a digest
  const isTaken = template.includes('{version}') ? template === '{version}' : isReserved(tag);
  if (isTaken || /^sha\d*-/.test(tag)) {
    return `${shown} is moved by the workflow itself, for a release, a commit or a digest. Name another, e.g. ${isOfRelease ? '"stable" or "{major}"' : '"edge"'}.`;
  }
  return undefined;
}
