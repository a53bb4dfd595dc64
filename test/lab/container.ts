import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, Result, run } from './shell';
import { Platform } from '../../src';

/** The option that chooses among the platforms of an image; without it the machine's own is taken. */
const choose = (platform?: Platform) => (platform ? ['--platform', platform] : []);

/** Runs an image to its end. */
export function runImage(image: string, args: string[] = [], platform?: Platform): Result {
  return attempt(['docker', 'run', '--rm', '--read-only', ...choose(platform), image, ...args]);
}

/** Runs an image while `use` does its work; that is told the id of its process. */
export async function whileRunning(
  image: string,
  args: string[],
  use: (pid: number) => Promise<void>,
  platform?: Platform,
): Promise<void> {
  const container = run([
    'docker',
    'run',
    '--detach',
    '--read-only',
    '--network',
    'host',
    ...choose(platform),
    image,
    ...args,
  ]);
  try {
    await use(Number(run(['docker', 'inspect', '--format', '{{.State.Pid}}', container])));
  } catch (error) {
    throw new Error(`${error}\n${run(['docker', 'logs', container])}`);
  } finally {
    run(['docker', 'rm', '--force', container]);
  }
}

/** What `docker image inspect` says. */
export function inspectImage<T>(image: string, path: string, platform?: Platform): T {
  return JSON.parse(run(['docker', 'image', 'inspect', ...choose(platform), '--format', `{{json ${path}}}`, image]));
}

/** The entries of each of an image's layers, as `tar --list --verbose` shows them. */
export function layersOf(image: string, platform?: Platform): string[][] {
  return withArchive(image, platform, (folder) => {
    const [{ Layers }]: [{ Layers: string[] }] = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
    return Layers.map((layer) =>
      run(['tar', '--list', '--verbose', '--numeric-owner', '--file', join(folder, layer)]).split('\n'),
    );
  });
}

/** Copies a file out of an image. */
export function copyFromImage(image: string, path: string, to: string, platform?: Platform): void {
  const container = run(['docker', 'create', ...choose(platform), image]);
  try {
    run(['docker', 'cp', `${container}:${path}`, to]);
  } finally {
    run(['docker', 'rm', '--force', container]);
  }
}

function withArchive<T>(image: string, platform: Platform | undefined, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'muslrust-chef-image-'));
  try {
    run(['docker', 'image', 'save', ...choose(platform), '--output', join(folder, 'image.tar'), image]);
    run(['tar', '--extract', '--file', 'image.tar'], { cwd: folder });
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The user, by number, that a process runs as. */
export function userOf(pid: number): number {
  return Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]);
}

/** A TCP port that nothing listens on. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Asks until the server answers. */
export async function answerOf(url: string): Promise<Response> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    try {
      return await fetch(url);
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
