import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { BuildxBuilder, Platform } from '../../src';
import { PINS } from '../../src/pins';
import { CRATE, synth } from '../synth';
import { tempDir, writeTree } from '../util';

// A driver option goes through a shell (the task), or through a list in YAML (setup-buildx-action), and then through
// buildx's own CSV: `csvToMap` in builder/builder.go of buildx v0.38.2.

const IMAGE = `moby/buildkit:${PINS.buildkit}`;

const OPTIONS: Record<string, string>[] = [
  { namespace: 'ci', replicas: '2' },
  { nodeselector: 'pool=ci,disk=ssd' },
  { tolerations: 'key=dedicated,value=ci;key=gpu,operator=Exists', 'requests.cpu': '500m' },
  { annotations: 'example.com/team=a&b,example.com/note=it\'s "quoted"' },
  { 'env.GREETING': 'two words, $HOME, `id`, $(id), \\ and | > < ;' },
  { image: '' },
  { labels: '"a=b,c=d"' },
  { 'env.SPACE': ' around ' },
];

describe.each(OPTIONS.map((options) => [JSON.stringify(options), options] as const))('%s', (_, options) => {
  const buildxBuilder = BuildxBuilder.kubernetes([
    { driverOptions: options },
    { platform: Platform.LINUX_ARM64, driverOptions: options },
  ]);
  const { dir, project } = synth(CRATE, { buildxBuilder });
  const first = { image: IMAGE, ...options };
  const second = {
    ...first,
    nodeselector: ['kubernetes.io/arch=arm64', ...(options.nodeselector ? [options.nodeselector] : [])].join(','),
  };

  test('reaches buildx by the task', () => {
    const bin = writeTree(tempDir(), { docker: '#!/bin/sh\nfor arg; do printf "%s\\n" "$arg"; done\n' });
    chmodSync(join(bin, 'docker'), 0o755);
    const commands = project.tasks.tryFind('image:builder')!.steps.map((step) => step.exec!);
    expect(
      commands.map((command) => {
        const env = { PATH: `${bin}:/usr/bin:/bin` };
        const args = execFileSync('sh', ['-c', command], { cwd: dir, encoding: 'utf8', env });
        return csvToMap([...args.matchAll(/^--driver-opt\n(.*)$/gm)].map(([, value]) => value));
      }),
    ).toEqual([first, second]);
  });

  test('reaches buildx by the workflow', () => {
    const { jobs } = parse(readFileSync(join(dir, '.github/workflows/image.yml'), 'utf8'));
    const inputs = jobs.build.steps.find(({ id }: { id: string }) => id === 'buildx').with;
    // src/context.ts:35 of setup-buildx-action v4.3.0: a line each, trimmed, quotes and commas as they are
    expect(
      csvToMap(
        inputs['driver-opts']
          .split('\n')
          .map((line: string) => line.trim())
          .filter((line: string) => line),
      ),
    ).toEqual(first);
    // src/main.ts:156: YAML, and src/context.ts:90 runs through a list of options
    expect(parse(inputs.append)).toEqual([
      { name: 'muslrust-chef1', platforms: 'linux/arm64', 'driver-opts': expect.any(Array) },
    ]);
    expect(csvToMap(parse(inputs.append)[0]['driver-opts'])).toEqual(second);
  });
});

// By `processDriverOpts` in driver/kubernetes/factory.go of buildx v0.38.2: what of a node's options is chosen here.
test.each<[Platform | undefined, Record<string, string>, Record<string, string>]>([
  [undefined, {}, { image: IMAGE }],
  [Platform.LINUX_AMD64, {}, { image: IMAGE, nodeselector: 'kubernetes.io/arch=amd64' }],
  [undefined, { image: 'registry.internal/buildkit:1' }, { image: 'registry.internal/buildkit:1' }],
  [undefined, { rootless: 'true' }, { image: `${IMAGE}-rootless`, rootless: 'true' }],
  [undefined, { rootless: '1' }, { image: `${IMAGE}-rootless`, rootless: '1' }],
  [undefined, { rootless: 'false' }, { image: IMAGE, rootless: 'false' }],
  [undefined, { rootless: 'true', image: 'b:1' }, { image: 'b:1', rootless: 'true' }],
  [undefined, { nodeselector: 'pool=ci' }, { image: IMAGE, nodeselector: 'pool=ci' }],
  [Platform.LINUX_ARM64, { nodeselector: '' }, { image: IMAGE, nodeselector: 'kubernetes.io/arch=arm64' }],
  [
    Platform.LINUX_ARM64,
    { nodeselector: '"pool=ci,disk=ssd"' },
    { image: IMAGE, nodeselector: 'kubernetes.io/arch=arm64,pool=ci,disk=ssd' },
  ],
])('a pod for %s with %j has %j', (platform, driverOptions, expected) => {
  expect(csvToMap(BuildxBuilder.kubernetes([{ platform, driverOptions }])._nodes[0].driverOpts)).toEqual(expected);
});

