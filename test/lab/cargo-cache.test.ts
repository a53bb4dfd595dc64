import { BUILDER_IMAGE } from './builder-image';
import { writtenCrate } from './crates';
import { synth } from './image-build';
import { start } from './shell';
import { Allocator } from '../../src';

// Two builds of one builder, which meet in the folder that they share: each waits for the other one's file there.

const MEETING = `/opt/cargo/registry/meeting-${Date.now()}`;

const AWAIT = `
fn wait_for(path: &str) {
    for _ in 0..600 {
        if std::path::Path::new(path).exists() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{path} does not appear: this build is alone");
}
`;

/** Takes cargo's lock when the other build has come, and keeps it for some time. */
const HOLDER = `use std::process::Command;
${AWAIT}
fn main() {
    wait_for("${MEETING}.come");
    let script = "flock /opt/cargo/.package-cache sh -c 'touch ${MEETING}.held; sleep 3'";
    assert!(Command::new("sh").args(["-c", script]).status().unwrap().success());
}
`;

/** Asks cargo for something that takes its lock. */
const WAITER = `use std::process::Command;
${AWAIT}
fn main() {
    std::fs::write("${MEETING}.come", "").unwrap();
    wait_for("${MEETING}.held");
    let cargo = Command::new("cargo").args(["metadata", "--offline", "--format-version", "1"]).output().unwrap();
    let said = String::from_utf8(cargo.stderr).unwrap();
    assert!(said.contains("Blocking waiting for file lock on package cache"), "{said}");
}
`;

/** What was said where it failed. */
async function build(name: string, script: string): Promise<string | undefined> {
  const crate = writtenCrate({
    // without a dependency cargo has nothing to lock
    'Cargo.toml': `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nitoa = "1"\n`,
    'build.rs': script,
    'src/main.rs': 'fn main() {}\n',
  });
  synth(crate, { builderImage: BUILDER_IMAGE, allocator: Allocator.system() });
  const { status, output } = await start(
    ['docker', 'buildx', 'bake', '--progress', 'plain', '--set', '*.output=type=cacheonly'],
    // as two commits of one repository
    { cwd: crate, env: { CACHE_SCOPE: 'acme/shop' } },
  ).ended;
  return status === 0 ? undefined : output.slice(-2000);
}

test('two builds compile at the same time, and neither writes to the downloads while the other one does', async () => {
  expect(await Promise.all([build('holder', HOLDER), build('waiter', WAITER)])).toEqual([undefined, undefined]);
});
