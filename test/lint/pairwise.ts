import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { make } from 'covertable';
import { LogLevel, Project } from 'projen';
import {
  Allocator,
  BuildArg,
  BuildCache,
  BuilderBase,
  BuildStrategy,
  BuildxBuilder,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefOptions,
  Platform,
  PrivateSource,
  PublishGate,
  RuntimeBase,
} from '../../src';
import { synthesise } from '../synth';
import { writeTree } from '../util';

/** A choice, as a user would make it. */
interface Level {
  readonly options?: MuslRustChefOptions;
  readonly files?: Record<string, string>;
  /** Files at the root of the repository. */
  readonly root?: Record<string, string>;
  /** Where the project is, from the root of the repository. */
  readonly folder?: string;
}

type Factors = Record<string, Record<string, Level>>;

const IMAGE_WORDS = `it's "two" words, $HOME; \`id\` $(id) \${{ github.actor }} \\ *.rs #`;
const PROFILE = '[profile.dist]\ninherits = "release"\n';
const UUID = '01234567-89ab-cdef-0123-456789abcdef';
const logging = { level: LogLevel.OFF };
const DEFAULT: Level = {};

/** Every option, with its defaults and with values that want quoting; what a project may hold that changes the output. */
const FACTORS: Factors = {
  crates: {
    one: { files: { ...crate('.', 'app') } },
    workspace: { files: { ...workspace('app', 'worker') } },
    'workspace of packages with odd names': { files: { ...workspace('app', 'worker', '2nd_tool', 'x.y') } },
  },
  files: {
    none: DEFAULT,
    'a toolchain': { files: { 'rust-toolchain.toml': '[toolchain]\nchannel = "1.95.0"\ncomponents = ["clippy"]\n' } },
    'vendored crates': {
      files: {
        '.cargo/config.toml':
          '[source.crates-io]\nreplace-with = "vendored"\n\n[source.vendored]\ndirectory = "third party/crates"\n',
        'third party/crates/README.md': 'vendored\n',
      },
    },
  },
  folder: { root: DEFAULT, below: { folder: 'services/app' }, 'of an odd name': { folder: "it's here/a,b" } },
  images: {
    all: DEFAULT,
    'one, with every option': {
      options: {
        imageDefaults: { env: { FOR_ALL: IMAGE_WORDS } },
        images: [
          {
            binary: 'app',
            name: 'web.v2_x-y',
            files: { 'Cargo.toml': `/etc/${IMAGE_WORDS}` },
            repository: 'public.example.com/acme/web',
            features: ['extra'],
            ports: [8080, 9090],
            env: { GREETING: IMAGE_WORDS, AUTH_TOKEN: 'public', EMPTY: '' },
            labels: { 'org.opencontainers.image.vendor': `Côté ${IMAGE_WORDS}` },
            args: ['--listen', IMAGE_WORDS, ''],
            smokeTest: ['--check', IMAGE_WORDS, ''],
            smokeTestPath: "/it's/ready?q=%20&x=$HOME",
            workdir: '/var/lib/app/work',
            volumes: ['/var/lib/app', '/data $HOME'],
            stopSignal: 'SIGINT',
            healthcheck: {
              args: ['health', IMAGE_WORDS],
              interval: '10s',
              timeout: '1s',
              startPeriod: '1m',
              retries: 5,
            },
          },
        ],
      },
    },
  },
  // one factor of both, since not every strategy goes with every base
  tools: {
    'native, muslrust': DEFAULT,
    'native, muslrust of my own': {
      options: { builderBase: BuilderBase.muslrust('registry.example.com:5000/clux/muslrust:1.95.0-stable') },
    },
    'native, rust-musl': { options: { builderBase: BuilderBase.rustMusl() } },
    'native, builder image': { options: { builderImage: 'ghcr.io/acme/muslrust-chef:1.2' } },
    'cross, muslrust': { options: { strategy: BuildStrategy.CROSS } },
    'cross, rust-musl': { options: { strategy: BuildStrategy.CROSS, builderBase: BuilderBase.rustMusl() } },
    'cross, builder image': {
      options: { strategy: BuildStrategy.CROSS, builderImage: 'ghcr.io/acme/muslrust-chef:1.2' },
    },
    'emulated, muslrust': { options: { strategy: BuildStrategy.EMULATED } },
    'emulated, builder image': {
      options: { strategy: BuildStrategy.EMULATED, builderImage: 'ghcr.io/acme/muslrust-chef:1.2' },
    },
  },
  platforms: {
    both: DEFAULT,
    amd64: { options: { platforms: [Platform.LINUX_AMD64] } },
    arm64: { options: { platforms: [Platform.LINUX_ARM64] } },
  },
  base: {
    chainguard: DEFAULT,
    distroless: { options: { runtimeBase: RuntimeBase.distrolessStatic() } },
    scratch: { options: { runtimeBase: RuntimeBase.scratch() } },
    'scratch with all': { options: { runtimeBase: RuntimeBase.scratch({ tmp: true, timeZones: true }) } },
    custom: { options: { runtimeBase: RuntimeBase.custom('registry.example.com:5000/base/static:1.2') } },
  },
  allocator: {
    system: DEFAULT,
    mimalloc: { options: { allocator: Allocator.mimalloc({ memoryBounded: true, hugePages: true }) } },
    jemalloc: { options: { allocator: Allocator.jemalloc() } },
    "system, musl's memory functions": { options: { memoryFunctions: false } },
  },
  cache: {
    actions: DEFAULT,
    registry: { options: { cache: BuildCache.registry('ghcr.io/acme/app/cache') } },
    none: { options: { cache: BuildCache.none() } },
  },
  kept: {
    incremental: DEFAULT,
    seeds: { options: { seedImages: true } },
    'seeds elsewhere': { options: { seedRepository: 'docker.io/acme/seed' } },
    nothing: { options: { incremental: false } },
    isolated: { options: { isolated: true } },
    'isolated, nothing': { options: { isolated: true, incremental: false } },
  },
  runners: {
    hosted: DEFAULT,
    'one of my own': { options: { runners: { 'linux/arm64': ['self-hosted', 'linux', 'arm64'] } } },
  },
  gate: {
    none: DEFAULT,
    'a job and a workflow of my own': {
      options: {
        publishAfter: [
          PublishGate.job('audit', {
            name: 'audit',
            runsOn: ['ubuntu-24.04'],
            permissions: {},
            steps: [{ name: 'Audit', run: 'true' }],
          }),
          PublishGate.workflow('.github/workflows/test.yml', { secrets: ['TOKEN'] }),
        ],
      },
      root: {
        '.github/workflows/test.yml': [
          'name: test',
          'on:',
          '  workflow_call:',
          '    secrets:',
          '      TOKEN:',
          '        required: false',
          'permissions: {}',
          'concurrency:',
          '  group: test-${{ github.workflow }}-${{ github.ref }}',
          '  cancel-in-progress: false',
          'jobs:',
          '  test:',
          '    name: test',
          '    runs-on: ubuntu-24.04',
          '    steps:',
          '      - name: Test',
          '        run: "true"',
          '',
        ].join('\n'),
      },
    },
  },
  events: {
    'of git': DEFAULT,
    'all that there are': {
      options: {
        schedule: ['0 4 * * 1'],
        manualStart: true,
        paths: ['crates/**', "!it's/**"],
        branchTags: ['edge'],
        releaseTags: ['{major}', 'v{version}'],
      },
    },
  },
  builder: {
    container: DEFAULT,
    'remote nodes': {
      options: {
        buildxBuilder: BuildxBuilder.remote([
          {
            endpoint: 'tcp://amd64.example.com:1234',
            platform: Platform.LINUX_AMD64,
            driverOptions: { servername: 'amd64' },
          },
          {
            endpoint: 'tcp://arm64.example.com:1234',
            platform: Platform.LINUX_ARM64,
            driverOptions: { servername: 'arm64' },
          },
        ]),
      },
    },
    cluster: {
      options: {
        buildxBuilder: BuildxBuilder.kubernetes([
          { platform: Platform.LINUX_AMD64, driverOptions: { namespace: 'ci', nodeselector: 'pool=ci,disk=ssd' } },
          { platform: Platform.LINUX_ARM64 },
        ]),
        stepsBeforeBuild: [
          {
            id: 'kubeconfig',
            name: 'Write the kubeconfig',
            env: { KUBECONFIG_DATA: '${{ github.token }}' },
            run: 'mkdir -p ~/.kube && echo "$KUBECONFIG_DATA" > ~/.kube/config',
          },
        ],
      },
    },
    'one for pull requests too': {
      options: {
        buildxBuilder: BuildxBuilder.remote([{ endpoint: 'tcp://both.example.com:1234' }], { pullRequests: true }),
      },
    },
  },
  sources: {
    public: DEFAULT,
    'registry and git': {
      options: { privateSources: [PrivateSource.registry('acme-inc'), PrivateSource.git('git.acme.com:8443')] },
    },
    ssh: { options: { privateSources: [PrivateSource.registry('acme'), PrivateSource.ssh()] } },
  },
  told: {
    nothing: DEFAULT,
    'the commit': {
      options: {
        buildArgs: { SHA: BuildArg.revision(), VERSION: BuildArg.version(), NPM_TOKEN: BuildArg.value('$(x)') },
      },
    },
  },
  packages: {
    none: DEFAULT,
    two: { options: { aptPackages: ['protobuf-compiler', 'libclang-dev=1:14.0-55~deb12u1'] } },
  },
  registry: {
    github: DEFAULT,
    'docker hub': { options: { registry: ContainerRegistry.dockerHub({ namespace: 'acme' }) } },
    amazon: {
      options: {
        registry: ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: 'arn:aws:iam::123456789012:role/publish' }),
      },
    },
    google: {
      options: {
        registry: ContainerRegistry.googleArtifactRegistry({
          location: 'europe-west1',
          project: 'acme-prod',
          repository: 'images',
          workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/github',
          serviceAccount: 'publish@acme-prod.iam.gserviceaccount.com',
        }),
      },
    },
    azure: { options: { registry: ContainerRegistry.azure({ name: 'acmeprod', clientId: UUID, tenantId: UUID }) } },
    'with secrets': {
      options: {
        registry: ContainerRegistry.withSecrets({
          host: 'images.example.com:5000',
          usernameSecret: 'ACME_USER',
          passwordSecret: 'ACME_PASSWORD',
        }),
        imageRepository: 'images.example.com:5000/acme/app',
      },
    },
    'without accounts': { options: { registry: ContainerRegistry.anonymous('registry.internal:5000') } },
  },
  registries: {
    none: DEFAULT,
    'of the builder': {
      options: {
        registries: [
          ContainerRegistry.withSecrets({ host: 'registry.example.com:5000', passwordSecret: 'BASE_PASSWORD' }),
        ],
      },
    },
  },
  attest: { yes: DEFAULT, no: { options: { attest: false } } },
  branch: { default: DEFAULT, trunk: { options: { branch: 'trunk' } }, odd: { options: { branch: "it's/c++" } } },
  profile: { release: DEFAULT, dist: { options: { profile: 'dist' } } },
  features: {
    default: DEFAULT,
    none: { options: { defaultFeatures: false } },
    all: { options: { allFeatures: true } },
  },
};

