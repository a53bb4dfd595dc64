import { BUILD, PROGRAM, read } from './read-dockerfile';

// What an old Dockerfile says is said by an option, is done by the new build anyway, or is named. Nothing of it is lost in silence.

const START = 'USER nonroot\nENTRYPOINT ["app"]\n';
const LAST = `FROM gcr.io/distroless/static-debian12:nonroot\n${PROGRAM}${START}`;

/** What is said where these lines stand in the stage that compiles, at line 4. */
const compiling = (lines: string, options?: Parameters<typeof read>[1]) =>
  read(BUILD.replace('RUN cargo', `${lines}\nRUN cargo`) + LAST, options);

describe('in the stages that compile', () => {
  test.each<[line: string, text: RegExp]>([
    [
      'RUN curl -fsSL https://example.com/model.onnx -o src/model.onnx',
      /^RUN curl .*model\.onnx: by hand: .*beforeCook/,
    ],
    ['RUN wget https://example.com/geo.mmdb', /^RUN wget/],
    ['RUN set -e; curl -sSf https://example.com/x.tar.gz | tar xz -C /opt', /^RUN curl .* \| tar xz -C \/opt: by hand/],
    ['RUN make assets', /^RUN make assets: by hand/],
    ['RUN ["make", "assets"]', /^RUN make assets: by hand/],
    ['RUN ./scripts/generate.sh', /^RUN \.\/scripts\/generate\.sh/],
    ['RUN protoc --rust_out=src proto/a.proto', /^RUN protoc/],
    ["RUN sed -i 's/dev/prod/' src/main.rs && touch src/main.rs", /^RUN sed -i/],
    ['RUN git clone https://github.com/acme/protos proto', /^RUN git clone/],
    ['RUN git config --global url."https://x".insteadOf ssh://x', /^RUN git config/],
    ['RUN cargo test --release', /^RUN cargo test --release: by hand: an image is built without it/],
    ['RUN cargo clippy -- -D warnings', /^RUN cargo clippy/],
    ['RUN cargo install wasm-bindgen-cli', /^RUN cargo install wasm-bindgen-cli: by hand/],
    ['RUN upx --best target/release/app', /^RUN upx .*: left out/],
    ['RUN rustup default nightly-2026-01-01', /^RUN rustup default .*rust-toolchain\.toml/],
    ['RUN cp config.sample config.toml', /^RUN cp config\.sample/],
    ["RUN printf '[net]\\n' >> /root/.cargo/config.toml", /^RUN printf/],
    ['RUN cat > /etc/app.toml <<EOF\na = 1\nEOF', /^RUN cat > \/etc\/app\.toml/],
    ['RUN <<EOF\nset -e\n# the pages\nnpm run build\nEOF', /^RUN npm run build: by hand/],
    ['ADD https://example.com/x.tar.gz /src/x/', /^ADD https.*: by hand/],
    ['COPY --from=ghcr.io/acme/sdk:3 /sdk /opt/sdk', /^COPY --from=ghcr\.io\/acme\/sdk:3 .*beforeBuild/],
    ['COPY config /etc/app', /^COPY config \/etc\/app: by hand: it lay elsewhere/],
    ['COPY ../shared/schema.json schema.json', /^COPY \.\.\/shared\/schema\.json .*outside of the project/],
    ['ENV SDK_DIR=/opt/sdk', /^ENV SDK_DIR=\/opt\/sdk: by hand: .*beforeCook\("ENV SDK_DIR=\/opt\/sdk"\)/],
    ['ENV CARGO_PROFILE_RELEASE_LTO=fat', /Cargo\.toml, \[profile\.release\] lto = "fat"/],
    ['ENV CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1', /Cargo\.toml, \[profile\.release\] codegen-units = 1/],
    ['ENV CARGO_NET_GIT_FETCH_WITH_CLI=true', /\.cargo\/config\.toml/],
    ['RUN RUSTC_BOOTSTRAP=1 cargo build --release', /^RUN RUSTC_BOOTSTRAP=1: by hand/],
    ['RUN export SDK=1 && cargo build --release', /^RUN SDK=1: by hand/],
    ['ENV RUSTFLAGS="-C target-cpu=x86-64-v3"', /\[target\.x86_64-unknown-linux-musl\] rustflags/],
    ['ENV CI=true', /^ENV CI=true: by hand: a source reads it.*Rename it, e\.g\. to APP_CI/],
  ])('%j is named with its line', (line, text) => {
    const { remarks } = compiling(line, { elsewhere: ['../shared/schema.json'], variables: ['CI'] });
    expect(remarks).toEqual([{ file: 'Dockerfile', line: 4, text: expect.stringMatching(text) }]);
  });

  test.each([
    'RUN apt-get update && apt-get install -y --no-install-recommends musl-tools && rm -rf /var/lib/apt/lists/*',
    'RUN rustup target add x86_64-unknown-linux-musl && rustup component add rustfmt',
    'RUN mkdir src && echo "fn main() {}" > src/main.rs && cargo build --release && rm -rf src',
    'RUN printf "fn main() {}" | tee src/main.rs',
    'RUN cargo install cargo-chef --locked',
    'RUN cargo fetch && cargo --version',
    'RUN find . -name "*.rs" -exec touch {} +',
    'RUN cp target/release/app /app && strip /app && ldd /app || true',
    'RUN curl --proto "=https" -sSf https://sh.rustup.rs | sh -s -- -y',
    'RUN case "$TARGETARCH" in amd64) echo x86_64-unknown-linux-musl > /target ;; arm64) echo aarch64-unknown-linux-musl > /target ;; esac',
    'RUN if [ -f Cargo.lock ]; then echo locked; else echo free; fi',
    'RUN adduser --disabled-password app && chown -R app /src',
    'ENV CARGO_TERM_COLOR=always CARGO_INCREMENTAL=0 PATH="/root/.cargo/bin:$PATH"',
    'ENV FOLDER=/src\nRUN cd $FOLDER && cargo build --release',
    'ARG VERSION=1',
    'COPY src src',
    'COPY ./src /src/src/',
    'COPY Cargo.toml Cargo.lock ./',
  ])('%j is done otherwise, or has no use', (lines) => {
    expect(compiling(lines).remarks).toEqual([]);
  });

  test('those that another stage makes are named where they are copied', () => {
    const web = 'FROM node:24 AS web\nWORKDIR /ui\nCOPY ui .\nRUN npm ci && npm run build\n';
    const { remarks } = read(web + BUILD.replace('RUN', 'COPY --from=web /ui/dist ./ui/dist\nRUN') + LAST);
    expect(remarks).toEqual([
      { file: 'Dockerfile', line: 8, text: expect.stringMatching(/^COPY --from=web .*addStage.*beforeBuild/) },
    ]);
  });

  test('what a stage begins from is read, too', () => {
    const base = 'FROM rust:1 AS base\nRUN apt-get update && apt-get install -y nasm\nENV SDK_DIR=/opt/sdk\n';
    const { build, remarks } = read(base + BUILD.replace('rust:1', 'base') + LAST);
    expect(build.aptPackages).toEqual(['nasm']);
    expect(remarks).toMatchObject([{ line: 3, text: expect.stringContaining('SDK_DIR') }]);
  });

  test('an older Rust is named, unless a toolchain file says which', () => {
    const old = BUILD.replace('rust:1', 'rust:1.85-slim') + LAST;
    expect(read(old).remarks).toMatchObject([{ line: 1, text: expect.stringContaining('channel = "1.85"') }]);
    expect(read(old, { files: ['rust-toolchain.toml'] }).remarks).toEqual([]);
  });
});

