// names the registry and the builder, before the others ask for them
import './environment';
// and without this src/ can't be loaded
import './assembly';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { BUILDER_IMAGE, publishBuilderImages, ZIG_BUILDER_IMAGE } from './builder-image';
import { run } from './shell';

/**
 * `npm run lab` has set the first instance up. The workers beside the first one get theirs, with the builder images of the
 * first.
 */
export default function setUp({ maxWorkers }: { readonly maxWorkers: number }): void {
  publishBuilderImages();
  for (let instance = 2; instance <= maxWorkers; instance += 1) {
    execFileSync('bash', [join(__dirname, 'up.sh')], {
      env: { ...process.env, LAB_INSTANCE: String(instance) },
      stdio: 'inherit',
    });
    const registry = `127.0.0.1:${Number(process.env.LAB_PORT) + instance - 1}`;
    for (const image of [BUILDER_IMAGE!, ZIG_BUILDER_IMAGE!]) {
      run(['crane', 'copy', image, image.replace(process.env.LAB_REGISTRY!, registry)]);
    }
  }
}
