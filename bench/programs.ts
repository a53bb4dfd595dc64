/** How fast whole programs are, beside the same ones with glibc. */
import { compilerOf } from './lib/compiler-of';
import { forGlibc } from './lib/for-glibc';
import { spread } from './lib/format';
import { machine } from './lib/machine';
import { writeResults } from './lib/report';
import { inRounds } from './lib/rounds';
import { summary } from './lib/stats';
import { BOOTSTRAP, bootstrap, GRASS, grassCrate, runSass, SassRun, TIMES } from './programs/sass';
import { CONNECTIONS, generatorCrate, LOADS, runService, serviceCrate, ServiceRun } from './programs/service';
import { inAllVariants, Variant, VARIANTS } from './programs/variants';
import { PINS } from '../src/pins';

const ABOUT = `
Two programs, each linked in four ways by one compiler. Those for musl are taken from images that \`MuslRustChef\` describes, and
run with the variables that these set: \`musl\` with its own allocator and memory functions, \`this package\` by its defaults.

- **compiler**: [${GRASS.name}](https://crates.io/crates/${GRASS.name}) compiles the Sass of
  [Bootstrap](https://www.npmjs.com/package/${BOOTSTRAP.name}), ${TIMES} times by a process each; the mean of them is a run. It has one thread.
- **service**: tokio with two threads, and hyper. A request is an order in JSON, of so many bytes; the service parses it, sorts it into
  maps of strings and answers in JSON. The load comes from a program of this bench, the same for all, on ${CONNECTIONS} connections:
  ${LOADS.map(({ name, requests }) => `${requests.toLocaleString('en-US')} requests of ${name}`).join(', ')}. It runs on the same machine, and takes a part of the processors.
  Each load has a process of the service for itself, which a tenth of as many requests have warmed up.
`;

interface Sample {
  readonly compiler: SassRun;
  /** By the name of the load. */
  readonly service: Record<string, ServiceRun>;
}
type Figure = [name: string, (sample: Sample) => number];

async function main() {
  const compilers = inAllVariants(GRASS.name, grassCrate);
  const services = inAllVariants('service', serviceCrate);
  const generator = forGlibc(generatorCrate()).static.path('load-generator');
  const styles = bootstrap();

  const executables = VARIANTS.flatMap((each) => [compilers[each].path(GRASS.name), services[each].path('service')]);
  const [rustc, ...others] = new Set(executables.map(compilerOf));
  if (others.length > 0) throw new Error(`not the same compiler: rustc ${[rustc, ...others].join(', ')}`);

  const measured = await inRounds([...VARIANTS], async (variant): Promise<Sample> => {
    const service: Sample['service'] = {};
    for (const load of LOADS) service[load.name] = await runService(services[variant], generator, load);
    return { compiler: runSass(compilers[variant], styles), service };
  });

  const ofService = (name: string, figure: keyof ServiceRun): Figure[] =>
    LOADS.map((load) => [`service, ${load.name}: ${name}`, (sample) => sample.service[load.name][figure]]);
  const times: Figure[] = [
    ['compiler: ms', ({ compiler }) => compiler.seconds * 1000],
    ['compiler: processor time, ms', ({ compiler }) => compiler.processorSeconds * 1000],
    ...ofService('processor time of a request, µs', 'processorMicroseconds'),
    ...ofService('latency, median, ms', 'p50'),
    ...ofService('latency, p99, ms', 'p99'),
    ...ofService('latency, p99.9, ms', 'p999'),
  ];
  const rates = ofService('requests per second', 'requestsPerSecond');
  const sizes = ofService('peak memory, MiB', 'peakMiB');

  const ratio = (variant: Variant, [, figure]: Figure) =>
    summary(measured.get(variant)!.map((sample, round) => figure(sample) / figure(measured.get('glibc')![round])));
  const beside = VARIANTS.slice(1);
  const ratios = (title: string, figures: Figure[]) => ({
    title,
    columns: ['', ...beside],
    rows: figures.map((figure) => [
      figure[0].replace(/, (ms|µs|MiB)$|: ms$/, ''),
      ...beside.map((variant) => spread(ratio(variant, figure))),
    ]),
  });

  writeResults('programs', {
    title: 'Whole programs',
    about: ABOUT,
    machine: machine({
      rustc,
      [GRASS.name]: GRASS.version,
      [BOOTSTRAP.name]: BOOTSTRAP.version,
      'mimalloc (crate)': PINS.crates.mimalloc,
    }),
    tables: [
      ratios('Time, in that of dynamic glibc in the same round: less is better', times),
      ratios('Requests per second, in those of dynamic glibc in the same round: more is better', rates),
      {
        title: 'Figures',
        columns: ['', ...VARIANTS],
        rows: [...times, ...rates, ...sizes].map(([name, figure]) => [
          name,
          ...VARIANTS.map((variant) => spread(summary(measured.get(variant)!.map(figure)))),
        ]),
      },
    ],
    plots: [
      {
        kind: 'bars',
        title: 'Whole programs',
        value: "time, in dynamic glibc's",
        groups: times.map((figure) => ({
          name: figure[0].replace(/, (ms|µs)$|: ms$/, ''),
          bars: beside.map((variant) => ({ label: variant, value: ratio(variant, figure) })),
        })),
      },
    ],
    raw: VARIANTS.map((variant) => ({ variant, samples: measured.get(variant) })),
  });
}

void main();
