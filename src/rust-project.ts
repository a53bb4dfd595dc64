import { existsSync } from 'fs';
import { join } from 'path';
import { github, javascript, Project, SampleReadme, Task, TomlFile } from 'projen';
import { cargoCommand } from './cargo/cargo-command';
import { SourceTree } from './cargo/source-tree';
import { guardGeneratedFiles } from './files/generated-files';
import { HandWrittenFiles } from './files/hand-written-files';
import { LeftBehind } from './files/left-behind';
import { assertReadable } from './files/obstacle';
import { OrphanedFiles } from './files/orphaned-files';
import { PackageJsonGuard } from './files/package-json';
import { PathsInTheWay } from './files/paths-in-the-way';
import { StarterFiles } from './files/starter-files';
import { UserError } from './messages/user-error';
import { Warnings } from './messages/warnings';
import { MuslRustChef } from './muslrust-chef';
import { checked } from './options/checked';
import { PinFile } from './pin-file/pin-file';
import { RecordFile } from './record/record-file';
import { resolveOptions } from './resolved-options';
import { RustProjectOptions } from './rust-project-options';
import { assertByNpm } from './starter/assert-by-npm';
import { crateName } from './starter/crate-name';
import { LeftoverPackageJson } from './starter/leftover-package-json';
import { NextSteps } from './starter/next-steps';
import { otherRcFiles } from './starter/other-rc-files';
import { PackageSpec } from './starter/package-spec';
import { RcProgram, rcProgram } from './starter/rc-program';
import { assertRustChoice } from './starter/rust-choice';
import { starterCrate } from './starter/starter-crate';
import { starterReadme } from './starter/starter-readme';
import { TASK_ARGUMENTS } from './tasks/task-arguments';
import { gitHubOf } from './workflow/github-of';
import { PackageManager } from './workflow/package-manager';
import { PythonPackages } from './workflow/python-packages';
import { RustWorkflow } from './workflow/rust-workflow';
import { whyNoWorkflow } from './workflow/why-no-workflow';

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
    OrphanedFiles.watch(this);
    LeftBehind.watch(this);
    const crate = crateName(this.name);
    const warnings = Warnings.of(this);
    // what is said before MuslRustChef is there, too
    warnings.acknowledge(options.muslRustChefOptions?.acknowledge ?? []);
    const shipped = resolveOptions(options.muslRustChefOptions ?? {}, PinFile.of(this).pins);
    const hasImages = options.muslRustChef ?? true;
    // all else may be what a base class says for each of its projects
    if (!hasImages && shipped.images) {
      throw new UserError(
        'muslRustChefOptions.images: `muslRustChef` is false, so none of them would be made. Leave one of the two out.',
      );
    }

    const rc = options.parent ? undefined : rcProgram(this.outdir, options);
    rc?.addTo(this);
    const rcFile = rc?.file ?? (options.projenrcJson && !options.parent ? '.projenrc.json' : undefined);
    if (rcFile !== undefined) otherRcFiles(this.outdir, rcFile).forEach((warning) => warnings.warn(warning));
    if (rc) {
      const packages = (options.devDeps ?? []).map((spec) => new PackageSpec(this.outdir, spec).name);
      assertByNpm(rc, packages);
    }
    let lacks: string[] = [];
    if (!options.parent && rc?.install === undefined) {
      ({ package: this.package, lacks } = this.tools(crate, [
        'projen',
        'constructs',
        ...(rc?.devDeps ?? []),
        ...(options.devDeps ?? []),
      ]));
      // of tsx: newer npm runs no script of a dependency unasked, and says so each time. It runs well without. (npm help install-scripts)
      if (rc?.devDeps.includes('tsx')) this.package?.addField('allowScripts', { esbuild: false });
    } else {
      new LeftoverPackageJson(this, options.devDeps ?? []);
    }

    const workspace = new SourceTree(this.outdir).toml('Cargo.toml')?.table('workspace');
    const flags = [
      // by itself cargo would leave out all but the root package; default members are what somebody chose
      ...(workspace && !workspace.has('default-members') ? ['--workspace'] : []),
      ...(shipped.defaultFeatures ? [] : ['--no-default-features']),
      ...((options.allFeatures ?? shipped.allFeatures) ? ['--all-features'] : []),
    ];
    this.gitignore.exclude('/target');
    this.compileTask.exec(cargoCommand('build', ...flags));
    this.testTask.exec(cargoCommand('test', ...flags, TASK_ARGUMENTS), { receiveArgs: true });
    this.lintTask = this.addTask('lint', {
      description: 'Lint with clippy; a warning is an error',
      exec: cargoCommand('clippy', '--all-targets', ...flags, '-- -D warnings'),
    });
    this.fmtTask = this.addTask('fmt', {
      description: 'Format the sources (with --check: only say what is not formatted)',
      exec: `cargo fmt --all ${TASK_ARGUMENTS}`,
      receiveArgs: true,
    });

    assertReadable(join(this.outdir, 'Cargo.toml'), 'Cargo.toml');
    const { edition = '2024', toolchain = 'stable' } = options;
    const isNew = !existsSync(join(this.outdir, 'Cargo.toml'));
    assertRustChoice({ edition, toolchain }, isNew);
    if (isNew) {
      new StarterFiles(this, starterCrate(crate, edition));
    }
    const commands = options.parent ? { install: undefined, projen: this.projenCommand } : commandsOf(this, rc);
    new SampleReadme(this, { contents: starterReadme({ name: this.name, rcFile, ...commands, hasImages }) });

    const toolchainFile = 'rust-toolchain.toml';
    const ownToolchainFile = existsSync(join(this.outdir, 'rust-toolchain'))
      ? 'rust-toolchain'
      : HandWrittenFiles.isFree(this, toolchainFile)
        ? undefined
        : toolchainFile;
    if (ownToolchainFile === undefined) {
      this.toolchainFile = new TomlFile(this, toolchainFile, {
        obj: {
          toolchain: { channel: toolchain, components: ['clippy', 'rustfmt'], profile: 'minimal' },
        },
      });
    } else if (options.toolchain) {
      throw new UserError(
        `toolchain: this repository names its toolchain in a ${ownToolchainFile} of its own. Remove that file, or this option.`,
      );
    }

    const whyNone = whyNoWorkflow(this);
    if (options.rustWorkflow && whyNone !== undefined) {
      throw new UserError(`rustWorkflow: ${whyNone}, so there would be none. Leave one of the two out.`);
    }
    const gitHub = (options.rustWorkflow ?? true) ? gitHubOf(this, 'RustProject') : undefined;
    const rustWorkflow = gitHub && new RustWorkflow(gitHub, this, { ...shipped, branch: options.defaultBranch, flags });
    this.rustWorkflow = rustWorkflow;
    if (rustWorkflow) {
      new HandWrittenFiles(this, 'rust', [rustWorkflow.file!], 'leave this one out by `rustWorkflow: false`');
    }

    const { defaultBranch: branch, muslRustChefOptions } = options;
    const publishAfter = rustWorkflow && muslRustChefOptions?.workflow !== false ? [rustWorkflow.gate] : [];
    if (hasImages) {
      this.muslRustChef = new MuslRustChef(this, { branch, publishAfter, ...muslRustChefOptions });
      RecordFile.of(this)?.add(...[this.toolchainFile, rustWorkflow?.file].filter((file) => file !== undefined));
    } else {
      guardGeneratedFiles(this, 'rust', [], undefined);
    }
    new NextSteps(this, {
      rcFile,
      install: rc?.install === undefined ? (lacks.length > 0 ? addTo(this, lacks) : undefined) : commands.install,
      isOwnPackage: lacks.length > 0,
      projen: commands.projen,
      hasImages,
      isTested: rustWorkflow !== undefined,
      isPublished: this.muslRustChef?.workflow !== undefined,
    });

    // what is published was tested: once, not twice
    const isCalled =
      this.muslRustChef?.workflow !== undefined &&
      (muslRustChefOptions?.publishAfter ?? publishAfter).some(({ _file }) => _file === rustWorkflow?.gate._file);
    const isAll = (muslRustChefOptions?.branch ?? branch) === branch && muslRustChefOptions?.paths === undefined;
    rustWorkflow?.runsToo(isCalled, !(isCalled && isAll));
  }

  /** `package.json`, if it is ours to write; else what that of the user lacks. */
  private tools(crate: string, devDeps: string[]): { package?: javascript.NodePackage; lacks: string[] } {
    const specs = devDeps.map((spec) => new PackageSpec(this.outdir, spec));
    const nameless = specs.find(({ name }) => name === undefined);
    if (nameless) {
      throw new UserError(
        `devDeps: ${nameless.named} does not say which package it is, nor does package.json. Write <name>@${nameless.named}.`,
      );
    }
    const packages = specs.map(({ name }) => name!);
    if (PackageJsonGuard.isFree(this, packages)) {
      const named = specs.map((spec) => spec.named);
      return { package: toolsPackage(this, crate, named), lacks: [] };
    }
    const lacks = PackageJsonGuard.lacks(this, packages);
    if (lacks.length > 0) {
      Warnings.of(this).note({
        id: 'package-json',
        text: `package.json is yours, and stays as it is: add ${lacks.join(', ')} to its devDependencies`,
      });
    }
    return { lacks };
  }
}

/** How the user's `package.json` gets packages. */
function addTo({ outdir }: Project, packages: string[]): string {
  const packageManager = PackageManager.in(outdir) ?? PackageManager.NPM;
  return [packageManager.addTo(outdir), ...packages].join(' ');
}

/** How people install what the rc file needs, and run it. */
function commandsOf(project: Project, rc: RcProgram | undefined): { install?: string; projen: string } {
  if (rc?.install !== undefined) {
    const packages = PythonPackages.of(project);
    return { install: packages?.install ?? rc.install, projen: packages?.projen(project) ?? project.projenCommand };
  }
  const locked = PackageManager.of(project);
  const packageManager = locked ?? PackageManager.in(project.outdir) ?? PackageManager.NPM;
  const { install, program } = packageManager.traits;
  return { install: locked ? install : `${program} install`, projen: packageManager.projen(project) };
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
