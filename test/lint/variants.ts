import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project } from 'projen';
import {
  Allocator,
  BuildCache,
  BuilderBase,
  BuildStrategy,
  BuildxBuilder,
  ContainerRegistry,
  MuslRustChef,
  MuslRustChefBuilder,
  MuslRustChefOptions,
  Platform,
  PrivateSource,
  RuntimeBase,
  RustProject,
} from '../../src';
import { synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

// linters do not look at Rust, and without an allocator no lock file has to be resolved
const allocator = Allocator.system();
const logging = { level: LogLevel.OFF };

/** Projects that between them have each kind of line that is generated. */
export const VARIANTS: Record<string, (outdir: string) => Project> = {
  'a single crate': chef(['app'], {}),

  'a workspace of two': chef(['server', 'worker'], {}),

  'images with awkward words': chef(['server', 'worker'], {
    images: [
      {
        binary: 'server',
        name: 'web.v2',
        ports: [8080, 9090],
        env: { GREETING: 'it\'s "quoted", $HOME and \\back; $(echo no) `tick`', EMPTY: '' },
        labels: { 'org.opencontainers.image.vendor': 'Côté & Söhne "GmbH" $5' },
        args: ['--listen', '0.0.0.0:8080', 'it\'s "two" words', '$HOME'],
        smokeTest: ['--check', 'it\'s "two" words', '$HOME; `id` ${{ github.actor }} *.rs', ''],
      },
      { binary: 'worker', smokeTest: ['--version'] },
    ],
  }),

  'images with files and folders of their own, of one binary': chef(
    ['app'],
    {
      images: [
        {
          binary: 'app',
          files: { 'templates/': '/app/templates', 'a $b [c].txt': '/app/it\'s "$HOME"' },
          healthcheck: { args: ['health', '$HOME'], interval: '10s', retries: 5 },
        },
        { binary: 'app', name: 'worker', args: ['work'] },
      ],
      imageDefaults: { workdir: '/app', volumes: ['/var/lib/app', '/$data'], stopSignal: 'SIGINT' },
    },
    { 'templates/index.html': '', 'a $b [c].txt': '' },
  ),

  'a seed image': chef(['server', 'worker'], { seedImages: true }),

  'nothing kept': chef(['server', 'worker'], { incremental: false }),

  'a cache in a registry': chef(['app'], { cache: BuildCache.registry('ghcr.io/acme/app/cache') }),

  'no cache, no attestation, one platform': chef(['app'], {
    cache: BuildCache.none(),
    attest: false,
    platforms: [Platform.LINUX_ARM64],
  }),

  'a toolchain file and a profile': chef(
    ['app'],
    { profile: 'dist' },
    {
      'rust-toolchain.toml': '[toolchain]\nchannel = "1.95.0"\n',
    },
  ),

  'a scratch base': chef(['app'], { runtimeBase: RuntimeBase.scratch() }),

  'a distroless base': chef(['app'], { runtimeBase: RuntimeBase.distrolessStatic() }),

  'a repository on another registry': chef(['server', 'worker'], {
    imageRepository: 'registry.example.com:5000/acme/app',
    registry: ContainerRegistry.withSecrets({
      host: 'registry.example.com:5000',
      usernameSecret: 'ACME_USER',
      passwordSecret: 'ACME_PASSWORD',
    }),
    builderBase: BuilderBase.muslrust('registry.example.com:5000/clux/muslrust:1.95.0-stable'),
    branch: 'trunk',
    seedImages: true,
  }),

  'registries that go by the identity of the run': chef(['server', 'worker'], {
    registry: ContainerRegistry.amazonEcr({ region: 'eu-west-1', role: 'arn:aws:iam::123456789012:role/publish' }),
    registries: [
      ContainerRegistry.azure({
        name: 'acmebases',
        clientId: '00000000-0000-0000-0000-000000000001',
        tenantId: '00000000-0000-0000-0000-000000000002',
      }),
    ],
    runtimeBase: RuntimeBase.custom('acmebases.azurecr.io/static:1'),
    cache: BuildCache.registry(
      'europe-west1-docker.pkg.dev/acme/images/cache',
      ContainerRegistry.googleArtifactRegistry({
        location: 'europe-west1',
        project: 'acme',
        repository: 'images',
        workloadIdentityProvider: 'projects/1/locations/global/workloadIdentityPools/github/providers/acme',
        serviceAccount: 'publish@acme.iam.gserviceaccount.com',
      }),
    ),
    seedImages: true,
  }),

  'Docker Hub, and one image elsewhere': chef(['server', 'worker'], {
    registry: ContainerRegistry.dockerHub({ namespace: 'acme' }),
    images: [{ binary: 'server' }, { binary: 'worker', repository: 'ghcr.io/acme/legacy' }],
    seedImages: true,
    attest: false,
  }),

  'cross-compiled by zig': chef(['server', 'worker'], { strategy: BuildStrategy.CROSS }),

  'cross-compiled by rust-musl, each by itself': chef(['server', 'worker'], {
    strategy: BuildStrategy.CROSS,
    builderBase: BuilderBase.rustMusl(),
    isolated: true,
  }),

  'emulated, on scratch with everything': chef(['app'], {
    strategy: BuildStrategy.EMULATED,
    runtimeBase: RuntimeBase.scratch({ tmp: true, timeZones: true }),
  }),

  'private sources, packages and remote nodes': chef(['app'], {
    aptPackages: ['protobuf-compiler', 'libclang-dev'],
    privateSources: [
      PrivateSource.registry('acme'),
      PrivateSource.git('github.com'),
      PrivateSource.git('git.acme.com'),
    ],
    buildxBuilder: BuildxBuilder.remote([
      {
        endpoint: 'tcp://amd64.example.com:1234',
        platform: Platform.LINUX_AMD64,
        driverOptions: { servername: 'amd64' },
      },
      { endpoint: 'tcp://arm64.example.com:1234', platform: Platform.LINUX_ARM64 },
    ]),
  }),

  'ssh, a builder image and a cluster': chef(['app'], {
    builderImage: 'ghcr.io/acme/muslrust-chef:1.2',
    strategy: BuildStrategy.CROSS,
    privateSources: [PrivateSource.ssh()],
    buildxBuilder: BuildxBuilder.kubernetes([{ platform: Platform.LINUX_AMD64 }, { platform: Platform.LINUX_ARM64 }]),
  }),

  'a builder image of its own': (outdir) => {
    const project = new Project({ name: 'builder', outdir, logging });
    new MuslRustChefBuilder(project, { zig: true });
    return project;
  },

  'a subproject': (outdir) => {
    const root = new Project({ name: 'acme', outdir, logging });
    writeTree(join(outdir, 'services', 'app'), sources(['app']));
    new MuslRustChef(new Project({ name: 'app', parent: root, outdir: 'services/app', logging }), { allocator });
    return root;
  },

  'a new Rust project': (outdir) =>
    new RustProject({ name: 'my-service', outdir, logging, muslRustChefOptions: { allocator } }),
};

const folders = new Map<string, string>();

/** The folder of a synthesised variant; each is synthesised once. */
export function synthesised(variant: string): string {
  const folder = folders.get(variant) ?? tempDir();
  if (!folders.has(variant)) {
    // linters of workflows look for a repository around them
    mkdirSync(join(folder, '.git'));
    synthesise(VARIANTS[variant](folder));
    folders.set(variant, folder);
  }
  return folder;
}

function chef(crates: string[], options: MuslRustChefOptions, files: Record<string, string> = {}) {
  return (outdir: string) => {
    writeTree(outdir, { ...sources(crates), ...files });
    const project = new Project({ name: 'app', outdir, logging });
    new MuslRustChef(project, { allocator, ...options });
    return project;
  };
}

/** A crate, or a workspace of several. */
function sources(crates: string[]): Record<string, string> {
  const manifest = (name: string) =>
    `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n[profile.dist]\ninherits = "release"\n`;
  const lock = ['version = 4', ...crates.map((name) => `[[package]]\nname = "${name}"\nversion = "0.1.0"`)].join(
    '\n\n',
  );
  const main = 'fn main() {}\n';
  if (crates.length === 1) {
    return { 'Cargo.toml': manifest(crates[0]), 'Cargo.lock': `${lock}\n`, 'src/main.rs': main };
  }
  return {
    'Cargo.toml': '[workspace]\nresolver = "2"\nmembers = ["*"]\n',
    'Cargo.lock': `${lock}\n`,
    ...Object.fromEntries(
      crates.flatMap((name) => [
        [`${name}/Cargo.toml`, manifest(name)],
        [`${name}/src/main.rs`, main],
      ]),
    ),
  };
}
