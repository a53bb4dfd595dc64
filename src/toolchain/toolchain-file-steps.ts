import { Toolchain } from './toolchain';
import { CHANNEL_LINE, ToolchainFile } from '../cargo/toolchain-file';
import { Platform, tripleOf } from '../platform';
import { run } from '../syntax/dockerfile-syntax';

/**
 * What has the workspace compiled by the toolchain that its file names.
 *
 * An override stands before the file for rustup. By the file alone it would bring the channel up to date as soon as a
 * component is not there, and so compile by a Rust that nobody chose
 * (https://github.com/rust-lang/rustup/blob/1.29.0/src/config.rs, find_override_from_dir_walk and ensure_installed).
 */
export function toolchainFileSteps(file: ToolchainFile, toolchain: Toolchain): string[] {
  const ours = Object.values(Platform).map(tripleOf);
  const targets = [...toolchain.targets, ...file.targets.filter((target) => !ours.includes(target))];
  return [
    `COPY ${file.path} ./`,
    run([
      '# One compiler for dependencies and binaries: `stable` is the one that is here, anything else is what it says. Left to',
      "# follow the file, rustup replaces `stable` by today's if clippy is missing.",
      file.isBare
        ? `channel=$(tr -d '[:space:]' < ${file.path})`
        : `channel=$(sed -n "${CHANNEL_LINE.replace(/"/g, '\\"')}" ${file.path})`,
      'here=$(rustup default)',
      'here=${here%% *}',
      'release=$(rustc "+$here" --version)',
      'release=${release#rustc }',
      'case $channel in',
      '  "" | stable | "${release%% *}" | "${here%%-*}") channel=$here ;;',
      '  *) rustup toolchain install --no-self-update --profile minimal "$channel" ;;',
      'esac',
      'rustup override set "$channel"',
      `rustup target add ${targets.join(' ')}`,
      ...(file.components.length > 0 ? [`rustup component add ${file.components.join(' ')}`] : []),
    ]),
  ];
}
