import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDER_IMAGE } from './builder-image';
import { runImage } from './container';
import { edit, writtenCrate } from './crates';
import { compiledIn, ImageBuild, synth } from './image-build';
import { testLong } from './long';
import { describeWithNodes } from './nodes';
import { run } from './shell';
import { published } from './workflow-run';
import { Allocator, BuildCache, MuslRustChefOptions, Platform } from '../../src';

const REGISTRY = process.env.LAB_REGISTRY!;
const BINARIES = ['api', 'billing', 'mailer', 'search', 'worker'];
const LIBRARIES = Array.from({ length: 10 }, (_, i) => `lib-${i}`);

/** Five binaries; each uses two of the ten libraries, of which each but the first uses the one before. */
function workspace(): string {
  const pkg = (name: string, dependencies: string[]) =>
    `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\n${dependencies.join('\n')}\n`;
  const local = (name: string) => `${name} = { path = "../${name}" }`;
  const files: Record<string, string> = { 'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\nresolver = "2"\n' };
  LIBRARIES.forEach((name, i) => {
    files[`crates/${name}/Cargo.toml`] = pkg(name, i > 0 ? [local(LIBRARIES[i - 1])] : ['itoa = "1"']);
    files[`crates/${name}/src/lib.rs`] =
      i > 0
        ? `pub fn value() -> u64 {\n    lib_${i - 1}::value() + ${i}\n}\n`
        : 'pub fn value() -> u64 {\n    itoa::Buffer::new().format(1u8).len() as u64\n}\n';
  });
  BINARIES.forEach((name, i) => {
    files[`crates/${name}/Cargo.toml`] = pkg(name, [
      local(LIBRARIES[2 * i]),
      local(LIBRARIES[2 * i + 1]),
      'serde_core = "1"',
    ]);
    files[`crates/${name}/src/main.rs`] =
      `fn main() {\n    println!("${name} {}", lib_${2 * i}::value() + lib_${2 * i + 1}::value());\n}\n`;
  });
  return writtenCrate(files);
}

/** Publishes as the workflow does, and returns the digest of each image. */
function publish(crate: string, repository: string): { digests: Record<string, string>; output: string } {
  const { runs } = published(crate);
  return {
    digests: Object.fromEntries(BINARIES.map((name) => [name, run(['crane', 'digest', `${repository}/${name}:main`])])),
    output: runs.build[0].results.push.output,
  };
}

