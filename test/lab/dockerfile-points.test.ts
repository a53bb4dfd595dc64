import { Project } from 'projen';
import { BUILDER_IMAGE, ZIG_BUILDER_IMAGE } from './builder-image';
import { runImage } from './container';
import { writtenCrate } from './crates';
import { BAKE, ImageBuild, REAL } from './image-build';
import { run } from './shell';
import { Allocator, BuildStrategy, DockerfileStage, MuslRustChef } from '../../src';

/** A program that says what its build, that of its dependency and its image were told. */
const PROGRAM = {
  'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ncooked = "1"\n',
  'build.rs': `fn main() {
    println!("cargo::rerun-if-env-changed=OF_BUILD");
    println!("cargo::rustc-env=BUILT={}", std::env::var("OF_BUILD").unwrap());
}
`,
  'src/main.rs': `fn main() {
    let note = std::fs::read_to_string("/note").unwrap();
    println!("{} {} {} {}", cooked::told(), env!("BUILT"), std::env::var("OF_IMAGE").unwrap(), note.trim());
}
`,
  'Cargo.lock': `version = 4

[[package]]
name = "app"
version = "0.1.0"
dependencies = ["cooked"]

[[package]]
name = "cooked"
version = "1.0.0"
source = "registry+https://github.com/rust-lang/crates.io-index"
`,
  // a dependency that is cooked, and needs no download
  '.cargo/config.toml': '[source.crates-io]\nreplace-with = "vendored"\n\n[source.vendored]\ndirectory = "vendor"\n',
  'vendor/cooked/.cargo-checksum.json': '{"files":{}}',
  'vendor/cooked/Cargo.toml': '[package]\nname = "cooked"\nversion = "1.0.0"\nedition = "2021"\n',
  'vendor/cooked/build.rs': `fn main() {
    println!("cargo::rerun-if-env-changed=OF_COOK");
    println!("cargo::rustc-env=COOKED={}", std::env::var("OF_COOK").unwrap());
}
`,
  'vendor/cooked/src/lib.rs': 'pub fn told() -> &\'static str {\n    env!("COOKED")\n}\n',
};

/** New in each test and run: BuildKit remembers what it built. */
const newValue = () => `cook-${Date.now()}`;

function synth(crate: string, cook: string, built: string, strategy = BuildStrategy.NATIVE, seedImages = false): void {
  const project = new Project({ name: 'app', outdir: crate });
  const { dockerfile } = new MuslRustChef(project, {
    workflow: false,
    allocator: Allocator.system(),
    builderImage: strategy === BuildStrategy.CROSS ? ZIG_BUILDER_IMAGE : BUILDER_IMAGE,
    strategy,
    seedImages,
  });
  dockerfile.beforeCook(`ENV OF_COOK=${cook}`);
  dockerfile.beforeBuild('WORKDIR /opt', `ARG OF_BUILD=${built}`);
  dockerfile.addStage(
    new DockerfileStage({ name: 'note', from: 'muslrust-chef', instructions: ['RUN <<EOF\necho a note > /note\nEOF'] }),
  );
  dockerfile.runtime(['COPY --from=note /note /']);
  dockerfile.runtime(['ENV OF_IMAGE=image'], 'app');
  project.synth();
}

test.each(Object.entries(BuildStrategy))('what is added is there when it is said to be: %s', (_, strategy) => {
  const crate = writtenCrate(PROGRAM);
  const cook = newValue();
  synth(crate, cook, 'build', strategy);
  const build = new ImageBuild(crate).succeeded;
  expect(runImage(build.reference()).stdout).toBe(`${cook} build image a note\n`);
  // once: what it was told is the same where the binary is compiled
  expect(build.compiled.filter((name) => name === 'cooked')).toHaveLength(1);
});

// a seed is in a registry
(REAL ? test.skip : test)('it is there for what is in a seed image, and for what begins with one', () => {
  const crate = writtenCrate(PROGRAM);
  const seed = `${process.env.LAB_REGISTRY}/points-${process.pid}/seed:latest`;
  const cook = newValue();
  synth(crate, cook, 'build', BuildStrategy.NATIVE, true);
  run([...BAKE, '_seed', '--set', `_seed.tags=${seed}`], { cwd: crate });

  // another value, by which the seed's own program would be wrong
  synth(crate, cook, 'other', BuildStrategy.NATIVE, true);
  const build = new ImageBuild(crate, { args: ['--set', `*.contexts.seed=docker-image://${seed}`] }).succeeded;
  expect(build.result.output).not.toContain('cargo chef cook');
  expect(build.compiled).toEqual(['app']);
  expect(runImage(build.reference()).stdout).toBe(`${cook} other image a note\n`);
});
