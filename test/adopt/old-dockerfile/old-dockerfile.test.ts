import { BUILD, PROGRAM, read } from './read-dockerfile';

/** A last stage with these lines, on a base that nothing is said of. */
const on = (lines: string, base = 'gcr.io/distroless/static-debian12:nonroot') =>
  `${BUILD}FROM ${base}\n${PROGRAM}${lines}\n`;
const run = 'ENTRYPOINT ["/usr/local/bin/app"]';

/** The image alone, without what is empty. */
function image(text: string, options?: Parameters<typeof read>[1]): Record<string, unknown> {
  const [first] = read(text, options).images;
  const isSaid = (value: unknown) => value !== undefined && Object.keys(Object(value)).length > 0;
  return Object.fromEntries(
    Object.entries(first).filter(
      ([name, value]) =>
        !['line', 'stage', 'isLast', 'start', 'runtimeBase', 'binary'].includes(name) &&
        (typeof value === 'string' || isSaid(value)),
    ),
  );
}

describe('how the program starts', () => {
  test.each<[said: string, args: string[]]>([
    ['ENTRYPOINT ["/usr/local/bin/app"]', []],
    ['CMD ["app"]', []],
    ['CMD ["/usr/local/bin/app", "serve", "--port", "80"]', ['serve', '--port', '80']],
    ['ENTRYPOINT ["/usr/local/bin/app"]\nCMD ["serve"]', ['serve']],
    ['ENTRYPOINT ["/usr/local/bin/app", "--quiet"]\nCMD ["serve"]', ['--quiet', 'serve']],
    ['CMD ["a", "b"]\nCMD ["app", "last"]', ['last']],
    ['CMD /usr/local/bin/app serve', ['serve']],
    ['CMD exec app "two words"', ['two words']],
    ['ENTRYPOINT app\nCMD ["ignored"]', []],
    ['CMD ["sh", "-c", "app serve"]', ['serve']],
    ['CMD ["/bin/bash", "-lc", "exec app serve"]', ['serve']],
    ['ENTRYPOINT ["/sbin/tini", "--", "app"]\nCMD ["serve"]', ['serve']],
    ['ENTRYPOINT ["tini", "-g", "--", "app"]', []],
    ['ENTRYPOINT ["dumb-init", "app", "serve"]', ['serve']],
    ['CMD ["gosu", "nobody", "app", "serve"]', ['serve']],
    ['CMD ["env", "app", "serve"]', ['serve']],
    // a list is JSON's, and no shell's: each character of it is meant
    ['CMD ["app", "a\\nb", "say \\"hi\\"", "c\\\\d", "\\u00e9", "it\'s"]', ['a\nb', 'say "hi"', 'c\\d', 'é', "it's"]],
    ['CMD ["app", "two  blanks", "$HOME", "${PORT}"]', ['two  blanks', '$HOME', '${PORT}']],
    ['ENV PORT=80\nENTRYPOINT ["app"]\nCMD ["$PORT"]', ['$PORT']],
    ['ENV PORT=80\nCMD ["sh", "-c", "app --port $PORT"]', ['--port', '80']],
    ['CMD ["sh", "-c", "app \\"a\\\\nb\\""]', ['a\\nb']],
    ['CMD ["app", \\\n  "serve"]', ['serve']],
    ['CMD [ ]\nENTRYPOINT ["app"]', []],
    // what is no JSON is the shell's
    ["CMD app 'a\\nb'", ['a\\nb']],
  ])('%j', (said, args) => {
    const { images } = read(on(said));
    expect(images).toMatchObject([{ binary: 'app', args }]);
  });

  test.each([
    'CMD ["sh", "-c", "app --port $PORT"]',
    'CMD app migrate && app serve',
    'CMD /usr/local/bin/app > /var/log/app',
    'COPY docker-entrypoint.sh /\nENTRYPOINT ["/docker-entrypoint.sh"]\nCMD ["app"]',
    'ENTRYPOINT ["/bin/sh", "/start.sh"]',
    "CMD ['app', 'serve']",
    'CMD ["app" "serve"]',
    'CMD ["app", "a\tb"]',
  ])('%j needs a shell, and is named with its line', (said) => {
    const { images, remarks } = read(on(said));
    expect(images).toMatchObject([{ binary: 'app', args: [] }]);
    const line =
      on(said)
        .split('\n')
        .findIndex((each) => /^(CMD|ENTRYPOINT)/.test(each)) + 1;
    expect(remarks).toContainEqual({
      file: 'Dockerfile',
      line,
      text: expect.stringContaining('by hand: there is no shell'),
    });
  });

  test('a variable that is set for it is one of the image', () => {
    expect(read(on('CMD ["env", "RUST_LOG=debug", "app"]')).images[0].env).toEqual({ RUST_LOG: 'debug' });
  });
});

