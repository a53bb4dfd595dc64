import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REAL } from './image-build';
import { attempt } from './shell';

/** Megabytes of a node that stay for the next file: the images that all builds begin with. */
const KEPT = 8000;

// What a file has built is of no use to the next one: all of it together does not fit on a runner's disk.
if (!REAL) {
  afterAll(() => {
    const run = join(process.env.LAB_STATE!, 'run');
    for (const socket of readdirSync(run).filter((file) => file.endsWith('.sock'))) {
      // one that was stopped has left its socket
      attempt(['buildctl', '--addr', `unix://${join(run, socket)}`, 'prune', '--keep-storage', `${KEPT}`]);
    }
  });
}
