import { readFileSync, statSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileHash } from '../record/file-hash';
import { SynthRecord } from '../record/synth-record';

/** A generated file that is not what the synth wrote. */
export interface Drift {
  readonly file: string;
  readonly state: 'changed' | 'missing';
}

/** What has become of the generated files of a project since the synth. */
export function driftIn(folder: string, { files }: SynthRecord): Drift[] {
  return Object.entries(files).flatMap(([file, hash]): Drift[] => {
    const path = join(folder, file);
    // a record is what somebody committed: what is no plain file is not read, a pipe would wait for ever
    if (isAbsolute(file) || !statSync(path, { throwIfNoEntry: false })?.isFile()) return [{ file, state: 'missing' }];
    return fileHash(readFileSync(path, 'utf8')) === hash ? [] : [{ file, state: 'changed' }];
  });
}
