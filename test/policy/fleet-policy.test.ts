import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import {
  Allocator,
  BuildCache,
  BuilderBase,
  ContainerRegistry,
  FleetPolicy,
  FleetPolicyOptions,
  MuslRustChef,
  MuslRustChefBuilder,
  MuslRustChefBuilderOptions,
  MuslRustChefOptions,
  RuntimeBase,
} from '../../src';
import { GENERATOR } from '../../src/generator';
import { Finding } from '../../src/messages/finding';
import { PINS } from '../../src/pins';
import { RECORD } from '../../src/record/synth-record';
import { CRATE, synthesise, WORKSPACE } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

type Make = (project: Project) => unknown;

/** A synth under policies: what was said, what was found, and what stopped it. */
function under(make: Make, options: MuslRustChefOptions = {}, files = CRATE) {
  const dir = writeTree(tempDir(), files);
  const project = new Project({ name: 'app', outdir: dir });
  const said: string[] = [];
  jest.spyOn(project.logger, 'warn').mockImplementation((...text) => void said.push(text.join(' ')));
  jest.spyOn(project.logger, 'info').mockImplementation(() => {});
  new MuslRustChef(project, { acknowledge: ['runtime-base'], ...options });
  make(project);
  const before = readTree(dir);
  try {
    synthesise(project);
  } catch (error) {
    expect(readTree(dir)).toEqual(before);
    return { said, stop: (error as Error).message, found: [] };
  }
  const { findings } = JSON.parse(readFileSync(join(dir, RECORD), 'utf8')) as { findings: Finding[] };
  return { said, stop: undefined, found: findings.filter(({ id }) => id !== 'runtime-base') };
}

const policy = (options: FleetPolicyOptions) => (project: Project) => new FleetPolicy(project, options);
/** The ids of what stops it. */
const ids = (stop = '') => [...stop.matchAll(/^- .* \[(\S+)\]$/gm)].map(([, id]) => id);

const scratch = { runtimeBase: RuntimeBase.scratch() };
const custom = (reference: string) => ({ runtimeBase: RuntimeBase.custom(reference) });
const quay = { registries: [ContainerRegistry.withSecrets({ host: 'quay.io' })] };
const ghcr = { imageRepository: 'ghcr.io/acme/app' };

test.each(['registries', 'runtimeBases', 'builderBases'] as const)('a rule with nothing in %s is no rule', (option) => {
  for (const enforce of [true, false]) {
    expect(() => under(policy({ [option]: [], enforce }))).toThrow(
      new RegExp(
        `^FleetPolicy: ${option} is an empty list, which no project could keep to\\. Name what may be, e\\.g\\. \\["`,
      ),
    );
  }
  expect(under(policy({ [option]: undefined })).stop).toBeUndefined();
});

