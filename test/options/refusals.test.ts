import { Project } from 'projen';
import {
  Allocator,
  BuildCache,
  BuilderBase,
  BuildxBuilder,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefBuilder,
  PrivateSource,
  RuntimeBase,
  RustProject,
} from '../../src';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

/** What JavaScript lets through. */
type Untyped = any;

const PLATFORMS = 'one of Platform.LINUX_AMD64 ("linux/amd64"), Platform.LINUX_ARM64 ("linux/arm64")';
const image = (values: object) => ({ images: [{ binary: 'app', ...values }] });

describe('MuslRustChef refuses', () => {
  test.each<[options: Untyped, message: string]>([
    // names
    [{ alocator: Allocator.system() }, 'alocator is no option; did you mean allocator?'],
    [{ profil: 'release' }, 'profil is no option; did you mean profile?'],
    [{ image_repository: 'ghcr.io/acme/app' }, 'image_repository is no option; did you mean imageRepository?'],
    [{ IMAGES: [] }, 'IMAGES is no option; did you mean images?'],
    [{ buildBase: 1 }, 'buildBase is no option; did you mean builderBase?'],
    [image({ smoketest: [] }), 'images[0].smoketest is no option; did you mean smokeTest?'],
    [image({ smoke_test_path: '/' }), 'images[0].smoke_test_path is no option; did you mean smokeTestPath?'],
    [image({ command: [] }), 'images[0].command is no option; ImageOptions has args, binary, env, features, '],
    [{ images: [{ binary: 'app' }, { binary: 'b', port: 1 }] }, 'images[1].port is no option; did you mean ports?'],
    [{ stepsBeforeBuild: [{ nam: 'x' }] }, 'stepsBeforeBuild[0].nam is no option; did you mean name?'],
    [{ constructor: 1 }, 'constructor is no option; MuslRustChefOptions has acknowledge, '],
    [JSON.parse('{"__proto__":1}'), '__proto__ is no option; MuslRustChefOptions has acknowledge, '],
    [{ 'a b': 1 }, '["a b"] is no option; MuslRustChefOptions has acknowledge, '],
    [{ alocator: undefined }, 'alocator is no option; did you mean allocator?'],
    // one level too high
    [{ ports: [8080] }, 'ports is no option; did you mean imageDefaults.ports or images[].ports?'],
    [{ env: {} }, 'env is no option; did you mean imageDefaults.env or images[].env?'],
    [{ args: [] }, 'args is no option; did you mean imageDefaults.args or images[].args?'],
    [{ binary: 'app' }, 'binary is no option; did you mean images[].binary?'],
    [{ smoke_test: [] }, 'smoke_test is no option; did you mean imageDefaults.smokeTest or images[].smokeTest?'],
    [{ port: 1 }, 'port is no option; did you mean imageDefaults.ports or images[].ports?'],
    [
      { retries: 3 },
      'retries is no option; did you mean imageDefaults.healthcheck.retries or images[].healthcheck.retries?',
    ],
    [image({ interval: '1s' }), 'images[0].interval is no option; did you mean images[0].healthcheck.interval?'],
    // values
    [{ platforms: ['linux/riscv64'] }, `platforms[0] must be ${PLATFORMS}, not "linux/riscv64"`],
    [{ platforms: 'linux/amd64' }, 'platforms must be a list, not "linux/amd64"'],
    [{ strategy: 'cros' }, 'strategy must be one of BuildStrategy.CROSS'],
    [{ profile: 1 }, 'profile must be a string, not 1'],
    [{ isolated: 'false' }, 'isolated must be true or false, not "false"'],
    [{ images: { binary: 'app' } }, 'images must be a list, not {"binary":"app"}'],
    [{ images: ['app'] }, 'images[0] must be an object of ImageOptions, not "app"'],
    [{ images: [null] }, 'images[0] must be an object of ImageOptions, not null'],
    [{ images: [Object.create(Object.create(null))] }, 'images[0].binary is missing: it must be a string'],
    [{ allocator: Object.create(null) }, 'Allocator.system(), not {}'],
    [{ allocator: Object.create(Object.create(null)) }, 'Allocator.system(), not {}'],
    [{ images: [{ name: 'x' }] }, 'images[0].binary is missing: it must be a string'],
    [image({ args: [1] }), 'images[0].args[0] must be a string, not 1'],
    [image({ args: ['a', undefined] }), 'images[0].args[1] must be a string, not undefined'],
    // eslint-disable-next-line no-sparse-arrays
    [image({ args: ['a', , 'b'] }), 'images[0].args[1] must be a string, not undefined'],
    [image({ args: '--help' }), 'images[0].args must be a list, not "--help"'],
    [image({ env: { A: undefined } }), 'images[0].env.A must be a string, not undefined'],
    [image({ env: { A: null } }), 'images[0].env.A must be a string, not null'],
    [image({ env: { 'A-B': 1 } }), 'images[0].env["A-B"] must be a string, not 1'],
    [image({ env: ['A=1'] }), 'images[0].env must be an object of names and values, not ["A=1"]'],
    [image({ env: new Map([['A', '1']]) }), 'images[0].env must be an object of names and values, not a Map'],
    [image({ ports: ['80'] }), 'images[0].ports[0] must be a number, not "80"'],
    [image({ ports: [NaN] }), 'images[0].ports[0] must be a number, not NaN'],
    [image({ ports: [1n] }), 'images[0].ports[0] must be a number, not 1'],
    [
      { allocator: 'mimalloc' },
      'allocator must be one of Allocator.jemalloc(), Allocator.mimalloc(), Allocator.system(), not "mimalloc"',
    ],
    [{ allocator: Allocator.mimalloc }, 'Allocator.system(), not the function mimalloc'],
    [{ runtimeBase: Allocator.system() }, 'RuntimeBase.scratch(), not an Allocator'],
    [{ registries: [{}] }, 'registries[0] must be one of ContainerRegistry.amazonEcr(), '],
    [{ stepsBeforeBuild: ['make'] }, 'stepsBeforeBuild[0] must be an object of JobStep, not "make"'],
    [{ stepsBeforeBuild: [{ run: 1 }] }, 'stepsBeforeBuild[0].run must be a string, not 1'],
    ['release', 'options must be an object of MuslRustChefOptions, not "release"'],
    [[], 'options must be an object of MuslRustChefOptions, not []'],
    [Allocator.system, 'options must be an object of MuslRustChefOptions, not the function system'],
    [{ profile: 'x'.repeat(99) + 1, images: 'x'.repeat(99) }, `images must be a list, not "${'x'.repeat(59)}…`],
  ])('%j', (options, message) => {
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
    const refused = thrownBy(() => new MuslRustChef(project, options));
    expect(refused).toContain(message);
    // in one line
    expect(refused).toMatch(/^MuslRustChef: .*$/);
  });

  test.each<[Untyped, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [{}, '{}'],
    ['.', '"."'],
    [Project, 'the function Project'],
  ])('%p as a project', (project, value) => {
    expect(thrownBy(() => new MuslRustChef(project))).toBe(`MuslRustChef: project must be a Project, not ${value}`);
    expect(thrownBy(() => MuslRustChef.of(project))).toBe(`MuslRustChef.of: project must be a Project, not ${value}`);
  });

  test('a port twice', () => {
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
    expect(thrownBy(() => new MuslRustChef(project, image({ ports: [80, 443, 80] })))).toBe(
      'image "app": ports has 80 twice. List each once.',
    );
  });
});

