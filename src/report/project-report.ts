import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Drift, driftIn } from './drift';
import { PinBehind, pinsBehind } from './pins-behind';
import { ImageRecord } from '../image/image-record';
import { Finding } from '../messages/finding';
import { readRecord } from '../record/read-record';
import { RECORD } from '../record/synth-record';

/** What is said of a project. */
export interface ProjectReport {
  readonly path: string;
  /** Why its record can't be read; then nothing else is known. */
  readonly fault?: string;
  /** Of this package, when it synthesised. */
  readonly version?: string;
  readonly images: readonly ImageRecord[];
  readonly drift: readonly Drift[];
  readonly pins: readonly PinBehind[];
  readonly findings: readonly Finding[];
}

/** Reads the record in a folder, and looks at the files that it names. */
export function reportOn(path: string): ProjectReport {
  const file = join(path, RECORD);
  try {
    const record = readRecord(readFileSync(file, 'utf8'), file);
    const { generator, images, findings } = record;
    return {
      path,
      version: generator.version,
      images,
      drift: driftIn(path, record),
      pins: pinsBehind(record.pins),
      findings,
    };
  } catch (error) {
    return { path, fault: (error as Error).message, images: [], drift: [], pins: [], findings: [] };
  }
}