test.each<[FleetPolicyOptions, MuslRustChefOptions, string[]]>([
  [{}, {}, []],
  [{ registries: ['ghcr.io'] }, {}, []],
  [{ registries: ['ghcr.io/acme/'] }, ghcr, []],
  [{ registries: ['ghcr.io/acme'] }, {}, ['policy-registry[app]']],
  [{ registries: ['ghcr.io/acm'] }, ghcr, ['policy-registry[app]']],
  [{ registries: ['ghcr.io'] }, { registry: ContainerRegistry.anonymous('localhost:5000') }, ['policy-registry[app]']],
  [{ registries: ['index.docker.io/acme'] }, { imageRepository: 'acme/app' }, []],
  [
    { registries: ['ghcr.io/acme'] },
    { ...ghcr, ...quay, seedImages: true, seedRepository: 'quay.io/evil/seed' },
    ['policy-registry[seedRepository]'],
  ],
  [{ registries: ['ghcr.io/acme'] }, { ...ghcr, seedImages: true }, []],
  [
    { registries: ['ghcr.io/acme'] },
    { ...ghcr, ...quay, cache: BuildCache.registry('quay.io/evil/cache') },
    ['policy-registry[BuildCache.registry]'],
  ],
  [{ registries: ['ghcr.io/acme'] }, { ...ghcr, cache: BuildCache.registry('ghcr.io/acme/cache') }, []],
  [{ runtimeBases: ['cgr.dev/chainguard/static'] }, {}, []],
  [{ runtimeBases: ['acme/base'] }, custom('docker.io/acme/base:1.2'), []],
  [{ runtimeBases: ['docker.io/library/alpine'] }, custom('alpine:3.22'), []],
  [{ runtimeBases: ['scratch'] }, scratch, []],
  [{ runtimeBases: ['scratch'] }, {}, ['policy-runtime-base']],
  [{ runtimeBases: ['a.example.com:5000/base'] }, custom('a.example.com:5000/base:1.2@sha256:' + '0'.repeat(64)), []],
  [{ runtimeBases: ['a.example.com/base'] }, custom('a.example.com/base/other:1'), ['policy-runtime-base']],
  [{ builderBases: ['docker.io/clux/muslrust'] }, {}, []],
  [{ builderBases: ['clux/muslrust'] }, {}, []],
  [{ builderBases: ['docker.io/clux/muslrust'] }, { builderBase: BuilderBase.rustMusl() }, ['policy-builder-base']],
  [{ builderBases: ['docker.io/blackdex/rust-musl'] }, { builderBase: BuilderBase.rustMusl() }, []],
  [{ builderBases: ['ghcr.io/acme/chef'] }, { builderImage: 'ghcr.io/acme/chef:1.2' }, []],
  [{ attestations: true }, {}, []],
  [{ attestations: true }, { attest: false }, ['policy-attestations']],
  [{ attestations: true }, { workflow: false }, ['policy-attestations']],
  [{ noLatest: true }, { ...scratch, builderBase: BuilderBase.muslrust('docker.io/clux/muslrust:1.98.0-stable') }, []],
  [
    { noLatest: true, runtimeBases: ['scratch'] },
    { runtimeBase: RuntimeBase.scratch({ timeZones: true }) },
    [`policy-latest[${PINS.images.chainguardStatic.replace(/:.*/, '')}]`],
  ],
  [{ noLatest: true }, custom('a.example.com/base'), ['policy-latest[a.example.com/base]']],
  [{ noLatest: true }, custom('a.example.com/base:stable'), ['policy-latest[a.example.com/base]']],
  [{ noLatest: true }, custom('a.example.com:5000/base:latest'), ['policy-latest[a.example.com:5000/base]']],
  [{ noLatest: true }, custom('a.example.com/base:latest@sha256:' + '0'.repeat(64)), []],
  [{ imageNames: '[a-z]+' }, {}, []],
  [{ imageNames: 'ap|pp' }, {}, ['policy-name[app]']],
  [{ minimumVersions: { 'projen-muslrust-chef': '0.0.0', mimalloc: '0.1.52', buildkit: '0.1.0' } }, {}, []],
  [{ minimumVersions: { 'projen-muslrust-chef': '999.0.0' } }, {}, ['policy-version[projen-muslrust-chef]']],
  [{ minimumVersions: { mimalloc: '0.1.99' } }, {}, ['policy-version[mimalloc]']],
  [{ minimumVersions: { mimalloc: '0.1.99' } }, { allocator: Allocator.mimalloc({ version: '0.1.99' }) }, []],
  [{ minimumVersions: { mimalloc: '0.1.99' } }, { allocator: Allocator.jemalloc() }, []],
  [{ minimumVersions: { muslrust: '99.0' } }, {}, ['policy-version[muslrust]']],
  [
    { minimumVersions: { muslrust: '1.95.1' } },
    { builderBase: BuilderBase.muslrust('docker.io/clux/muslrust:1.95.0-stable') },
    ['policy-version[muslrust]'],
  ],
  [{ minimumVersions: { 'actions/attest': 'v99.0.0' } }, { workflow: false }, []],
  [{ minimumVersions: { 'actions/attest': 'v99.0.0' } }, {}, ['policy-version[actions/attest]']],
])('%j of %j', (options, chef, broken) => {
  expect(ids(under(policy(options), chef).stop)).toEqual(broken);
});