test.each([
  [{ 'name space': 'ci' }, 'driverOptions has "name space=ci", which is not an option'],
  [{ namespace: 'a\nb' }, 'driverOptions has "namespace=a\\nb"'],
  [{ namespace: '${{ github.ref }}' }, 'without an expression of GitHub'],
])('%j is refused', (driverOptions, message) => {
  expect(() => BuildxBuilder.kubernetes([{ driverOptions }])).toThrow(message);
});

test.each([
  'tcp://buildkit.example.com:1234',
  'unix:///run/buildkit/buildkitd.sock',
  'ssh://root@host',
  'kube-pod://buildkitd-0',
  'docker-container://buildkitd',
  'podman-container://buildkitd',
])('%s is the address of a node', (endpoint) => {
  expect(BuildxBuilder.remote([{ endpoint }])._nodes).toEqual([{ endpoint, driverOpts: [] }]);
});

test.each([
  '',
  'buildkit:1234',
  'http://a',
  'tcp:/a',
  'tcp://',
  'tcp://a b',
  'tcp://a"',
  'xtcp://a',
  ' tcp://a',
  'tcp://a\n',
])('%j is none', (endpoint) => {
  expect(() => BuildxBuilder.remote([{ endpoint: 'tcp://good' }, { endpoint }])).toThrow(
    `BuildxBuilder.remote: ${JSON.stringify(endpoint)} is not the address of a buildkitd. Write it with its scheme, e.g. "tcp://buildkit.example.com:1234".`,
  );
});

test.each<[string, () => BuildxBuilder]>([
  ['remote', () => BuildxBuilder.remote([])],
  ['kubernetes', () => BuildxBuilder.kubernetes([])],
])('%s without a node is refused', (kind, make) => {
  expect(make).toThrow(`BuildxBuilder.${kind}: the list of nodes is empty. Name at least one.`);
});

test.each(['a b', '', 'a=b', 'a,b', 'a"', 'a\n', 'é'])('%j is the name of no option', (key) => {
  const driverOptions = { good: '', [key]: 'x' };
  const message = `driverOptions has ${JSON.stringify(`${key}=x`)}, which is not an option. Give the option's name, and a value of one line without an expression of GitHub's.`;
  expect(() => BuildxBuilder.kubernetes([{}, { driverOptions }])).toThrow(`BuildxBuilder.kubernetes: ${message}`);
  expect(() => BuildxBuilder.remote([{ endpoint: 'tcp://a', driverOptions }])).toThrow(
    `BuildxBuilder.remote: ${message}`,
  );
});

test.each([
  ['a=b', 'o=a=b'],
  ['a,b', '"o=a,b"'],
  ['a"b"', '"o=a""b"""'],
  ['a ', '"o=a "'],
  [' a b', 'o= a b'],
])('the value %j is in the field %s', (value, field) => {
  const { _nodes: nodes } = BuildxBuilder.remote([{ endpoint: 'tcp://a', driverOptions: { o: value } }]);
  expect(nodes[0].driverOpts).toEqual([field]);
});

test.each<[string, BuildxBuilder, string, boolean]>([
  ['the container', BuildxBuilder.container(), 'docker-container', true],
  ['a remote one', BuildxBuilder.remote([{ endpoint: 'tcp://a' }]), 'remote', false],
  ['a remote one by option', BuildxBuilder.remote([{ endpoint: 'tcp://a' }], { pullRequests: true }), 'remote', true],
  ['a cluster', BuildxBuilder.kubernetes([{}]), 'kubernetes', false],
  ['a cluster by option', BuildxBuilder.kubernetes([{}], { pullRequests: true }), 'kubernetes', true],
])('whether pull requests build on %s', (_, builder, driver, pullRequests) => {
  expect([builder._driver, builder._isForPullRequests]).toEqual([driver, pullRequests]);
});

test('the container has no nodes', () => expect(BuildxBuilder.container()._nodes).toEqual([]));

/** What buildx makes of its `--driver-opt`s. */
function csvToMap(values: string[]): Record<string, string> {
  return Object.fromEntries(
    values.flatMap(csvFields).map((field) => {
      expect(field).toContain('=');
      return [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)];
    }),
  );
}

/** The fields of a line of CSV; a bare quote is an error, as in Go. */
function csvFields(line: string): string[] {
  const fields = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)];
  expect(fields.map(([whole]) => whole).join('')).toBe(line);
  return fields.map(([, quoted, bare]) => quoted?.replace(/""/g, '"') ?? bare);
}
