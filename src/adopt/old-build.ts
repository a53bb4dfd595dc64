import { OldStage } from './dockerfile-stages';
import { isUnknown, words } from './dockerfile-words';
import { DockerfileSurroundings, OldBuild } from './old-image';
import { installedPackages } from './old-packages';
import { call, RcValue } from './rc-value';

/** What muslrust has, or what is for glibc alone, or for a shell of a person. */
const HAS =
  /^(build-essential|gcc|g\+\+|make|cmake|pkg-config|pkgconf|musl-tools|musl-dev|musl|libc6-dev|libc-dev|ca-certificates|curl|wget|git|file|xz-utils|unzip|binutils|lld|mold|upx(-ucl)?|gcc-.*|linux-headers|build-base|perl|bash|sudo|vim|protobuf-compiler)(=.*)?$/;
/** Libraries that `BuilderBase.rustMusl()` has, for musl. */
const LIBRARIES =
  /^(libssl-dev|openssl-dev|openssl-libs-static|openssl|libpq-dev|postgresql-dev|libmariadb-dev|default-libmysqlclient-dev|libmysqlclient-dev|libcurl4-openssl-dev|libsqlite3-dev|sqlite-dev|sqlite-static)$/;

/** Variables that say how cargo compiles, or that only the old image had a use for. */
const OF_TOOLS =
  /^(CARGO_.*|RUST_BACKTRACE|RUSTUP_.*|PATH|HOME|DEBIAN_FRONTEND|TZ|LANG|LC_ALL|USER|UID|GID|TARGET.*|BUILD.*|RUST_VERSION|RUST_TARGET|APP_NAME|APP_USER|BINARY.*|BIN|OPENSSL_.*|PKG_CONFIG.*|SCCACHE.*|CC.*|AR.*|CXX.*|DEBIAN_.*|ALPINE_.*|PROTOC.*)$/;

