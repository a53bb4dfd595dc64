import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CHEF, DIST, DOWNLOADS, FLAGS, INTO_TARGET, JSON_MESSAGES, kept } from './compilation';
import { runScript, stage, StageOptions } from './stages';
import { BuildStrategy, PrivateSource } from '../../src';
import { readTree } from '../util';

const { CROSS } = BuildStrategy;
const cookMount = (options?: StageOptions) => `--mount=${kept('cook', options, 'dependencies')}`;

describe('the dependencies', () => {
  const MADE = { cargo: '[ "$1" = build ] && echo "{}" || :', 'keep-target.sh': '', 'restore-mtimes.sh': '' };
  const FILES = {
    'recipe.json': '{}',
    'src/main.rs': '',
    '.cargo/config.toml': '',
    'Cargo.toml': '',
    'target/made': '',
  };

  test.each<[string, StageOptions, string]>([
    ['released', {}, FLAGS],
    ['by another profile', DIST, FLAGS.replace('--release', '--profile dist')],
  ])('are cooked, and of the workspace itself nothing stays: %s', (_, options, flags) => {
    const { instructions, scripts } = stage('dependencies', options);
    expect(instructions).toEqual([
      CHEF,
      'COPY --from=planner /recipe.json ./',
      'ARG TARGETARCH',
      `RUN ${cookMount(options)} ${DOWNLOADS} <1>`,
    ]);
    const { status, folder, calls } = runScript(scripts[0], MADE, FILES);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'cargo chef cook --recipe-path recipe.json --no-build',
      'restore-mtimes.sh',
      `cargo build ${INTO_TARGET} ${JSON_MESSAGES} ${flags}`,
      'keep-target.sh copy /compiled',
      'keep-target.sh prune',
    ]);
    expect(readTree(folder)).toEqual({ 'target/.messages': '100644 {}\n', 'target/made': '100644 ' });
  });

  test('are compiled in the layer, where nothing is to be kept', () => {
    const { instructions, scripts } = stage('dependencies', { incremental: false });
    expect(instructions.at(-1)).toBe(`RUN ${DOWNLOADS} <1>`);
    const { 'target/made': _, ...files } = FILES;
    const { status, folder, calls } = runScript(scripts[0], MADE, files);
    expect(status).toBe(0);
    expect(calls).toEqual([
      'cargo chef cook --recipe-path recipe.json --no-build',
      `cargo build ${INTO_TARGET} ${JSON_MESSAGES} ${FLAGS}`,
      'keep-target.sh copy /compiled',
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('are compiled with what stands in their place, which no dummy can', () => {
    const cookedSources = ['itoa', '.cargo/a b.toml'];
    const { instructions, scripts } = stage('dependencies', { cookedSources });
    expect(instructions).toEqual([
      CHEF,
      'COPY --from=planner /recipe.json ./',
      'RUN <1>',
      'COPY itoa itoa',
      'COPY [".cargo/a b.toml",".cargo/a b.toml"]',
      'ARG TARGETARCH',
      `RUN ${cookMount({ cookedSources })} ${DOWNLOADS} <2>`,
    ]);
    const [fields, version] = ['[package]\nversion = "0.0.1"\n\n', 'version = "0.0.1"\n'];
    const files = {
      // as cargo-chef writes them
      'Cargo.toml': `${fields}[workspace]\n\n[dependencies]\na = "0.0.1"\n\n[dependencies.b]\n${version}path = "b"\n\n[dependencies.c]\n${version}features = ["x"]\n`,
      'b/Cargo.toml': `${fields}[target."cfg(unix)".dev-dependencies.c]\n${version}path = "c"\noptional = true\n`,
    };
    const { status, calls, folder } = runScript(scripts[0], { cargo: '' }, files);
    expect({ status, calls }).toEqual({ status: 0, calls: ['cargo chef cook --recipe-path recipe.json --no-build'] });
    expect(readTree(folder)).toEqual({
      'Cargo.toml': `100644 ${files['Cargo.toml'].replace(`${version}path`, 'path')}\n[workspace.lints]\n`,
      'b/Cargo.toml': `100644 ${files['b/Cargo.toml'].replace(`${version}path`, 'path')}`,
    });
    expect(runScript(scripts[1], MADE, FILES).calls[1]).toBe(`cargo build ${INTO_TARGET} ${JSON_MESSAGES} ${FLAGS}`);
  });

  test('begin with what zig has compiled', () => {
    const { scripts } = stage('dependencies', { strategy: CROSS });
    const cp = 'mkdir target/zig.new';
    const { status, calls, folder } = runScript(scripts[0], { ...MADE, cp }, FILES);
    expect(status).toBe(0);
    expect(calls.slice(0, 4)).toEqual([
      'cp -a /opt/zig/cache/x86_64-unknown-linux-musl target/zig.new',
      'cargo chef cook --recipe-path recipe.json --no-build',
      'restore-mtimes.sh',
      `cargo zigbuild ${INTO_TARGET} ${JSON_MESSAGES} ${FLAGS}`,
    ]);
    expect(existsSync(join(folder, 'target/zig'))).toBe(true);
    // unless a kept folder has it already
    expect(runScript(scripts[0], { ...MADE, cp }, { ...FILES, 'target/zig/o': '' }).calls[0]).toMatch(/^cargo/);
  });

  test.each(['cargo', 'restore-mtimes.sh', 'keep-target.sh', 'find'])('fail where %s fails', (tool) => {
    const { scripts } = stage('dependencies');
    expect(runScript(scripts[0], { ...MADE, [tool]: 'exit 3' }, FILES).status).not.toBe(0);
  });

  test('by zig fail where its C library is not there', () => {
    const { scripts } = stage('dependencies', { strategy: CROSS });
    expect(runScript(scripts[0], { ...MADE, cp: 'exit 3' }, FILES).status).not.toBe(0);
  });

  test('are fetched with what the sources want', () => {
    const privateSources = [PrivateSource.registry('acme'), PrivateSource.git('github.com')];
    const { instructions, scripts } = stage('dependencies', { privateSources });
    const mounts = ['CARGO_REGISTRIES_ACME_TOKEN', 'GIT_TOKEN_GITHUB_COM'].map(
      (name) => `--mount=type=secret,id=${name},env=${name},required=true`,
    );
    expect(instructions.at(-1)).toBe(`RUN ${cookMount({ privateSources })} ${mounts.join(' ')} ${DOWNLOADS} <1>`);
    expect(scripts[0]).toContain('export CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS=cargo:token\n');
    expect(scripts[0]).toContain('export CARGO_NET_GIT_FETCH_WITH_CLI=true ');
  });
});
