import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RuntimeBase } from '../../src';
import { RECORD, SynthRecord } from '../../src/record/synth-record';
import { CRATE, synth } from '../synth';
import { tempDir, writeTree } from '../util';

const { dir: MODEL } = synth(CRATE, { runtimeBase: RuntimeBase.scratch() });

/** A folder of repositories, which are as they were synthesised. */
export function fleet(...names: string[]): string {
  const root = tempDir();
  for (const name of names) {
    cpSync(MODEL, join(root, name), { recursive: true });
    writeTree(join(root, name), { '.git/HEAD': 'ref: refs/heads/main\n' });
  }
  return root;
}

/** Says something else in the record of a project. */
export function rewrite(folder: string, edit: (record: SynthRecord) => object): void {
  const path = join(folder, RECORD);
  const record = JSON.parse(readFileSync(path, 'utf8'));
  // projen's files are read-only
  rmSync(path);
  writeFileSync(path, JSON.stringify({ ...record, ...edit(record) }));
}

/** Writes a file, whatever there is. */
export function overwrite(folder: string, path: string, text: string): void {
  rmSync(join(folder, path), { force: true });
  writeTree(folder, { [path]: text });
}
