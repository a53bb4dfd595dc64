import { join } from 'node:path';
import { PINS } from '../../src/pins';
import { run } from '../lib/lab';

const LAB = join(__dirname, '../../test/lab');

/** The versions of what builds images, in the lab, and of the Rust in its builder image. */
export function toolVersions(builderImage: string): Record<string, string> {
  const module = (path: string) => run(['go', 'list', '-m', '-f', '{{.Version}}', path], { cwd: LAB });
  return {
    BuildKit: module('github.com/moby/buildkit'),
    buildx: module('github.com/docker/buildx'),
    'cargo-chef': PINS.crates['cargo-chef'],
    Rust: run(['docker', 'run', '--rm', builderImage, 'rustc', '--version']).split(' ')[1],
  };
}
