import { assertChannel } from './channel';
import { SourceTree } from './source-tree';
import { TomlTable } from './toml-table';
import { UserError } from '../messages/user-error';

/** The names of a toolchain file. Where both are there, rustup takes the first, the older one. */
export const TOOLCHAIN_FILES = ['rust-toolchain', 'rust-toolchain.toml'] as const;

/** A toolchain file, as rustup would use it. */
export interface ToolchainFile {
  readonly path: (typeof TOOLCHAIN_FILES)[number];
  /** Whether it is no TOML, but a channel by itself. */
  readonly isBare: boolean;
  /** What it names, if it names one. */
  readonly channel?: string;
  /** Those that a build needs. */
  readonly components: string[];
  readonly targets: string[];
}

/** Components that compile nothing: people and editors want them. */
const FOR_PEOPLE = /^(clippy|rustfmt|rust-(analyzer|analysis|docs|docs-json)|rls|miri)(-preview)?$/;

/** How a build reads the channel, without a parser of TOML: an expression of `sed`, and the same one here. */
export const CHANNEL_LINE = `s/^[^#]*channel[[:space:]]*=[[:space:]]*["']\\([^"']*\\).*/\\1/p`;
const channelsOf = (text: string) =>
  [...text.matchAll(/^[^#\n]*channel[^\S\n]*=[^\S\n]*["']([^"'\n]*)/gm)].map((match) => match[1]);

/**
 * The toolchain file that rustup would use.
 *
 * @param usesBuildStd whether cargo compiles the standard library, from the component `rust-src`
 */
export function findToolchainFile(tree: SourceTree, usesBuildStd: boolean): ToolchainFile | undefined {
  const path = TOOLCHAIN_FILES.find((name) => tree.isFile(name));
  if (!path) return undefined;
  const text = tree.text(path)!;
  // the older name may hold just a channel
  if (path === 'rust-toolchain' && /^\s*[\w.-]+\s*$/.test(text)) {
    assertChannel(text.trim(), path);
    assertNoMark(tree, path);
    return { path, isBare: true, channel: text.trim(), components: [], targets: [] };
  }
  const toolchain = TomlTable.parse(text, path).table('toolchain');
  if (!toolchain) throw new UserError(`${path} has no [toolchain]: add it with a channel, as in channel = "stable"`);
  if (toolchain.has('path')) {
    throw new UserError(
      `${toolchain.at('path')} names a toolchain of this machine, which the builder image does not have: name a channel instead, as in channel = "stable"`,
    );
  }
  const channel = toolchain.string('channel');
  if (channel !== undefined) {
    assertChannel(channel, toolchain.at('channel'));
    if (channelsOf(text).join() !== channel) {
      throw new UserError(
        `${toolchain.at('channel')} can't be read while the image is built: write it once, on a line of its own, as in channel = "${channel}"`,
      );
    }
  }
  return {
    path,
    isBare: false,
    channel,
    components: names(toolchain, 'components').filter(
      (name) => !FOR_PEOPLE.test(name) && (name !== 'rust-src' || usesBuildStd),
    ),
    targets: names(toolchain, 'targets'),
  };
}

/** What rustup knows by these characters is typed by a shell. */
function names(toolchain: TomlTable, key: string): string[] {
  const all = toolchain.strings(key) ?? [];
  const bad = all.find((name) => !/^[A-Za-z0-9_][\w.-]*$/.test(name));
  if (bad !== undefined) {
    throw new UserError(
      `${toolchain.at(key)} has ${JSON.stringify(bad)}, which rustup does not know: ` +
        'list one name per entry, of letters, digits, ".", "_" and "-"',
    );
  }
  return all;
}

/** In TOML it is no part of the text; here rustup takes it for one of the channel. */
function assertNoMark(tree: SourceTree, path: string): void {
  if (tree.hasMark(path)) {
    throw new UserError(
      `${path} begins with a byte order mark, which is no part of a channel: save it as UTF-8 without one`,
    );
  }
}