/** Reads what the stages say that compile. */
export function buildOf(
  stages: readonly OldStage[],
  { binaries, names, args: given = {} }: DockerfileSurroundings,
): { readonly build: OldBuild; readonly remarks: { readonly line: number; readonly text: string }[] } {
  const remarks: { line: number; text: string }[] = [];
  const features = new Set<string>();
  const aptPackages = new Set<string>();
  const named = new Set<string>();
  const buildArgs: Record<string, RcValue> = {};
  const privateSources: RcValue[] = [];
  let [allFeatures, defaultFeatures] = [false, true];
  let [debugLine, featuresLine]: (number | undefined)[] = [];
  let profile: string | undefined;
  let builderBase: RcValue | undefined;
  const compiling = stages.filter(compiles);
  for (const stage of compiling) {
    if (/\b(blackdex\/rust-musl|messense\/rust-musl-cross|ekidd\/rust-musl-builder)\b/.test(stage.from)) {
      builderBase = call('BuilderBase', 'rustMusl');
    }
    for (const { keyword, line, text, flags, pairs } of stage.instructions) {
      if (keyword === 'ENV' || keyword === 'ARG') {
        for (const [name, value] of pairs) {
          if (/^(CARGO_BUILD_)?RUSTFLAGS$|^CARGO_TARGET_.*_RUSTFLAGS$/.test(name)) {
            remarks.push({
              line,
              text: `${keyword} ${name}=${value ?? ''}: by hand: put flags into .cargo/config.toml, at [target.'cfg(target_env = "musl")'] rustflags; the executables are static without any`,
            });
          } else if (names(name) && !OF_TOOLS.test(name)) {
            const said = keyword === 'ARG' ? (given[name] ?? value) : value;
            const known = argOf(said);
            buildArgs[name] = known ?? call('BuildArg', 'value', '');
            if (!known) {
              remarks.push({
                line,
                text: `${keyword} ${name}: a source reads it, and no value stands here. \`buildArgs\` has it with an empty one: say which, as in BuildArg.revision()`,
              });
            }
          } else if (/^(SQLX_OFFLINE|PROTOC|BINDGEN_EXTRA_CLANG_ARGS)$/.test(name)) {
            remarks.push({
              line,
              text: `${keyword} ${name}=${value ?? ''}: by hand: \`dockerfile.beforeCook('ENV ${name}=${value ?? ''}')\``,
            });
            if (name === 'SQLX_OFFLINE' && value !== undefined) {
              remarks.pop();
              buildArgs[name] = call('BuildArg', 'value', value);
            }
          }
        }
      }
      for (const { name, value } of flags) {
        if (keyword !== 'RUN' || name !== 'mount') continue;
        if (/\btype=ssh\b/.test(value) && privateSources.length === 0) {
          privateSources.push(call('PrivateSource', 'ssh'));
        }
        if (/\btype=secret\b/.test(value)) {
          remarks.push({
            line,
            text: `RUN --mount=${value}: by hand: credentials of dependencies are \`privateSources: [PrivateSource.registry('…')]\` or \`PrivateSource.git('…')\``,
          });
        }
      }
      if (keyword !== 'RUN') continue;
      for (const name of installedPackages(text)) {
        if (LIBRARIES.test(name)) {
          remarks.push({
            line,
            text: `RUN installs ${name}: Debian's libraries are for glibc. \`builderBase: BuilderBase.rustMusl()\` has OpenSSL, libpq, MariaDB, curl and SQLite for musl; the feature \`vendored\` of openssl-sys, or rustls, need none`,
          });
        } else if (HAS.test(name)) {
          continue;
        } else if (/\bapk\b/.test(text)) {
          remarks.push({ line, text: `RUN installs ${name}: by hand: by Debian's name of it, in \`aptPackages\`` });
        } else if (/^lib.*-dev$/.test(name) && !/clang/.test(name)) {
          remarks.push({
            line,
            text: `RUN installs ${name}: by hand: Debian's libraries are for glibc. docs/native-crates.md has what to do`,
          });
        } else {
          aptPackages.add(name);
        }
      }
      for (const args of cargoBuilds(text)) {
        for (let i = 0; i < args.length; i += 1) {
          const [flag, inline] = args[i].split(/=(.*)/s);
          const value = () => inline ?? args[(i += 1)] ?? '';
          if (flag === '--features' || flag === '-F') {
            featuresLine ??= line;
            value()
              .split(/[\s,]+/)
              .filter((each) => each !== '')
              .forEach((each) => features.add(each));
          } else if (flag === '--all-features') {
            allFeatures = true;
          } else if (flag === '--no-default-features') {
            defaultFeatures = false;
          } else if (flag === '--profile') {
            profile = value();
          } else if (flag === '--bin') {
            named.add(value());
          } else if (flag === '-p' || flag === '--package') {
            named.add(value());
          } else if (flag === '-Z' || flag === '--config') {
            remarks.push({ line, text: `cargo ${flag} ${value()}: by hand: in .cargo/config.toml` });
          } else if (
            /^(--target|--target-dir|--manifest-path|--jobs|-j|--recipe-path|--path|--root|--message-format|--color)$/.test(
              flag,
            )
          ) {
            value();
          }
        }
        const isRelease = args.some((each) => /^(--release|-r|--profile(=.*)?|--path)$/.test(each));
        if (!isRelease) debugLine ??= line;
      }
      for (const [what] of text.matchAll(
        /\b(npm|pnpm|yarn|bun|trunk|wasm-pack|dx|cargo leptos|diesel|sqlx)\s+(?:run\s+|build|install|ci|prepare|migration|database)\b[^;&|\n]*/g,
      )) {
        remarks.push({
          line,
          text: `RUN ${what.trim()}: by hand: \`dockerfile.addStage(…)\` for what makes files, \`dockerfile.beforeBuild('COPY --from=…')\` for what the compilation reads`,
        });
      }
    }
  }
  if (debugLine !== undefined && profile === undefined) {
    remarks.push({
      line: debugLine,
      text: "cargo build without --release: it is the profile release now; `profile: 'dev'` is the old one",
    });
  }
  if (profile === 'release') profile = undefined;
  return {
    build: {
      features: [...features],
      featuresLine,
      allFeatures,
      defaultFeatures,
      profile,
      aptPackages: [...aptPackages],
      buildArgs,
      builderBase,
      privateSources,
      binaries: [...named].filter((name) => binaries.includes(name)),
    },
    remarks,
  };
}

/** A value of a build argument; what a run alone knows is what git says of it. */
function argOf(value: string | undefined): RcValue | undefined {
  if (value === undefined) return undefined;
  if (/^\$\{\{\s*(github|env)\.(sha|GITHUB_SHA)\s*\}\}$/.test(value)) return call('BuildArg', 'revision');
  if (/^\$\{\{\s*github\.ref_name\s*\}\}$|\.outputs\.version\s*\}\}$/.test(value)) return call('BuildArg', 'version');
  return isUnknown(value) ? undefined : call('BuildArg', 'value', value);
}

function compiles({ instructions }: OldStage): boolean {
  return instructions.some(({ keyword, text }) => keyword === 'RUN' && /\bcargo\b/.test(text));
}

/** The arguments of each command of cargo's that compiles. */
function cargoBuilds(text: string): string[][] {
  const found = text.matchAll(
    /\bcargo\s+(?:\+\S+\s+)?(?:auditable\s+)?(?:build|b|install|zigbuild|rustc|chef\s+cook)\b((?:"[^"]*"|'[^']*'|[^;&|\n])*)/g,
  );
  return [...found].filter(([all]) => !/\binstall\b/.test(all) || /--path\b/.test(all)).map(([, args]) => words(args));
}
