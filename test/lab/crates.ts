import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { globSync } from 'fast-glob';
import { run } from './shell';
import { tempDir, writeTree } from '../util';

const CARGO_HOME = process.env.CARGO_HOME ?? join(homedir(), '.cargo');

/** The sources of a crate as `cargo install` takes them, in a fresh folder; cargo fetches it from crates.io. */
export function publishedCrate(name: string, version: string): string {
  const consumer = writtenCrate({
    'Cargo.toml': `[package]\nname = "consumer"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${name} = "=${version}"\n`,
    'src/lib.rs': '',
  });
  run(['cargo', 'fetch', '--quiet'], { cwd: consumer });
  // not by `cargo metadata`, which leaves a dependency out that has no library
  const [unpacked] = globSync(`registry/src/*/${name}-${version}`, {
    cwd: CARGO_HOME,
    absolute: true,
    onlyDirectories: true,
  });

  const crate = tempDir();
  cpSync(unpacked, crate, { recursive: true });
  ['.cargo-ok', '.cargo_vcs_info.json', 'Cargo.toml.orig'].forEach((file) =>
    rmSync(join(crate, file), { force: true }),
  );
  // quickly: what is optimised is none of our business
  return writeTree(crate, { '.cargo/config.toml': '[profile.release]\nopt-level = 0\nlto = false\n' });
}

/** A crate from its files, in a fresh folder. */
export function writtenCrate(files: Record<string, string>): string {
  return writeTree(tempDir(), files);
}

/** Edits a source file, each time otherwise: BuildKit remembers what it built in an earlier run of the tests. */
export function edit(crate: string, path: string): void {
  writeFileSync(join(crate, path), `\n// edited at ${Date.now()}\n`, { flag: 'a' });
}
