import { assertValidSettings, ImageSettings } from '../../src/image/image-settings';

const check = (settings: Partial<ImageSettings>) => () =>
  assertValidSettings('image "x"', { volumes: [], ...settings });
const health = (healthcheck: Partial<ImageSettings['healthcheck']>) => ({
  healthcheck: { args: ['a'], ...healthcheck },
});

test.each<Partial<ImageSettings>>([
  {},
  { workdir: '/' },
  { workdir: '/app/a b' },
  { volumes: ['/data', '/data/cache', '/usr/local/binary', '/usr/local/bin/apps'] },
  ...['SIGTERM', 'SIGINT', 'SIGUSR1', 'SIGRTMIN', 'SIGRTMIN+15', 'SIGRTMAX-14'].map((stopSignal) => ({ stopSignal })),
  ...['1s', '30s', '1m30s', '1h', '500ms', '0m1s'].map((interval) => health({ interval })),
  health({ args: ['', '"$x"'], timeout: '1s', startPeriod: '2s', retries: 1 }),
])('%j is accepted', (settings) => {
  expect(check(settings)).not.toThrow();
});

test.each<[Partial<ImageSettings>, string]>([
  [{ workdir: 'app' }, 'workdir is "app", which is no path from the root of the image. Begin it with "/"'],
  [{ workdir: '' }, 'workdir is "", which is no path'],
  [{ workdir: '/a/../b' }, 'workdir is "/a/../b", which is a longer way to write /b. Write that.'],
  [{ volumes: ['/a', 'data'] }, 'volumes has "data", which is no path'],
  [{ volumes: ['/proc/x'] }, 'volumes has "/proc/x", which a container would not see'],
  ...['', 'TERM', 'sigterm', '15', 'SIGFOO', 'SIGRTMIN+16', 'SIGRTMAX-15', 'SIGTERM ', 'SIGTERM\n'].map(
    (stopSignal): [Partial<ImageSettings>, string] => [
      { stopSignal },
      `stopSignal is ${JSON.stringify(stopSignal)}, which is not a signal of Linux. Write it as in "SIGINT".`,
    ],
  ),
  [
    health({ args: [] }),
    'healthcheck.args is empty, so each check would start the program once more. Give an argument',
  ],
  [health({ args: ['a', 'b\0c'] }), 'healthcheck.args has "b\\u0000c"; an argument of a program ends at'],
  ...(['interval', 'timeout', 'startPeriod'] as const).flatMap((option) =>
    ['', '30', '0s', '0m0s', 's', '-1s', '1d', '30 s', '1s\n'].map((time): [Partial<ImageSettings>, string] => [
      health({ [option]: time }),
      `healthcheck.${option} is ${JSON.stringify(time)}, which is not a time. Write it as in "30s" or "1m30s".`,
    ]),
  ),
  ...[0, -1, 1.5].map((retries): [Partial<ImageSettings>, string] => [
    health({ retries }),
    `healthcheck.retries is ${retries}. It is a whole number from 1 on.`,
  ]),
])('%j is refused', (settings, message) => {
  expect(check(settings)).toThrow(`image "x": ${message}`);
});
