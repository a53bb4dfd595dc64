import { plan, PlanOptions } from './plan';
import { BuildStrategy, Platform } from '../../src';

const { LINUX_AMD64, LINUX_ARM64 } = Platform;
const { NATIVE, CROSS, EMULATED } = BuildStrategy;
const images = (count: number) => Array.from({ length: count }, (_, i) => `image-${i}`);

test.each<[BuildStrategy, Platform[], boolean, Platform[], number]>([
  // strategy and platforms; one runner for all, what it emulates, digests of an image
  [NATIVE, [LINUX_AMD64, LINUX_ARM64], false, [], 2],
  [NATIVE, [LINUX_ARM64], false, [], 1],
  [CROSS, [LINUX_AMD64, LINUX_ARM64], true, [LINUX_ARM64], 1],
  [CROSS, [LINUX_AMD64], true, [], 1],
  [EMULATED, [LINUX_ARM64], true, [LINUX_ARM64], 1],
])(
  '%s, for %j: one runner %s, which emulates %j; digests: %i',
  (strategy, platforms, isOneRunner, emulated, digests) => {
    const made = plan({ strategy, platforms });
    expect(made.isOneRunner).toBe(isOneRunner);
    expect(made.emulated).toEqual(emulated);
    expect(made.digestsOfAnImage).toBe(digests);
  },
);

test.each([
  [1, [1]],
  [99, [99]],
  [100, [100]],
  [101, [100, 1]],
  [250, [100, 100, 50]],
])('%i images are built by calls for %j', (count, sizes) => {
  const { batches } = plan({ names: images(count) });
  expect(batches.map((batch) => batch.length)).toEqual(sizes);
  expect(batches.flat().map(({ name }) => name)).toEqual(images(count));
});

test.each([
  [1, 60],
  [2, 61],
  [3, 61],
  [4, 62],
  [601, 360],
  [602, 360],
])(
  'a job for %i images may take %i minutes: an hour for one, half a minute for each other, at most six hours',
  (count, minutes) => {
    expect(plan({ names: images(count) }).minutes(60, 0.5)).toBe(minutes);
  },
);

test.each<[PlanOptions, string]>([
  [{}, 'bash docker/release-tags.sh'],
  [{ scripts: '.', tagPrefix: 'muslrust-chef-v' }, 'bash ./release-tags.sh --prefix muslrust-chef-v'],
  [{ branch: 'trunk' }, 'bash docker/release-tags.sh --branch trunk'],
  [
    { branchTags: ['edge', 'dev'], releaseTags: ['stable', 'v{version}'] },
    'bash docker/release-tags.sh --branch-tag edge --branch-tag dev --release-tag stable --release-tag "v{version}"',
  ],
  [{ branch: "it's $x", tagPrefix: 'x' }, 'bash docker/release-tags.sh --branch "it\'s \\$x" --prefix x'],
])('%j asks for tags by %j', (options, command) => {
  expect(plan(options).releaseTags).toBe(command);
});
