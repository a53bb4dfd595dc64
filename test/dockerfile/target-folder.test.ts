import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from '../assets/script';
import { CRATE, synth } from '../synth';
import { testWithRust } from '../tools/rust';
import { tempDir, writeTree } from '../util';

/** The variables of the builder that say where cargo puts things, for a workspace in another folder. */
function targetEnvironment(workspace: string): Record<string, string> {
  const dockerfile = readFileSync(join(synth(CRATE).dir, 'Dockerfile'), 'utf8');
  const [line] = /^ENV CARGO_TARGET_DIR=.*$/m.exec(dockerfile)!;
  return Object.fromEntries(
    line
      .replace('ENV ', '')
      .split(' ')
      .map((assignment) => assignment.replace('/app', workspace).split('=')),
  );
}

/** Builds, and returns how many crates were compiled. */
function cargoBuild(cwd: string, env: Record<string, string>): number {
  const { status, stderr } = spawnSync('cargo', ['build', '--offline'], {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return stderr.split('Compiling ').length - 1;
}

testWithRust.each([
  ['build-dir = "inter"'],
  ['build-dir = "{workspace-root}/inter"'],
  ['build-dir = "{cargo-cache-home}/build/{workspace-path-hash}"'],
  ['target-dir = "inter"'],
  ['target-dir = "out"\nbuild-dir = "inter"'],
])("what a developer compiled is not taken for the image's, and the image's is found: %s", (setting) => {
  const checkout = writeTree(tempDir(), {
    'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
    '.cargo/config.toml': `[build]\n${setting}\n`,
  });
  const write = (text: string) => writeTree(checkout, { 'src/main.rs': `fn main() {\n    println!("${text}");\n}\n` });
  const image = join(tempDir(), 'app');
  const kept = join(tempDir(), 'target');
  const env = { ...targetEnvironment(image), CARGO_HOME: tempDir() };
  const build = (): [program: string, compiled: number] => {
    rmSync(image, { recursive: true, force: true });
    cpSync(checkout, image, { recursive: true, preserveTimestamps: true });
    // .dockerignore hides the developer's
    rmSync(join(image, 'target'), { recursive: true, force: true });
    if (existsSync(kept)) renameSync(kept, join(image, 'target'));
    expect(runScript('restore-mtimes.sh', [], { cwd: image, env })).toMatchObject({ status: 0, output: '' });
    const compiled = cargoBuild(image, env);
    renameSync(join(image, 'target'), kept);
    return [execFileSync(join(kept, 'debug/app'), { encoding: 'utf8' }), compiled];
  };

  write('by the developer');
  cargoBuild(checkout, { CARGO_HOME: env.CARGO_HOME });
  write('edited');
  expect(build()).toEqual(['edited\n', 1]);
  write('edited again');
  expect(build()).toEqual(['edited again\n', 1]);
  expect(build()).toEqual(['edited again\n', 0]);
});