describe('comments and empty lines within an instruction', () => {
  const APT = 'RUN apt-get install -y \\\n  cmake \\\n  # for prost\n  protobuf-compiler \\\n\n  nasm\n';
  const CARGO = 'RUN cargo build \\\n    # optimised\n    --release \\\n    --features tls\n';
  test.each([
    ['lines that end in \\n', (text: string) => text],
    ['in \\r\\n', (text: string) => text.replaceAll('\n', '\r\n')],
    ['with another escape', (text: string) => `# escape=\`\n${text.replaceAll('\\\n', '`\n')}`],
  ])('are no part of it: %s', (_, written) => {
    const { build, remarks } = read(written(`FROM rust:1 AS build\nWORKDIR /src\n${APT}COPY . .\n${CARGO}${LAST}`));
    expect(build).toMatchObject({ aptPackages: ['nasm'], features: ['tls'] });
    expect(remarks).toEqual([]);
  });

  test('leave the numbers of the lines as they are', () => {
    const { remarks } = read(`FROM rust:1 AS build\nWORKDIR /src\n${APT}RUN make assets\n${CARGO}${LAST}`);
    expect(remarks).toMatchObject([{ line: 9, text: expect.stringContaining('make assets') }]);
  });

  test('what stands in a here-document is its own', () => {
    const { remarks } = compiling('RUN <<EOF\n# a comment of the shell\n\nmake assets\nEOF');
    expect(remarks).toMatchObject([{ line: 4, text: expect.stringContaining('RUN make assets') }]);
  });
});

describe('which stage is the image', () => {
  const PROD = `FROM gcr.io/distroless/static-debian12:nonroot AS prod\n${PROGRAM}ENV LOG=info\n${START}`;

  test('not one for development that compose builds', () => {
    const dev = 'FROM rust:1 AS dev\nWORKDIR /src\nCMD ["cargo", "watch"]\n';
    const { images, remarks } = read(dev + BUILD.replace('rust:1', 'dev') + PROD, { targets: ['dev'] });
    expect(images).toMatchObject([{ binary: 'app', env: { LOG: 'info' } }]);
    expect(remarks).toEqual([]);
  });

  test('the last one, even if it is another one over again', () => {
    const { images } = read(`${BUILD}${PROD}FROM prod AS debug\nENV LOG=debug\nCMD ["--debug"]\nFROM prod\n`);
    expect(images).toMatchObject([
      { stage: 'debug', isLast: false, env: { LOG: 'debug' } },
      { isLast: true, env: { LOG: 'info' }, args: [] },
    ]);
  });

  test('the one that is published', () => {
    const debug = 'FROM prod AS debug\nCMD ["--debug"]\n';
    const published = (stage?: string) =>
      read(BUILD + PROD + debug, { published: [stage] }).images.map((image) => image.stage);
    expect(published('prod')).toEqual(['prod']);
    expect(published(undefined)).toEqual(['debug']);
  });

  test('and what no image has anything of is named', () => {
    const { remarks } = read(`${BUILD}FROM build AS test\nRUN cargo test\n${LAST}`);
    expect(remarks).toEqual([
      { file: 'Dockerfile', line: 5, text: expect.stringMatching(/^FROM build AS test: left out/) },
    ]);
  });
});

describe('in the image', () => {
  const last = (lines: string) =>
    read(`${BUILD}FROM gcr.io/distroless/static-debian12:nonroot\n${PROGRAM}${lines}\n${START}`);

  test('what only a run knows is no value, whatever the default is', () => {
    const text = `${BUILD}FROM gcr.io/distroless/static-debian12:nonroot\n${PROGRAM}ARG VERSION=dev\nENV APP_VERSION=$VERSION\n${START}`;
    expect(read(text).images[0].env).toEqual({ APP_VERSION: 'dev' });
    const { images, remarks } = read(text, { args: { VERSION: '${{ github.ref_name }}' } });
    expect(images[0].env).toEqual({});
    expect(remarks).toMatchObject([{ line: 8, text: expect.stringContaining('known to the build alone') }]);
  });

  test('what is quoted is no variable', () => {
    const { images, remarks } = last(`ENV QUOTED='a "b" $c' ESCAPED=\\$d`);
    expect(images[0].env).toEqual({ QUOTED: 'a "b" $c', ESCAPED: '$d' });
    expect(remarks).toEqual([]);
  });

  test('an init that was downloaded is one', () => {
    const text = `${BUILD}FROM debian\nADD https://example.com/tini /tini\nRUN chmod +x /tini\n${PROGRAM}EXPOSE 8080\nENTRYPOINT ["/tini", "--"]\nCMD ["app", "--port", "8080"]\n`;
    expect(read(text, { binaries: ['app', 'migrate'] }).images).toMatchObject([
      { binary: 'app', args: ['--port', '8080'], ports: [8080] },
    ]);
  });

  test('a second program is named', () => {
    const text = `${BUILD}FROM gcr.io/distroless/static-debian12:nonroot\n${PROGRAM}COPY --from=build /src/target/release/migrate /usr/local/bin/\n${START}`;
    const { images, remarks } = read(text, { binaries: ['app', 'migrate'] });
    expect(images).toMatchObject([{ binary: 'app' }]);
    expect(remarks).toMatchObject([
      { line: 7, text: expect.stringMatching(/one program.*migrate is in an image of its own/) },
    ]);
  });

  test.each<[line: string, text: RegExp]>([
    ['ENV LD_PRELOAD=/usr/lib/libjemalloc.so', /^ENV LD_PRELOAD=.*: left out/],
    ['COPY --exclude=*.md config /etc/app', /^COPY config: by hand: without \*\.md/],
  ])('%j is named', (line, text) => {
    expect(last(line).remarks).toContainEqual(expect.objectContaining({ text: expect.stringMatching(text) }));
  });

  test('a port that only root may listen on is named where root did', () => {
    const { remarks } = read(`${BUILD}FROM debian\n${PROGRAM}EXPOSE 80\nENTRYPOINT ["app"]\n`);
    expect(remarks).toContainEqual({
      file: 'Dockerfile',
      line: 5,
      text: expect.stringMatching(/ran as root: .*may not listen on port 80 everywhere/),
    });
  });

  test('of files that came to lie at one place, the last one is there', () => {
    const { images } = last('COPY a.toml /etc/app.toml\nCOPY b.toml /etc/app.toml');
    expect(images[0].files).toEqual({ 'b.toml': '/etc/app.toml' });
  });
});
