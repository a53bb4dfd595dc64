import { faultOfParts } from './names-of-host';
import { faultOfPath, faultOfRegistryHost, faultOfScheme, parseRepository } from './reference';
import { UserError } from '../messages/user-error';

/** What is before a digest and a tag, if there are such; a tag stands in the last part of the path. */
const PARTS = /^([^@]*?)(?::([^/:@]*))?(?:@(.*))?$/s;

/** Hexadecimal characters of the digests that are registered. (opencontainers/go-digest, `algorithm.go`) */
const DIGEST = /^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})$/;

/**
 * Refuses what `docker pull` would not take, or could not have.
 *
 * @param where what messages call the option
 * @param example of what it may be
 */
export function assertImageReference(where: string, text: string, example: string): void {
  const fault = faultOfImageReference(text);
  if (fault) {
    throw new UserError(
      `${where}: ${JSON.stringify(text)} is not an image reference: ${fault}. Write it as \`docker pull\` takes it, e.g. "${example}".`,
    );
  }
}

/** What is wrong with a text as an image reference, by the grammar of distribution/reference, if anything is. */
export function faultOfImageReference(text: string): string | undefined {
  const [, name, tag, digest] = PARTS.exec(text)!;
  const { host, path } = parseRepository(name);
  return (
    faultOfScheme(text) ??
    faultOfBareName(name) ??
    (DIGEST.test(text) ? 'it is a digest without a name' : undefined) ??
    faultOfRegistryHost(host) ??
    faultOfPath(path) ??
    // its own images may be written without their namespace
    faultOfParts(host, host === 'docker.io' ? path.replace(/^(?!.*\/)/, 'library/') : path) ??
    (tag === undefined || /^\w[\w.-]{0,127}$/.test(tag) ? undefined : `${JSON.stringify(tag)} is no tag`) ??
    (digest === undefined || DIGEST.test(digest) ? undefined : `${JSON.stringify(digest)} is no digest`)
  );
}

/** A name without a slash is one of Docker Hub's own images, though it may look like something else. */
function faultOfBareName(name: string): string | undefined {
  if (name === '') {
    return 'it has no name';
  }
  if (/^(docker\.io\/)?(library\/)?scratch$/.test(name)) {
    return '"scratch" stands for no image at all';
  }
  if (name.includes('/')) {
    return undefined;
  }
  if (/^[0-9a-f]{64}$/.test(name)) {
    return 'it is the id of an image, which other machines do not know';
  }
  return /\./.test(name) || name === 'localhost' ? 'it has no path' : undefined;
}
