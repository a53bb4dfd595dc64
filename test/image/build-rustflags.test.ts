import { BuilderBase, BuildStrategy, MuslRustChefOptions, Platform } from '../../src';
import { CRATE, synth } from '../synth';

const said = (config: string, options: MuslRustChefOptions) =>
  synth({ ...CRATE, '.cargo/config.toml': config }, options).warnings.filter((text) => text.includes('rustflags'));

const NOT_ON_ARM64 =
  '.cargo/config.toml: build.rustflags (-g) counts in the image for linux/amd64 but not in the one for linux/arm64: ' +
  'the builder image sets flags for that target, and cargo then ignores these. ' +
  'Move them to [target.\'cfg(target_env = "musl")\'], where cargo adds them to its own [config-build-rustflags]';

// what counts was read off `cargo check -v` on the images: native-code.test.ts in the lab
test.each<[string, MuslRustChefOptions, string[]]>([
  ['muslrust for both', {}, [NOT_ON_ARM64]],
  ['a builder image', { builderImage: 'ghcr.io/acme/muslrust-chef:1' }, [NOT_ON_ARM64]],
  ['emulated', { strategy: BuildStrategy.EMULATED }, [NOT_ON_ARM64]],
  [
    'arm64 alone',
    { platforms: [Platform.LINUX_ARM64] },
    [
      NOT_ON_ARM64.replace(
        'counts in the image for linux/amd64 but not in the one for',
        'does not count in the image for',
      ),
    ],
  ],
  ['amd64 alone', { platforms: [Platform.LINUX_AMD64] }, []],
  ['zig', { strategy: BuildStrategy.CROSS }, []],
  ['rust-musl', { builderBase: BuilderBase.rustMusl() }, []],
  ['rust-musl, cross-compiling', { builderBase: BuilderBase.rustMusl(), strategy: BuildStrategy.CROSS }, []],
])('build.rustflags where it does not count: %s', (_, options, expected) => {
  expect(said('[build]\nrustflags = ["-g"]\n', options)).toEqual(expected);
});

test('flags of a target are added to its own', () => {
  expect(said('[target.\'cfg(target_env = "musl")\']\nrustflags = ["-g"]\n', {})).toEqual([]);
});
