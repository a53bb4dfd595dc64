import { spawnSync } from 'node:child_process';

const MISSING = ['cargo', 'rustc', 'rustfmt'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
// in CI they run, and fail: nobody would notice there that they were skipped
const isSkipped = MISSING.length > 0 && !process.env.CI;

/** A test that needs Rust; skipped where it is not on PATH. */
export const testWithRust = isSkipped ? test.skip : test;

/** Tests that need Rust; skipped where it is not on PATH, and that is said. */
export const describeWithRust: (name: string, tests: () => void) => void = isSkipped
  ? (name, tests) => describe.skip(`${name}: ${MISSING.join(', ')} not on PATH`, tests)
  : describe;
