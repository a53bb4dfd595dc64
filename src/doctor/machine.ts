import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { delimiter, join, parse } from 'node:path';

/** What became of a question to a program. */
export type Answer =
  | { readonly kind: 'absent'; readonly program: string }
  | { readonly kind: 'broken'; readonly path: string; readonly reason: string }
  | { readonly kind: 'silent'; readonly command: string; readonly seconds: number }
  | { readonly kind: 'ended'; readonly status: number; readonly stdout: string; readonly stderr: string };

/** How long a program may take: each answers in less than one, unless it waits for something. */
const SECONDS = 10;

/** The machine: its programs, asked in a way that changes nothing. */
export class Machine {
  constructor(
    public readonly env: NodeJS.ProcessEnv = process.env,
    private readonly seconds = SECONDS,
  ) {}

  /**
   * Asks a program.
   *
   * @param cwd where it runs; else in a folder that says nothing of toolchains, since a call of rustup or cargo installs the one
   * that a toolchain file names (of rustup 1.28.0 `toolchain list` too)
   */
  public ask(program: string, args: string[], cwd = parse(process.cwd()).root): Answer {
    const { error, status, stdout, stderr } = spawnSync(program, args, {
      cwd,
      // since rustup 1.28.2; git writes no index then
      env: { ...this.env, RUSTUP_AUTO_INSTALL: '0', GIT_OPTIONAL_LOCKS: '0' },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: this.seconds * 1000,
      killSignal: 'SIGKILL',
    });
    const { code } = (error ?? {}) as NodeJS.ErrnoException;
    if (code === 'ETIMEDOUT') {
      return { kind: 'silent', command: [program, ...args].join(' '), seconds: this.seconds };
    }
    // what says too much has answered
    if (code !== undefined && code !== 'ENOBUFS') {
      const path = this.find(program);
      return path === undefined ? { kind: 'absent', program } : { kind: 'broken', path, reason: code };
    }
    return { kind: 'ended', status: status ?? 1, stdout, stderr };
  }

  /** Where a program is on PATH, be it one that can be run or not. */
  public find(program: string): string | undefined {
    return (this.env.PATH ?? '')
      .split(delimiter)
      .filter((folder) => folder !== '')
      .map((folder) => join(folder, program))
      .find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
  }
}
