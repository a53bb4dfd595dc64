import { posix } from 'node:path';
import { ShellCommand } from './shell-commands';

/** What does nothing that an image of the program has, or what is done otherwise now. */
const NEEDLESS =
  /^(cd|set|echo|printf|cat|touch|rm|ls|pwd|true|false|:|exit|sleep|date|uname|arch|nproc|test|\[|\[\[|which|head|tail|grep|du|tree|ldd|file|readelf|strip|mkdir|chmod|chown|useradd|adduser|usermod|addgroup|groupadd|update-ca-certificates|ldconfig|apt-get|apt|apk|dnf|microdnf|yum|dpkg|tdnf|zypper|printenv)$/;

/** Of cargo: what compiles is read elsewhere, and these are dummies, caches and looks. */
const OF_CARGO =
  /^(build|b|rustc|zigbuild|auditable|chef|fetch|update|generate-lockfile|vendor|init|new|clean|metadata|tree|version|--version|-V|--list|-vV)$/;

/** Commands that are installed for a build of another shape. */
const TOOLS = /^(cargo-chef|cargo-auditable|cargo-zigbuild|cargo-binstall|cargo-cache|cross|sccache)(@.*)?$/;

/** Programs that make files that a program embeds or serves. */
const MAKES_FILES = /^(npm|npx|pnpm|yarn|bun|node|trunk|wasm-pack|dx|diesel|sqlx|tailwindcss)$/;

/** A file that stands for a source until the dependencies are compiled, or that says which target it is. */
const DUMMY = /\.rs$|^\/dev\/|target|triple|arch/i;

/** What is to be said of a command in the stages that compile; nothing of what the new build does too, or has no need for. */
export function stepRemark(command: ShellCommand, binaries: readonly string[]): string | undefined {
  if (isKnown(command, binaries)) return undefined;
  const [program = ''] = command.words;
  const name = posix.basename(program);
  if (name === 'rustup') {
    return 'by hand: which Rust compiles is said by rust-toolchain.toml, `[toolchain] channel`';
  }
  if (name === 'cargo' && /^(test|t|nextest|clippy|fmt|check|audit|deny)$/.test(subcommand(command))) {
    return 'by hand: an image is built without it. It belongs into a workflow of its own';
  }
  if (name === 'upx') {
    return 'left out: a packed program is unpacked into memory by each process, and layers are compressed anyway';
  }
  if (MAKES_FILES.test(name) || (name === 'cargo' && subcommand(command) === 'leptos')) {
    return "by hand: `dockerfile.addStage(…)` for what makes files, `dockerfile.beforeBuild('COPY --from=…')` for what the compilation reads: docs/dockerfile.md";
  }
  return "by hand: `dockerfile.beforeCook('RUN …')` for what dependencies need, `dockerfile.addStage(…)` for what makes files. The sources are as they are in the repository";
}

function isKnown({ words, writes, text }: ShellCommand, binaries: readonly string[]): boolean {
  if (writes.some((file) => !DUMMY.test(file))) return false;
  const [program, ...args] = words;
  // an assignment alone
  if (program === undefined) return true;
  const name = posix.basename(program);
  const plain = args.filter((arg) => !/^[-+]/.test(arg));
  switch (name) {
    case 'cargo':
      if (plain[0] === 'install') {
        return args.includes('--path') || plain.slice(1).every((tool) => TOOLS.test(tool) || /^\d/.test(tool));
      }
      return OF_CARGO.test(subcommand({ words }));
    case 'rustup':
      return /^(target|component|show|set|--version)$/.test(plain[0] ?? '') || /\brustup\s+(self\b|update$)/.test(text);
    case 'sed':
    case 'awk':
      // prints, unless it changes a file
      return !args.some((arg) => /^(-\w*i|--in-place)/.test(arg));
    case 'find':
      return !args.includes('-exec') || /-exec\s+(touch|rm|chmod|chown|strip|ls)\b/.test(text);
    case 'cp':
    case 'mv':
    case 'install':
    case 'ln':
      return plain.some(
        (path) => /(^|\/)target(\/|$)|\/(release|debug)\/|musl/.test(path) || binaries.includes(posix.basename(path)),
      );
    case 'sh':
    case 'curl':
    case 'wget':
      return text.includes('rustup.rs') || text.includes('cargo-binstall');
    default:
      return NEEDLESS.test(name);
  }
}

function subcommand({ words }: Pick<ShellCommand, 'words'>): string {
  return words.slice(1).find((word) => !word.startsWith('+')) ?? '';
}
