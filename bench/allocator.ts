/** What the allocator of a static executable does to its speed and its memory. */
import { runBurst } from './allocator/burst-run';
import { runLoad } from './allocator/load-run';
import { buildPrograms } from './allocator/programs';
import { CONNECTIONS, runService } from './allocator/service-run';
import { BOUNDED, GLIBC, HUGE, MIMALLOC, MUSL, Variant, VARIANTS } from './allocator/variant';
import { compilerOf } from './lib/compiler-of';
import { number, spread } from './lib/format';
import { attempt } from './lib/lab';
import { machine } from './lib/machine';
import { Plot } from './lib/plot';
import { writeResults } from './lib/report';
import { inRounds } from './lib/rounds';
import { summary } from './lib/stats';
import { PINS } from '../src/pins';

const THREADS = [1, 2, 8];

const ABOUT = `
The same three programs, statically linked with each allocator. All but the one for glibc are taken from images that
\`MuslRustChef\` describes, and run with the environment of these images; that for glibc is compiled by the same compiler.

- **load**: 2,000,000 strings of 24 to 1,536 bytes are built piece by piece and dropped at random, 160,000 of them (about
  50 MiB) being there at any one time. The work is the same for any number of threads.
- **burst**: ten times, threads come, build what a request needs, 40,000 times in all, hand it to one another to be dropped, and end;
  a tenth of a second passes before the next ones come. Peak memory is that of the process, idle memory what it has in these pauses.
- **service**: tokio and hyper. A request is an order in JSON; the service parses it, sorts it into maps of strings and
  answers in JSON. The load is wrk's, on ${CONNECTIONS} connections for three seconds after one to warm up, and from the same
  machine: wrk takes a part of the processors.

Peak memory is the kernel's \`VmHWM\` of the process.
`;

/** What one variant does with one number of threads. */
interface Case {
  readonly variant: Variant;
  readonly threads: number;
}

/** The figures of all programs. */
interface Sample {
  readonly load: ReturnType<typeof runLoad>;
  readonly burst: ReturnType<typeof runBurst>;
  readonly service: Awaited<ReturnType<typeof runService>>;
}

async function main() {
  const wrk = attempt(['sh', '-c', 'wrk --version']).stdout.split(' ')[1];
  if (!wrk) throw new Error('wrk, which makes the HTTP load, is missing: apt-get install wrk');
  const programs = new Map(VARIANTS.map((variant) => [variant, buildPrograms(variant)]));

  const [rustc, ...others] = new Set([...programs.values()].map(({ path }) => compilerOf(path('load'))));
  if (others.length > 0) throw new Error(`not the same compiler: rustc ${[rustc, ...others].join(', ')}`);

  const cases: Case[] = THREADS.flatMap((threads) => VARIANTS.map((variant) => ({ variant, threads })));
  const measured = await inRounds(cases, async ({ variant, threads }): Promise<Sample> => ({
    load: runLoad(programs.get(variant)!, threads),
    burst: runBurst(programs.get(variant)!, threads),
    service: await runService(programs.get(variant)!, threads),
  }));
  const samples = (variant: Variant, threads: number) =>
    measured.get(cases.find((each) => each.variant === variant && each.threads === threads)!)!;

  type Figure = (sample: Sample) => number;
  const table = (title: string, figure: Figure) => ({
    title,
    columns: ['', ...THREADS.map(threadsText)],
    rows: VARIANTS.map((variant) => [
      variant.name,
      ...THREADS.map((threads) => spread(summary(samples(variant, threads).map(figure)))),
    ]),
  });
  /** How many times the other's figure this one's is, round by round. */
  const ratio = (figure: Figure, one: Variant, other: Variant, threads: number) => {
    const opposite = samples(other, threads);
    return summary(samples(one, threads).map((sample, round) => figure(sample) / figure(opposite[round])));
  };
  const plot = (title: string, value: string, figure: Figure, logarithmic = false): Plot => ({
    kind: 'bars',
    title,
    value,
    logarithmic,
    groups: THREADS.map((threads) => ({
      name: threadsText(threads),
      bars: VARIANTS.map((variant) => ({ label: variant.name, value: summary(samples(variant, threads).map(figure)) })),
    })),
  });

  const seconds: Figure = (sample) => sample.load.seconds;
  const loadPeak: Figure = (sample) => sample.load.peakMiB;
  const burst: Figure = (sample) => sample.burst.seconds;
  const requests: Figure = (sample) => sample.service.requestsPerSecond;
  const p99: Figure = (sample) => sample.service.p99Milliseconds;
  const servicePeak: Figure = (sample) => sample.service.peakMiB;
  const ratios: Array<[string, Figure, Variant, Variant]> = [
    ["load: musl's time to mimalloc's", seconds, MUSL, MIMALLOC],
    ["load: musl's time to memory-bounded mimalloc's", seconds, MUSL, BOUNDED],
    ["load: glibc's time to mimalloc's", seconds, GLIBC, MIMALLOC],
    ["load: mimalloc's peak to musl's", loadPeak, MIMALLOC, MUSL],
    ["load: memory-bounded mimalloc's peak to musl's", loadPeak, BOUNDED, MUSL],
    ["load: mimalloc's time to that with huge pages", seconds, MIMALLOC, HUGE],
    ["burst: memory-bounded mimalloc's time to mimalloc's", burst, BOUNDED, MIMALLOC],
    ["burst: mimalloc's time to that with huge pages", burst, MIMALLOC, HUGE],
    ["service: mimalloc's requests to musl's", requests, MIMALLOC, MUSL],
    ["service: mimalloc's requests to glibc's", requests, MIMALLOC, GLIBC],
    ["service: mimalloc's p99 to glibc's", p99, MIMALLOC, GLIBC],
    ["service: memory-bounded mimalloc's requests to musl's", requests, BOUNDED, MUSL],
    ["service: memory-bounded mimalloc's peak to musl's", servicePeak, BOUNDED, MUSL],
  ];

  writeResults('allocator', {
    title: 'Allocators',
    about: ABOUT,
    machine: machine({
      rustc,
      wrk,
      'mimalloc (crate)': PINS.crates.mimalloc,
      'tikv-jemallocator': PINS.crates['tikv-jemallocator'],
    }),
    tables: [
      {
        title: 'Compared, round by round',
        columns: ['', ...THREADS.map(threadsText)],
        rows: ratios.map(([name, ...of]) => [name, ...THREADS.map((threads) => spread(ratio(...of, threads)))]),
      },
      table('Load: seconds', seconds),
      table('Load: peak memory, MiB', loadPeak),
      table('Burst: seconds', burst),
      table('Burst: peak memory, MiB', (sample) => sample.burst.peakMiB),
      table('Burst: idle memory, MiB', (sample) => sample.burst.idleMiB),
      table('Service: requests per second', requests),
      table('Service: p99 of the latency, ms', p99),
      table('Service: peak memory, MiB', servicePeak),
    ],
    plots: [
      plot('Building and dropping strings', 'seconds', seconds, true),
      plot('Building and dropping strings: memory', 'peak memory, MiB', loadPeak),
      plot('Threads that come in bursts', 'seconds', burst, true),
      plot('An HTTP service', 'requests per second', requests),
      plot('An HTTP service: memory', 'peak memory, MiB', servicePeak),
    ],
    raw: cases.map((each) => ({ allocator: each.variant.name, threads: each.threads, samples: measured.get(each) })),
  });
}

function threadsText(threads: number): string {
  return `${number(threads)} ${threads === 1 ? 'thread' : 'threads'}`;
}

void main();