describe('refused, too, are those of', () => {
  const project = (): Untyped => new Project({ name: 'app', outdir: tempDir() });
  const node = { endpoint: 'tcp://a:1' };

  test.each<[call: () => unknown, message: string]>([
    [
      () => new MuslRustChefBuilder(project(), { zigg: true } as Untyped),
      'MuslRustChefBuilder: zigg is no option; did you mean zig?',
    ],
    [() => new MuslRustChefBuilder({} as Untyped), 'MuslRustChefBuilder: project must be a Project, not {}'],
    [
      () => new RustProject({ name: 'app', editon: '2021' } as Untyped),
      'RustProject: editon is no option; did you mean edition?',
    ],
    // projen's
    [
      () => new RustProject({ name: 'app', outDir: '.' } as Untyped),
      'RustProject: outDir is no option; did you mean outdir?',
    ],
    [
      () => new RustProject({ name: 'app', logging: { leve: 1 } } as Untyped),
      'RustProject: logging.leve is no option; did you mean level?',
    ],
    [
      () => new RustProject({ name: 'app', logging: { level: 9 } } as Untyped),
      'RustProject: logging.level must be one of LogLevel.',
    ],
    [
      () => new RustProject({ name: 'app', muslRustChefOptions: { alocator: 1 } } as Untyped),
      'RustProject: muslRustChefOptions.alocator is no option; did you mean allocator?',
    ],
    [() => new RustProject({} as Untyped), 'RustProject: name is missing: it must be a string'],
    [
      () => new (RustProject as Untyped)(),
      'RustProject: options must be an object of RustProjectOptions, not undefined',
    ],
    [
      () => Allocator.mimalloc({ memorybounded: true } as Untyped),
      'Allocator.mimalloc: memorybounded is no option; did you mean memoryBounded?',
    ],
    [() => Allocator.mimalloc('0.1.52' as Untyped), 'Allocator.mimalloc: options must be an object of MimallocOptions'],
    [
      () => Allocator.jemalloc({ v: '1' } as Untyped),
      'Allocator.jemalloc: v is no option; JemallocOptions has version',
    ],
    [() => BuildCache.registry(1 as Untyped), 'BuildCache.registry: reference must be a string, not 1'],
    [
      () => BuildCache.registry('ghcr.io/a/b', 'ghcr.io' as Untyped),
      'BuildCache.registry: registry must be one of ContainerRegistry.',
    ],
    [() => BuilderBase.muslrust({} as Untyped), 'BuilderBase.muslrust: reference must be a string, not {}'],
    [() => BuilderBase.rustMusl(1 as Untyped), 'BuilderBase.rustMusl: release must be a string, not 1'],
    [() => RuntimeBase.scratch({ timezones: true } as Untyped), 'RuntimeBase.scratch: timezones is no option; did'],
    [() => RuntimeBase.custom(undefined as Untyped), 'RuntimeBase.custom: reference must be a string, not undefined'],
    [() => PrivateSource.git(['a.com'] as Untyped), 'PrivateSource.git: host must be a string, not ["a.com"]'],
    [
      () => BuildxBuilder.remote([{ endpont: 'tcp://a:1' }] as Untyped),
      'BuildxBuilder.remote: nodes[0].endpont is no option; did you mean endpoint?',
    ],
    [() => BuildxBuilder.remote(node as Untyped), 'BuildxBuilder.remote: nodes must be a list, not {"endpoint"'],
    [
      () => BuildxBuilder.remote([node], { pullrequest: true } as Untyped),
      'BuildxBuilder.remote: pullrequest is no option; did you mean pullRequests?',
    ],
    [
      () => BuildxBuilder.kubernetes([{ platform: 'amd64' }] as Untyped),
      `BuildxBuilder.kubernetes: nodes[0].platform must be ${PLATFORMS}, not "amd64"`,
    ],
    [
      () => ContainerRegistry.withSecrets({ host: 'a.com', passwordsecret: 'X' } as Untyped),
      'ContainerRegistry.withSecrets: passwordsecret is no option; did you mean passwordSecret?',
    ],
    [() => ContainerRegistry.amazonEcr({ region: 'x' } as Untyped), 'ContainerRegistry.amazonEcr: role is missing'],
  ])('%s', (call, message) => {
    expect(thrownBy(call)).toContain(message);
  });
});

