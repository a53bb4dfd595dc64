import { BUILDER_IMAGE } from './builder-image';
import { runImage } from './container';
import { edit, writtenCrate } from './crates';
import { ImageBuild, runTask, synth } from './image-build';
import { testLong } from './long';
import { describeWithNodes } from './nodes';
import { attempt, run } from './shell';
import { Allocator, BuildxBuilder, Platform } from '../../src';

const REGISTRY = process.env.LAB_REGISTRY!;
const NODES = [
  { endpoint: `unix://${process.env.LAB_STATE}/run/buildkit.sock`, platform: Platform.LINUX_AMD64 },
  { endpoint: `unix://${process.env.LAB_STATE}/run/buildkit-arm64.sock`, platform: Platform.LINUX_ARM64 },
];

describeWithNodes('a builder of two remote nodes, one for each platform', () => {
  const env = { BUILDX_BUILDER: 'muslrust-chef' };
  const both = ['--set', `*.platform=${Platform.LINUX_AMD64},${Platform.LINUX_ARM64}`];
  let crate: string;

  beforeAll(() => {
    attempt(['docker', 'buildx', 'rm', 'muslrust-chef']);
    crate = writtenCrate({
      'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nitoa = "1"\n',
      'src/main.rs': 'fn main() {\n    println!("{}", std::env::consts::ARCH);\n}\n',
    });
    synth(crate, {
      builderImage: BUILDER_IMAGE,
      allocator: Allocator.system(),
      buildxBuilder: BuildxBuilder.remote(NODES),
    });
    runTask(crate, 'image:builder');
  });
  afterAll(() => run(['docker', 'buildx', 'rm', 'muslrust-chef']));

  test('is made by a task, once', () => {
    runTask(crate, 'image:builder');
    const nodes = run(['docker', 'buildx', 'inspect', 'muslrust-chef']);
    expect([...nodes.matchAll(/^Endpoint: +(\S+)$/gm)].map(([, endpoint]) => endpoint)).toEqual(
      NODES.map(({ endpoint }) => endpoint),
    );
    expect([...nodes.matchAll(/^Status: +(\S+)$/gm)].map(([, status]) => status)).toEqual(['running', 'running']);
  });

  test('builds each platform on its node', () => {
    const onArm64 = () => run(['buildctl', '--addr', NODES[1].endpoint, 'debug', 'histories']).split('\n').length;
    const before = onArm64();
    const build = new ImageBuild(crate, { args: both, env }).succeeded;
    expect(runImage(build.reference(), [], Platform.LINUX_AMD64).stdout).toBe('x86_64\n');
    expect(runImage(build.reference(), [], Platform.LINUX_ARM64).stdout).toBe('aarch64\n');
    expect(onArm64()).toBeGreaterThan(before);
  });

  // workspace.test.ts has one of a single node
  testLong.each(Object.values(Platform))(
    'shares a cache in the registry for %s with builders elsewhere',
    (platform) => {
      const cache = `${REGISTRY}/acme-${process.pid}/nodes:${platform.replace('/', '-')}`;
      const only = ['--set', `*.platform=${platform}`];
      new ImageBuild(crate, { args: [...only, '--set', `app.cache-to=type=registry,ref=${cache},mode=max`], env })
        .succeeded;

      edit(crate, 'src/main.rs');
      run(['bash', `${__dirname}/ephemeral.sh`, 'up']);
      try {
        const elsewhere = { BUILDX_BUILDER: process.env.LAB_BUILDER_EPHEMERAL! };
        expect(
          new ImageBuild(crate, { args: [...only, '--set', `*.cache-from=type=registry,ref=${cache}`], env: elsewhere })
            .succeeded.compiled,
        ).toEqual(['app']);
      } finally {
        run(['bash', `${__dirname}/ephemeral.sh`, 'down']);
      }
    },
  );
});
