import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contender } from './contender';
import { Project } from './project';
import { ImageBuild, run, synth, tempDir } from '../lib/lab';

/** A synthesised project with the Dockerfile of a contender. */
export class Checkout {
  public readonly folder = tempDir();
  private readonly scratch = tempDir();

  constructor(
    private readonly project: Project,
    private readonly contender: Contender,
    private readonly builderImage: string,
  ) {
    project.write(this.folder);
    // all have the same sources, allocator and lock file
    synth(this.folder, { builderImage, seedImages: true });
    if (contender.dockerfile) {
      const path = join(this.folder, 'Dockerfile');
      // the generated one is read-only
      rmSync(path);
      writeFileSync(path, readFileSync(join(__dirname, 'dockerfiles', `${contender.dockerfile}.Dockerfile`)));
    }
  }

  /** Builds the image and pushes it to the registry. */
  public build(env: Record<string, string>, ...args: string[]): ImageBuild {
    const { binary } = this.project;
    const own = this.contender.dockerfile
      ? [
          '--set',
          '*.target=runtime',
          '--set',
          `*.args.BUILDER_IMAGE=${this.builderImage}`,
          '--set',
          `*.args.BINARY=${binary}`,
        ]
      : [];
    return new ImageBuild(this.folder, { args: [...own, ...args], env }).succeeded;
  }

  /** Pushes what was compiled as an image that builders with nothing can start from; returns its reference. */
  public pushSeed(repository: string, env: Record<string, string>): string {
    run(['docker', 'buildx', 'bake', '--provenance=false', '_seed'], {
      cwd: this.folder,
      env: { ...env, REPOSITORY: repository },
    });
    return `${repository}/muslrust-chef/seed:latest`;
  }

  /** The executable in an image. */
  public executable(build: ImageBuild): Buffer {
    const path = `usr/local/bin/${this.contender.dockerfile ? 'app' : this.project.binary}`;
    const file = join(this.scratch, 'executable');
    run([
      'bash',
      '-c',
      'set -o pipefail; crane export "$0" - | tar --extract --to-stdout "$1" > "$2"',
      build.reference(this.project.image),
      path,
      file,
    ]);
    return readFileSync(file);
  }
}