describe('which binary it is', () => {
  const binaries = ['server', 'worker'];
  const stage = (build: string, last: string) => `FROM rust:1 AS build\n${build}\nFROM scratch\n${last}\n`;
  test.each<[what: string, text: string, binary: string | undefined]>([
    [
      'by its name',
      stage('RUN cargo build --release', 'COPY --from=build /x/target/release/worker /\nCMD ["/worker"]'),
      'worker',
    ],
    [
      'under another name',
      stage('RUN cargo build --release', 'COPY --from=build /x/target/release/worker /app\nCMD ["/app"]'),
      'worker',
    ],
    [
      'by a target folder',
      stage(
        'RUN cargo build',
        'COPY --from=build /x/target/x86_64-unknown-linux-musl/release/worker /app\nENTRYPOINT ["/app"]',
      ),
      'worker',
    ],
    [
      'by a copy in the build',
      stage(
        'RUN cargo build --release && cp ./target/release/worker /bin/server-bin',
        'COPY --from=build /bin/server-bin /bin/\nCMD ["/bin/server-bin"]',
      ),
      'worker',
    ],
    [
      'by a move in the build',
      stage(
        'RUN cargo build --release\nRUN mv target/release/worker /out/x',
        'COPY --from=build /out/x /y\nCMD ["/y"]',
      ),
      'worker',
    ],
    [
      'by an argument',
      stage(
        'ARG APP=worker\nRUN cargo build --release --bin $APP && cp target/release/$APP /out',
        'COPY --from=build /out /y\nCMD ["/y"]',
      ),
      'worker',
    ],
    [
      'by a global argument',
      `ARG APP=worker\nFROM rust AS b\nARG APP\nRUN cargo build\nFROM scratch\nARG APP\nCOPY --from=b /t/release/\${APP} /go\nCMD ["/go"]\n`,
      'worker',
    ],
    [
      'by cargo install',
      stage('RUN cargo install --path . --root /out', 'COPY --from=build /out/bin/worker /bin/w\nCMD ["w"]'),
      'worker',
    ],
    [
      'of a folder',
      stage('RUN cargo build', 'COPY --from=build /x/target/release /opt\nCMD ["/opt/worker"]'),
      'worker',
    ],
    ['by --bin', stage('RUN cargo build --bin worker', 'COPY --from=build /out /y\nCMD ["/y"]'), 'worker'],
    [
      'through a third stage',
      'FROM rust AS b\nRUN cargo build\nFROM alpine AS s\nCOPY --from=b /t/release/worker /w\nRUN upx /w\nFROM scratch\nCOPY --from=s /w /z\nCMD ["/z"]\n',
      'worker',
    ],
    [
      'by the number of a stage',
      'FROM rust\nRUN cargo build\nFROM scratch\nCOPY --from=0 /t/release/worker /z\nENTRYPOINT ["/z"]\n',
      'worker',
    ],
    [
      'that was compiled elsewhere',
      'FROM scratch\nCOPY target/x86_64-unknown-linux-musl/release/worker /app\nCMD ["/app"]\n',
      'worker',
    ],
    ['not at all', stage('RUN make', 'COPY --from=build /out /y\nCMD ["/y"]'), undefined],
  ])('%s', (_, text, binary) => {
    expect(read(text, { binaries }).images[0].binary).toBe(binary);
  });

  test('each of several stages is an image', () => {
    const text = `${BUILD}FROM debian AS base\nWORKDIR /app\nFROM base AS server\nCOPY --from=build /src/target/release/server .\nCMD ["./server"]\nFROM base AS worker\nCOPY --from=build /src/target/release/worker .\nCMD ["./worker", "run"]\n`;
    const { images } = read(text, { binaries });
    expect(images).toMatchObject([
      { stage: 'server', binary: 'server', args: [], workdir: '/app' },
      { stage: 'worker', binary: 'worker', args: ['run'], workdir: '/app' },
    ]);
    expect(read(text, { binaries, published: ['server'] }).images).toMatchObject([{ stage: 'server' }]);
  });
});

