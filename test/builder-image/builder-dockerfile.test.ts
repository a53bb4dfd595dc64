import { Project } from 'projen';
import { BuilderBase } from '../../src';
import { BuilderDockerfile } from '../../src/builder-image/builder-dockerfile';
import { PINS } from '../../src/pins';
import { parseStages, runScript, Stage } from '../dockerfile/stages';
import { tempDir } from '../util';

function stages(zig: boolean, base = BuilderBase.muslrust('muslrust')): Record<string, Stage> {
  const project = new Project({ name: 'builder', outdir: tempDir() });
  const { lines } = new BuilderDockerfile(project, 'chef', { pins: PINS, base, zig }) as unknown as {
    readonly lines: string[];
  };
  expect(lines[0]).toBe('# syntax=docker/dockerfile:1');
  return Object.fromEntries(parseStages(lines.join('\n')).map((stage) => [stage.name, stage]));
}

const SCRIPTS = [
  'keep-target.sh',
  'restore-mtimes.sh',
  'silent-readers.sh',
  'get-executable.sh',
  'verify-static-build.sh',
  'memory-functions.sh',
];
const CHEF = 'COPY --from=cargo-chef /out/bin/cargo-chef /usr/local/bin/';

test.each([
  [false, 'muslrust', []],
  [true, 'muslrust:2', ['RUN <1>', 'RUN <2>', 'RUN <3>']],
])('the image has cargo-chef and the scripts (zig: %s)', (zig, base, tools) => {
  const {
    'cargo-chef': chef,
    'muslrust-chef': image,
    'smoke-test': trial,
    ...others
  } = stages(zig, BuilderBase.muslrust(base));
  expect(others).toEqual({});
  expect(chef.from).toBe(`--platform=$BUILDPLATFORM ${base}`);
  expect(image.from).toBe(base);
  expect(chef.comments).toContain(
    `# The image: a Rust toolchain for static musl executables, cargo-chef${zig ? ', zig' : ''} and the build scripts.`,
  );
  expect(image.instructions).toEqual([
    'SHELL ["/bin/sh", "-c"]',
    ...tools,
    CHEF,
    `COPY --chmod=0755 ${SCRIPTS.join(' ')} /usr/local/bin/`,
    'COPY memory-functions.c /usr/local/src/',
    expect.stringMatching(
      /^LABEL org\.opencontainers\.image\.title="muslrust-chef" org\.opencontainers\.image\.description="[^"]+"$/,
    ),
  ]);
  expect(trial.from).toBe('muslrust-chef');
  expect(trial.instructions).toEqual(['WORKDIR /smoke-test', 'RUN <1>']);
});

const TOOLS = {
  cargo: '[ -z "$ZIG_GLOBAL_CACHE_DIR" ] || echo "in $ZIG_GLOBAL_CACHE_DIR" >> "${0%/*}/calls.log"',
  'restore-mtimes.sh': '',
  'get-executable.sh': 'echo "${0%/*}/hello"',
  'verify-static-build.sh': '',
  'memory-functions.sh': '',
  hello: '',
  touch: '',
};
const INSTALL = 'memory-functions.sh install';
const PROVEN = [
  `${INSTALL} x86_64-unknown-linux-musl`,
  'cargo init --quiet --name hello',
  'cargo chef prepare --recipe-path recipe.json',
  'cargo chef cook --recipe-path recipe.json --release --target x86_64-unknown-linux-musl',
  'restore-mtimes.sh',
  'cargo build --release --target x86_64-unknown-linux-musl',
  'get-executable.sh hello',
  'verify-static-build.sh hello',
  'memory-functions.sh verify hello',
  'hello',
];
const calls = (zig: boolean, tools: Record<string, string> = {}) => {
  const run = runScript(stages(zig)['smoke-test'].scripts[0], { ...TOOLS, ...tools }, { 'src/main.rs': '' });
  return { ...run, calls: run.calls.map((call) => call.replace(/\/\S*\/hello/, 'hello')) };
};

test('what it is for is tried: a program is compiled, proven and run', () => {
  expect(calls(false)).toMatchObject({ status: 0, calls: PROVEN });
});

test('zig is tried for each target', () => {
  expect(calls(true)).toMatchObject({
    status: 0,
    calls: [
      `${INSTALL} x86_64-unknown-linux-musl aarch64-unknown-linux-musl`,
      ...PROVEN.slice(1),
      // else nothing were left to compile for the machine's own target
      'touch src/main.rs',
      ...['x86_64', 'aarch64'].flatMap((arch) => [
        `cargo zigbuild --release --target ${arch}-unknown-linux-musl`,
        `in /opt/zig/cache/${arch}-unknown-linux-musl`,
        `get-executable.sh --target ${arch}-unknown-linux-musl hello`,
        `verify-static-build.sh --arch ${arch} hello`,
        'memory-functions.sh verify hello',
      ]),
    ],
  });
});

test.each(Object.keys(TOOLS).filter((tool) => tool !== 'touch'))('a trial fails where %s fails', (tool) => {
  expect(calls(false, { [tool]: 'exit 3' }).status).toBe(3);
});

test('the releases that are pinned are in it', () => {
  expect(stages(true)['muslrust-chef'].scripts[1]).toContain(`ziglang==${PINS.pypi.ziglang} `);
});
