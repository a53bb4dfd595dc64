import { statfsSync } from 'node:fs';
import { Line } from './line';
import { Machine } from './machine';

const about = 'disk';

/** The builder base and the layers of a build of a small workspace together; a rough figure. */
const ENOUGH_GIB = 5;

/**
 * How much room the engine's disk has.
 *
 * @param freeAt bytes that are free where a folder is; nothing where it is not on this machine
 * @returns nothing where that is not known, as in Docker Desktop, whose disk is a file of its own
 */
export function lookAtDisk(machine: Machine, freeAt = freeBytes): Line | undefined {
  const answer = machine.ask('docker', ['info', '--format', '{{json .DockerRootDir}}']);
  const root = answer.kind === 'ended' && answer.status === 0 ? /^"(\/.*)"\s*$/.exec(answer.stdout)?.[1] : undefined;
  const free = root === undefined ? undefined : freeAt(root);
  if (free === undefined) return undefined;
  const gib = free / 1024 ** 3;
  return gib < ENOUGH_GIB
    ? {
        about,
        level: 'warning',
        text: `${root} has ${gib.toFixed(1)} GiB free, and a build of all wants some ${ENOUGH_GIB}`,
        remedy: 'docker buildx prune',
      }
    : { about, level: 'ok', text: `${root} has ${gib.toFixed(0)} GiB free` };
}

function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    // on another machine, or in a virtual one
    return undefined;
  }
}
