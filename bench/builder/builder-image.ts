import { join } from 'node:path';
import { Project } from 'projen';
import { MuslRustChefBuilder, Platform } from '../../src';
import { BAKE, run, tempDir } from '../lib/lab';

/**
 * Builds the image that has the toolchain, cargo-chef and the scripts (and zig), by the lab's own builder, and returns its
 * reference. So tools are in place before anything is measured, and are the same for all.
 */
export function publishTools(platforms: Platform[], zig = false): string {
  const outdir = tempDir();
  const project = new Project({ name: 'muslrust-chef', outdir });
  new MuslRustChefBuilder(project, { zig, workflow: false });
  project.synth();
  const repository = `${process.env.LAB_REGISTRY}/bench/muslrust-chef${zig ? '-zig' : ''}`;
  run([...BAKE, '--set', `*.platform=${platforms.join(',')}`, '--set', '*.output=type=registry', 'muslrust-chef'], {
    cwd: join(outdir, 'muslrust-chef'),
    env: { REPOSITORY: repository },
  });
  return `${repository}:latest`;
}
