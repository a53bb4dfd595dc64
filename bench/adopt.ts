/**
 * How long it takes from the clone of a repository with a Dockerfile of its own to a container of the image that this package
 * builds of it.
 *
 *   npx tsx bench/adopt.ts
 *
 * The lab must be up.
 */
import { FreshBuilder } from './builder/fresh-builder';
import { number } from './lib/format';
import { run } from './lib/lab';
import { machine } from './lib/machine';
import { writeResults } from './lib/report';
import { summary } from './lib/stats';
import { PINS } from '../src/pins';
import { CompiledPackage } from '../test/adopt/compiled';
import { SMALL_TREES, Tree } from '../test/adopt/trees';
import { Corpus } from '../test/corpus/corpus';
import { adopted } from '../test/lab/adopted';

const STEPS = ['clone', 'adopt', 'synth', 'build', 'run'] as const;
type Seconds = Record<(typeof STEPS)[number], number>;

const ABOUT = `
Eight crates of crates.io, each with a Dockerfile of another shape, as \`test/adopt/trees.ts\` has them: cloned, adopted by
\`projen-muslrust-chef adopt --yes\`, synthesised by what that wrote, built for linux/amd64 by cargo's \`release\`, and run. What
\`npm install\` takes is not in it. The builder has the image of Rust, and nothing else: the first build compiles cargo-chef for all
of them.`;

function measure(tree: Tree, compiled: CompiledPackage, corpus: Corpus, builder: FreshBuilder): Seconds {
  const { image, seconds } = adopted(tree, compiled, corpus, builder.env);
  const start = performance.now();
  const version = run(['docker', 'run', '--rm', image, '--version']);
  const all = { ...seconds, run: (performance.now() - start) / 1000 };
  console.error(`${tree.crate}, ${tree.shape}: ${minutes(all)} min (${version.split('\n')[0]})`);
  return all;
}

const total = (seconds: Seconds) => STEPS.reduce((sum, step) => sum + seconds[step], 0);
const minutes = (seconds: Seconds) => number(total(seconds) / 60);

const builder = new FreshBuilder('bench-adopt');
builder.up(PINS.images.muslrust);
try {
  const [compiled, corpus] = [new CompiledPackage(), Corpus.fetch()];
  const measured = SMALL_TREES.map((tree) => ({ tree, seconds: measure(tree, compiled, corpus, builder) }));
  const inMinutes = summary(measured.map(({ seconds }) => total(seconds) / 60));
  writeResults('adopt', {
    title: 'From a clone to a running image',
    about: ABOUT,
    machine: machine(),
    runs: 1,
    tables: [
      {
        title: 'Seconds',
        columns: ['crate', 'its Dockerfile', ...STEPS, 'minutes in all'],
        rows: measured.map(({ tree, seconds }) => [
          tree.crate,
          tree.shape,
          ...STEPS.map((step) => number(seconds[step])),
          minutes(seconds),
        ]),
      },
      {
        title: 'In all',
        columns: ['', 'minutes'],
        rows: [
          ['the median of them', number(inMinutes.median)],
          ['the longest', number(inMinutes.max)],
        ],
      },
    ],
    plots: [],
    raw: measured.map(({ tree: { crate, shape }, seconds }) => ({ crate, shape, seconds })),
  });
} finally {
  builder.down();
}
