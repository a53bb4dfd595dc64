import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { basename, join } from 'node:path';

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

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program; its input, where there is one, comes from `input`. */
export async function run(program: string, args: string[], cwd: string, input = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    // a crate may name a toolchain, and rustup would install that, for many calls at the same time
    const child = spawn(program, args, { cwd, env: { ...process.env, RUSTUP_AUTO_INSTALL: '0' } });
    const [stdout, stderr]: Buffer[][] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({ status, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
    // a program that has seen enough closes its end
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** Says what was tried, of how much. */
export function report(counts: Record<string, number>): void {
  process.stdout.write(
    `corpus: ${Object.entries(counts)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}\n`,
  );
}

/** As many at a time as there are processors. */
export async function inParallel<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
