import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { BUILDER_IMAGE } from './builder-image';
import { answerOf, copyFromImage, freePort, inspectImage, layersOf, runImage, userOf, whileRunning } from './container';
import { edit, publishedCrate, writtenCrate } from './crates';
import { ImageBuild, synth } from './image-build';
import { run } from './shell';
import { Allocator } from '../../src';
import { PINS } from '../../src/pins';
import { tempDir } from '../util';

/** A string that only mimalloc has. */
const MIMALLOC = 'mimalloc: ';

/** What every image owes: static, not root, and nothing but the base and the executable. */
function expectMinimalImage(crate: string, image: string, binary: string): void {
  expect(inspectImage(image, '.Config.User')).toBe('65532:65532');
  expect(inspectImage(image, '.Config.Entrypoint')).toEqual([`/usr/local/bin/${binary}`]);

  const executable = executableOf(image, binary);
  expect(run([join(crate, 'docker/verify-static-build.sh'), '--arch', 'amd64', executable])).toMatch(/: static, /);

  run(['docker', 'pull', PINS.images.chainguardStatic]);
  const base = inspectImage<string[]>(PINS.images.chainguardStatic, '.RootFS.Layers');
  const all = inspectImage<string[]>(image, '.RootFS.Layers');
  expect(all.slice(0, base.length)).toEqual(base);
  expect(all).toHaveLength(base.length + 1);
  const entries = layersOf(image).at(-1)!;
  expect(entries.filter((entry) => !entry.startsWith('d'))).toEqual([
    expect.stringMatching(new RegExp(`^-r-xr-xr-x 0/0 .* usr/local/bin/${binary}$`)),
  ]);
}

function executableOf(image: string, binary: string): string {
  const executable = join(tempDir(), binary);
  copyFromImage(image, `/usr/local/bin/${binary}`, executable);
  return executable;
}

describe('an async HTTP server from crates.io: dufs', () => {
  let crate: string;
  let image: string;
  beforeAll(() => {
    crate = publishedCrate('dufs', '0.47.0');
    // its authors ship a Dockerfile of their own
    synth(crate, { defaultFeatures: false, overwriteExisting: true });
    image = new ImageBuild(crate).succeeded.reference();
  });

  test('is a minimal image', () => {
    expectMinimalImage(crate, image, 'dufs');
  });

  test('answers over HTTP, and runs as 65532', async () => {
    const port = await freePort();
    await whileRunning(image, ['--bind', '127.0.0.1', '--port', String(port), '/etc'], async (pid) => {
      const answer = await answerOf(`http://127.0.0.1:${port}/passwd`);
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain('nonroot:x:65532');
      expect(userOf(pid)).toBe(65532);
    });
  });

  test('has mimalloc in it', () => {
    expect(readFileSync(executableOf(image, 'dufs'), 'latin1')).toContain(MIMALLOC);
  });

  test('no third-party crate is compiled again after an edit of a source file', () => {
    edit(crate, 'src/main.rs');
    const build = new ImageBuild(crate).succeeded;
    expect(build.isCached(/\[dependencies .*RUN/)).toBe(true);
    expect(build.compiled).toEqual(['dufs']);
  });
});

describe('a program with C code among its dependencies: b3sum', () => {
  // with a builder image: what is built from scratch has the tools in it otherwise
  const options = { images: [{ binary: 'b3sum', features: ['prefer_intrinsics'] }], builderImage: BUILDER_IMAGE };
  let crate: string;
  let image: string;
  beforeAll(() => {
    crate = publishedCrate('b3sum', '1.8.7');
    synth(crate, options);
    image = new ImageBuild(crate).succeeded.reference();
  });

  test('is a minimal image', () => {
    expectMinimalImage(crate, image, 'b3sum');
  });

  test('runs', () => {
    const passwd = run(['docker', 'run', '--rm', image, '--no-names', '/etc/passwd']);
    expect(passwd).toMatch(/^[0-9a-f]{64}$/);
    expect(runImage(image, ['/no/such/file']).status).toBe(1);
  });

  test('is reproducible: a second build from scratch has the same digest', () => {
    const digestOf = (extra: string[]) => {
      const metadata = join(tempDir(), 'metadata.json');
      new ImageBuild(crate, {
        args: ['--metadata-file', metadata, ...extra],
        output: 'type=image,push=false,rewrite-timestamp=true',
        env: { SOURCE_DATE_EPOCH: '1700000000' },
      }).succeeded;
      return JSON.parse(readFileSync(metadata, 'utf8'))[inTarget]['containerimage.digest'];
    };
    const inTarget = 'b3sum';
    expect(digestOf(['--set', '*.no-cache-filter=build'])).toBe(digestOf([]));
  });

  test('has no mimalloc with Allocator.system()', () => {
    expect(readFileSync(executableOf(image, 'b3sum'), 'latin1')).toContain(MIMALLOC);
    synth(crate, { ...options, allocator: Allocator.system() });
    const system = new ImageBuild(crate).succeeded.reference();
    expect(readFileSync(executableOf(system, 'b3sum'), 'latin1')).not.toContain(MIMALLOC);
    expect(runImage(system, ['--version']).stdout).toBe('b3sum 1.8.7\n');
  });
});

describe('a workspace of two crates with a binary each, one of them without a version', () => {
  let crate: string;
  let build: ImageBuild;
  beforeAll(() => {
    crate = writtenCrate({
      'Cargo.toml':
        '[workspace]\nmembers = ["server", "worker"]\nresolver = "2"\n\n[profile.release]\nlto = true\npanic = "abort"\n',
      'server/Cargo.toml':
        '[package]\nname = "server"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nitoa = "1"\n',
      'server/src/main.rs': 'fn main() {\n    println!("server {}", itoa::Buffer::new().format(42));\n}\n',
      'worker/Cargo.toml': '[package]\nname = "worker"\nedition = "2021"\n',
      'worker/src/main.rs': 'fn main() {\n    println!("worker {:?}", std::env::args().nth(1));\n}\n',
    });
    synth(crate, { images: [{ binary: 'server' }, { binary: 'worker', args: ['--once'] }] });
    build = new ImageBuild(crate).succeeded;
  });

  test.each([
    ['server', 'server 42\n'],
    ['worker', 'worker Some("--once")\n'],
  ])('%s is a minimal image, and runs', (name, output) => {
    expectMinimalImage(crate, build.reference(name), name);
    expect(runImage(build.reference(name)).stdout).toBe(output);
  });

  test('no third-party crate is compiled again after an edit of one of them', () => {
    edit(crate, 'worker/src/main.rs');
    const again = new ImageBuild(crate).succeeded;
    expect(again.compiled).toEqual(['worker']);
  });

  test('without the component the generated files go, and what is left compiles', () => {
    const project = new Project({ name: 'app', outdir: crate });
    project.synth();
    expect(existsSync(join(crate, 'Dockerfile'))).toBe(false);
    expect(readFileSync(join(crate, 'server/Cargo.toml'), 'utf8')).toContain('mimalloc');
    run(['cargo', 'check', '--quiet', '--locked', '--workspace'], { cwd: crate });
  });
});
