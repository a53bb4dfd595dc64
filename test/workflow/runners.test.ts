import { plan, PlanOptions } from './plan';
import { BuildStrategy, Platform } from '../../src';
import { HOSTED_RUNNERS } from '../../src/workflow/runner-labels';
import { runnersOf } from '../../src/workflow/runners';

const LARGE = ['ubuntu-24.04-16core'];
const OWN = ['self-hosted', 'linux', 'arm64'];
const job = (options: PlanOptions) => runnersOf(plan(options), 'build').job;
const include = (options: PlanOptions) => (job(options).strategy?.matrix as any).include;

test.each([BuildStrategy.CROSS, BuildStrategy.EMULATED])('one runner is that of linux/amd64', (strategy) => {
  const runners = { [Platform.LINUX_AMD64]: LARGE, [Platform.LINUX_ARM64]: OWN };
  expect(job({ strategy, runners })).toEqual({ name: 'build', runsOn: LARGE });
});

test('one label for each platform is a word in the matrix', () => {
  const runners = { ...HOSTED_RUNNERS, [Platform.LINUX_AMD64]: LARGE };
  expect(job({ runners }).runsOn).toEqual(['${{ matrix.runner }}']);
  expect(include({ runners })).toEqual([
    { platform: 'linux/amd64', pair: 'linux-amd64', runner: 'ubuntu-24.04-16core' },
    { platform: 'linux/arm64', pair: 'linux-arm64', runner: 'ubuntu-24.04-arm' },
  ]);
});

test('several labels of one platform are a list, and so are those of the others', () => {
  const runners = { ...HOSTED_RUNNERS, [Platform.LINUX_ARM64]: OWN };
  expect(job({ runners }).runsOn).toEqual(['${{ fromJSON(matrix.runner) }}']);
  expect(include({ runners }).map((each: any) => JSON.parse(each.runner))).toEqual([['ubuntu-24.04'], OWN]);
});

test('a platform that is not built needs no list', () => {
  const runners = { ...HOSTED_RUNNERS, [Platform.LINUX_ARM64]: OWN };
  expect(job({ runners, platforms: [Platform.LINUX_AMD64] }).runsOn).toEqual(['${{ matrix.runner }}']);
});
