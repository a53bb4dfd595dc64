/**
 * Every upstream version this package ships, in one place: they change together, in one commit. A repository may name others,
 * so what holds in one is `PinFile.of(project).pins`; only what knows no project takes these.
 *
 * Actions are pinned by the commit that their release tag names. The two base images are pinned by tag:
 * what a digest names (an index, or one platform of it) can only be told by asking the registry.
 */
export const PINS = {
  images: {
    /** The index of `linux/amd64` and `linux/arm64`; each platform compiles for itself only. */
    muslrust: 'docker.io/clux/muslrust:1.98.0-stable',
    chainguardStatic: 'cgr.dev/chainguard/static:latest',
    /** Without `:nonroot` this image runs as root. */
    distrolessStatic: 'gcr.io/distroless/static-debian13:nonroot',
    /** One for each target, which runs on both architectures; its tags name the target, and a release of Rust. */
    rustMuslAmd64: 'docker.io/blackdex/rust-musl:x86_64-musl-stable',
    rustMuslArm64: 'docker.io/blackdex/rust-musl:aarch64-musl-stable',
  },
  crates: {
    'cargo-chef': '0.1.78',
    /** 0.1.45 does not compile on musl; 0.1.51 needs ARMv8.1 instructions and dies on ARMv8.0. */
    mimalloc: '0.1.52',
    /** jemalloc 5.3.1. Before 0.6.0 its build script knows no settings for one target alone. */
    'tikv-jemallocator': '0.7.0',
  },
  /** Prebuilt for both architectures, with no compiler to install them by. */
  pypi: {
    'cargo-zigbuild': '0.24.1',
    /** 0.17 looks at the inodes of its files: in a pulled layer it compiles its C library again. 0.16 takes twice as long for C++. */
    ziglang: '0.15.2',
  },
  /** BuildKit and buildx of the workflow's builders: pinned, so that equal sources give equal digests. */
  buildkit: 'v0.34.2',
  buildx: 'v0.38.2',
  actions: {
    'actions/attest': ['v4.2.2', '1e69f48acb82d1966a394da916b4c1698aa569d6'],
    'actions/checkout': ['v7.0.1', '3d3c42e5aac5ba805825da76410c181273ba90b1'],
    'actions/download-artifact': ['v8.0.1', '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c'],
    'actions/setup-node': ['v7.0.0', '820762786026740c76f36085b0efc47a31fe5020'],
    'actions/setup-python': ['v7.0.0', '5fda3b95a4ea91299a34e894583c3862153e4b97'],
    'actions/upload-artifact': ['v7.0.0', 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f'],
    'aws-actions/amazon-ecr-login': ['v2.1.7', '03f1aad4c6c7ffd436567f42f9384779290529bd'],
    'aws-actions/configure-aws-credentials': ['v6.2.3', 'e6de054238d6b7531b4efff3b6587d9aade6a06c'],
    'azure/login': ['v3.0.1', 'f5d393ae46f8fde4be8b75f32e3fc50e654ad0ca'],
    'docker/bake-action': ['v7.1.0', 'a66e1c87e2eca0503c343edf1d208c716d54b8a8'],
    'docker/login-action': ['v4.1.0', '4907a6ddec9925e35a0a9e82d7399ccc52663121'],
    'docker/setup-qemu-action': ['v4.2.0', '96fe6ef7f33517b61c61be40b68a1882f3264fb8'],
    'docker/setup-buildx-action': ['v4.3.0', '37fe631027851001ddb9b187196cc803df7f5f0e'],
    'google-github-actions/auth': ['v3.0.0', '7c6bc770dae815cd3e89ee6cdf493a5fab2cc093'],
  },
} as const;

/** The name of an action that is pinned here. */
export type PinnedAction = keyof typeof PINS.actions;

/** Every pin, with the values that hold in a repository: what is here, and what its own file says instead. */
export interface Pins {
  readonly images: Record<keyof typeof PINS.images, string>;
  readonly crates: Record<keyof typeof PINS.crates, string>;
  readonly pypi: Record<keyof typeof PINS.pypi, string>;
  readonly buildkit: string;
  readonly buildx: string;
  /** The tag of a release, and its commit. */
  readonly actions: Record<PinnedAction, readonly [release: string, commit: string]>;
}
