import { BuilderBase } from './builder-base';
import { EDITIONS } from '../cargo/editions';
import { isOlderRelease } from '../cargo/older-release';
import { CargoPackage } from '../cargo/package';
import { ToolchainFile } from '../cargo/toolchain-file';
import { Warning } from '../messages/warnings';

/** Since this release cargo takes `--config`, by which a build has its folders (rust-lang/cargo#10755). */
const OLDEST = '1.63';

/**
 * What is said of a Rust that is too old for what is generated, or for packages that want a newer one. Of a builder image, a nightly or a tag without
 * a version nobody knows.
 */
export function rustVersionWarnings(
  packages: Iterable<CargoPackage>,
  { toolchainFile, base, builderImage }: Tools,
): Warning[] {
  const channel = toolchainFile?.channel ?? 'stable';
  const isImages = channel === 'stable';
  const release = isImages ? (builderImage ? undefined : base._rust) : /^\d+\.\d+(\.\d+)?/.exec(channel)?.[0];
  if (release === undefined) return [];
  const where = isImages ? `the builder base has ${release}` : `${toolchainFile!.path} names ${release}`;
  const remedy = isImages
    ? base._isPerTarget
      ? "take one that has it, as in BuilderBase.rustMusl('stable-X.Y.Z')"
      : "take one that has it, as in BuilderBase.muslrust('docker.io/clux/muslrust:X.Y.Z-stable'), or name the version in rust-toolchain.toml"
    : 'name a newer one there';
  if (isOlderRelease(release, OLDEST)) {
    return [
      {
        id: 'rust-version',
        text: `${where}, and the image is built by options that cargo has since ${OLDEST}: it will not build. So ${remedy}`,
      },
    ];
  }
  return [...packages].flatMap((pkg): Warning[] => {
    const [wanted, by] =
      pkg.rustVersion !== undefined
        ? [pkg.rustVersion, 'rust-version']
        : [EDITIONS[pkg.edition], `edition ${pkg.edition}`];
    return isOlderRelease(release, wanted)
      ? [
          {
            id: 'rust-version',
            text: `${pkg.manifestPath}: ${pkg.name} wants Rust ${wanted} (${by}), and ${where}: the image will not build. Either ${remedy}, or lower it`,
          },
        ]
      : [];
  });
}

interface Tools {
  readonly toolchainFile?: Pick<ToolchainFile, 'path' | 'channel'>;
  readonly base: Pick<BuilderBase, '_rust' | '_isPerTarget'>;
  readonly builderImage?: string;
}
