import { plan, PlanOptions } from './plan';
import { BuildStrategy, Platform } from '../../src';
import { runnersOf } from '../../src/workflow/runners';
import { verifyStep } from '../../src/workflow/verify-step';

function verify(options: PlanOptions, platform: string, setup?: string[]) {
  const made = plan(options);
  return verifyStep(made, runnersOf(made, 'build'), platform, (image) => `<${image}>`, setup);
}

test('each image is tried, by where it is', () => {
  expect(verify({ names: ['shop', 'worker'] }, '${{ matrix.platform }}', ['first'])).toEqual([
    {
      id: 'verify',
      name: 'Verify the images',
      env: { PLATFORM: '${{ matrix.platform }}' },
      run: 'first\nverify --platform "$PLATFORM" <$REPOSITORY> shop\nverify --platform "$PLATFORM" <$REPOSITORY/worker> worker',
    },
  ]);
});

test('each platform by itself, where one runner has several', () => {
  expect(verify({ strategy: BuildStrategy.CROSS }, Platform.LINUX_ARM64)).toEqual([
    {
      id: 'verify-arm64',
      name: 'Verify the images for linux/arm64',
      env: { PLATFORM: 'linux/arm64' },
      run: 'verify --platform "$PLATFORM" <$REPOSITORY> shop',
    },
  ]);
});

test('images that are tried while they are built are not tried again', () => {
  const [shop, worker] = plan({ names: ['shop', 'worker'] }).options.images;
  const tried = { ...shop, verifyCommand: undefined };
  expect(verify({ images: [tried] }, 'linux/amd64', ['first'])).toEqual([]);
  expect(verify({ images: [tried, worker] }, 'linux/amd64')[0].run).toBe(
    'verify --platform "$PLATFORM" <$REPOSITORY/worker> worker',
  );
});
