import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { shellQuote } from '../../src/syntax/shell-quote';
import { tempDir } from '../util';

const FOLDER = join(__dirname, '..', '..', '.tools', 'corpus');
/** Beside the crates, not above them: cargo would take it for the root of their workspace. */
const PACKAGE = join(FOLDER, 'package');
const CARGO_HOME = join(FOLDER, 'cargo-home');

/** Real crates from crates.io, downloaded by cargo. */
export class Corpus {
  /** Downloads what is not there yet. */
  public static fetch(): Corpus {
    const crates = readFileSync(join(__dirname, 'crates.txt'), 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    const manifest =
      '[package]\nname = "corpus"\nversion = "0.0.0"\nedition = "2021"\n\n[workspace]\n\n[dependencies]\n' +
      crates.map((line) => line.replace(/^(\S+) (\S+)$/, '$1 = "=$2"\n')).join('');
    mkdirSync(join(PACKAGE, 'src'), { recursive: true });
    const stamp = join(FOLDER, 'fetched');
    if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== manifest) {
      writeFileSync(join(PACKAGE, 'Cargo.toml'), manifest);
      writeFileSync(join(PACKAGE, 'src', 'lib.rs'), '');
      // a mirror that the machine is set up for counts here too
      const config = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'config.toml');
      const args = [
        ...(existsSync(config) ? ['--config', config] : []),
        'fetch',
        '--quiet',
        '--target',
        'x86_64-unknown-linux-musl',
      ];
      const { status } = spawnSync('cargo', args, {
        cwd: PACKAGE,
        env: { ...process.env, CARGO_HOME },
        stdio: 'inherit',
      });
      if (status !== 0) throw new Error('cargo could not download the crates of test/corpus/crates.txt');
      writeFileSync(stamp, manifest);
    }
    return new Corpus(join(CARGO_HOME, 'registry', 'src'), crates);
  }

  /** The folders of all crates. */
  public readonly crates: string[];
  /** Those of the crates that are listed, not of what they depend on. */
  public readonly listed: string[];

  private constructor(sources: string, lines: string[]) {
    this.crates = readdirSync(sources)
      .flatMap((registry) => readdirSync(join(sources, registry)).map((crate) => join(sources, registry, crate)))
      .sort();
    const names = new Set(lines.map((line) => line.replace(' ', '-')));
    this.listed = this.crates.filter((crate) => names.has(basename(crate)));
  }
}

export interface Call {
  readonly program: string;
  readonly args: string[];
  readonly cwd: string;
  readonly input?: string;
}

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs programs of the toolchain, as many at a time as there are processors: by a shell for each processor, since it
 * takes Node.js longer to start a program than these run for.
 */
export async function runAll(calls: Call[]): Promise<Outcome[]> {
  const folder = tempDir();
  const path = (i: number, what: string) => join(folder, `${i}.${what}`);
  const lines = calls.map(({ program, args, cwd, input = '' }, i) => {
    writeFileSync(path(i, 'stdin'), input);
    const command = [toolchain(program), ...args].map(shellQuote).join(' ');
    const [stdin, stdout, stderr, status] = ['stdin', 'stdout', 'stderr', 'status'].map((what) =>
      shellQuote(path(i, what)),
    );
    return `cd ${shellQuote(cwd)} && ${command} <${stdin} >${stdout} 2>${stderr}; echo $? >${status}\n`;
  });
  const processors = availableParallelism();
  await Promise.all(
    Array.from({ length: processors }, async (_, turn) => {
      writeFileSync(path(turn, 'sh'), lines.filter((__, i) => i % processors === turn).join(''));
      await promisify(execFile)('sh', [path(turn, 'sh')]);
    }),
  );
  const read = (i: number, what: string) => readFileSync(path(i, what), 'utf8');
  const outcomes = calls.map((_, i) => ({
    status: Number(read(i, 'status')),
    stdout: read(i, 'stdout'),
    stderr: read(i, 'stderr'),
  }));
  rmSync(folder, { recursive: true });
  return outcomes;
}

/** The program itself, where rustup's proxy would look first for the toolchain that a crate names, and install it. */
function toolchain(program: string): string {
  sysroot ??= execFileSync('rustc', ['--print', 'sysroot'], { encoding: 'utf8' }).trim();
  const path = join(sysroot, 'bin', program);
  return existsSync(path) ? path : program;
}

let sysroot: string | undefined;

/** Says what was tried, of how much. */
export function report(counts: Record<string, number>): void {
  process.stdout.write(
    `corpus: ${Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}\n`,
  );
}
