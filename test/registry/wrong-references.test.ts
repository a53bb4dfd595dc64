import { BuildCache, MuslRustChefOptions } from '../../src';
import { CRATE, synthIn } from '../synth';
import { tempDir, writeTree } from '../util';

/** Each option that takes a repository of images, and what messages call it. */
const OPTIONS: [where: string, options: (reference: string) => MuslRustChefOptions][] = [
  ['imageRepository', (imageRepository) => ({ imageRepository })],
  ['seedRepository', (seedRepository) => ({ seedRepository })],
  ['image "app": repository', (repository) => ({ images: [{ binary: 'app', repository }] })],
  ['BuildCache.registry', (reference) => ({ cache: BuildCache.registry(reference) })],
];

const REFERENCES = [
  'https://ghcr.io/acme/app',
  'http://registry.example.com:5000/app',
  'HTTPS://ghcr.io/acme/app',
  'docker://ghcr.io/acme/app',
  'oci://ghcr.io/acme/app',
  '//ghcr.io/acme/app',
  'https:/ghcr.io/acme/app',
  ':5000/acme/app',
  'ghcr.io:/acme/app',
  'ghcr.io:port/acme/app',
  'GHCR.io/acme/app',
  'user@ghcr.io/acme/app',
  '.ghcr.io/acme/app',
  ' ghcr.io/acme/app',
  'ghcr.io/acme/app ',
  'ghcr.io/acme/app/',
  'ghcr.io//app',
  'ghcr.io/Acme/app',
  'ghcr.io/acme/app:1.2',
  'ghcr.io/acme/app@sha256:00',
  'ghcr.io/${{ github.repository }}',
  'ghcr.io/$OWNER/app',
  'ghcr.io:443/acme/app',
  'ghcr.io:70000/acme/app',
  'registry.hub.docker.com/acme/app',
  'ghcr.io/acme',
  'quay.io/acme',
  'registry.gitlab.com/acme',
  'public.ecr.aws/acme',
  'europe-west1-docker.pkg.dev/acme/images',
  'eu.gcr.io/acme',
  'gcr.io/acme',
  'docker.io/acme/app/server',
  'acme/app/server',
  'ghcr.io',
  'ghcr.io/',
  '/acme/app',
  'app',
  '',
];

describe.each(OPTIONS)('%s', (where, options) => {
  test.each(REFERENCES)('refuses %j by its name, and says what to write', (reference) => {
    let message = '';
    try {
      synthIn(writeTree(tempDir(), CRATE), options(reference));
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message.startsWith(where)).toBe(true);
    expect(message).toContain(`${JSON.stringify(reference)} is not a repository of images: `);
    expect(message).toContain('Write registry and path, in lower case, without a scheme and without a tag');
  });
});
