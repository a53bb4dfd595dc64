import { OldImage } from '../../src/adopt/old-dockerfile/old-image';

/** A crate of test/corpus/crates.txt, with files beside it. */
export interface Tree {
  readonly crate: string;
  readonly binary: string;
  readonly shape: string;
  /** What is written into it. */
  readonly files: (binary: string) => Record<string, string>;
  /** What the images of its Dockerfile say. */
  readonly says: Partial<OldImage>;
}

const pushed = (tags: string, more = '') =>
  [
    'on: { push: { branches: [main] } }',
    'jobs:',
    '  image:',
    '    runs-on: ubuntu-latest',
    '    steps:',
    '      - uses: actions/checkout@v4',
    '      - uses: docker/build-push-action@v6',
    `        with: { push: true, tags: "${tags}"${more} }`,
    '',
  ].join('\n');

const built = 'FROM rust:1 AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --locked\n';

/** Dockerfiles and workflows as people write them. */
const SHAPES: Record<string, Pick<Tree, 'files' | 'says'>> = {
  'cargo-chef on Debian': {
    files: (binary) => ({
      Dockerfile: `FROM lukemathwalker/cargo-chef:latest-rust-1 AS chef\nWORKDIR /app\nFROM chef AS planner\nCOPY . .\nRUN cargo chef prepare --recipe-path recipe.json\nFROM chef AS builder\nCOPY --from=planner /app/recipe.json recipe.json\nRUN cargo chef cook --release --recipe-path recipe.json\nCOPY . .\nRUN cargo build --release --bin ${binary}\nFROM debian:bookworm-slim AS runtime\nRUN apt-get update && apt-get install -y ca-certificates && rm -rf /var/lib/apt/lists/*\nWORKDIR /app\nCOPY --from=builder /app/target/release/${binary} /usr/local/bin\nENV RUST_LOG=info\nEXPOSE 8080\nENTRYPOINT ["/usr/local/bin/${binary}"]\n`,
      '.dockerignore': 'target\n.git\n*.log\n',
      '.github/workflows/docker.yml': pushed('ghcr.io/${{ github.repository }}:latest'),
    }),
    says: { args: [], ports: [8080], env: { RUST_LOG: 'info' }, workdir: '/app' },
  },
  'scratch with certificates': {
    files: (binary) => ({
      Dockerfile: `FROM rust:1-alpine AS build\nRUN apk add --no-cache musl-dev ca-certificates\nWORKDIR /src\nCOPY . .\nRUN cargo build --release\nFROM scratch\nCOPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/\nCOPY --from=build /src/target/release/${binary} /${binary}\nUSER 1000\nENTRYPOINT ["/${binary}"]\nCMD ["--help"]\n`,
    }),
    says: { args: ['--help'], ports: [] },
  },
  distroless: {
    files: (binary) => ({
      Dockerfile: `${built}FROM gcr.io/distroless/cc-debian12:nonroot\nCOPY --from=build /src/target/release/${binary} /app/\nEXPOSE 3000/tcp 3001\nSTOPSIGNAL SIGINT\nCMD ["/app/${binary}", "--version"]\n`,
      '.github/workflows/image.yaml': pushed('acme/tool:1', ', platforms: "linux/amd64"'),
    }),
    says: { args: ['--version'], ports: [3000, 3001], stopSignal: 'SIGINT' },
  },
  'docker init': {
    files: (binary) => ({
      Dockerfile: `# syntax=docker/dockerfile:1\nARG RUST_VERSION=1.79.0\nARG APP_NAME=${binary}\nFROM rust:\${RUST_VERSION}-slim-bullseye AS build\nARG APP_NAME\nWORKDIR /app\nRUN --mount=type=bind,source=src,target=src \\\n    --mount=type=cache,target=/app/target/ \\\n    <<EOF\nset -e\ncargo build --locked --release\ncp ./target/release/$APP_NAME /bin/server\nEOF\nFROM debian:bullseye-slim AS final\nARG UID=10001\nRUN adduser --disabled-password --uid "\${UID}" appuser\nUSER appuser\nCOPY --from=build /bin/server /bin/\nEXPOSE 8000\nCMD ["/bin/server"]\n`,
      '.dockerignore':
        '# Include any files or directories\n**/.DS_Store\n**/.git\n**/compose.y*ml\n/target\nLICENSE-OLD\n',
      'compose.yaml':
        'services:\n  server:\n    build:\n      context: .\n      target: final\n    ports:\n      - 8000:8000\n',
    }),
    says: { args: [], ports: [8000] },
  },
  'Alpine with files': {
    files: (binary) => ({
      Dockerfile: `${built}FROM alpine:3.20\nRUN apk add --no-cache ca-certificates tini\nCOPY --chown=1000:1000 deploy-config /etc/app\nCOPY deploy-config/a.toml /etc/\nCOPY --from=build /src/target/release/${binary} /usr/local/bin/${binary}\nVOLUME /data\nENV A=1 B="two words"\nENTRYPOINT ["/sbin/tini", "--", "/usr/local/bin/${binary}"]\nCMD ["run"]\n`,
      'deploy-config/a.toml': 'a = 1\r\n',
      'deploy-config/b.toml': 'b = 1\n',
      '.gitattributes': 'deploy-config/a.toml -text\n',
    }),
    says: { args: ['run'], env: { A: '1', B: 'two words' }, volumes: ['/data'] },
  },
  'one stage, shell form': {
    files: (binary) => ({
      Dockerfile: `FROM rust:1.80\nWORKDIR /usr/src/app\nCOPY . .\nRUN cargo install --path .\nENV TZ=Etc/UTC\nCMD ${binary} --quiet\n`,
      Makefile: 'image:\n\tdocker build -t app .\n',
    }),
    says: { args: ['--quiet'], env: { TZ: 'Etc/UTC' }, workdir: '/usr/src/app' },
  },
  muslrust: {
    files: (binary) => ({
      Dockerfile: `FROM clux/muslrust:stable AS build\nCOPY . .\nRUN cargo build --release --target x86_64-unknown-linux-musl\nFROM cgr.dev/chainguard/static\nCOPY --from=build --chown=nonroot:nonroot /volume/target/x86_64-unknown-linux-musl/release/${binary} /app/${binary}\nHEALTHCHECK --interval=5s CMD ["/app/${binary}", "health"]\nENTRYPOINT ["/app/${binary}"]\n`,
      '.github/workflows/release.yml': pushed('ghcr.io/acme/elsewhere:1').replace(
        'jobs:',
        'jobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: cargo test',
      ),
    }),
    says: { args: [], healthcheck: { args: ['health'], interval: '5s' } },
  },
  'a script and a shell': {
    files: (binary) => ({
      Dockerfile: `${built}FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y curl\nCOPY entry.sh /\nCOPY --from=build /src/target/release/${binary} /bin/\nEXPOSE 9000/udp 9001\nHEALTHCHECK CMD curl -f http://localhost:9001/up || exit 1\nENTRYPOINT ["/entry.sh"]\nCMD ["${binary}"]\n`,
      'entry.sh': `#!/bin/sh\nexec "$@"\n`,
      'package.json':
        '{\n    "name": "web",\n    "private": true,\n    "devDependencies": {\n        "vite": "^7.0.0"\n    }\n}\n',
      'package-lock.json': '{ "lockfileVersion": 3 }\n',
    }),
    says: { args: [], ports: [9001] },
  },
};

