import { inspected } from './stand-ins';
import { readInspection } from '../../src/doctor/inspection';

// as docker/buildx's own page has it (docs/reference/buildx_inspect.md)
const DOCUMENTED = `Name:          elated_tesla
Driver:        docker-container
Last Activity: 2022-11-30 12:42:47 +0100 CET

Nodes:
Name:           elated_tesla0
Endpoint:       unix:///var/run/docker.sock
Driver Options: env.BUILDKIT_STEP_LOG_MAX_SPEED="10485760" image="moby/buildkit:latest" network="host"
Status:         running
Flags:          --debug --allow-insecure-entitlement security.insecure --allow-insecure-entitlement network.host
BuildKit:       v0.10.6
Platforms:      linux/arm64*, linux/arm/v7, linux/arm/v6
Labels:
 org.mobyproject.buildkit.worker.executor:         oci
 org.mobyproject.buildkit.worker.snapshotter:      overlayfs
GC Policy rule#0:
 All:           false
 Filters:       type==source.local,type==exec.cachemount,type==source.git.checkout
 Keep Duration: 48h0m0s
 Keep Bytes:    488.3MiB
`;

test('of its documentation', () => {
  expect(readInspection(DOCUMENTED)).toEqual({
    name: 'elated_tesla',
    driver: 'docker-container',
    nodes: [
      {
        name: 'elated_tesla0',
        status: 'running',
        version: 'v0.10.6',
        platforms: ['linux/arm64', 'linux/arm/v7', 'linux/arm/v6'],
        labels: expect.any(Set),
      },
    ],
  });
  expect([...readInspection(DOCUMENTED)!.nodes[0].labels]).toEqual(
    expect.arrayContaining(['org.mobyproject.buildkit.worker.executor', 'org.mobyproject.buildkit.worker.snapshotter']),
  );
});

test('of two nodes, one of which can not be asked, with files and a proxy in them', () => {
  const two = `${inspected()}\nFile#buildkitd.toml:\n > Name: x\n > [registry]\n\nName:     far\nEndpoint: tcp://far:1\nError:    no route to host\n`;
  const { error, nodes } = readInspection(two)!;
  expect(error).toBe('no route to host');
  expect(nodes.map(({ name, status }) => [name, status])).toEqual([
    ['elated_tesla0', 'running'],
    ['far', ''],
  ]);
});

test('without an engine', () => {
  expect(readInspection('Name:   default\nDriver: \nError:  failed to connect: no such file\n')).toEqual({
    name: 'default',
    driver: '',
    error: 'failed to connect: no such file',
    nodes: [],
  });
});

test.each(['', '{}', 'Name: x', 'Driver: docker\n', 'Nodes:\nName: x\nDriver: y\n'])('%j is none', (text) => {
  expect(readInspection(text)).toBeUndefined();
});
