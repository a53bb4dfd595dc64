import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Variant } from './variant';
import { Allocator, Platform } from '../../src';
import { forGlibc } from '../lib/for-glibc';
import { copyFromImage, ImageBuild, inspectImage, synth, tempDir } from '../lib/lab';

/** The executables of a variant, and the environment that its image gives them. */
export interface Programs {
  readonly load: string;
  readonly burst: string;
  readonly service: string;
  readonly environment: Record<string, string>;
}

/** Builds the crate in `programs/`. */
export function buildPrograms({ name, allocator }: Variant): Programs {
  console.error(`build with ${name}`);
  const crate = tempDir();
  cpSync(join(__dirname, 'programs'), crate, { recursive: true });
  if (allocator) return fromImages(crate, allocator);
  const folder = forGlibc(crate, join(__dirname, 'glibc.Dockerfile'));
  const [load, burst, service] = ['load', 'burst', 'service'].map((program) => join(folder, program));
  return { load, burst, service, environment: {} };
}

function fromImages(crate: string, allocator: Allocator): Programs {
  synth(crate, { allocator, platforms: [Platform.LINUX_AMD64] });
  const build = new ImageBuild(crate).succeeded;
  const executable = (name: string) => {
    const path = join(tempDir(), name);
    copyFromImage(build.reference(name), `/usr/local/bin/${name}`, path);
    return path;
  };
  const environment = inspectImage<string[]>(build.reference('load'), '.Config.Env').map((variable) =>
    variable.split(/=(.*)/s, 2),
  );
  return {
    load: executable('load'),
    burst: executable('burst'),
    service: executable('service'),
    environment: Object.fromEntries(environment),
  };
}