const CRATES: [crate: string, binary: string][] = [
  ['b3sum', 'b3sum'],
  ['pastel', 'pastel'],
  ['bore-cli', 'bore'],
  ['choose', 'choose'],
  ['critcmp', 'critcmp'],
  ['du-dust', 'dust'],
  ['dua-cli', 'dua'],
  ['dufs', 'dufs'],
  ['erdtree', 'erd'],
  ['fd-find', 'fd'],
  ['fend', 'fend'],
  ['genact', 'genact'],
  ['git-delta', 'delta'],
  ['gping', 'gping'],
  ['grex', 'grex'],
  ['hexyl', 'hexyl'],
  ['htmlq', 'htmlq'],
  ['hyperfine', 'hyperfine'],
  ['jless', 'jless'],
  ['jql', 'jql'],
  ['just', 'just'],
  ['lsd', 'lsd'],
  ['miniserve', 'miniserve'],
  ['procs', 'procs'],
];

/** Each crate with one shape, and each shape with some crates. */
export const TREES: Tree[] = CRATES.map(([crate, binary], i) => {
  const names = Object.keys(SHAPES);
  // a step that meets all of them
  const shape = names[(i + Math.floor(i / names.length)) % names.length];
  return treeOf(crate, binary, shape);
});

/** A small crate for each shape, which compiles in seconds; and what it prints when it is asked for its version. */
export const SMALL_TREES: Tree[] = [
  ['hexyl', 'hexyl'],
  ['choose', 'choose'],
  ['critcmp', 'critcmp'],
  ['b3sum', 'b3sum'],
  ['jql', 'jql'],
  ['htmlq', 'htmlq'],
  ['du-dust', 'dust'],
  ['bore-cli', 'bore'],
].map(([crate, binary], i) => treeOf(crate, binary, Object.keys(SHAPES)[i]));

function treeOf(crate: string, binary: string, shape: string): Tree {
  return { crate, binary, shape, ...SHAPES[shape] };
}
