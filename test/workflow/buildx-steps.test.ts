import { plan, PlanOptions } from './plan';
import { BuildStrategy, BuildxBuilder, Platform } from '../../src';
import { PINS } from '../../src/pins';
import { buildxSteps } from '../../src/workflow/buildx-steps';

const steps = (builder: BuildxBuilder, options: PlanOptions = {}) => buildxSteps(plan(options), builder);
const BUILDX = { version: PINS.buildx, 'cache-binary': false };
const IMAGE = `image=moby/buildkit:${PINS.buildkit}`;
const ENDPOINT = 'tcp://a.example.com:1234';

test('a container has the BuildKit that is pinned, and leaves no cache of buildx', () => {
  expect(steps(BuildxBuilder.container())).toEqual([
    {
      id: 'buildx',
      name: 'Set up Docker Buildx',
      uses: 'docker/setup-buildx-action',
      with: { ...BUILDX, 'driver-opts': IMAGE },
    },
  ]);
});

const tls = (node: number) =>
  Object.fromEntries(
    ['CACERT', 'CERT', 'KEY'].map((part) => {
      const name = `BUILDER_NODE_${node}_AUTH_TLS_${part}`;
      return [name, `\${{ secrets.${name} }}`];
    }),
  );

test.each<[string, BuildxBuilder, object, object[] | undefined, object | undefined]>([
  [
    'a remote one',
    BuildxBuilder.remote([{ endpoint: ENDPOINT }]),
    { driver: 'remote', endpoint: ENDPOINT },
    undefined,
    tls(0),
  ],
  [
    'a remote one of another scheme, which has no certificates',
    BuildxBuilder.remote([{ endpoint: 'ssh://a.example.com' }, { endpoint: ENDPOINT }]),
    { driver: 'remote', endpoint: 'ssh://a.example.com' },
    [{ endpoint: ENDPOINT }],
    tls(1),
  ],
  [
    'one behind a socket',
    BuildxBuilder.remote([{ endpoint: 'unix:///run/a.sock', platform: Platform.LINUX_ARM64 }]),
    { driver: 'remote', endpoint: 'unix:///run/a.sock', platforms: 'linux/arm64' },
    undefined,
    undefined,
  ],
  [
    'two, with options',
    BuildxBuilder.remote([
      { endpoint: ENDPOINT, driverOptions: { servername: 'a', 'default-load': 'true' } },
      { endpoint: 'tcp://b.example.com:1', platform: Platform.LINUX_ARM64, driverOptions: { servername: 'b' } },
    ]),
    { driver: 'remote', endpoint: ENDPOINT, 'driver-opts': 'servername=a\ndefault-load=true' },
    [{ endpoint: 'tcp://b.example.com:1', platforms: 'linux/arm64', 'driver-opts': ['servername=b'] }],
    { ...tls(0), ...tls(1) },
  ],
  [
    'pods',
    BuildxBuilder.kubernetes([{}, { platform: Platform.LINUX_ARM64 }]),
    { driver: 'kubernetes', cleanup: false, name: 'muslrust-chef', 'driver-opts': IMAGE },
    [
      {
        name: 'muslrust-chef1',
        platforms: 'linux/arm64',
        'driver-opts': [IMAGE, 'nodeselector=kubernetes.io/arch=arm64'],
      },
    ],
    undefined,
  ],
])('%s is reached', (_, builder, inputs, append, env) => {
  const [step, ...others] = steps(builder);
  expect(others).toEqual([]);
  const { append: text, ...rest } = step.with!;
  expect(rest).toEqual({ ...BUILDX, ...inputs });
  expect(text && JSON.parse(text)).toEqual(append);
  expect(step.env).toEqual(env);
});

test.each<[PlanOptions, object | undefined]>([
  [{}, undefined],
  [{ strategy: BuildStrategy.CROSS, platforms: [Platform.LINUX_AMD64] }, undefined],
  [{ strategy: BuildStrategy.CROSS }, { name: 'Set up QEMU, to try what was cross-compiled' }],
  [{ strategy: BuildStrategy.EMULATED }, { name: 'Set up QEMU' }],
])('%j emulates what its runner is not: %j', (options, expected) => {
  const [first, second] = steps(BuildxBuilder.container(), options);
  if (!expected) {
    expect(first.id).toBe('buildx');
    return;
  }
  expect(first).toMatchObject({ id: 'qemu', ...expected, with: { platforms: 'arm64', 'cache-image': false } });
  expect(second.id).toBe('buildx');
});
