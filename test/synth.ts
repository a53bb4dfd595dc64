import { Project, ProjectOptions } from 'projen';
import { tempDir, writeTree } from './util';
import { MuslRustChef, MuslRustChefOptions } from '../src';

/** A crate with one binary, `app`. */
export const CRATE: Record<string, string> = {
  'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n',
  'src/main.rs': 'fn main() {\n    println!("app");\n}\n',
  'Cargo.lock': '# locked\nversion = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\n',
};

/** A workspace of two crates with a binary each, `server` and `worker`. */
export const WORKSPACE: Record<string, string> = {
  'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n',
  'crates/server/Cargo.toml':
    '[package]\nname = "server"\nversion = "0.1.0"\nedition = "2021"\n\n[features]\ntls = []\n',
  'crates/server/src/main.rs': 'fn main() {}\n',
  'crates/worker/Cargo.toml': '[package]\nname = "worker"\nversion = "0.1.0"\nedition = "2021"\n',
  'crates/worker/src/main.rs': 'fn main() {}\n',
};

/** What a synth left behind. */
export interface Synthesised {
  readonly dir: string;
  readonly project: Project;
  readonly chef: MuslRustChef;
  /** What the user was told. */
  readonly warnings: string[];
}

/** Synthesises `files` with a `MuslRustChef`, in a fresh folder. */
export function synth(
  files: Record<string, string>,
  options?: MuslRustChefOptions,
  project?: Partial<ProjectOptions>,
): Synthesised {
  return synthIn(writeTree(tempDir(), files), options, project);
}

/** Synthesises once more in a folder that has been synthesised, as the next run of `npx projen` does. */
export function synthIn(
  dir: string,
  options?: MuslRustChefOptions,
  projectOptions?: Partial<ProjectOptions>,
): Synthesised {
  const warnings: string[] = [];
  const project = new Project({ name: 'app', ...projectOptions, outdir: dir });
  jest.spyOn(project.logger, 'warn').mockImplementation((...text) => {
    warnings.push(text.join(' '));
  });
  jest.spyOn(project.logger, 'info').mockImplementation(() => {});
  const chef = new MuslRustChef(project, options);
  synthesise(project);
  return { dir, project, chef, warnings };
}

/** `project.synth()` without what comes after it: nothing is installed, no cargo is run. */
export function synthesise(project: Project): void {
  const before = process.env.PROJEN_DISABLE_POST;
  process.env.PROJEN_DISABLE_POST = 'true';
  try {
    project.synth();
  } finally {
    if (before === undefined) {
      delete process.env.PROJEN_DISABLE_POST;
    } else {
      process.env.PROJEN_DISABLE_POST = before;
    }
  }
}
