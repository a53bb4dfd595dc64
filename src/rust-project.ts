import { existsSync } from 'fs';
import { join } from 'path';
import {
  Dependencies,
  github,
  javascript,
  Project,
  ProjectOptions,
  python,
  SampleReadme,
  Task,
  TomlFile,
  typescript,
} from 'projen';
import { SourceTree } from './cargo/source-tree';
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
import { resolveOptions } from './resolved-options';
import { crateName } from './starter/crate-name';
import { NextSteps } from './starter/next-steps';
import { rcProgram } from './starter/rc-program';
import { starterCrate } from './starter/starter-crate';
import { starterReadme } from './starter/starter-readme';
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
   * Lint and test with all features of all packages on. Leave it off where features exclude each other.
   *
   * @default - as `muslRustChefOptions` has it: what is tested is what is shipped
   */
  readonly allFeatures?: boolean;

  /**
   * A rc file in JavaScript.
   *
   * @default - true, unless another rc file is asked for, or is there
   */
  readonly projenrcJs?: boolean;

  /**
   * Options of the rc file in JavaScript.
   *
   * @default - projen's
   */
  readonly projenrcJsOptions?: javascript.ProjenrcOptions;

  /**
   * A rc file in TypeScript, which tsx runs.
   *
   * @default - true, if it is there and no other is asked for
   */
  readonly projenrcTs?: boolean;

  /**
   * Options of the rc file in TypeScript.
   *
   * @default - `runner` is `TypeScriptRunner.tsx()`
   */
  readonly projenrcTsOptions?: typescript.ProjenrcTsOptions;

  /**
   * A rc file in Python. Its packages come by pip, so there is no `package.json`.
   *
   * @default - true, if it is there and no other is asked for
   */
  readonly projenrcPython?: boolean;

  /**
   * Options of the rc file in Python.
   *
   * @default - projen's
   */
  readonly projenrcPythonOptions?: python.ProjenrcOptions;

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
    const warnings = Warnings.of(this);
    // what is said before MuslRustChef is there, too
    warnings.acknowledge(options.muslRustChefOptions?.acknowledge ?? []);
    const shipped = resolveOptions(options.muslRustChefOptions ?? {});
    const hasImages = options.muslRustChef ?? true;

    const rc = options.parent ? undefined : rcProgram(this.outdir, options);
    rc?.addTo(this);
    if (!options.parent && (rc?.installedByNpm ?? true)) {
      this.package = this.tools(crate, ['projen', 'constructs', ...(rc?.devDeps ?? []), ...(options.devDeps ?? [])]);
    }

    const workspace = new SourceTree(this.outdir).toml('Cargo.toml')?.table('workspace');
    const flags = [
      // by itself cargo would leave out all but the root package; default members are what somebody chose
      ...(workspace && !workspace.has('default-members') ? ['--workspace'] : []),
      ...(shipped.defaultFeatures ? [] : ['--no-default-features']),
      ...((options.allFeatures ?? shipped.allFeatures) ? ['--all-features'] : []),
    ];
    const cargo = (...args: string[]) => ['cargo', ...args].join(' ');
    this.gitignore.exclude('/target');
    this.compileTask.exec(cargo('build', ...flags));
    this.testTask.exec(cargo('test', ...flags), { receiveArgs: true });
    this.lintTask = this.addTask('lint', {
      description: 'Lint with clippy; a warning is an error',
      exec: cargo('clippy', '--all-targets', ...flags, '-- -D warnings'),
    });
    this.fmtTask = this.addTask('fmt', {
      description: 'Format the sources (with --check: only say what is not formatted)',
      exec: 'cargo fmt --all',
      receiveArgs: true,
    });

    assertReadable(join(this.outdir, 'Cargo.toml'), 'Cargo.toml');
    if (!existsSync(join(this.outdir, 'Cargo.toml'))) {
      new StarterFiles(this, starterCrate(crate, options.edition ?? '2024'));
    }
    new SampleReadme(this, { contents: starterReadme(this.name, rc, hasImages) });

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
    const rustWorkflow = gitHub && new RustWorkflow(gitHub, this, { ...shipped, branch: options.defaultBranch, flags });
    this.rustWorkflow = rustWorkflow;
    if (rustWorkflow) {
      new HandWrittenFiles(this, 'rust', [rustWorkflow.file!], 'leave this one out by `rustWorkflow: false`');
    }

    const { defaultBranch: branch, muslRustChefOptions } = options;
    const publishAfter = rustWorkflow ? [rustWorkflow.gate] : [];
    if (hasImages) {
      this.muslRustChef = new MuslRustChef(this, { branch, publishAfter, ...muslRustChefOptions });
    } else {
      GitFiles.guard(this, []);
      LinkedFolders.watch(this);
    }
    new NextSteps(this, rc?.file, hasImages);

    // what is published was tested: once, not twice
    const isCalled =
      this.muslRustChef?.workflow !== undefined &&
      (muslRustChefOptions?.publishAfter ?? publishAfter).some(({ _file }) => _file === rustWorkflow?.gate._file);
    const isAll = (muslRustChefOptions?.branch ?? branch) === branch && muslRustChefOptions?.paths === undefined;
    rustWorkflow?.runsToo(isCalled, !(isCalled && isAll));
  }

  /** `package.json`, if it is ours to write. */
  private tools(crate: string, devDeps: string[]): javascript.NodePackage | undefined {
    const packages = devDeps.map((spec) => Dependencies.parseDependency(spec).name);
    if (PackageJsonGuard.isFree(this, packages)) {
      return toolsPackage(this, crate, devDeps);
    }
    const lacks = PackageJsonGuard.lacks(this, packages);
    if (lacks.length > 0) {
      Warnings.of(this).note({
        id: 'package-json',
        text: `package.json is yours, and stays as it is: add ${lacks.join(', ')} to its devDependencies`,
      });
    }
    return undefined;
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
