import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = '/dev/shm';
/** What `statfs(2)` says of a tmpfs. */
const TMPFS_MAGIC = 0x01021994;
/** Many times what the tests of all workers have at once; a container has 64 MiB, unless it is told otherwise. */
const ENOUGH = 1024 ** 3;

/**
 * A folder whose files are in memory alone, where the machine has one that will do: synth writes small files by the
 * thousand, each waits for the disk until it is safe there, and none outlives its test.
 */
export function memoryFolder(): string | undefined {
  try {
    const { type, bavail, bsize } = statfsSync(FOLDER);
    return type === TMPFS_MAGIC && bavail * bsize >= ENOUGH && runsPrograms() ? FOLDER : undefined;
  } catch {
    // no such folder, or not for us
    return undefined;
  }
}

/** Tests put scripts there and run them; it may be mounted so that none can be. */
function runsPrograms(): boolean {
  const folder = mkdtempSync(join(FOLDER, 'muslrust-chef-test-'));
  try {
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    return spawnSync(program).status === 0;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
