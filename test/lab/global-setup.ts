import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { provideAssembly } from '../tools/assembly';

/** `npm run lab` has set the first instance up; the workers beside the first one get theirs. */
export default function setUp({ maxWorkers }: { readonly maxWorkers: number }): void {
  provideAssembly();
  for (let instance = 2; instance <= maxWorkers; instance += 1) {
    execFileSync('bash', [join(__dirname, 'up.sh')], {
      env: { ...process.env, LAB_INSTANCE: String(instance) },
      stdio: 'inherit',
    });
  }
}
