import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Variant } from './variant';
import { Allocator, Platform } from '../../src';
import { PINS } from '../../src/pins';
import { copyFromImage, ImageBuild, inspectImage, run, synth, tempDir } from '../lib/lab';

/** The executables of a variant, and the environment that its image gives them. */
export interface Programs {
  readonly load: string;
  readonly service: string;
  readonly environment: Record<string, string>;
}

/** The release of rustc that compiled an executable, which the compiler itself notes there. */
export function compilerOf(executable: string): string {
  return /rustc version (\S+)/.exec(readFileSync(executable, 'latin1'))![1];
}

/** Builds the crate in `programs/`. */
export function buildPrograms({ name, allocator }: Variant): Programs {
  console.error(`build with ${name}`);
  const crate = tempDir();
  cpSync(join(__dirname, 'programs'), crate, { recursive: true });
  return allocator ? fromImages(crate, allocator) : forGlibc(crate);
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
  return { load: executable('load'), service: executable('service'), environment: Object.fromEntries(environment) };
}

function forGlibc(crate: string): Programs {
  const folder = tempDir();
  run([
    'docker',
    'buildx',
    'build',
    '--file',
    join(__dirname, 'glibc.Dockerfile'),
    '--build-arg',
    `BUILDER=${PINS.images.muslrust}`,
    '--output',
    `type=local,dest=${folder}`,
    crate,
  ]);
  return { load: join(folder, 'load'), service: join(folder, 'service'), environment: {} };
}
