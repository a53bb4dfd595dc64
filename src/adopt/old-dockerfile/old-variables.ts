import { isUnknown } from './dockerfile-words';
import { DockerfileSurroundings } from './old-image';
import { BuildArg } from '../../image/build-arg';
import { call, RcValue } from '../rc-file/rc-value';

/** What is set where the program is compiled, and by what. */
export interface SetVariable {
  readonly keyword: 'ENV' | 'ARG' | 'RUN';
  readonly name: string;
  readonly value?: string;
}

/** What becomes of a variable: a build argument, something to be said of it, or neither. */
export interface AdoptedVariable {
  readonly buildArg?: RcValue;
  readonly remark?: string;
  /** Whether another line may say its value. */
  readonly isOpen?: boolean;
}

const FLAGS = /^(CARGO_BUILD_)?RUSTFLAGS$|^CARGO_TARGET_.*_RUSTFLAGS$/;

/** What a program reads of the machine that it runs on, or of cargo. */
const OF_MACHINE =
  /^(PATH|HOME|USER|PWD|TZ|LANG|LC_\w+|DEBIAN_FRONTEND|UID|GID|RUST_(BACKTRACE|LOG)|OUT_DIR|TARGET|HOST|PROFILE|CARGO(_(PKG|MANIFEST|CRATE|BIN)\w*)?)$/;

/** What only the old image had a use for: where its tools were, what they were called, and what they printed. */
const OF_TOOLS =
  /^(CARGO_(HOME|TARGET_DIR|TERM_\w+|INCREMENTAL|REGISTRIES_CRATES_IO_PROTOCOL|BUILD_(TARGET|JOBS)|TARGET_\w+_LINKER|NET_RETRY|CHEF\w*)|RUST_(BACKTRACE|LOG|VERSION|TARGET)|RUSTUP_\w+|PATH|HOME|DEBIAN_\w+|ALPINE_\w+|TZ|LANG|LC_\w+|USER|UID|GID|SHELL|TERM|TARGET\w*|BUILD(PLATFORM|OS|ARCH|VARIANT)|BIN|BINARY\w*|APP(_(NAME|USER|HOME|DIR))?|OPENSSL_\w+|PKG_CONFIG\w*|SCCACHE\w*|RUSTC_WRAPPER|CC\w*|AR\w*|CXX\w*|PROTOC_\w+)$/;

/** What becomes of a variable of the stages that compile. */
export function adoptedVariable(
  { keyword, name, value }: SetVariable,
  { names, args = {} }: DockerfileSurroundings,
): AdoptedVariable {
  const said = `${keyword} ${name}${value === undefined ? '' : `=${value}`}`;
  if (FLAGS.test(name)) {
    return {
      remark: `${said}: by hand: put flags into .cargo/config.toml, at ${/target-(cpu|feature)/.test(value ?? '') ? '[target.x86_64-unknown-linux-musl]' : `[target.'cfg(target_env = "musl")']`} rustflags; the executables are static without any`,
    };
  }
  if (names(name) && !OF_MACHINE.test(name)) {
    if (isRefused(name)) {
      return {
        remark: `${said}: by hand: a source reads it, and no build argument may have that name. Rename it, e.g. to APP_${name}, and say it in \`buildArgs\``,
      };
    }
    const known = argOf(keyword === 'ARG' ? (args[name] ?? value) : value);
    return known
      ? { buildArg: known }
      : {
          buildArg: call('BuildArg', 'value', ''),
          isOpen: true,
          remark: `${keyword} ${name}: a source reads it, and no value stands here. \`buildArgs\` has it with an empty one: say which, as in BuildArg.revision()`,
        };
  }
  if (name === 'SQLX_OFFLINE' && value !== undefined) return { buildArg: call('BuildArg', 'value', value) };
  // an argument that no source reads is for the Dockerfile itself
  if (keyword === 'ARG' || OF_TOOLS.test(name)) return {};
  return { remark: `${said}: by hand: ${placeOf(name, value ?? '')}` };
}

/** Where the same is said. (https://doc.rust-lang.org/cargo/reference/config.html) */
function placeOf(name: string, value: string): string {
  const [, profile, key] = /^CARGO_PROFILE_([A-Z0-9]+)_([A-Z0-9_]+)$/.exec(name) ?? [];
  if (profile !== undefined) {
    const toml = /^(\d+|true|false)$/.test(value) ? value : JSON.stringify(value);
    return `in Cargo.toml, [profile.${profile.toLowerCase()}] ${key.toLowerCase().replaceAll('_', '-')} = ${toml}`;
  }
  if (/^CARGO_/.test(name)) {
    return 'in .cargo/config.toml: https://doc.rust-lang.org/cargo/reference/config.html has the key';
  }
  return `if something that is compiled reads it, \`dockerfile.beforeCook(${JSON.stringify(`ENV ${name}=${value}`)})\``;
}

/** A value of a build argument; what a run alone knows is what git says of it. */
function argOf(value: string | undefined): RcValue | undefined {
  if (value === undefined) return undefined;
  if (/^\$\{\{\s*(github|env)\.(sha|GITHUB_SHA)\s*\}\}$/.test(value)) return call('BuildArg', 'revision');
  if (/^\$\{\{\s*github\.ref_name\s*\}\}$|\.outputs\.version\s*\}\}$/.test(value)) return call('BuildArg', 'version');
  return isUnknown(value) ? undefined : call('BuildArg', 'value', value);
}

function isRefused(name: string): boolean {
  try {
    BuildArg._assertNames({ [name]: BuildArg.value('') });
    return false;
  } catch {
    return true;
  }
}
