import { Line } from './line';
import { Machine } from './machine';
import { unanswered } from './unanswered';
import { ToolchainFile } from '../cargo/toolchain-file';
import { oneLine } from '../report/details';

const about = 'toolchain';
const RUSTUP = 'https://rustup.rs';

/** The toolchain of the machine. An image is compiled by its own: this one checks, tests, and brings `Cargo.lock` up to date. */
export interface MachineToolchain {
  /** What is wrong with it, if something is. */
  readonly line?: Line;
  /** The release of cargo. */
  readonly cargo?: string;
  /** What rustup has; none where there is no rustup. */
  readonly installed?: readonly string[];
}

/** Looks at cargo and rustup. */
export function machineToolchain(machine: Machine): MachineToolchain {
  const rustup = machine.ask('rustup', ['toolchain', 'list']);
  if (rustup.kind === 'broken' || rustup.kind === 'silent') return { line: unanswered(about, 'warning', rustup) };
  const installed =
    rustup.kind === 'ended' && rustup.status === 0
      ? rustup.stdout
          .split('\n')
          .map((line) => line.split(' ')[0].trim())
          // of none it says "no installed toolchains" (rustup, src/cli/common.rs)
          .filter((name) => /-/.test(name))
      : undefined;
  const cargo = machine.ask('cargo', ['--version']);
  if (cargo.kind === 'broken' || cargo.kind === 'silent') {
    return { line: unanswered(about, 'warning', cargo), installed };
  }
  const isInstalled = cargo.kind === 'ended' && cargo.status === 0;
  // cargo 1.95.0 (f2d3ce0bd 2026-03-21)
  const version = isInstalled ? /^cargo (\d+\.\d+\.\d+\S*)/.exec(cargo.stdout)?.[1] : undefined;
  if (version !== undefined) return { cargo: version, installed };
  if (isInstalled) {
    return {
      line: {
        about,
        level: 'warning',
        text: `\`cargo --version\` answers in a way that is not known here: ${oneLine(cargo.stdout).slice(0, 100)}`,
        remedy: 'cargo --version',
      },
      installed,
    };
  }
  return {
    line: {
      about,
      level: 'warning',
      text:
        cargo.kind === 'absent'
          ? 'There is no cargo here. Images have their own; synth brings Cargo.lock up to date by that of the machine'
          : `cargo does not run: ${oneLine(cargo.stderr).slice(0, 200)}`,
      remedy: installed === undefined ? RUSTUP : 'rustup default stable',
    },
    installed,
  };
}

/** Whether it is the toolchain that a project names. */
export function lookAtToolchain(
  { cargo, installed }: MachineToolchain,
  file: Pick<ToolchainFile, 'path' | 'channel'> | undefined,
): Line {
  const { channel, path = '' } = file ?? {};
  if (channel === undefined) return { about, level: 'ok', text: `cargo ${cargo}; no file names a toolchain` };
  if (installed !== undefined) {
    return installed.some((name) => isOfChannel(name, channel))
      ? { about, level: 'ok', text: `${path} names ${channel}, which rustup has` }
      : {
          about,
          level: 'warning',
          text: `${path} names ${channel}, which rustup has not: the next call of cargo downloads it, and fails without a network`,
          remedy: `rustup toolchain install ${channel}`,
        };
  }
  // a release without its last number is each of them
  const isOther = /^\d/.test(channel) && !`${cargo}.`.startsWith(`${channel}.`);
  return isOther
    ? {
        about,
        level: 'warning',
        text: `${path} names ${channel}, and cargo is ${cargo}: without rustup nobody reads the file`,
        remedy: RUSTUP,
      }
    : { about, level: 'ok', text: `cargo ${cargo}; ${path} names ${channel}` };
}

/** Whether a toolchain, which ends with its host, is that of a channel. (rustup, src/dist/mod.rs: `<channel>[-<date>][-<host>]`) */
function isOfChannel(name: string, channel: string): boolean {
  if (!name.startsWith(`${channel}-`)) return false;
  const host = name.slice(channel.length + 1);
  return !/^(\d|beta)/.test(host);
}