describeWithNodes.each([false, true])('five binaries and ten libraries, isolated: %s', (isolated) => {
  const repository = `${REGISTRY}/acme-${process.pid}/workspace-${isolated}`;
  let crate: string;
  let before: Record<string, string>;

  beforeAll(() => {
    crate = workspace();
    const options: MuslRustChefOptions = {
      isolated,
      // it would be compiled for each isolated image
      allocator: Allocator.system(),
      builderImage: BUILDER_IMAGE,
      workflow: true,
      platforms: [Platform.LINUX_AMD64],
      imageRepository: repository,
      cache: BuildCache.none(),
    };
    synth(crate, options);
    before = publish(crate, repository).digests;
  });

  test('each binary is an image of its own', () => {
    expect(Object.keys(before)).toEqual(BINARIES);
    expect(new Set(Object.values(before)).size).toBe(BINARIES.length);
    expect(runImage(`${repository}/api:main`).stdout).toBe('api 3\n');
    expect(runImage(`${repository}/worker:main`).stdout).toBe('worker 83\n');
  });

  test('an edit of one binary leaves the images of the others what they were', () => {
    const main = join(crate, 'crates/search/src/main.rs');
    writeFileSync(main, readFileSync(main, 'utf8').replace('"search ', '"found '));
    const { digests } = publish(crate, repository);
    const { search, ...others } = digests;
    expect(others).toEqual(Object.fromEntries(Object.entries(before).filter(([name]) => name !== 'search')));
    expect(search).not.toBe(before.search);
    expect(runImage(`${repository}/search:main`).stdout).toBe('found 51\n');
    before = digests;
  });

  test('an edit of a library changes the images that use it, and no others', () => {
    const library = join(crate, 'crates/lib-7/src/lib.rs');
    writeFileSync(library, readFileSync(library, 'utf8').replace('+ 7', '+ 70'));
    const { digests } = publish(crate, repository);
    const changed = BINARIES.filter((name) => digests[name] !== before[name]);
    expect(changed).toEqual(['search', 'worker']);
    before = digests;
  });

  test(`a new dependency of one binary ${isolated ? 'has no other image cooked again' : 'is compiled into the seed, and nothing is cooked'}`, () => {
    const manifest = join(crate, 'crates/mailer/Cargo.toml');
    // and a feature that is new in each run of the tests: BuildKit remembers
    writeFileSync(
      manifest,
      readFileSync(manifest, 'utf8').replace(
        '[dependencies]\n',
        `[features]\nrun-${Date.now()} = []\n\n[dependencies]\nfnv = "1"\n`,
      ),
    );
    run(['cargo', 'update', '--workspace', '--quiet'], { cwd: crate });
    const { output } = publish(crate, repository);
    const isCooked = (name: string) => {
      const stage = isolated ? `dependencies-${name}` : 'dependencies';
      const step = output
        .split('\n')
        .find((line) => new RegExp(`^#\\d+ \\[.*\\b${stage} \\d+/\\d+\\] RUN`).test(line))
        ?.split(' ')[0];
      return step !== undefined && !new RegExp(`^${step} CACHED$`, 'm').test(output);
    };
    expect(BINARIES.filter(isCooked)).toEqual(isolated ? ['mailer'] : []);
    if (!isolated) expect(compiledIn(output)).toEqual(['fnv', 'mailer']);
  });
});

describeWithNodes('an empty builder that reads the cache of another one', () => {
  const cache = `${REGISTRY}/acme-${process.pid}/workspace-cache:main`;
  let crate: string;

  const ephemeral = (action: string) => run(['bash', join(__dirname, 'ephemeral.sh'), action]);
  const build = () => {
    ephemeral('up');
    return new ImageBuild(crate, {
      args: ['--set', `*.cache-from=type=registry,ref=${cache}`],
      env: { BUILDX_BUILDER: process.env.LAB_BUILDER_EPHEMERAL! },
    }).succeeded;
  };

  beforeAll(() => {
    crate = writtenCrate({
      'Cargo.toml':
        '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nitoa = "1"\nserde_core = "1"\n',
      'src/main.rs': 'fn main() {\n    println!("{}", itoa::Buffer::new().format(42));\n}\n',
    });
    synth(crate, { builderImage: BUILDER_IMAGE });
    new ImageBuild(crate, { args: ['--set', `app.cache-to=type=registry,ref=${cache},mode=max`] }).succeeded;
  });
  afterEach(() => ephemeral('down'));

  testLong('compiles no third-party crate after an edit of a source file', () => {
    edit(crate, 'src/main.rs');
    expect(build().compiled).toEqual(['app']);
  });

  test('compiles no third-party crate after a bump of the version in Cargo.toml', () => {
    const manifest = join(crate, 'Cargo.toml');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('version = "0.1.0"', 'version = "0.2.0"'));
    run(['cargo', 'update', '--workspace', '--quiet'], { cwd: crate });
    expect(build().compiled).toEqual(['app']);
  });

  testLong('compiles all of them where it reads no cache', () => {
    ephemeral('up');
    const { compiled } = new ImageBuild(crate, { env: { BUILDX_BUILDER: process.env.LAB_BUILDER_EPHEMERAL! } })
      .succeeded;
    expect(compiled).toEqual(expect.arrayContaining(['itoa', 'serde_core', 'mimalloc', 'app']));
  });
});
