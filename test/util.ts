import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';

const folders: string[] = [];

const removeFolders = () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
};
// the set-up of a run is no test, and its folders last as long as the run
if (typeof afterAll === 'function') afterAll(removeFolders);
else process.once('exit', removeFolders);

/** A fresh folder that lasts as long as the test file runs; never hand `Testing.synth` a project without one as its `outdir`. */
export function tempDir(): string {
  folders.push(realpathSync(mkdtempSync(join(tmpdir(), 'muslrust-chef-test-'))));
  return folders.at(-1)!;
}

/** Writes files by their relative path, and returns the folder. */
export function writeTree(folder: string, files: Record<string, string>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Every file by its relative path: mode and bytes. */
export function readTree(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
    .map((path) => [
      relative(folder, path).split(sep).join('/'),
      `${statSync(path).mode.toString(8)} ${readFileSync(path, 'latin1')}`,
    ]);
  return Object.fromEntries(files.sort());
}
