import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDER_IMAGE, ZIG_BUILDER_IMAGE } from './builder-image';
import { answerOf, copyFromImage, freePort, layersOf, runImage, userOf, whileRunning } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, runTask, synth } from './image-build';
import { isShort } from './long';
import { describeWithNodes } from './nodes';
import { SERVICE } from './service';
import { run } from './shell';
import { published } from './workflow-run';
import { Allocator, BuildCache, BuildStrategy, MuslRustChefOptions, Platform } from '../../src';
import { archOf } from '../../src/platform';
import { tempDir } from '../util';
import { REPOSITORY } from '../workflow/rehearsal/job-run';

const REGISTRY = process.env.LAB_REGISTRY!;

/** Those of the machine and of another one, which is emulated. */
const MACHINES: Record<Platform, string | undefined> = {
  [Platform.LINUX_AMD64]: process.env.BUILDX_BUILDER,
  [Platform.LINUX_ARM64]: process.env.LAB_BUILDER_ARM64,
};

const RUST_ARCH: Record<Platform, string> = { [Platform.LINUX_AMD64]: 'x86_64', [Platform.LINUX_ARM64]: 'aarch64' };

/** What an image is, but for the program in it. */
interface Shape {
  readonly config: unknown;
  readonly history: unknown;
  readonly files: string[];
}

const shapes: Record<string, Shape> = {};

/** An emulated compiler takes minutes: nodes.test.ts has a native one for arm64, dockerfile-points.test.ts one of EMULATED. */
const strategies = Object.entries(BuildStrategy).filter(([, strategy]) => !isShort || strategy === BuildStrategy.CROSS);

describeWithNodes.each(strategies)('a tokio HTTP service, %s', (name, strategy: BuildStrategy) => {
  const repository = `${REGISTRY}/acme-${process.pid}/${name.toLowerCase()}`;
  let crate: string;

  beforeAll(() => {
    crate = writtenCrate(SERVICE);
    const options: MuslRustChefOptions = {
      strategy,
      workflow: true,
      imageRepository: repository,
      cache: BuildCache.none(),
      // where zig is needed it is installed, as it is without a builder image
      ...(strategy === BuildStrategy.CROSS ? {} : { builderImage: BUILDER_IMAGE }),
      images: [{ binary: 'service', smokeTest: [] }],
    };
    synth(crate, options);
    // each platform on its machine, where each has one
    published(crate, {
      machine: ({ platform }) => ({
        BUILDX_BUILDER: MACHINES[platform as Platform] ?? MACHINES[Platform.LINUX_AMD64]!,
      }),
    });
  });

  test('is one index of both platforms', () => {
    const { manifests } = JSON.parse(run(['crane', 'manifest', `${repository}:main`]));
    expect(
      manifests.map(({ platform }: { platform: { architecture: string } }) => platform.architecture).sort(),
    ).toEqual(['amd64', 'arm64']);
  });

  test.each(Object.values(Platform))('is static, and of %s', (platform) => {
    const executable = join(tempDir(), 'service');
    copyFromImage(`${repository}:main`, '/usr/local/bin/service', executable, platform);
    expect(run([join(crate, 'docker/verify-static-build.sh'), '--arch', archOf(platform), executable])).toMatch(
      /: static, /,
    );
    expect(readFileSync(executable, 'latin1')).toContain('mimalloc: ');
  });

  test.each(Object.values(Platform))('answers on %s, as 65532', async (platform) => {
    const port = await freePort();
    await whileRunning(
      `${repository}:main`,
      [`127.0.0.1:${port}`],
      async (pid) => {
        const answers = [];
        for (let i = 0; i < 20; i += 1) answers.push(await (await answerOf(`http://127.0.0.1:${port}/${i}`)).text());
        expect(answers.at(-1)).toBe(`${RUST_ARCH[platform]} /19 20`);
        expect(userOf(pid)).toBe(65532);
      },
      platform,
    );
  });

  test.each(Object.values(Platform))(
    'differs from the other strategies on %s only where it must: in the program',
    (platform) => {
      const { config, history } = JSON.parse(run(['crane', 'config', '--platform', platform, `${repository}:main`]));
      const files = layersOf(`${repository}:main`, platform)
        .at(-1)!
        .map((entry) => entry.replace(/ \d+ (?=1970)/, ' '));
      const shape = { config, history, files };
      shapes[platform] ??= shape;
      expect(shape).toEqual(shapes[platform]);
    },
  );

  test('its executables are exported by name, with their checksums', () => {
    const builder = strategy === BuildStrategy.NATIVE ? process.env.LAB_BUILDER_NODES! : process.env.BUILDX_BUILDER!;
    // as in the workflow, or all is compiled again: folders of BuildKit's have that time, its layers are of that scope
    const env = { BUILDX_BUILDER: builder, SOURCE_DATE_EPOCH: '0', CACHE_SCOPE: REPOSITORY };
    runTask(crate, 'binaries', { env });
    const dist = join(crate, 'dist');
    expect(run(['sha256sum', '--check', 'SHA256SUMS'], { cwd: dist })).toBe(
      'service-aarch64-unknown-linux-musl: OK\nservice-x86_64-unknown-linux-musl: OK',
    );
    expect(run(['./service-aarch64-unknown-linux-musl'], { cwd: dist })).toBe('service for aarch64');
    expect(run(['./service-x86_64-unknown-linux-musl'], { cwd: dist })).toBe('service for x86_64');
  });
});

describeWithNodes('one platform that is another than the machine', () => {
  test('is built by the task that names none', () => {
    const crate = writtenCrate({
      'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/main.rs': 'fn main() {\n    println!("{}", std::env::consts::ARCH);\n}\n',
    });
    synth(crate, {
      strategy: BuildStrategy.CROSS,
      platforms: [Platform.LINUX_ARM64],
      allocator: Allocator.system(),
      builderImage: ZIG_BUILDER_IMAGE,
    });
    const build = new ImageBuild(crate).succeeded;
    expect(JSON.parse(run(['crane', 'config', build.reference()])).architecture).toBe('arm64');
    expect(runImage(build.reference(), [], Platform.LINUX_ARM64).stdout).toBe('aarch64\n');
  });
});
