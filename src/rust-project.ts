import { existsSync } from 'fs';
import { join } from 'path';
import { Dependencies, github, javascript, Project, ProjectOptions, SampleReadme, Task, TomlFile } from 'projen';
import { GitFiles } from './files/git-files';
import { HandWrittenFiles } from './files/hand-written-files';
import { LinkedFolders } from './files/linked-folders';
import { assertReadable } from './files/obstacle';
import { PackageJsonGuard } from './files/package-json';
import { PathsInTheWay } from './files/paths-in-the-way';
import { StarterFiles } from './files/starter-files';
import { MuslRustChef } from './muslrust-chef';
import { MuslRustChefOptions } from './muslrust-chef-options';
import { checked } from './options/checked';
import { UserError } from './user-error';
import { Warnings } from './warnings/warnings';
import { gitHubOf } from './workflow/github-of';
import { RustWorkflow } from './workflow/rust-workflow';

/**
 * Options for `RustProject`.
 */
export interface RustProjectOptions extends ProjectOptions {
  /**
   * The edition of Rust that a new crate starts with.
   *
   * @default "2024"
   * @featured
   */
  readonly edition?: string;

  /**
   * The toolchain in `rust-toolchain.toml`, as rustup names it, e.g. `stable` or `1.98.0`.
   *
   * The images are compiled with it too: `stable` is the compiler that the builder image comes with, any other is
   * downloaded when they are built, unless it is the very release of that.
   *
   * @default "stable"
   * @featured
   */
  readonly toolchain?: string;

  /**
   * Ship the binaries as container images: whether `MuslRustChef` is in place.
   *
   * @default true
   * @featured
   */
  readonly muslRustChef?: boolean;

  /**
   * Options for `MuslRustChef`.
   *
   * @default - its defaults
   */
  readonly muslRustChefOptions?: MuslRustChefOptions;

  /**
   * Add the GitHub workflow that tests, lints and checks the formatting.
   *
   * @default true
   */
  readonly rustWorkflow?: boolean;

  /**
   * The branch that pull requests go to.
   *
   * @default - what the committed workflow has; in a new one the default branch of `origin`, else the only one there is
   * of main and master, else the one that the first commit will be on,
   * else main
   */
  readonly defaultBranch?: string;

  /**
   * npm packages that the projenrc file needs, beside projen itself: this package, and others with projen components.
   *
   * @default []
   */
  readonly devDeps?: string[];
}

/**
 * A Rust repository: a crate to start from, its toolchain, tasks and CI, and `MuslRustChef` to ship it.
 *
 * `Cargo.toml` and the sources are written once and are the user's from then on: dependencies are added with
 * `cargo add`, as ever. On a repository that has a `Cargo.toml` nothing of it is replaced.
 *
 * @pjid rust
 */
export class RustProject extends Project {
  /**
   * `package.json`: what a fresh clone needs to synthesise. A project in another one needs
   * none, since the other synthesises it; a repository that has one keeps it.
   */
  public readonly package?: javascript.NodePackage;

  /** The component that ships the binaries, unless it is turned off. */
  public readonly muslRustChef?: MuslRustChef;

  /** `rust-toolchain.toml`, unless the repository had one of its own. */
  public readonly toolchainFile?: TomlFile;

  /** `.github/workflows/rust.yml`, unless it is turned off. */
  public readonly rustWorkflow?: github.GithubWorkflow;

  /** `cargo clippy`, where each warning is an error. */
  public readonly lintTask: Task;

  /** `cargo fmt`. */
  public readonly fmtTask: Task;

