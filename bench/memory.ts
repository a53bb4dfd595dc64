/** What memory functions do to the speed of a static executable, and how far it is from glibc's. */
import { statSync } from 'node:fs';
import { compilerOf } from './lib/compiler-of';
import { number, spread } from './lib/format';
import { run } from './lib/lab';
import { machine } from './lib/machine';
import { writeResults } from './lib/report';
import { inRounds } from './lib/rounds';
import { Summary, summary } from './lib/stats';
import { buildPrograms } from './memory/programs';

const ABOUT = `
One program, in which most of the time is that of \`memcpy\`, \`memcmp\` and the like, linked in four ways by one compiler. The
two for musl are taken from images that \`MuslRustChef\` describes, with mimalloc, one of them with \`memoryFunctions: false\`.
A figure is the time of a case divided by that of dynamic glibc in the same round; of a case the fastest of seven runs counts.
`;

const programs = buildPrograms();
type Variant = keyof typeof programs;
const VARIANTS = Object.keys(programs) as Variant[];

/** Nanoseconds of each case. */
function times(variant: Variant): Record<string, number> {
  const lines = run([programs[variant]]).trimEnd().split('\n');
  return Object.fromEntries(lines.map((line) => [line.slice(line.indexOf(' ') + 1), Number(line.split(' ')[0])]));
}

async function main() {
  const measured = await inRounds(VARIANTS, times);
  const base = measured.get('glibc')!;
  const cases = Object.keys(base[0]);
  const ratio = (variant: Variant, name: string) =>
    summary(measured.get(variant)!.map((sample, round) => sample[name] / base[round][name]));
  const mean = (variant: Variant): Summary =>
    summary(
      measured.get(variant)!.map((sample, round) => {
        const logarithms = cases.map((name) => Math.log(sample[name] / base[round][name]));
        return Math.exp(logarithms.reduce((sum, each) => sum + each, 0) / cases.length);
      }),
    );
  const others = VARIANTS.slice(1);
  const size = (variant: Variant) => statSync(programs[variant]).size;
  writeResults('memory', {
    title: 'Memory functions',
    about: ABOUT,
    machine: machine({ rustc: compilerOf(programs.glibc) }),
    tables: [
      {
        title: "Time, in glibc's",
        columns: ['', ...others],
        rows: [
          ...cases.map((name) => [name, ...others.map((variant) => spread(ratio(variant, name)))]),
          ['geometric mean', ...others.map((variant) => spread(mean(variant)))],
        ],
      },
      {
        title: 'Size, bytes',
        columns: ['', 'executable'],
        rows: (['musl', 'musl, our functions'] as const).map((variant) => [variant, number(size(variant))]),
      },
    ],
    plots: [
      {
        kind: 'bars',
        title: 'Memory functions',
        value: "time, in glibc's",
        logarithmic: true,
        groups: cases.map((name) => ({
          name,
          bars: others.map((variant) => ({ label: variant, value: ratio(variant, name) })),
        })),
      },
    ],
    raw: VARIANTS.map((variant) => ({ variant, bytes: size(variant), nanoseconds: measured.get(variant) })),
  });
}

void main();