/** A project: by each factor the name of the level it has. */
export type Row = Record<string, string>;

/** Few projects that have each pair of levels between them. */
export function pairwiseRows(): Row[] {
  const names = Object.fromEntries(Object.entries(FACTORS).map(([factor, levels]) => [factor, Object.keys(levels)]));
  return make(names) as Row[];
}

/** The options that are chosen in any of them, those of an image among them. */
export function chosenOptions(): string[] {
  const options = Object.values(FACTORS).flatMap((levels) => Object.values(levels).map((level) => level.options ?? {}));
  return options.flatMap((chosen) => [...Object.keys(chosen), ...(chosen.images ?? []).flatMap(Object.keys)]);
}

/** Every pair of levels of two factors. */
export function allPairs(): Row[] {
  const levels = Object.entries(FACTORS).flatMap(([factor, names]) =>
    Object.keys(names).map((name) => ({ factor, name })),
  );
  return levels.flatMap((one, i) =>
    levels
      .slice(i + 1)
      .filter((other) => other.factor !== one.factor)
      .map((other) => ({ [one.factor]: one.name, [other.factor]: other.name })),
  );
}

/** Where the project of a row is, from the root of its repository. */
export function folderOf(row: Row): string {
  return FACTORS.folder[row.folder].folder ?? '.';
}

