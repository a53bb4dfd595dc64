import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runScript } from '../assets/script';
import { CRATE, synth } from '../synth';
import { testWithRust } from '../tools/rust';
import { tempDir, writeTree } from '../util';

/** The command that compiles in the image, as far as it says where to. */
function imageCommand(): string {
  const dockerfile = readFileSync(join(synth(CRATE).dir, 'Dockerfile'), 'utf8');
  const [, command] = /^(env .*) --locked .*\\$/m.exec(dockerfile)!;
  return `${command} --offline`;
}

/** Builds by a command, and returns how many crates were compiled. */
function build(command: string, cwd: string, env: Record<string, string>): number {
  const { status, stderr } = spawnSync('timeout', ['60', 'sh', '-c', command], {
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
  const env = { CARGO_HOME: tempDir(), CARGO_BUILD_TARGET: 'no-such-target' };
  const command = imageCommand();
  const buildImage = (): [program: string, compiled: number] => {
    rmSync(image, { recursive: true, force: true });
    cpSync(checkout, image, { recursive: true, preserveTimestamps: true });
    // .dockerignore hides the developer's
    rmSync(join(image, 'target'), { recursive: true, force: true });
    if (existsSync(kept)) renameSync(kept, join(image, 'target'));
    expect(runScript('restore-mtimes.sh', [], { cwd: image })).toMatchObject({ status: 0, output: '' });
    const compiled = build(command, image, env);
    renameSync(join(image, 'target'), kept);
    return [execFileSync(join(kept, 'debug/app'), { encoding: 'utf8' }), compiled];
  };

  write('by the developer');
  build('cargo build --offline', checkout, { CARGO_HOME: env.CARGO_HOME });
  write('edited');
  expect(buildImage()).toEqual(['edited\n', 1]);
  write('edited again');
  expect(buildImage()).toEqual(['edited again\n', 1]);
  expect(buildImage()).toEqual(['edited again\n', 0]);
});

testWithRust('a build.rs that calls cargo finds what it compiled where it is on any other machine', () => {
  const image = writeTree(tempDir(), {
    'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
    'build.rs': `use std::process::Command;

fn main() {
    let build = ["build", "--quiet", "--offline", "--manifest-path", "tool/Cargo.toml"];
    assert!(Command::new("cargo").args(build).status().unwrap().success());
    assert!(Command::new("tool/target/debug/tool").status().unwrap().success());
}
`,
    'src/main.rs': 'fn main() {}\n',
    'tool/Cargo.toml': '[package]\nname = "tool"\nversion = "0.1.0"\nedition = "2021"\n\n[workspace]\n',
    'tool/src/main.rs': 'fn main() {}\n',
  });
  // what the base image sets
  const env = { CARGO_HOME: tempDir(), CARGO_BUILD_TARGET: 'x86_64-unknown-linux-musl' };
  expect(build(imageCommand(), image, env)).toBe(1);
});