test.each<[FleetPolicyOptions, MuslRustChefBuilderOptions, string[]]>([
  [{ registries: ['ghcr.io/acme'], attestations: true, noLatest: true }, { imageRepository: 'ghcr.io/acme/chef' }, []],
  [{ registries: ['ghcr.io/acme'] }, { imageRepository: 'ghcr.io/evil/chef' }, ['policy-registry[muslrust-chef]']],
  [{ builderBases: ['ghcr.io/acme/muslrust'] }, {}, ['policy-builder-base[muslrust-chef]']],
  [{ attestations: true }, { attest: false }, ['policy-attestations']],
  [{ attestations: true }, { workflow: false }, ['policy-attestations']],
  [{ noLatest: true }, { muslrustImage: 'docker.io/clux/muslrust:latest' }, ['policy-latest[docker.io/clux/muslrust]']],
  [{ imageNames: 'x' }, {}, []],
  [{ minimumVersions: { 'cargo-chef': '99.0' } }, {}, ['policy-version[cargo-chef]']],
  [
    { minimumVersions: { muslrust: '1.95.1' } },
    { muslrustImage: 'docker.io/clux/muslrust:1.95.0-stable' },
    ['policy-version[muslrust]'],
  ],
])('%j of a builder image with %j', (options, builder, broken) => {
  const project = new Project({ name: 'builder', outdir: tempDir() });
  jest.spyOn(project.logger, 'warn').mockImplementation(() => {});
  jest.spyOn(project.logger, 'info').mockImplementation(() => {});
  new MuslRustChefBuilder(project, { branch: 'main', ...builder });
  new FleetPolicy(project, options);
  let stop: string | undefined;
  try {
    synthesise(project);
  } catch (error) {
    stop = (error as Error).message;
  }
  expect(ids(stop)).toEqual(broken);
});

test('what is ejected breaks no rule any more', () => {
  const eject = jest.replaceProperty(process, 'env', { ...process.env, PROJEN_EJECTING: 'true' });
  try {
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
    new MuslRustChef(project, { acknowledge: ['runtime-base'] });
    new MuslRustChefBuilder(project, { branch: 'main' });
    new FleetPolicy(project, { registries: ['quay.io'], imageNames: 'x' });
    expect(() => synthesise(project)).not.toThrow();
  } finally {
    eject.restore();
  }
});

