import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDER_IMAGE } from './builder-image';
import { inspectImage, layersOf } from './container';
import { edit, writtenCrate } from './crates';
import { ImageBuild, synth } from './image-build';
import { attempt, run } from './shell';
import { Allocator, MuslRustChefOptions, RuntimeBase } from '../../src';

/** A program that reads and writes what its arguments name. */
const PROGRAM = {
  'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
  'src/main.rs': `use std::{env, fs};

fn main() {
    println!("in {}", env::current_dir().unwrap().display());
    for argument in env::args().skip(1) {
        let answer = match argument.split_once('=') {
            Some(("read", path)) => fs::read_to_string(path),
            Some(("write", path)) => fs::write(path, "written").and_then(|()| fs::read_to_string(path)),
            _ => Ok("well".to_owned()),
        };
        println!("{argument}: {}", answer.unwrap_or_else(|error| error.kind().to_string()));
    }
}
`,
  'Cargo.lock': 'version = 4\n\n[[package]]\nname = "app"\nversion = "0.1.0"\n',
  'templates/page.html': 'page',
  'templates/sub/part.html': 'part',
  'templates/run.sh': 'run',
  "odd [name] $HOME/it's *?.txt": 'odd',
  'conf/app.toml': 'configuration',
};

const OPTIONS: MuslRustChefOptions = {
  allocator: Allocator.system(),
  builderImage: BUILDER_IMAGE,
  imageDefaults: { files: { 'templates/': '/app/templates' }, workdir: '/app', stopSignal: 'SIGINT' },
  images: [
    {
      binary: 'app',
      files: { "odd [name] $HOME/it's *?.txt": "/app/it's [$HOME].txt", 'conf/app.toml': '/etc/app/' },
      volumes: ['/var/lib/app', '/data'],
      healthcheck: { args: ['health'], interval: '30s', startPeriod: '1m30s', retries: 5 },
    },
    {
      binary: 'app',
      name: 'second',
      workdir: '/data/work',
      volumes: ['/data'],
      args: ['read=/app/templates/page.html', 'write=here'],
    },
  ],
};

const BASES = {
  'chainguardStatic()': RuntimeBase.chainguardStatic(),
  'distrolessStatic()': RuntimeBase.distrolessStatic(),
  'scratch()': RuntimeBase.scratch(),
};

let crate: string;

function build(runtimeBase: RuntimeBase): ImageBuild {
  synth(crate, { ...OPTIONS, runtimeBase });
  return new ImageBuild(crate).succeeded;
}

beforeAll(() => {
  crate = writtenCrate(PROGRAM);
  edit(crate, 'src/main.rs');
  // whatever the checkout has for a mode
  chmodSync(join(crate, 'templates/page.html'), 0o600);
  chmodSync(join(crate, 'templates/run.sh'), 0o775);
  chmodSync(join(crate, 'templates/sub'), 0o700);
});

const answers = (image: string, ...args: string[]) =>
  run(['docker', 'run', '--rm', image, ...args])
    .trim()
    .split('\n');

test.each(Object.entries(BASES))('what is said of an image holds on %s', (_, base) => {
  const built = build(base);
  const image = built.reference();
  const asked = {
    'read=templates/page.html': 'page',
    'read=/app/templates/sub/part.html': 'part',
    "read=it's [$HOME].txt": 'odd',
    'read=/etc/app/app.toml': 'configuration',
    'write=templates/page.html': 'permission denied',
    'write=templates/new': 'permission denied',
    'write=new': 'permission denied',
    'write=/var/lib/app/new': 'written',
    'write=/data/new': 'written',
    health: 'well',
  };
  expect(answers(image, ...Object.keys(asked))).toEqual([
    'in /app',
    ...Object.entries(asked).map(([argument, answer]) => `${argument}: ${answer}`),
  ]);
  expect(answers(built.reference('second'))).toEqual([
    'in /data/work',
    'read=/app/templates/page.html: page',
    'write=here: written',
  ]);

  const entries = layersOf(image)
    .flat()
    .map((line) => line.split(/\s+/));
  const modeOf = (path: string) =>
    entries
      .filter((words) => words.at(-1) === path)
      .at(-1)
      ?.slice(0, 2)
      .join(' ');
  expect(modeOf('app/')).toBe('drwxr-xr-x 0/0');
  expect(modeOf('app/templates/')).toBe('drwxr-xr-x 0/0');
  expect(modeOf('app/templates/sub/')).toBe('drwxr-xr-x 0/0');
  expect(modeOf('app/templates/page.html')).toBe('-rw-r--r-- 0/0');
  expect(modeOf('app/templates/run.sh')).toBe('-rwxr-xr-x 0/0');
  expect(modeOf('data/')).toBe('drwxr-xr-x 65532/65532');

  expect(inspectImage(image, '.Config')).toMatchObject({
    User: '65532:65532',
    WorkingDir: '/app',
    StopSignal: 'SIGINT',
    Volumes: { '/data': {}, '/var/lib/app': {} },
    Healthcheck: { Test: ['CMD', '/usr/local/bin/app', 'health'], Interval: 30e9, StartPeriod: 90e9, Retries: 5 },
  });
  const { status, output } = attempt([
    ...['sh', join(crate, 'docker/verify-image.sh'), image, '/usr/local/bin/app', 'health'],
  ]);
  expect(output).toContain('runs as 65532:65532, exited with 0');
  expect(status).toBe(0);
});

test('a change of the program leaves the layers of the files as they are, and it is compiled once for both images', () => {
  const layers = (built: ImageBuild) => inspectImage<string[]>(built.reference(), '.RootFS.Layers');
  const before = layers(build(RuntimeBase.scratch()));
  edit(crate, 'src/main.rs');
  const built = build(RuntimeBase.scratch());
  expect(built.compiled).toEqual(['app']);
  // that of the executable is the last one
  expect(layers(built).slice(0, -1)).toEqual(before.slice(0, -1));
  expect(before.length).toBeGreaterThan(4);
});

test('a change of a file is in the image', () => {
  writeFileSync(join(crate, 'templates/page.html'), 'another');
  expect(answers(build(RuntimeBase.scratch()).reference(), 'read=templates/page.html')).toEqual([
    'in /app',
    'read=templates/page.html: another',
  ]);
});
