import { lineageOf, OldStage } from './dockerfile-stages';
import { words } from './dockerfile-words';
import { compilerRemark } from './old-compiler';
import { DockerfileSurroundings, OldBuild } from './old-image';
import { installedPackages } from './old-packages';
import { broughtRemarks } from './old-sources';
import { stepRemark } from './old-steps';
import { adoptedVariable, SetVariable } from './old-variables';
import { reachedStages } from './reached-stages';
import { shellCommands } from './shell-commands';
import { call, RcValue } from '../rc-file/rc-value';

/** What muslrust has, or what is for glibc alone, or for a shell of a person. */
const HAS =
  /^(build-essential|gcc|g\+\+|make|cmake|pkg-config|pkgconf|musl-tools|musl-dev|musl|libc6-dev|libc-dev|ca-certificates|curl|wget|git|file|xz-utils|unzip|binutils|lld|mold|upx(-ucl)?|gcc-.*|linux-headers|build-base|perl|bash|sudo|vim|tzdata|protobuf-compiler)(=.*)?$/;
/** Libraries that `BuilderBase.rustMusl()` has, for musl. */
const LIBRARIES =
  /^(libssl-dev|openssl-dev|openssl-libs-static|openssl|libpq-dev|postgresql-dev|libmariadb-dev|default-libmysqlclient-dev|libmysqlclient-dev|libcurl4-openssl-dev|libsqlite3-dev|sqlite-dev|sqlite-static)$/;

/**
 * Reads what the stages say that compile.
 *
 * @param images the stages of the images
 * @param refersTo whether the Dockerfile itself has a use for a variable
 */
export function buildOf(
  stages: readonly OldStage[],
  images: readonly OldStage[],
  surroundings: DockerfileSurroundings,
  refersTo: (variable: string) => boolean,
): { readonly build: OldBuild; readonly remarks: { readonly line: number; readonly text: string }[] } {
  const remarks: { line: number; text: string }[] = [];
  const { binaries } = surroundings;
  const features = new Set<string>();
  const aptPackages = new Set<string>();
  const named = new Set<string>();
  const buildArgs: Record<string, RcValue> = {};
  const privateSources: RcValue[] = [];
  let [allFeatures, defaultFeatures] = [false, true];
  /** Build arguments without a value, so far. */
  const open = new Map<string, { line: number; text: string }>();
  let [debugLine, featuresLine]: (number | undefined)[] = [];
  let releases = false;
  let profile: string | undefined;
  let builderBase: RcValue | undefined;
  const reached = reachedStages(stages, images);
  const compiling = stages.filter((stage) => reached.has(stage) && compiles(stage));
  const building = new Set(compiling.flatMap(lineageOf));
  // of these the image itself is read, too
  const ofImages = new Set(images.flatMap(lineageOf));
  remarks.push(...broughtRemarks(stages, [...building], surroundings));
  for (const stage of building) {
    if (/\b(blackdex\/rust-musl|messense\/rust-musl-cross|ekidd\/rust-musl-builder)\b/.test(stage.from)) {
      builderBase = call('BuilderBase', 'rustMusl');
    }
    for (const { keyword, line, text, flags, pairs } of stage.instructions) {
      const commands = keyword === 'RUN' ? shellCommands(text) : [];
      const variables: SetVariable[] =
        keyword === 'ENV' || keyword === 'ARG'
          ? pairs.map(([name, value]) => ({ keyword, name, value }))
          : commands.flatMap(({ assignments }) =>
              assignments.map(([name, value]) => ({ keyword: 'RUN' as const, name, value })),
            );
      for (const variable of variables) {
        const adopted = adoptedVariable(variable, surroundings);
        if (adopted.buildArg) buildArgs[variable.name] = adopted.buildArg;
        const isForItself = !adopted.buildArg && (ofImages.has(stage) || refersTo(variable.name));
        if (adopted.isOpen) open.set(variable.name, { line, text: adopted.remark! });
        else if (adopted.buildArg) open.delete(variable.name);
        if (adopted.remark !== undefined && !adopted.isOpen && !isForItself) {
          remarks.push({ line, text: adopted.remark });
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
          remarks.push({
            line,
            text: `RUN installs ${name}: by hand: in \`aptPackages\`, by the name that Debian has for it`,
          });
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
          } else if (flag === '--bin' || flag === '-p' || flag === '--package') {
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
        if (isRelease) releases = true;
        else debugLine ??= line;
      }
      if (ofImages.has(stage)) continue;
      for (const command of commands) {
        const remark = stepRemark(command, binaries);
        if (remark !== undefined) remarks.push({ line, text: `RUN ${command.text}: ${remark}` });
      }
    }
  }
  if (debugLine !== undefined && !releases && profile === undefined) {
    remarks.push({
      line: debugLine,
      text: "cargo build without --release: it is the profile release now; `profile: 'dev'` is the old one",
    });
  }
  if (profile === 'release') profile = undefined;
  remarks.push(...open.values(), ...compilerRemark([...building], surroundings));
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