describe('as not given counts', () => {
  test.each([null, undefined])('%s', (nothing: Untyped) => {
    // what depends on pins is a function in them
    const plain = (value: object) => JSON.stringify(value);
    expect(plain(Allocator.mimalloc(nothing))).toBe(plain(Allocator.mimalloc()));
    expect(plain(Allocator.mimalloc({ version: nothing, secure: nothing }))).toBe(plain(Allocator.mimalloc()));
    expect(BuilderBase.muslrust(nothing)._references).toEqual(BuilderBase.muslrust()._references);
    expect(plain(BuildxBuilder.kubernetes([{ platform: nothing }], nothing))).toBe(
      plain(BuildxBuilder.kubernetes([{}])),
    );
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
    const options = { platforms: nothing, profile: nothing, builderImage: nothing, branch: nothing };
    expect(
      new MuslRustChef(project, { ...options, images: [{ binary: 'app', ports: nothing }] }).dockerfile,
    ).toBeDefined();
    expect(new MuslRustChef(new Project({ name: 'b', outdir: project.outdir }), nothing).strategy).toBeDefined();
  });
});

describe('a subclass', () => {
  class AcmeProject extends RustProject {
    constructor(options: Untyped) {
      super(options);
    }
  }
  class AcmeChef extends MuslRustChef {}

  test('may hand options of its own on', () => {
    expect(() => new AcmeProject({ name: 'app', outdir: tempDir(), team: 'x' })).not.toThrow();
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
    expect(() => new AcmeChef(project, { team: 'x' } as Untyped)).not.toThrow();
  });

  test('may be called like ours', () => {
    const Twin = Object.defineProperty(class extends RustProject {}, 'name', { value: 'RustProject' });
    expect(() => new Twin({ name: 'app', outdir: tempDir(), team: 'x' } as Untyped)).not.toThrow();
  });

  test('may not get ours wrong', () => {
    expect(thrownBy(() => new AcmeProject({ name: 'app', edition: 2021 }))).toBe(
      'RustProject: edition must be a string, not 2021',
    );
    expect(thrownBy(() => new AcmeProject({ name: 'app', muslRustChefOptions: { team: 'x' } }))).toMatch(
      /^RustProject: muslRustChefOptions\.team is no option; MuslRustChefOptions has /,
    );
    expect(thrownBy(() => new AcmeProject({ name: 'app', muslRustChefOptions: { ports: [8080] } }))).toBe(
      'RustProject: muslRustChefOptions.ports is no option; ' +
        'did you mean muslRustChefOptions.imageDefaults.ports or muslRustChefOptions.images[].ports?',
    );
  });
});

test('an object of the class of another copy of a package is one', () => {
  const Twin = Object.defineProperty(class {}, 'name', { value: 'Project' });
  expect(MuslRustChef.of(Object.assign(new Twin(), { components: [] }) as Untyped)).toBeUndefined();
});

function thrownBy(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was thrown');
}
