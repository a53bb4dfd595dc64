import { Project, TextFile } from 'projen';
import { Pins } from '../pins';

export interface BuilderReadmeOptions {
  readonly pins: Pins;
  readonly base: string;
  readonly zig: boolean;
  /** What it is called in its registry. */
  readonly image: string;
}

/**
 * The page beside a builder image: what is in it, how it is used and how it is released.
 */
export class BuilderReadme extends TextFile {
  constructor(project: Project, directory: string, { pins, base, zig, image }: BuilderReadmeOptions) {
    super(project, `${directory}/README.md`);
    [
      ...(this.marker ? [`<!-- ${this.marker} -->`] : []),
      '# muslrust-chef: the builder image',
      '',
      'Compiles Rust programs to static musl executables, with their dependencies cached. In it are:',
      '',
      `- \`${base}\`: Rust, its musl target and a C compiler for it`,
      `- cargo-chef ${pins.crates['cargo-chef']}`,
      ...(zig
        ? [
            `- zig ${pins.pypi.ziglang} and cargo-zigbuild ${pins.pypi['cargo-zigbuild']}: C, C++ and a linker for both architectures`,
          ]
        : []),
      '- `keep-target.sh`: keeps a target folder from build to build, whatever the lock file says',
      '- `restore-mtimes.sh`: sets the mtime of each source file to when its content last changed',
      '- `silent-readers.sh`: lists the crates with a macro that could read files without telling cargo',
      '- `get-executable.sh`: finds the executable that cargo built',
      '- `verify-static-build.sh`: proves by its ELF headers that it is static',
      "- `memory-functions.sh`: puts faster memory functions in place of musl's, for repositories that want them",
      '',
      'A repository takes it by',
      '',
      '```ts',
      'new MuslRustChef(project, {',
      `  builderImage: '${image}:1.2',`,
      '});',
      '```',
      '',
      '## Release',
      '',
      'Push a tag, of this form and no other:',
      '',
      '```sh',
      'git tag muslrust-chef-v1.2.3 && git push origin muslrust-chef-v1.2.3',
      '```',
      '',
      `Both platforms are built and tried, each on a runner of its own, and merged to \`${image}\` with the tags \`1.2.3\`,`,
      '`1.2` and `latest`. To try it here:',
      '',
      '```sh',
      'npx projen builder:build',
      '```',
      '',
    ].forEach((line) => this.addLine(line));
  }
}