/**
 * Synthesises the project of a row.
 *
 * @param root of its repository
 * @returns the folder of the project
 */
export function synthesiseRow(row: Row, root: string): string {
  const levels = Object.entries(row).map(([factor, name]) => FACTORS[factor][name]);
  const folder = folderOf(row);
  // linters of workflows look for a repository around them
  mkdirSync(join(root, '.git'), { recursive: true });
  levels.forEach(({ files }) => writeTree(join(root, folder), files ?? {}));
  levels.forEach((level) => writeTree(root, level.root ?? {}));
  const parent = new Project({ name: 'acme', outdir: root, logging });
  const project = folder === '.' ? parent : new Project({ name: 'app', parent, outdir: folder, logging });
  try {
    // without an allocator no lock file has to be resolved
    new MuslRustChef(
      project,
      Object.assign({ allocator: Allocator.system() }, ...levels.map(({ options }) => options)),
    );
    synthesise(parent);
  } catch (error) {
    throw new Error(`${JSON.stringify(row)}: ${(error as Error).message}`);
  }
  return join(root, folder);
}

function workspace(...names: string[]): Record<string, string> {
  return Object.assign(
    { 'Cargo.toml': `[workspace]\nresolver = "2"\nmembers = ["crates/*"]\n\n${PROFILE}` },
    ...names.map((name) => crate(`crates/${name}`, name)),
    lock(...names),
  );
}

function crate(folder: string, name: string): Record<string, string> {
  return {
    [`${folder}/Cargo.toml`]:
      `[package]\nname = "${packageOf(name)}"\nversion = "0.1.0"\nedition = "2021"\n` +
      `\n[features]\nextra = []\n\n[[bin]]\nname = "${name}"\npath = "src/main.rs"\n${folder === '.' ? `\n${PROFILE}` : ''}`,
    [`${folder}/src/main.rs`]: 'fn main() {}\n',
    ...lock(name),
  };
}

function lock(...names: string[]): Record<string, string> {
  const packages = names.map((name) => `[[package]]\nname = "${packageOf(name)}"\nversion = "0.1.0"\n`);
  return { 'Cargo.lock': ['version = 4\n', ...packages].join('\n') };
}

/** Binaries may be named as packages may not. */
function packageOf(binary: string): string {
  return `package-${binary.replace('.', '-')}`;
}
