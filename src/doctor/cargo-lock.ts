import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DoctorProject } from './doctor-project';
import { Line } from './line';
import { Machine } from './machine';
import { LockFile } from '../allocator/lock-file';
import { CargoWorkspace } from '../cargo/workspace';

const about = 'Cargo.lock';

/** Whether the lock file is there, says what the manifests say, and is in a clone: images are built with `--locked`. */
export function lookAtLockFile(machine: Machine, { folder, record }: DoctorProject, workspace: CargoWorkspace): Line {
  if (!existsSync(join(folder, about))) {
    return {
      about,
      level: 'fails',
      text: 'Cargo.lock is missing, and the image is built with --locked',
      remedy: 'cargo generate-lockfile',
    };
  }
  if (!new LockFile(workspace).isCurrent(record.allocator && { ...record.allocator, name: record.allocator.crate })) {
    return {
      about,
      level: 'fails',
      text: 'Cargo.lock does not match the manifests, and the image is built with --locked',
      remedy: 'cargo update --workspace',
    };
  }
  const tracked = machine.ask('git', ['ls-files', '--error-unmatch', '--', about], folder);
  // where there is no git, or no repository, there is nothing to be said of a clone
  if (tracked.kind === 'ended' && tracked.status === 1) {
    const ignored = machine.ask('git', ['check-ignore', '--quiet', '--', about], folder);
    return ignored.kind === 'ended' && ignored.status === 0
      ? {
          about,
          level: 'fails',
          text: 'Cargo.lock is ignored by git, so no clone has it, and the image is built with --locked',
          remedy: 'git add --force Cargo.lock',
        }
      : {
          about,
          level: 'warning',
          text: 'Cargo.lock is not in git yet, and CI builds with --locked',
          remedy: 'git add Cargo.lock',
        };
  }
  return { about, level: 'ok', text: 'Cargo.lock matches the manifests' };
}
