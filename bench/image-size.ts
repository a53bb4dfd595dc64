/** What an image consists of, to the byte: the base, the executable, and anything beside. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { Platform, RuntimeBase } from '../src';
import { Layer, OciImage } from './image-size/oci-image';
import { number } from './lib/format';
import { ImageBuild, inspectImage, run, synth, tempDir } from './lib/lab';
import { machine } from './lib/machine';
import { writeResults } from './lib/report';
import { summary } from './lib/stats';
import { PINS } from '../src/pins';

const WORKSPACE = join(__dirname, '..', 'example');
const BINARY = 'greeter-server';

const ABOUT = `
The image of \`${BINARY}\` in \`example/\`, an HTTP service (axum), for linux/amd64 on each of the bases, as BuildKit would push it.
Nothing is estimated: the columns add up to all bytes of all layers.

- **base**: the layers that the base image has. In the lab these are of stand-ins, whose size tells nothing of the upstream
  images; with \`LAB=real\` they are upstream's.
- **executable**: the program
- **beside**: the content of any other file in the layers that are put on the base
- **format**: what \`tar\` needs to name and align the files
- **compressed**: the layers as the registry keeps them (the lab's keeps its stand-ins uncompressed), and the image's manifest and configuration

On scratch, which is empty, a CA bundle and \`/etc/passwd\` are put.
`;

interface Base {
  readonly name: string;
  readonly base: RuntimeBase;
  /** None for scratch. */
  readonly reference?: string;
}

const BASES: Base[] = [
  {
    name: 'Chainguard static (default)',
    base: RuntimeBase.chainguardStatic(),
    reference: PINS.images.chainguardStatic,
  },
  { name: 'distroless static', base: RuntimeBase.distrolessStatic(), reference: PINS.images.distrolessStatic },
  { name: 'scratch', base: RuntimeBase.scratch() },
];

function measure({ name, base, reference }: Base) {
  const image = build(base);
  const baseLayers = reference ? layersOf(reference) : [];
  baseLayers.forEach((diffId, index) => {
    if (image.layers[index]?.diffId !== diffId) throw new Error(`${name}: layer ${index} is not that of the base`);
  });
  const [below, own] = [image.layers.slice(0, baseLayers.length), image.layers.slice(baseLayers.length)];
  const entries = own.flatMap((layer) => layer.entries);
  const [executables, beside] = [true, false].map((is) =>
    entries.filter((entry) => (`/${entry.path}` === image.entrypoint[0]) === is && entry.bytes > 0),
  );
  if (executables.length !== 1) throw new Error(`${name}: the executable is there ${executables.length} times`);
  const [executable] = executables;
  const bytesBeside = sum(beside.map((entry) => entry.bytes));
  return {
    base: name,
    uncompressed: {
      base: sum(below.map((layer) => layer.uncompressed)),
      executable: executable.bytes,
      beside: bytesBeside,
      format: sum(own.map((layer) => layer.uncompressed)) - executable.bytes - bytesBeside,
      total: sum(image.layers.map((layer) => layer.uncompressed)),
    },
    compressed: {
      base: compressed(below),
      own: compressed(own),
      metadata: image.metadata,
      total: compressed(image.layers) + image.metadata,
    },
    filesBeside: beside,
    ownLayers: own,
  };
}

function build(runtimeBase: RuntimeBase): OciImage {
  const workspace = tempDir();
  ['Cargo.toml', 'Cargo.lock', 'crates'].forEach((path) =>
    cpSync(join(WORKSPACE, path), join(workspace, path), { recursive: true }),
  );
  synth(workspace, { images: [{ binary: BINARY }], runtimeBase, platforms: [Platform.LINUX_AMD64] });
  new ImageBuild(workspace, { output: 'type=oci,dest=image.tar' }).succeeded;
  return new OciImage(join(workspace, 'image.tar'));
}

function layersOf(image: string): string[] {
  run(['docker', 'pull', image]);
  return inspectImage(image, '.RootFS.Layers');
}

function compressed(layers: Layer[]): number {
  return sum(layers.map((layer) => layer.compressed));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const sizes = BASES.map(measure);

writeResults('image-size', {
  title: 'The size of an image',
  about: ABOUT,
  machine: machine({ buildx: run(['docker', 'buildx', 'version']).split(' ')[1] }),
  tables: [
    {
      title: 'Uncompressed, bytes',
      columns: ['', 'base', 'executable', 'beside', 'format', 'total'],
      rows: sizes.map(({ base, uncompressed: part }) => [
        base,
        ...[part.base, part.executable, part.beside, part.format, part.total].map(number),
      ]),
    },
    {
      title: 'Compressed, bytes',
      columns: ['', 'base', 'layers on it', 'manifest and configuration', 'total'],
      rows: sizes.map(({ base, compressed: part }) => [
        base,
        ...[part.base, part.own, part.metadata, part.total].map(number),
      ]),
    },
    {
      title: 'Files beside the executable, bytes',
      columns: ['', 'files'],
      rows: sizes.map(({ base, filesBeside }) => [
        base,
        filesBeside.map(({ path, bytes }) => `${path} (${number(bytes)})`).join(', ') || 'none',
      ]),
    },
  ],
  plots: [
    {
      kind: 'bars',
      title: 'What an image consists of',
      value: 'uncompressed, kB',
      groups: sizes.map(({ base, uncompressed }) => ({
        name: base,
        bars: (['base', 'executable', 'beside', 'format'] as const).map((part) => ({
          label: part,
          value: summary([uncompressed[part] / 1000]),
        })),
      })),
    },
  ],
  raw: sizes,
  runs: 1,
});
