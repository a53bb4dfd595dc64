import {
  BuildCache,
  BuildStrategy,
  BuildxBuilder,
  ContainerRegistry,
  MuslRustChefOptions,
  Platform,
  PrivateSource,
} from '../src';
import { PINS } from '../src/pins';
import { resolveOptions as resolvedBy } from '../src/resolved-options';

const resolveOptions = (options: MuslRustChefOptions) => resolvedBy(options, PINS);

test('the defaults', () => {
  const { allocator, runtimeBase, base, buildxBuilder, cache, ...others } = resolveOptions({});
  expect(allocator._buildEnvironment).toEqual({});
  expect(runtimeBase._reference).toBe(PINS.images.chainguardStatic);
  expect(base._referenceFor('')).toBe(PINS.images.muslrust);
  expect(JSON.stringify(buildxBuilder)).toBe(JSON.stringify(BuildxBuilder.container()));
  expect(cache._from('x')).toBe(BuildCache.githubActions()._from('x'));
  expect(others).toMatchObject({
    platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
    strategy: BuildStrategy.NATIVE,
    aptPackages: [],
    privateSources: [],
    isolated: false,
    incremental: true,
    profile: 'release',
    allFeatures: false,
    defaultFeatures: true,
    registries: [],
    stepsBeforeBuild: [],
  });
  for (const option of [
    'images',
    'builderImage',
    'seedImages',
    'registry',
    'imageRepository',
    'seedRepository',
  ] as const) {
    expect(others[option]).toBeUndefined();
  }
});

test('what is said holds', () => {
  const said: MuslRustChefOptions = {
    images: [{ binary: 'app' }],
    platforms: [Platform.LINUX_ARM64],
    strategy: BuildStrategy.CROSS,
    builderImage: 'ghcr.io/acme/builder:1',
    aptPackages: ['cmake'],
    privateSources: [PrivateSource.ssh()],
    isolated: true,
    incremental: false,
    seedImages: false,
    buildxBuilder: BuildxBuilder.kubernetes([{}]),
    profile: 'dist',
    allFeatures: true,
    imageRepository: 'ghcr.io/acme/app',
    branch: 'trunk',
    attest: false,
    runners: { 'linux/amd64': ['large'], 'linux/arm64': ['self-hosted', 'arm64'] },
  };
  expect(resolveOptions(said)).toMatchObject(said);
  const seeds = { seedImages: true, seedRepository: 'ghcr.io/acme/seed' };
  expect(resolveOptions(seeds)).toMatchObject(seeds);
});

test('the registries that options name are known together, in this order', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ContainerRegistry.anonymous(`${name}.example.com`));
  const { registries } = resolveOptions({
    registries: [c],
    cache: BuildCache.registry('b.example.com/cache', b),
    registry: a,
  });
  expect(registries).toEqual([a, b, c]);
});

test.each(['cmake', 'g++', 'libssl-dev', 'libc6:arm64', 'nasm=2.16.01-1', 'a.b', 'xz=1:2.0~rc1+b1'])(
  '%s is a Debian package',
  (name) => {
    expect(resolveOptions({ aptPackages: ['cmake', name] }).aptPackages).toEqual(['cmake', name]);
  },
);

// https://www.debian.org/doc/debian-policy/ch-controlfields.html#source: two characters at least, in lower case
test.each(['', 'a', '-a', 'A1', 'a b', 'a;id', '$(id)', 'cmake=', 'cmake:', '../a', 'a\nb'])('%j is none', (name) => {
  expect(() => resolveOptions({ aptPackages: ['cmake', name] })).toThrow(
    `aptPackages: ${JSON.stringify(name)} is not the name of a Debian package. List one per entry, e.g. "protobuf-compiler".`,
  );
});

test.each(['', 'a b', 'Acme/x', '-a'])('%j is no builder image', (builderImage) => {
  expect(() => resolveOptions({ builderImage })).toThrow(
    `builderImage: ${JSON.stringify(builderImage)} is not an image reference: `,
  );
});

test.each(['release', 'dev', 'dist-2', 'My_profile'])('%s is a profile', (profile) => {
  expect(resolveOptions({ profile }).profile).toBe(profile);
});

test.each(['', '1a', '-a', 'a b', 'a.b', 'a;b'])('%j is none', (profile) => {
  expect(() => resolveOptions({ profile })).toThrow(
    `profile: ${JSON.stringify(profile)} is not the name of a cargo profile. Name "release"`,
  );
});

test.each<[MuslRustChefOptions, boolean]>([
  [{ seedImages: true, isolated: true }, false],
  [{ seedImages: true }, true],
  [{ isolated: true }, true],
  [{ seedImages: false, isolated: true }, true],
])('seeds are of all images together: %j', (options, isFine) => {
  const resolve = () => resolveOptions(options);
  if (isFine) {
    expect(resolve()).toMatchObject(options);
  } else {
    expect(resolve).toThrow(/^seedImages: isolated images .* Leave one of the two out\.$/);
  }
});