describe('what an image says', () => {
  test.each<[said: string, options: Record<string, unknown>]>([
    ['ENV A=1 B="two words" \\\n    C=\'x y\'\nENV D=$A', { env: { A: '1', B: 'two words', C: 'x y', D: '1' } }],
    ['ENV OLD style of it', { env: { OLD: 'style of it' } }],
    ['ENV A=${B:-c}', { env: { A: 'c' } }],
    ['ARG LEVEL=info\nENV RUST_LOG=$LEVEL', { env: { RUST_LOG: 'info' } }],
    ['ENV URL="http://x/?a=\\"b\\""', { env: { URL: 'http://x/?a="b"' } }],
    ['EXPOSE 8080 9090/tcp', { ports: [8080, 9090] }],
    ['EXPOSE 7000-7002', { ports: [7000, 7001, 7002] }],
    ['ENV PORT=8080\nEXPOSE $PORT', { env: { PORT: '8080' }, ports: [8080] }],
    ['WORKDIR /srv\nWORKDIR app', { workdir: '/srv/app' }],
    ['ENV HOME_DIR=/srv\nWORKDIR ${HOME_DIR}', { env: { HOME_DIR: '/srv' }, workdir: '/srv' }],
    ['WORKDIR /', {}],
    ['VOLUME /data /b/', { volumes: ['/data', '/b'] }],
    ['VOLUME ["/data"]', { volumes: ['/data'] }],
    ['STOPSIGNAL SIGINT', { stopSignal: 'SIGINT' }],
    ['STOPSIGNAL 2', { stopSignal: 'SIGINT' }],
    ['STOPSIGNAL QUIT', { stopSignal: 'SIGQUIT' }],
    ['STOPSIGNAL SIGTERM', {}],
    [
      'LABEL org.acme.team="core team" org.acme.tier=1',
      { labels: { 'org.acme.team': 'core team', 'org.acme.tier': '1' } },
    ],
    [
      'HEALTHCHECK --interval=5s --retries=3 CMD ["/usr/local/bin/app", "health"]',
      { healthcheck: { args: ['health'], interval: '5s', retries: 3 } },
    ],
    ['HEALTHCHECK --start-period=1m CMD app health', { healthcheck: { args: ['health'], startPeriod: '1m' } }],
    ['HEALTHCHECK NONE', {}],
    ['COPY config /app/config', { files: { 'config/': '/app/config' } }],
    ['WORKDIR /app\nCOPY config ./', { workdir: '/app', files: { 'config/': '/app' } }],
    ['COPY --chown=1000:1000 --chmod=755 migrations/ /m/', { files: { 'migrations/': '/m' } }],
    ['COPY a.toml b.toml /etc/app/', { files: { 'a.toml': '/etc/app/', 'b.toml': '/etc/app/' } }],
    ['COPY *.toml /etc/app/', { files: { 'a.toml': '/etc/app/', 'b.toml': '/etc/app/' } }],
    ['COPY ["a.toml", "/etc/app.toml"]', { files: { 'a.toml': '/etc/app.toml' } }],
    ['COPY ["a.toml", "/etc/my app.toml"]', { files: { 'a.toml': '/etc/my app.toml' } }],
    ['COPY ["a.toml", "/my app/"]', { files: { 'a.toml': '/my app/' } }],
    ['WORKDIR /my app\nCOPY a.toml ./', { workdir: '/my app', files: { 'a.toml': '/my app/' } }],
    ['ADD static /static', { files: { 'static/': '/static' } }],
    ['COPY --from=build /src/static /static', { files: { 'static/': '/static' } }],
    ['COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/', {}],
    ['COPY --from=build /etc/passwd /etc/passwd', {}],
  ])('%j', (said, options) => {
    const { remarks } = read(on(`${said}\n${run}`));
    expect(image(on(`${said}\n${run}`))).toEqual({ ...options });
    expect(remarks.filter(({ text }) => text.includes('by hand'))).toEqual([]);
  });

  test('a second place of a file is named', () => {
    const {
      images: [{ files }],
      remarks,
    } = read(on(`COPY a.toml /etc/a.toml\nCOPY *.toml /etc/tt/\n${run}`));
    expect(files).toEqual({ 'a.toml': '/etc/a.toml', 'b.toml': '/etc/tt/' });
    expect(remarks).toContainEqual(
      expect.objectContaining({
        text:
          'COPY *.toml: by hand: a.toml goes to /etc/a.toml already, and `files` has one place for each. ' +
          'Copy it once more by `dockerfile.runtime([\'COPY ["a.toml","/etc/tt/"]\'])`',
      }),
    );
  });

  test.each<[said: string, text: RegExp]>([
    ['ENV A=$UNKNOWN', /^ENV A=\$UNKNOWN: by hand/],
    ['ENV PATH=/app:$PATH', /^ENV PATH=/],
    ['ENV odd-name=1', /^ENV odd-name: by hand/],
    ['EXPOSE 53/udp', /^EXPOSE 53\/udp: by hand/],
    ['EXPOSE $PORT', /^EXPOSE \$PORT: by hand/],
    ['STOPSIGNAL $SIGNAL', /^STOPSIGNAL \$SIGNAL: by hand/],
    ['HEALTHCHECK CMD curl -f http://localhost:8080/healthz || exit 1', /smokeTestPath: '\/healthz'/],
    ['HEALTHCHECK CMD ["wget", "-q", "http://localhost/"]', /healthcheck: \{ args/],
    ['HEALTHCHECK --start-interval=1s CMD ["app", "health"]', /--start-interval=1s: by hand/],
    ['COPY . /app', /the whole project/],
    ['COPY missing /app', /no such file in the project/],
    ['COPY --from=build /src/dist /dist', /made while the image is built/],
    ['COPY --from=ghcr.io/acme/tool:1 /tool /tool', /made while the image is built|dockerfile\.runtime/],
    ['ADD https://example.com/x.tar.gz /x', /what ADD downloads/],
    ['RUN apt-get update && apt-get install -y ffmpeg', /installs ffmpeg: by hand[^]*RuntimeBase\.custom/],
    ['RUN apk add --no-cache libpq', /installs libpq: by hand[^]*BuilderBase\.rustMusl/],
    ['RUN ln -s /a /b', /RUN ln -s \/a \/b: by hand/],
    ['ONBUILD RUN x', /ONBUILD RUN x: by hand/],
    ['VOLUME $DATA', /^VOLUME \$DATA: by hand/],
    ['COPY config $PLACE/', /known to the build alone/],
    ['USER root', /USER root: the program runs as 65532/],
    ['USER 1000:1000', /USER 1000:1000: the program runs as 65532/],
    ['USER app', /USER app: the program runs as 65532/],
  ])('%j is named', (said, text) => {
    const { remarks } = read(on(`${said}\n${run}`));
    const line = on(said).split('\n').indexOf(said) + 1;
    expect(remarks).toContainEqual({ file: 'Dockerfile', line, text: expect.stringMatching(text) });
  });

  test.each([
    'USER nonroot',
    'USER 65532',
    'USER nonroot:nonroot',
    'USER 65532:65532',
    'RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tzdata && rm -rf /var/lib/apt/lists/*',
    'RUN apk add --no-cache ca-certificates',
    'RUN addgroup -S app && adduser -S app -G app',
  ])('of %j nothing is said', (said) => {
    expect(read(on(`${said}\nUSER nonroot\n${run}`)).remarks).toEqual([]);
  });
});

test('a file in a volume is named, since the volume hides it', () => {
  const { images, remarks } = read(on(`COPY config /data/config\nVOLUME /data\nUSER 65532\n${run}`));
  expect(images[0]).toMatchObject({ files: {}, volumes: ['/data'] });
  expect(remarks).toMatchObject([{ text: expect.stringContaining('it lies in the volume /data') }]);
});

test('a program that was compiled elsewhere is no file of the image', () => {
  const { images, remarks } = read('FROM scratch\nCOPY target/release/app /\nUSER 65532\nCMD ["/app"]\n');
  expect(images).toMatchObject([{ binary: 'app', files: {} }]);
  expect(remarks).toEqual([]);
});

describe('what it is put on', () => {
  const call = (method: string, ...args: unknown[]) => ({ kind: 'call', owner: 'RuntimeBase', method, args });
  test.each<[base: string, option: unknown, isDifferent: boolean]>([
    ['scratch', call('scratch'), false],
    ['gcr.io/distroless/static-debian12:nonroot', call('distrolessStatic'), false],
    ['gcr.io/distroless/cc-debian12', call('distrolessStatic'), true],
    ['gcr.io/distroless/base-nossl-debian12@sha256:abc', call('distrolessStatic'), true],
    ['cgr.dev/chainguard/static:latest', undefined, false],
    ['cgr.dev/chainguard/glibc-dynamic', undefined, true],
    ['debian:bookworm-slim', undefined, true],
    ['ubuntu', undefined, true],
    ['alpine:3.20', undefined, true],
    ['docker.io/library/alpine', undefined, true],
    ['registry.example.com/base/static:1', call('custom', 'registry.example.com/base/static:1'), false],
  ])('%s', (base, option, isDifferent) => {
    const { images, remarks } = read(on(`USER 65532\n${run}`, base));
    expect(images[0].runtimeBase).toEqual(option);
    expect(remarks.length > 0).toBe(isDifferent);
  });

  test('scratch keeps what was copied beside the program', () => {
    const text = on(
      `COPY --from=build /usr/share/zoneinfo /usr/share/zoneinfo\nCOPY --from=build /tmp /tmp\nUSER 65532\n${run}`,
      'scratch',
    );
    expect(read(text)).toMatchObject({
      images: [
        {
          files: {},
          runtimeBase: call('scratch', {
            kind: 'struct',
            name: 'ScratchOptions',
            options: { tmp: true, timeZones: true },
          }),
        },
      ],
      remarks: [],
    });
  });
});

describe('how it is compiled', () => {
  const compiled = (lines: string, options?: Parameters<typeof read>[1]) =>
    read(
      `FROM rust:1 AS build\n${lines}\nFROM cgr.dev/chainguard/static\nCOPY --from=build /target/release/app /app\nUSER 65532\nCMD ["/app"]\n`,
      options,
    );
  const value = (text: string) => ({ kind: 'call', owner: 'BuildArg', method: 'value', args: [text] });

  test.each<[lines: string, build: Record<string, unknown>]>([
    ['RUN cargo build --release', { features: [], defaultFeatures: true, allFeatures: false, aptPackages: [] }],
    ['RUN cargo build -r --features tls,metrics --features "a b"', { features: ['tls', 'metrics', 'a', 'b'] }],
    ['RUN cargo build --release --features=tls --no-default-features', { features: ['tls'], defaultFeatures: false }],
    ['RUN cargo build --release --all-features --locked --target x86_64-unknown-linux-musl', { allFeatures: true }],
    ['RUN cargo +nightly build --profile dist', { profile: 'dist' }],
    [
      'RUN cargo chef cook --release --recipe-path recipe.json\nRUN cargo build --release --bin app',
      { features: [], binaries: ['app'] },
    ],
    [
      'RUN apt-get update && apt-get install -y protobuf-compiler libclang-dev nasm\nRUN cargo build --release',
      { aptPackages: ['libclang-dev', 'nasm'] },
    ],
    ['RUN apt-get install -y musl-tools pkg-config cmake && cargo build --release', { aptPackages: [] }],
    ['ENV SQLX_OFFLINE=true\nRUN cargo build --release', { buildArgs: { SQLX_OFFLINE: value('true') } }],
    ['ARG FLAVOUR=community\nRUN cargo build --release', { buildArgs: { FLAVOUR: value('community') } }],
    [
      'RUN --mount=type=ssh cargo build --release',
      { privateSources: [{ kind: 'call', owner: 'PrivateSource', method: 'ssh', args: [] }] },
    ],
    [
      'RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/t <<EOF\nset -e\ncargo build --release\nEOF',
      { features: [] },
    ],
  ])('%j', (lines, build) => {
    const { build: found, remarks } = compiled(lines, { variables: ['FLAVOUR'] });
    expect(found).toMatchObject(build);
    expect(remarks).toEqual([]);
  });

  test.each<[line: string, text: RegExp]>([
    ['RUN apt-get install -y libssl-dev && cargo build -r', /installs libssl-dev[^]*BuilderBase\.rustMusl/],
    ['RUN apt-get install -y libopus-dev && cargo build -r', /installs libopus-dev: by hand/],
    ['RUN apk add nasm && cargo build -r', /installs nasm: by hand[^]*aptPackages/],
    ['ENV RUSTFLAGS="-C target-cpu=native"', /RUSTFLAGS=-C target-cpu=native: by hand/],
    ['ARG GIT_SHA', /GIT_SHA: a source reads it[^]*BuildArg\.revision/],
    ['RUN --mount=type=secret,id=token cargo build -r', /PrivateSource/],
    ['RUN cargo build -r -Z build-std', /cargo -Z build-std: by hand/],
    ['RUN npm run build && cargo build -r', /npm run build: by hand[^]*addStage/],
  ])('%j is named', (line, text) => {
    const { remarks } = compiled(`${line}\nRUN cargo build -r`, { variables: ['GIT_SHA'] });
    expect(remarks).toContainEqual({ file: 'Dockerfile', line: 2, text: expect.stringMatching(text) });
  });

  test.each([
    ['RUN cargo build', 1],
    ['ARG PROFILE\nRUN if [ "$PROFILE" = release ]; then cargo build --release; else cargo build; fi', 0],
  ])('%j is named where nothing else compiles', (lines, count) => {
    const { remarks } = compiled(lines);
    expect(remarks.filter(({ text }) => /without --release/.test(text))).toHaveLength(count);
  });

  test('of another base that compiles C libraries for musl', () => {
    const { build } = read(
      'FROM blackdex/rust-musl:x86_64-musl AS build\nRUN cargo build -r\nFROM scratch\nCOPY --from=build /x/release/app /\nCMD ["/app"]\n',
    );
    expect(build.builderBase).toEqual({ kind: 'call', owner: 'BuilderBase', method: 'rustMusl', args: [] });
  });
});

describe('what a build gives for an argument', () => {
  test('chooses the binary', () => {
    const text = `ARG APP\nFROM rust AS b\nRUN cargo build\nFROM scratch\nARG APP=server\nCOPY --from=b /t/release/\${APP} /go\nCMD ["/go"]\n`;
    const binaries = ['server', 'worker'];
    expect(read(text, { binaries }).images[0].binary).toBe('server');
    expect(read(text, { binaries, args: { APP: 'worker' } }).images[0].binary).toBe('worker');
  });

  test.each<[given: string | undefined, method: string, args: string[]]>([
    [undefined, 'value', ['dev']],
    ['1.2.3', 'value', ['1.2.3']],
    ['${{ github.sha }}', 'revision', []],
    ['${{ github.ref_name }}', 'version', []],
  ])('%s is what sources read', (given, method, args) => {
    const text =
      'FROM rust AS b\nARG REVISION=dev\nRUN cargo build -r\nFROM scratch\nCOPY --from=b /t/release/app /\nCMD ["/app"]\n';
    const { build } = read(text, { variables: ['REVISION'], args: given === undefined ? {} : { REVISION: given } });
    expect(build.buildArgs).toEqual({ REVISION: { kind: 'call', owner: 'BuildArg', method, args } });
  });
});
