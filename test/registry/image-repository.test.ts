import { ContainerRegistry } from '../../src/registry/container-registry';
import { ImageRepository } from '../../src/registry/image-repository';

test('a repository that is said outright is whole, whatever the variable holds', () => {
  const repository = ImageRepository.parse('here', 'ghcr.io/acme/shop', []);
  expect([repository.name, repository.isWhole, repository.behind('$X')]).toEqual([
    'ghcr.io/acme/shop',
    true,
    'ghcr.io/acme/shop',
  ]);
});

test.each(['', '/migrate', '-migrate'])('the other is the variable, and %j', (suffix) => {
  const repository = new ImageRepository(ContainerRegistry.gitHub(), 'acme/shop', suffix);
  expect([repository.isWhole, repository.behind('$X')]).toEqual([false, `$X${suffix}`]);
});

test('the registry is the one that is named for the host, else the usual one there', () => {
  const own = ContainerRegistry.withSecrets({ host: 'a.b' });
  expect(ImageRepository.parse('here', 'a.b/c', [ContainerRegistry.gitHub(), own]).registry).toBe(own);
  expect(ImageRepository.parse('here', 'c/d', [own]).registry._login).toEqual(ContainerRegistry.dockerHub()._login);
  expect(ImageRepository.parse('here', 'ghcr.io/d/e', [own]).registry._login).toEqual({ kind: 'github-token' });
});

test('what its registry does not take is refused', () => {
  expect(() => ImageRepository.parse('here', 'docker.io/a/b/c', [])).toThrow(
    'here: "docker.io/a/b/c" is not a repository of images: names there are ' +
      '"docker.io/<namespace>/<repository>". Write registry and path, in lower case, without a scheme and without a tag, e.g. "ghcr.io/acme/app".',
  );
});
