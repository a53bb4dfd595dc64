import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project } from 'projen';
import { MuslRustChef, RustProject } from '../../src';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

/** What a crate in `services/app` is refused by, in a repository with these files. */
function refusal(files: Record<string, string>, git = '.', home = 'elsewhere'): string | undefined {
  const dir = tempDir();
  writeTree(join(dir, 'services/app'), CRATE);
  writeTree(dir, files);
  mkdirSync(join(dir, git, '.git'), { recursive: true });
  const before = process.env.CARGO_HOME;
  process.env.CARGO_HOME = join(dir, home);
  try {
    new MuslRustChef(new Project({ name: 'app', outdir: join(dir, 'services/app'), logging: { level: LogLevel.OFF } }));
    return undefined;
  } catch (error) {
    return (error as Error).message.replaceAll(dir, '<dir>');
  } finally {
    if (before === undefined) delete process.env.CARGO_HOME;
    else process.env.CARGO_HOME = before;
  }
}

const CONFIG = '[build]\nrustflags = ["-g"]\n';
const TOOLCHAIN = '[toolchain]\nchannel = "1.90"\n';

test.each<[path: string, text: string]>([
  ['.cargo/config.toml', CONFIG],
  ['.cargo/config', CONFIG],
  ['services/.cargo/config.toml', CONFIG],
  ['services/.cargo/config.toml', '[source.crates-io]\nreplace-with = "x"\n'],
  ['services/.cargo/config.toml', '[alias]\nx = "b"\n[env]\nA = "1"\n'],
  ['rust-toolchain.toml', TOOLCHAIN],
  ['rust-toolchain', '1.90\n'],
  ['services/rust-toolchain.toml', TOOLCHAIN],
])('%s above a project is refused by name: %j', (path, text) => {
  expect(refusal({ [path]: text })).toBe(
    `${path} counts for services/app, but not in the image, which is built from the files of the project only. ` +
      `Move what the project needs of it into services/app/${path.replace('services/', '')}, ` +
      'or put MuslRustChef into a project in the folder of the former',
  );
});

test.each<[string, Record<string, string>, git?: string, home?: string]>([
  ['nothing', {}],
  [
    'a configuration without a say in a build',
    { '.cargo/config.toml': '[alias]\nx = "build"\n[term]\ncolor = "never"\n' },
  ],
  ['an empty one', { '.cargo/config.toml': '' }],
  [
    'another toolchain, where the project has one',
    { 'rust-toolchain.toml': TOOLCHAIN, 'services/app/rust-toolchain': '1.91' },
  ],
  ['what is above the git repository', { '.cargo/config.toml': CONFIG, 'rust-toolchain': '1.90' }, 'services'],
  ['what is above a repository that the project is', { 'services/.cargo/config.toml': CONFIG }, 'services/app'],
  ['the own configuration of the user', { '.cargo/config.toml': CONFIG }, '.', '.cargo'],
  ['what is beside it', { 'services/other/.cargo/config.toml': CONFIG, 'other/rust-toolchain': '1.90' }],
])('nothing is said of %s', (...[, files, git, home]) => {
  expect(refusal(files, git, home)).toBeUndefined();
});

test('a project that generates its toolchain file has one', () => {
  const dir = writeTree(tempDir(), { 'rust-toolchain.toml': TOOLCHAIN });
  mkdirSync(join(dir, '.git'));
  expect(() => new RustProject({ name: 'app', outdir: join(dir, 'services/app') })).not.toThrow();
});

test('what is wrong in such a configuration is named', () => {
  expect(refusal({ '.cargo/config.toml': '<<<<<<< HEAD\n' })).toContain('<dir>/.cargo/config.toml');
});
