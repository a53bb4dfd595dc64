import { answering, HANGS, machineWith, StandIn } from './stand-ins';
import { lookAtDisk } from '../../src/doctor/disk';
import { tempDir } from '../util';

const GIB = 1024 ** 3;
const dockerIn = (root: string) => answering({ 'info --format {{json .DockerRootDir}}': root });

test.each<[string, number, object]>([
  [
    'little',
    1.25 * GIB,
    {
      level: 'warning',
      text: '/var/lib/docker has 1.3 GiB free, and a build of all wants some 5',
      remedy: 'docker buildx prune',
    },
  ],
  ['enough', 80.4 * GIB, { level: 'ok', text: '/var/lib/docker has 80 GiB free' }],
])('%s is free', (_, free, line) => {
  const asked: string[] = [];
  const freeAt = (folder: string) => (asked.push(folder), free);
  expect(lookAtDisk(machineWith({ docker: dockerIn('"/var/lib/docker"') }), freeAt)).toEqual({
    about: 'disk',
    ...line,
  });
  expect(asked).toEqual(['/var/lib/docker']);
});

test.each<[string, StandIn]>([
  ['hangs', HANGS],
  ['says something else', dockerIn('/var/lib/docker')],
  ['has a folder of another machine', dockerIn('"/nowhere/docker"')],
  ['is of Windows', dockerIn('"C:\\\\ProgramData\\\\Docker"')],
  ['fails', 'exit 1'],
])('nothing is said where docker %s', (_, docker) => {
  expect(lookAtDisk(machineWith({ docker }))).toBeUndefined();
});

test('the room of a folder is that of its disk', () => {
  expect(lookAtDisk(machineWith({ docker: dockerIn(JSON.stringify(tempDir())) }))?.text).toMatch(
    / has [\d.]+ GiB free/,
  );
});
