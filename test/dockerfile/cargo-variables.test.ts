import { StageOptions, stagesOf } from './stages';
import { BuilderBase, BuildStrategy, PrivateSource } from '../../src';

/**
 * Variables of cargo's that a stage may have, each with its reason. Build scripts inherit them, and so does a cargo that
 * one of them calls: what is not here is said on the command line.
 */
const ALLOWED: Record<string, RegExp> = {
  'the target, which is taken out of the environment of what compiles': /^CARGO_BUILD_TARGET$/,
  "zig links in place of the base's linker: for our targets only, which nothing else compiles for":
    /^CARGO_TARGET_(X86_64|AARCH64)_UNKNOWN_LINUX_MUSL_RUSTFLAGS$/,
  'of an empty program, by which zig compiles its C library': /^CARGO_PROFILE_RELEASE_STRIP$/,
  'how a registry is asked, as ~/.cargo/config.toml says it on any other machine':
    /^CARGO_REGISTR(Y_GLOBAL|IES_ACME)_CREDENTIAL_PROVIDERS?$/,
  'the same of git repositories': /^CARGO_NET_GIT_FETCH_WITH_CLI$/,
};

const variables = (options: StageOptions) =>
  stagesOf(options)
    .filter(({ name }) => name !== 'cargo-chef')
    .flatMap(({ instructions, scripts }) => [
      ...instructions.filter((line) => /^(ENV|ARG) /.test(line)),
      ...scripts.flatMap((script) => script.match(/^\s*(export |(\w+=\S* )+\S).*$/gm) ?? []),
    ])
    .flatMap((text) => text.match(/\bCARGO_\w+(?==)/g) ?? []);

test.each<[string, StageOptions]>([
  ['natively', { hasSeed: true }],
  ['emulated', { strategy: BuildStrategy.EMULATED }],
  ['by zig', { strategy: BuildStrategy.CROSS }],
  ['on rust-musl', { base: BuilderBase.rustMusl() }],
  ['with a builder image', { builderImage: 'prepared' }],
  ['isolated', { isolated: true }],
  ['with private sources', { privateSources: [PrivateSource.registry('acme'), PrivateSource.git('github.com')] }],
])('of cargo, a stage has those variables only that have a reason: %s', (_, options) => {
  const allowed = Object.values(ALLOWED);
  expect(variables(options).filter((name) => !allowed.some((pattern) => pattern.test(name)))).toEqual([]);
});

test('each reason is one for something', () => {
  const privateSources = [PrivateSource.registry('acme'), PrivateSource.git('github.com')];
  const found = [...variables({ strategy: BuildStrategy.CROSS }), ...variables({ privateSources })];
  for (const pattern of Object.values(ALLOWED)) expect(found.some((name) => pattern.test(name))).toBe(true);
});

test.each<[string, StageOptions, string]>([
  ['natively', {}, 'build'],
  ['by zig', { strategy: BuildStrategy.CROSS }, 'zigbuild'],
  ['on rust-musl', { base: BuilderBase.rustMusl() }, 'build'],
])('the target that the base sets is not there for what compiles: %s', (_, options, subcommand) => {
  const calls = stagesOf({ ...options, hasSeed: true })
    .filter(({ name }) => ['dependencies', 'build', 'compiled'].includes(name))
    .map(({ scripts }) => scripts[0].split('\n').filter((line) => /\bcargo (zig)?build\b/.test(line)));
  expect(calls).toHaveLength(3);
  for (const lines of calls) {
    expect(lines).toEqual([expect.stringMatching(`^env -u CARGO_BUILD_TARGET cargo ${subcommand} `)]);
  }
});
