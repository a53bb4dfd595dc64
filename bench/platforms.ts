/**
 * What an image for two platforms costs where one machine has to build both: by cross-compilation, and by emulation.
 *
 *   npx tsx bench/platforms.ts
 *
 * The lab must be up.
 */
import { BuildStrategy, Platform } from '../src';
import { publishTools } from './builder/builder-image';
import { FreshBuilder } from './builder/fresh-builder';
import { toolVersions } from './builder/tool-versions';
import { spread } from './lib/format';
import { ImageBuild, run, synth, writtenCrate } from './lib/lab';
import { machine } from './lib/machine';
import { writeResults } from './lib/report';
import { inRounds } from './lib/rounds';
import { summary } from './lib/stats';
import { SERVICE } from './platforms/service';

interface Variant {
  readonly name: string;
  readonly strategy: BuildStrategy;
  readonly builderImage: string;
  /** The stage that has all tools. */
  readonly toolsStage: string;
}

interface Built {
  readonly seconds: number;
  /** For each platform, so twice as many as there are. */
  readonly compiled: number;
}

const PLATFORMS = Object.values(Platform);

function build({ name, strategy, builderImage, toolsStage }: Variant, crate: string): Built {
  synth(crate, { strategy, builderImage, platforms: PLATFORMS });
  const builder = new FreshBuilder('bench-platforms');
  builder.up();
  try {
    const bake = (...args: string[]) =>
      new ImageBuild(crate, { args: ['--set', `*.platform=${PLATFORMS.join(',')}`, ...args], env: builder.env })
        .succeeded;
    bake('--set', `*.target=${toolsStage}`, '--set', '*.output=type=cacheonly');
    const start = performance.now();
    const image = bake();
    const seconds = (performance.now() - start) / 1000;
    const { manifests } = JSON.parse(run(['crane', 'manifest', image.reference()]));
    if (manifests.length !== PLATFORMS.length) throw new Error(`${image.reference()} has not all platforms`);
    console.error(`${name}: ${seconds.toFixed(1)} s`);
    return { seconds, compiled: image.compiled.length };
  } finally {
    builder.down();
  }
}

async function main(): Promise<void> {
  const plain = publishTools(PLATFORMS);
  const variants: Variant[] = [
    {
      name: 'cross',
      strategy: BuildStrategy.CROSS,
      builderImage: publishTools([Platform.LINUX_AMD64], true),
      toolsStage: 'cross-compiler',
    },
    { name: 'emulated', strategy: BuildStrategy.EMULATED, builderImage: plain, toolsStage: 'muslrust-chef' },
  ];
  const crate = writtenCrate(SERVICE);
  const measured = await inRounds(variants, (variant) => build(variant, crate));
  const [cross, emulated] = variants.map((variant) => summary(measured.get(variant)!.map(({ seconds }) => seconds)));
  const ratios = summary(
    measured.get(variants[1])!.map(({ seconds }, round) => seconds / measured.get(variants[0])![round].seconds),
  );
  const named: Array<[string, typeof cross]> = [
    ['cross', cross],
    ['emulated', emulated],
  ];
  writeResults('platforms', {
    title: 'Two platforms on one machine',
    about: `
The image of a small HTTP service (tokio, hyper, mimalloc) for linux/amd64 and linux/arm64, built by an amd64 machine:
\`CROSS\` compiles for both natively, by zig; \`EMULATED\` runs an arm64 compiler in QEMU.
The builder has the tools (Rust, cargo-chef, zig) and nothing of the project. The time is that of \`docker buildx bake\` from
its start to the index of both images in a registry on the same machine; the profile is cargo's \`release\`.`,
    machine: machine(toolVersions(plain)),
    tables: [
      { title: 'Seconds', columns: ['strategy', 'seconds'], rows: named.map(([name, value]) => [name, spread(value)]) },
      {
        title: 'What this package wants to reach',
        columns: ['', 'goal', 'measured', 'reached'],
        rows: [
          [
            'cross-compilation',
            'at least 8 times faster than emulation',
            `${spread(ratios)} times`,
            ratios.median >= 8 ? 'yes' : 'no',
          ],
        ],
      },
    ],
    plots: [
      {
        kind: 'bars',
        title: 'An image for two platforms',
        value: 'seconds',
        groups: [{ name: 'cold build', bars: named.map(([label, value]) => ({ label, value })) }],
      },
    ],
    raw: variants.map((variant) => ({ strategy: variant.name, builds: measured.get(variant) })),
  });
}

void main();
