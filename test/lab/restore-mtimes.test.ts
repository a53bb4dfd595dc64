import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { array, asyncProperty, assert, constantFrom, integer, nat, oneof, option, record, constant } from 'fast-check';
import { tempDir } from '../util';
import { Choice, EDITS, State } from './fuzz/edits';
import { WORKSPACE } from './fuzz/source-tree';
import { Layout, Programs, TargetFolder } from './fuzz/target-folder';

// A kept target folder against one that is empty, edit by edit, half of the edits in each of cargo's layouts. FUZZ_STEPS
// has more edits tried than the usual 40, and FUZZ_SEED the same ones as last time: a failure says which.

const STEPS = Number(process.env.FUZZ_STEPS ?? 40) / 2;
const STEPS_AT_A_TIME = 20;

interface Step extends Choice {
  readonly edit: string;
  /** A build of the state is killed after so many milliseconds, before it is built. */
  readonly killedAfter: number | null;
  /** The target folder is taken to another machine before. */
  readonly travels: boolean;
}

const step = record<Step>({
  edit: oneof(
    { weight: 3, arbitrary: constantFrom('edit a source', 'edit any file') },
    { weight: 7, arbitrary: constantFrom(...Object.keys(EDITS)) },
  ),
  which: nat(1000),
  value: nat(20),
  killedAfter: option(integer({ min: 20, max: 900 }), { freq: 6 }),
  travels: oneof({ weight: 9, arbitrary: constant(false) }, { weight: 1, arbitrary: constant(true) }),
});

test.each<Layout>(['old', 'new'])(
  `a kept target folder gives the programs of an empty one, after each of ${STEPS} edits: cargo's %s layout`,
  async (layout) => {
    const root = join(tempDir(), 'workspace');
    const fromNothing = new Map<string, Programs>();
    const seen = { builds: 0, failures: 0 };

    await assert(
      asyncProperty(array(step, { minLength: STEPS_AT_A_TIME, maxLength: STEPS_AT_A_TIME }), async (steps) => {
        const target = new TargetFolder(root, layout);
        const states: State[] = [{ tree: WORKSPACE, profile: 'dev', loud: false }];
        let failed = false;
        for (const { edit, killedAfter, travels, ...choice } of steps) {
          // what is broken is mended half of the time: by chance alone a workspace may stay broken for all of a run
          const applied = failed && choice.which % 2 === 0 ? 'mend all sources' : edit;
          const state = EDITS[applied](states.at(-1)!, choice, states);
          states.push(state);
          if (travels) target.travel();
          if (killedAfter !== null) await target.buildAndDie(state, killedAfter);
          const programs = await target.build(state);
          const key = JSON.stringify(state);
          if (!fromNothing.has(key)) fromNothing.set(key, await target.buildFromNothing(state));
          expect(programs).toEqual(fromNothing.get(key));
          failed = !programs;
          seen.builds += 1;
          seen.failures += failed ? 1 : 0;
        }
      }),
      {
        numRuns: Math.ceil(STEPS / STEPS_AT_A_TIME),
        seed: process.env.FUZZ_SEED ? Number(process.env.FUZZ_SEED) : undefined,
        endOnFailure: true,
      },
    );

    expect(existsSync(join(root, 'target/debug/.fingerprint'))).toBe(layout === 'old');
    expect(seen.builds).toBeGreaterThanOrEqual(STEPS);
    // both kinds were there: of twenty edits it may be that none breaks the build
    if (STEPS >= 200) {
      expect(seen.failures).toBeGreaterThan(0);
      expect(seen.builds - seen.failures).toBeGreaterThan(0);
    }
  },
  STEPS * 20_000,
);
