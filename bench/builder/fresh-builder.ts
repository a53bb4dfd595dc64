import { join } from 'node:path';
import { run, tempDir, writeTree } from '../lib/lab';

/** A builder that has never built anything, as a new machine is: a buildkitd of its own. */
export class FreshBuilder {
  constructor(private readonly name: string) {}

  /** What makes buildx use it. */
  public get env(): Record<string, string> {
    return { BUILDX_BUILDER: this.name };
  }

  /**
   * Starts it; what it had before is gone.
   *
   * @param images that are to be in place, unpacked
   */
  public up(...images: string[]): void {
    this.node('up');
    if (images.length > 0) {
      const stages = images.map((image, index) => `FROM ${image} AS image-${index}\nCOPY empty /\n`);
      const all = `FROM scratch\n${images.map((_, index) => `COPY --from=image-${index} /empty /${index}\n`).join('')}`;
      const context = writeTree(tempDir(), {
        Dockerfile: `# syntax=docker/dockerfile:1\n${stages.join('')}${all}`,
        empty: '',
      });
      run(['docker', 'buildx', 'build', '--output', 'type=cacheonly', '.'], { cwd: context, env: this.env });
    }
  }

  public down(): void {
    this.node('down');
  }

  private node(action: string): void {
    run(['bash', join(__dirname, 'node.sh'), action, this.name]);
  }
}
