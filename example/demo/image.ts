import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { run, succeeds, withServer } from './processes';
import { command, done, leftOut, say } from './terminal';

const EXECUTABLE = 'usr/local/bin/greeter-server';
const EXPORTED = 'dist/image';
const IMAGE = 'greeter/server:latest';

/** Builds the server's image and asks it for `/`, as far as this machine has the means. */
export async function buildAndRun(folder: string): Promise<void> {
  if (!hasBuilder()) {
    leftOut('left out: no builder is reachable (`docker buildx inspect` shows none that is running)');
    return;
  }
  if (succeeds('docker', 'info')) {
    build(folder, ['image:build', 'server']);
    await askContainer();
    return;
  }
  say('This builder has no engine beside it: the files of the image are exported, and run on this machine.');
  build(folder, ['image:build', 'server', '--set', `server.output=type=local,dest=${EXPORTED}`]);
  const executable = join(folder, EXPORTED, EXECUTABLE);
  done(`${EXECUTABLE}: ${(statSync(executable).size / 1e6).toFixed(2)} MB`);
  try {
    await withServer(executable, { PORT: '0' }, /listening on \S+:(\d+)/, ([, port]) => ask(port));
    done('ended by itself on SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOEXEC') throw error;
    leftOut("left out: this machine can't run what is built for Linux on the builder's processor");
  }
}

/** By what it prints: it exits with 0 whether the builder answers or not. One that was never started is started. */
function hasBuilder(): boolean {
  const { stdout } = spawnSync('docker', ['buildx', 'inspect', '--bootstrap'], { encoding: 'utf8', timeout: 120_000 });
  return /^Status:\s+running$/m.test(stdout ?? '');
}

function build(folder: string, task: string[]): void {
  command(`npx projen ${task.join(' ')}`);
  const start = performance.now();
  // as it goes: a first build takes minutes
  const { status } = spawnSync('npx', ['projen', ...task], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) {
    throw new Error(`image:build failed with exit code ${status}; its output is above`);
  }
  done('built', performance.now() - start);
}

async function askContainer(): Promise<void> {
  const container = run('.', 'docker', 'run', '--detach', '--rm', '--publish', '127.0.0.1::8080', IMAGE).trim();
  try {
    await ask(run('.', 'docker', 'port', container, '8080').trim().split(':').pop()!);
  } finally {
    run('.', 'docker', 'stop', container);
  }
}

async function ask(port: string): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(10_000) });
  const text = await response.text();
  if (text !== 'Hello, world!') {
    throw new Error(`GET / answered ${response.status} ${JSON.stringify(text)}, not "Hello, world!"`);
  }
  done(`GET / answers "${text}"`);
}
