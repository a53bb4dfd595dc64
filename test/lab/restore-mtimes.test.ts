import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { array, asyncProperty, assert, constantFrom, integer, nat, oneof, option, record, constant } from 'fast-check';
import { tempDir } from '../util';
import { Choice, EDITS, State } from './fuzz/edits';
import { REGISTRY, WORKSPACE } from './fuzz/source-tree';
import { inPlaceOfCratesIo, layTree, Layout, NEW_LAYOUT, Programs, SCRIPT, TargetFolder } from './fuzz/target-folder';

// A kept target folder against bare cargo: what is compiled, where nobody reads files without telling. And against one that
// is empty, edit by edit, half of the edits in each of cargo's layouts. FUZZ_STEPS
// has more edits tried than the usual 300, and FUZZ_SEED the same ones as last time: a failure says which.

const STEPS = Number(process.env.FUZZ_STEPS ?? 300) / 2;
const STEPS_AT_A_TIME = 20;

interface Step extends Choice {
  readonly edit: string;
  /** A build of the state is killed after so many milliseconds, before it is built. */
  readonly killedAfter: number | null;
  /** The target folder is taken to another machine before. */
  readonly travels: boolean;
  /** Another build, of the state before, has the folder between the cook of this one and its compilation. */
  readonly waits: boolean;
}

const step = record<Step>({
  edit: oneof(
    { weight: 3, arbitrary: constantFrom('edit a source', 'edit any file', 'edit a file that is no source') },
    { weight: 7, arbitrary: constantFrom(...Object.keys(EDITS)) },
  ),
  which: nat(1000),
  value: nat(20),
  killedAfter: option(integer({ min: 20, max: 900 }), { freq: 6 }),
  travels: oneof({ weight: 9, arbitrary: constant(false) }, { weight: 1, arbitrary: constant(true) }),
  waits: oneof({ weight: 4, arbitrary: constant(false) }, { weight: 1, arbitrary: constant(true) }),
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
        for (const { edit, killedAfter, travels, waits, ...choice } of steps) {
          // what is broken is mended half of the time: by chance alone a workspace may stay broken for all of a run
          const applied = failed && choice.which % 2 === 0 ? 'mend all sources' : edit;
          const before = states.at(-1)!;
          const state = EDITS[applied](before, choice, states);
          states.push(state);
          if (travels) await target.travel();
          if (killedAfter !== null) await target.buildAndDie(state, killedAfter);
          const programs = await target.build(state, waits ? before : undefined);
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

    expect(existsSync(join(`${root}.cook`, 'debug/.fingerprint'))).toBe(layout === 'old');
    expect(seen.builds).toBeGreaterThanOrEqual(STEPS);
    // of builds that fail there is nothing to compare
    expect(seen.builds - seen.failures).toBeGreaterThan(seen.builds / 3);
    // of few edits it may be that none breaks the build
    if (STEPS >= 100) expect(seen.failures).toBeGreaterThan(0);
  },
  STEPS * 20_000,
);

describe.each<[Layout, Record<string, string>]>([
  ['old', {}],
  ['new', NEW_LAYOUT],
])(
  'a kept target folder compiles what bare cargo compiles where sources stay in place: cargo’s %s layout',
  (_, env) => {
    /** What has no macro that reads files. */
    const CARGO = `cargo build --offline -p base -p generated -p assets -p pure ${inPlaceOfCratesIo(layTree(tempDir(), REGISTRY))}`;
    const NEW = 'find . -path ./target -prune -o -type f -exec touch {} +';
    let kept: string;
    let bare: string;

    const cargo = (root: string, command: string) => {
      const { output } = start(['sh', '-c', command], root);
      return [...output.matchAll(/^ +Compiling (\S+)/gm)].map(([, name]) => name).sort();
    };
    const start = (argv: string[], cwd: string) => {
      const { status, stdout, stderr } = spawnSync(argv[0], argv.slice(1), {
        cwd,
        env: { ...process.env, ...env, CARGO_TARGET_DIR: undefined, CARGO_INCREMENTAL: '0' },
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(stdout + stderr);
      return { output: stdout + stderr };
    };
    const build = () => ({
      // all files are new, as after a checkout
      kept: cargo(kept, `${NEW} && ${SCRIPT} && ${CARGO}`),
      bare: cargo(bare, CARGO),
    });

    beforeAll(() => {
      [kept, bare] = [tempDir(), tempDir()].map((root) => layTree(root, WORKSPACE));
      start(['sh', '-c', NEW], bare);
      build();
      // by the first, cargo writes the lock file
      build();
    });

    test.each<[string, string, string[]]>([
      ['a changelog', 'CHANGELOG.md', []],
      ['a file with any ending', 'docs/NOTES.foo', []],
      ['a new file', '.github/workflows/ci.yml', []],
      ['a file beside those that a build script names', 'crates/generated/README.md', []],
      ['a file that a build script names', 'protos/one.proto', ['generated']],
      ['a new file in a folder that one names', 'protos/new.proto', ['generated']],
      ['a file of a package whose build script names nothing', 'crates/assets/NOTES', ['assets']],
      ['a file that is embedded', 'NOTES', ['base']],
      ['a source', 'crates/pure/src/lib.rs', ['pure']],
    ])('%s', (__, path, expected) => {
      for (const root of [kept, bare]) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        appendFileSync(join(root, path), '\n');
      }
      expect(build()).toEqual({ kept: expected, bare: expected });
    });
  },
);
