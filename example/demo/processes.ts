import { spawn, spawnSync } from 'node:child_process';

/** Whether a command is there and content. */
export function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore', timeout: 30_000 }).status === 0;
}

/** What a command prints; if it fails, all of that is in the error. */
export function run(cwd: string, command: string, ...args: string[]): string {
  return execute(cwd, command, args).stdout;
}

/** What projen tells the user. npm, which it runs, has much more to say. */
export function projen(cwd: string, command: string, ...args: string[]): string {
  const { stdout, stderr } = execute(cwd, command, args);
  return `${stdout}${stderr}`
    .split('\n')
    .filter((line) => line.includes('👾'))
    .join('\n');
}

function execute(cwd: string, command: string, args: string[]) {
  // as on a person's machine: in CI projen installs by `npm ci`, and a new project has no lock file for that
  const { CI: _, ...env } = process.env;
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) {
    throw new Error(
      `\`${[command, ...args].join(' ')}\` in ${cwd} failed (${error?.message ?? `exit code ${status}`}):\n${stdout}${stderr}`,
    );
  }
  return { stdout, stderr };
}

/** A unified diff of two files, without its two lines of file names. */
export function diff(before: string, after: string): string {
  const { status, error, stdout } = spawnSync('diff', ['-u', before, after], { encoding: 'utf8' });
  if (status !== 1) {
    throw new Error(`diff -u ${before} ${after}: expected a difference (${error?.message ?? `exit code ${status}`})`);
  }
  return stdout.split('\n').slice(2).join('\n');
}

/** Runs a server while `use` talks to it. `use` gets what the server's first line of output matches. */
export async function withServer(
  program: string,
  env: Record<string, string>,
  ready: RegExp,
  use: (match: RegExpMatchArray) => Promise<void>,
) {
  const server = spawn(program, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => server.once('close', resolve));
  try {
    const match = await new Promise<RegExpMatchArray>((resolve, reject) => {
      server.once('error', reject);
      server.once('close', (code) => reject(new Error(`${program} ended with ${code} before it listened`)));
      server.stdout.setEncoding('utf8').on('data', (text: string) => {
        const found = text.match(ready);
        if (found) resolve(found);
      });
    });
    await use(match);
  } finally {
    server.kill('SIGTERM');
  }
  const code = await ended;
  if (code !== 0) {
    throw new Error(`${program} was asked to end (SIGTERM) and exited with ${code} instead of 0`);
  }
}
