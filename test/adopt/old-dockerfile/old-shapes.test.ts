import { readDockerfile } from '../../../src/adopt/old-dockerfile/old-dockerfile';

/** Dockerfiles as their authors publish them, and what each comes to. */
const SHAPES: Record<string, { text: string; image: Record<string, unknown>; byHand?: RegExp[] }> = {
  // https://github.com/docker/cli, of `docker init`
  'docker init, Debian': {
    text: `# syntax=docker/dockerfile:1
ARG RUST_VERSION=1.79.0
ARG APP_NAME=shop
FROM rust:\${RUST_VERSION}-slim-bullseye AS build
ARG APP_NAME
WORKDIR /app
RUN --mount=type=bind,source=src,target=src \\
    --mount=type=bind,source=Cargo.toml,target=Cargo.toml \\
    --mount=type=bind,source=Cargo.lock,target=Cargo.lock \\
    --mount=type=cache,target=/app/target/ \\
    --mount=type=cache,target=/usr/local/cargo/registry/ \\
    <<EOF
set -e
cargo build --locked --release
cp ./target/release/$APP_NAME /bin/server
EOF
FROM debian:bullseye-slim AS final
# See https://docs.docker.com/go/dockerfile-user-best-practices/
ARG UID=10001
RUN adduser \\
    --disabled-password \\
    --gecos "" \\
    --home "/nonexistent" \\
    --shell "/sbin/nologin" \\
    --no-create-home \\
    --uid "\${UID}" \\
    appuser
USER appuser
# Copy the executable from the "build" stage.
COPY --from=build /bin/server /bin/
EXPOSE 8000
CMD ["/bin/server"]
`,
    image: { stage: 'final', binary: 'shop', args: [], ports: [8000], env: {}, files: {} },
  },
  'docker init, Alpine': {
    text: `# syntax=docker/dockerfile:1
ARG RUST_VERSION=1.79.0
ARG APP_NAME=shop
FROM rust:\${RUST_VERSION}-alpine AS build
ARG APP_NAME
WORKDIR /app
RUN apk add --no-cache clang lld musl-dev git
RUN --mount=type=bind,source=src,target=src \\
    --mount=type=bind,source=Cargo.toml,target=Cargo.toml \\
    --mount=type=cache,target=/app/target/ \\
cargo build --locked --release && \\
cp ./target/release/$APP_NAME /bin/server
FROM alpine:3.18 AS final
ARG UID=10001
RUN adduser -D -u "\${UID}" appuser
USER appuser
COPY --from=build /bin/server /bin/
EXPOSE 8000
CMD ["/bin/server"]
`,
    image: { binary: 'shop', ports: [8000] },
    byHand: [/installs clang/],
  },
  // https://github.com/LukeMathWalker/cargo-chef#how-to-use
  'cargo-chef': {
    text: `FROM lukemathwalker/cargo-chef:latest-rust-1 AS chef
WORKDIR /app

FROM chef AS planner
COPY . .
RUN cargo chef prepare --recipe-path recipe.json

FROM chef AS builder 
COPY --from=planner /app/recipe.json recipe.json
# Build dependencies - this is the caching Docker layer!
RUN cargo chef cook --release --recipe-path recipe.json
# Build application
COPY . .
RUN cargo build --release --bin shop

# We do not need the Rust toolchain to run the binary!
FROM debian:bookworm-slim AS runtime
WORKDIR /app
COPY --from=builder /app/target/release/shop /usr/local/bin
ENTRYPOINT ["/usr/local/bin/shop"]
`,
    image: { stage: 'runtime', binary: 'shop', args: [], workdir: '/app', files: {} },
  },
  'cargo-chef, for musl': {
    text: `FROM clux/muslrust:stable AS chef
USER root
RUN cargo install cargo-chef
WORKDIR /app
FROM chef AS planner
COPY . .
RUN cargo chef prepare --recipe-path recipe.json
FROM chef AS builder
COPY --from=planner /app/recipe.json recipe.json
RUN cargo chef cook --release --target x86_64-unknown-linux-musl --recipe-path recipe.json
COPY . .
RUN cargo build --release --target x86_64-unknown-linux-musl --bin shop
FROM alpine AS runtime
RUN addgroup -S myuser && adduser -S myuser -G myuser
COPY --from=builder /app/target/x86_64-unknown-linux-musl/release/shop /usr/local/bin/
USER myuser
CMD ["/usr/local/bin/shop"]
`,
    image: { binary: 'shop', args: [], files: {}, runtimeBase: undefined },
  },
  'scratch with certificates': {
    text: `FROM rust:1-alpine AS builder
RUN apk add --no-cache musl-dev ca-certificates
WORKDIR /usr/src
COPY . .
RUN cargo install --path . --target x86_64-unknown-linux-musl
FROM scratch
COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=builder /usr/local/cargo/bin/shop .
USER 1000
CMD ["./shop", "-a", "0.0.0.0"]
`,
    image: {
      binary: 'shop',
      args: ['-a', '0.0.0.0'],
      files: {},
      runtimeBase: { kind: 'call', owner: 'RuntimeBase', method: 'scratch', args: [] },
    },
  },
  'distroless with glibc': {
    text: `FROM rust:1 as build-env
WORKDIR /app
COPY . /app
RUN cargo build --release
FROM gcr.io/distroless/cc-debian12
COPY --from=build-env /app/target/release/shop /
CMD ["./shop"]
`,
    image: {
      binary: 'shop',
      runtimeBase: { kind: 'call', owner: 'RuntimeBase', method: 'distrolessStatic', args: [] },
    },
  },
  'one stage': {
    text: `FROM rust:1.80
WORKDIR /usr/src/shop
COPY . .
RUN cargo install --path .
ENV ROCKET_ADDRESS=0.0.0.0
EXPOSE 8000
CMD ["shop"]
`,
    image: { binary: 'shop', ports: [8000], env: { ROCKET_ADDRESS: '0.0.0.0' }, workdir: '/usr/src/shop' },
    byHand: [/the whole project/],
  },
  'a dummy main for the cache': {
    text: `FROM rust:1 AS builder
RUN USER=root cargo new --bin shop
WORKDIR /shop
COPY ./Cargo.toml ./Cargo.toml
RUN cargo build --release && rm src/*.rs
ADD . ./
RUN rm ./target/release/deps/shop* && cargo build --release
FROM debian:buster-slim
ARG APP=/usr/src/app
RUN apt-get update \\
    && apt-get install -y ca-certificates tzdata \\
    && rm -rf /var/lib/apt/lists/*
EXPOSE 8000
ENV TZ=Etc/UTC \\
    APP_USER=appuser
RUN groupadd $APP_USER \\
    && useradd -g $APP_USER $APP_USER \\
    && mkdir -p \${APP}
COPY --from=builder /shop/target/release/shop \${APP}/shop
RUN chown -R $APP_USER:$APP_USER \${APP}
USER $APP_USER
WORKDIR \${APP}
CMD ["./shop"]
`,
    image: { binary: 'shop', ports: [8000], env: { TZ: 'Etc/UTC', APP_USER: 'appuser' }, workdir: '/usr/src/app' },
    byHand: [/RUN mkdir -p \/usr\/src\/app: by hand/],
  },
};

const READ = {
  file: 'Dockerfile',
  binaries: ['shop', 'other'],
  published: [],
  targets: [],
  list: () => [],
  names: () => false,
  isElsewhere: () => false,
};

test.each(Object.keys(SHAPES))('%s', (name) => {
  const { text, image, byHand = [] } = SHAPES[name];
  const find = (path: string) => (path === '.' || path === './' ? ({ path: '.', kind: 'folder' } as const) : undefined);
  const { images, remarks } = readDockerfile(text, { ...READ, find });
  expect(images).toMatchObject([image]);
  const lines = remarks.filter((remark) => remark.text.includes('by hand')).map((remark) => remark.text);
  expect(lines).toEqual(byHand.map((pattern) => expect.stringMatching(pattern)));
});
