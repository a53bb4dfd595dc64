import { NATIVE_CRATES, NativeCrate } from './native-crates';
import { ReachedCrate } from '../cargo/locked-crates';
import { Warning } from '../messages/warnings';
import { BuilderBase } from '../toolchain/builder-base';
import { Toolchain } from '../toolchain/toolchain';

/** Whether there is a crate that may be said something of. */
export function isNative({ name }: ReachedCrate): boolean {
  return name === 'clang-sys' || NATIVE_CRATES.some((native) => native.name === name);
}

/** What a toolchain has. */
interface Tools extends Pick<Toolchain, 'crossCompiles'> {
  readonly base: Pick<BuilderBase, '_isPerTarget'>;
}

/**
 * What of the crates will not compile in the image, said before the build is tried. (docs/native-crates.md)
 *
 * @param crates those that the images are made of
 * @param aptPackages what is installed in the builder besides
 */
export function nativeCodeWarnings(crates: ReachedCrate[], tools: Tools, aptPackages: string[]): Warning[] {
  const names = new Set(crates.map(({ name }) => name));
  const warnings = crates.flatMap((crate) => {
    const native = NATIVE_CRATES.find(({ name }) => name === crate.name);
    if (!native) return [];
    const hasSource = native.source !== undefined && (crate.uses.has(native.source) || isOwn(native, names));
    const warning =
      native.library === undefined
        ? cppWarning(crate, native, hasSource, tools, aptPackages)
        : hasSource
          ? undefined
          : libraryWarning(crate, native, tools, aptPackages);
    return warning ? [warning] : [];
  });
  const clang = crates.find(({ name }) => name === 'clang-sys');
  if (clang && !(tools.crossCompiles && aptPackages.some((name) => name.includes('clang')))) {
    warnings.push({
      id: 'native-code-bindgen',
      text:
        `Cargo.lock: ${chain(clang)}, by which bindgen reads C headers, needs libclang and the headers of musl. ` +
        "Use BuildStrategy.CROSS, and aptPackages: ['libclang-dev']",
    });
  }
  return warnings;
}

/** Others' build scripts use `cc` and `cmake` as well: these have to be its own. */
function isOwn({ source }: NativeCrate, names: ReadonlySet<string>): boolean {
  return source !== 'cc' && source !== 'cmake' && names.has(source!);
}

function cppWarning(
  crate: ReachedCrate,
  { source, instead }: NativeCrate,
  hasSource: boolean,
  { crossCompiles, base }: Tools,
  aptPackages: string[],
): Warning | undefined {
  if (source !== undefined && !hasSource) return undefined;
  if (crate.onHost) {
    // muslrust has one for what it runs itself
    return !base._isPerTarget || aptPackages.includes('g++')
      ? undefined
      : {
          id: 'native-code-cpp',
          text:
            `Cargo.lock: ${chain(crate)} compiles C++ for a build script or a macro, for which rust-musl has no compiler: ` +
            `the image will not build. Use aptPackages: ['g++']`,
        };
  }
  return crossCompiles
    ? undefined
    : {
        id: 'native-code-cpp',
        text:
          `Cargo.lock: ${chain(crate)} compiles C++, for which muslrust has no compiler: the image will not build. ` +
          `Use BuildStrategy.CROSS, whose zig has one, or BuilderBase.rustMusl()${instead ? `; or ${instead}` : ''}`,
      };
}

function libraryWarning(
  crate: ReachedCrate,
  { library, instead, providers = [], apt }: NativeCrate,
  { crossCompiles, base }: Tools,
  aptPackages: string[],
): Warning | undefined {
  const id = 'native-code-library';
  if (crate.onHost) {
    if (apt === undefined || aptPackages.includes(apt)) return undefined;
    return {
      id,
      text:
        `Cargo.lock: ${chain(crate)} links ${library} into a build script or a macro, and the builder base does not have it: ` +
        `the image will not build. Use aptPackages: ['${apt}']${instead ? `, or ${instead}` : ''}`,
    };
  }
  const provider = base._isPerTarget ? 'rust-musl' : crossCompiles ? undefined : 'muslrust';
  if (provider !== undefined && providers.includes(provider)) return undefined;
  const others = providers.includes('rust-musl') ? ['use BuilderBase.rustMusl(), which has the library'] : [];
  const ways = [...(instead ? [instead] : []), ...others];
  return {
    id,
    text:
      `Cargo.lock: ${chain(crate)} links ${library}, which the builder base does not have for musl: the image will not build. ` +
      (ways.length === 0
        ? 'No builder base has it; do without the crate, or leave it to a feature that is off'
        : ways.length === 1
          ? `${ways[0][0].toUpperCase()}${ways[0].slice(1)}`
          : `Either ${ways.join(', or ')}`),
  };
}

/** Which package wants it, and by which others. */
function chain({ path }: ReachedCrate): string {
  return path.join(' → ');
}