test('what breaks a rule is said with what it must be', () => {
  const { stop } = under(
    policy({
      registries: ['ghcr.io/acme', 'quay.io'],
      runtimeBases: ['scratch'],
      minimumVersions: { muslrust: '99.0' },
    }),
  );
  expect(stop).toContain(': it must be in ghcr.io/acme or quay.io [');
  expect(stop).toMatch(/^- executables are put on .*: it must be scratch \[/m);
  expect(stop).toMatch(/^- muslrust is .*, and must be 99\.0 at least \[/m);
});

test('an acknowledgement of something else is named where a rule is broken', () => {
  const { stop } = under(policy({ imageNames: 'x', acknowledge: { 'policy-nam': 'renamed in May' } }));
  expect(ids(stop)).toEqual(['policy-name[app]']);
  expect(stop).toMatch(/ Nothing was found that "policy-nam" is for, which it has\.$/);
});

test('all that is broken is said at once, in each project of the tree, and nothing is written', () => {
  const { stop } = under((project) => {
    const outdir = writeTree(join(project.outdir, 'services/api'), CRATE);
    new MuslRustChef(new Project({ name: 'api', parent: project, outdir: 'services/api' }), { attest: false });
    expect(outdir).toContain('services/api');
    new FleetPolicy(project, { imageNames: 'x', attestations: true });
  });
  expect(stop).toBe(
    '3 of the rules of this project are broken. Nothing has been changed.\n' +
      '- image app has a name that does not match x [policy-name[app]]\n' +
      '- services/api: image app has a name that does not match x [policy-name[app]]\n' +
      '- services/api: no workflow attests the images: leave `attest` and `workflow` at their defaults [policy-attestations]\n' +
      'Mend them, or acknowledge one with a reason, by the option `acknowledge` of the policy: { "<what is in brackets>": "<why>" }.',
  );
});

test('what is acknowledged stops nothing, and is in the record with its reason', () => {
  const options = { imageNames: '[a-z]+-api' };
  const of = (acknowledge: Record<string, string>) => under(policy({ ...options, acknowledge }), {}, WORKSPACE);
  expect(ids(of({ 'policy-name[worker]': 'renamed\n  in May' }).stop)).toEqual(['policy-name[server]']);
  for (const keys of [['policy-name'], ['policy-name[server]', 'policy-name[worker]']]) {
    const { said, found } = of(Object.fromEntries(keys.map((key) => [key, 'renamed\n  in May'])));
    expect(said).toEqual([]);
    expect(found).toEqual(
      ['server', 'worker'].map((name) => ({
        id: `policy-name[${name}]`,
        level: 'error',
        text: `image ${name} has a name that does not match [a-z]+-api`,
        acknowledged: true,
        reason: 'renamed in May',
      })),
    );
  }
});

test('an acknowledgement that is of no use is said, and following the message mends that', () => {
  const options = { imageNames: 'app' };
  const { said } = under(policy({ ...options, acknowledge: { 'policy-name[web]': 'x', 'acme-port': 'y' } }));
  expect(said).toEqual(
    ['policy-name[web]', 'acme-port'].map(
      (key) =>
        `acknowledge: nothing was found that "${key}" is for: take it out of the rc file [policy-acknowledgement]`,
    ),
  );
  expect(under(policy(options)).said).toEqual([]);
});

test('where nothing is enforced, all are warnings', () => {
  const { said, found, stop } = under(policy({ imageNames: 'x', enforce: false }));
  expect(stop).toBeUndefined();
  expect(said).toEqual(['image app has a name that does not match x [policy-name[app]]']);
  expect(found).toEqual([expect.objectContaining({ id: 'policy-name[app]', level: 'warning', acknowledged: false })]);
});

class Acme extends FleetPolicy {
  constructor(project: Project, options: FleetPolicyOptions = {}) {
    super(project, { imageNames: '[a-z]+', ...options });
  }

  public check(chef: MuslRustChef): void {
    if (chef.platforms.length < 2) this.refuse(chef, 'acme-platforms', 'ship for both\n platforms');
    for (const { name } of chef.images) this.warn(chef, 'acme-owner', `${name} has no owner`, name);
  }
}

test('rules of a subclass are checked with the others', () => {
  const { said, stop } = under((project) => new Acme(project), {
    platforms: ['linux/amd64' as never],
    images: [{ binary: 'app', name: 'app-2' }],
  });
  expect(ids(stop)).toEqual(['policy-name[app-2]', 'acme-platforms']);
  expect(stop).toContain('- ship for both platforms [acme-platforms]\n');
  expect(said).toEqual(['app-2 has no owner [acme-owner[app-2]]']);
  const fine = under((project) => new Acme(project, { acknowledge: { 'acme-owner': 'all are ours' } }));
  expect(fine).toMatchObject({ said: [], found: [{ id: 'acme-owner[app]', reason: 'all are ours' }] });
});

test.each<[FleetPolicyOptions, string]>([
  [
    { registries: ['https://ghcr.io'] },
    'registries has "https://ghcr.io", which no project could keep to: it begins with "https://". Write it as in "ghcr.io/acme".',
  ],
  [{ registries: ['acme'] }, '"acme" is not the host of a registry. Write it as in "ghcr.io/acme".'],
  [{ registries: ['ghcr.io/Acme'] }, '"Acme" is no part of a name'],
  [{ registries: ['ghcr.io', 'ghcr.io/acme/app:1.2'] }, '"app:1.2" is no part of a name'],
  [
    { runtimeBases: ['cgr.dev/chainguard/static:latest'] },
    'it has a tag, and the rule is about all of them. Write it as in "cgr.dev/chainguard/static".',
  ],
  [{ runtimeBases: [`a.example.com/b@sha256:${'0'.repeat(64)}`] }, 'it has a digest, and the rule'],
  [{ runtimeBases: [''] }, 'runtimeBases has "", which no project could keep to: it has no name'],
  [{ builderBases: ['scratch'] }, '"scratch" stands for no image at all. Write it as in "docker.io/clux/muslrust".'],
  [{ imageNames: '[' }, 'FleetPolicy: imageNames: Invalid regular expression'],
  [
    { minimumVersions: { rustc: '1.0' } },
    'minimumVersions: "rustc" is nothing that has a version here. There are projen-muslrust-chef, muslrust,',
  ],
  [{ minimumVersions: { mimalloc: 'new' } }, 'minimumVersions: "new" is no version of mimalloc: write e.g. "1.2.3".'],
  [{ acknowledge: { 'policy-name': ' ' } }, 'acknowledge: "policy-name" has no reason. Say why it is left as it is.'],
])('%j is refused', (options, message) => {
  expect(() => policy(options)(new Project({ name: 'app', outdir: tempDir() }))).toThrow(message);
});

test.each(['Acme', 'acme port', '', 'acme[x]', 'runtime-base'])('%j is no id of a rule', (id) => {
  const { stop } = under((project) => {
    new (class extends FleetPolicy {
      public check(chef: MuslRustChef): void {
        this.warn(chef, id, 'x');
      }
    })(project);
  });
  expect(stop).toMatch(/^FleetPolicy: ".*" is .*Name it in lower-case letters/);
});

test('every pin has a name by which a minimum can be said', () => {
  const names = ['chainguardStatic', 'cargo-chef', 'ziglang', 'buildx', ...Object.keys(PINS.actions), GENERATOR.name];
  const minimumVersions = Object.fromEntries(names.map((name) => [name, '0.0']));
  expect(under(policy({ minimumVersions })).stop).toBeUndefined();
});