  constructor(options: RustProjectOptions) {
    [options] = checked('RustProject', [options], new.target !== RustProject);
    super(options);
    PathsInTheWay.watch(this);
    const crate = crateName(this.name);
    const devDeps = ['projen', 'constructs', ...(options.devDeps ?? [])];
    const warnings = Warnings.of(this);
    // what is said before MuslRustChef is there, too
    warnings.acknowledge(options.muslRustChefOptions?.acknowledge ?? []);

    if (!options.parent) {
      if (!options.projenrcJson) {
        new javascript.Projenrc(this);
      }
      const packages = devDeps.map((spec) => Dependencies.parseDependency(spec).name);
      if (PackageJsonGuard.isFree(this, packages)) {
        this.package = toolsPackage(this, crate, devDeps);
      } else {
        const lacks = PackageJsonGuard.lacks(this, packages);
        if (lacks.length > 0) {
          warnings.note({
            id: 'package-json',
            text: `package.json is yours, and stays as it is: add ${lacks.join(', ')} to its devDependencies`,
          });
        }
      }
    }

    this.gitignore.exclude('/target');
    this.compileTask.exec('cargo build');
    this.testTask.exec('cargo test', { receiveArgs: true });
    this.lintTask = this.addTask('lint', {
      description: 'Lint with clippy; a warning is an error',
      exec: 'cargo clippy --all-targets --all-features -- -D warnings',
    });
    this.fmtTask = this.addTask('fmt', {
      description: 'Format the sources (with --check: only say what is not formatted)',
      exec: 'cargo fmt --all',
      receiveArgs: true,
    });

    assertReadable(join(this.outdir, 'Cargo.toml'), 'Cargo.toml');
    if (!existsSync(join(this.outdir, 'Cargo.toml'))) {
      new StarterFiles(this, starter(crate, options.edition ?? '2024'));
    }
    new SampleReadme(this, { contents: readme(this.name, options.muslRustChef ?? true) });

    const toolchainFile = 'rust-toolchain.toml';
    if (HandWrittenFiles.isFree(this, toolchainFile) && !existsSync(join(this.outdir, 'rust-toolchain'))) {
      this.toolchainFile = new TomlFile(this, toolchainFile, {
        obj: {
          toolchain: { channel: options.toolchain ?? 'stable', components: ['clippy', 'rustfmt'], profile: 'minimal' },
        },
      });
    } else if (options.toolchain) {
      throw new UserError(
        `toolchain: this repository names its toolchain in a ${toolchainFile} of its own. Remove that file, or this option.`,
      );
    }

    const gitHub = (options.rustWorkflow ?? true) ? gitHubOf(this, 'RustProject') : undefined;
    if (gitHub) {
      this.rustWorkflow = new RustWorkflow(gitHub, this, options.defaultBranch);
      new HandWrittenFiles(this, 'rust', [this.rustWorkflow.file!], 'leave this one out by `rustWorkflow: false`');
    }

    if (options.muslRustChef ?? true) {
      this.muslRustChef = new MuslRustChef(this, { branch: options.defaultBranch, ...options.muslRustChefOptions });
    } else {
      GitFiles.guard(this, []);
      LinkedFolders.watch(this);
    }
  }
}

/** What synthesises: it holds tools, and is never published. */
function toolsPackage(project: Project, packageName: string, devDeps: string[]): javascript.NodePackage {
  const tools = new javascript.NodePackage(project, {
    packageName,
    packageManager: javascript.NodePackageManager.NPM,
    entrypoint: '',
    licensed: false,
    devDeps,
  });
  tools.addField('private', true);
  tools.file.addDeletionOverride('publishConfig');
  return tools;
}

/** Cargo's rules for the name of a package, applied to a project's name. */
function crateName(projectName: string): string {
  const name = projectName
    .replace(/^@[^/]*\//, '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    // an image is called as its crate, and its name ends with none of these and has no two of them in a row
    .replace(/[_-]{2,}/g, '-')
    .replace(/[_-]$/, '');
  if (!/^[a-z][a-z0-9_-]*$/.test(name)) {
    throw new UserError(
      `name: no crate can be called ${JSON.stringify(projectName)}. Choose a name that begins with a letter.`,
    );
  }
  return name;
}

function starter(crate: string, edition: string): Record<string, string> {
  return {
    'Cargo.toml': [
      '[package]',
      `name = "${crate}"`,
      'version = "0.1.0"',
      `edition = "${edition}"`,
      '',
      '[dependencies]',
      '',
    ].join('\n'),
    'src/main.rs': [
      'fn main() {',
      '    println!("{}", greeting());',
      '}',
      '',
      'fn greeting() -> String {',
      '    format!("Hello from {}!", env!("CARGO_PKG_NAME"))',
      '}',
      '',
      '#[cfg(test)]',
      'mod tests {',
      '    use super::*;',
      '',
      '    #[test]',
      '    fn greets_by_the_name_of_the_package() {',
      `        assert_eq!(greeting(), "Hello from ${crate}!");`,
      '    }',
      '}',
      '',
    ].join('\n'),
  };
}

function readme(name: string, images: boolean): string {
  return [
    `# ${name}`,
    '',
    '```sh',
    "npm ci                   # once: the tools that generate this repository's files",
    'npx projen               # after an edit of .projenrc.js',
    'npx projen build         # compile and test',
    'npx projen lint          # clippy',
    'npx projen fmt           # format',
    ...(images
      ? [
          'npx projen image:build   # the container image',
          'npx projen image:verify  # is it static, does it start?',
          'npx projen image:run',
        ]
      : []),
    '```',
    '',
  ].join('\n');
}
