import { posix } from 'node:path';
import { FileBase, IResolver, Project } from 'projen';
import { CacheScope } from './cache-scope';
import { compileStages } from './compile-stages';
import { CompileUnit } from './compile-unit';
import { DockerfilePoints } from './dockerfile-points';
import { targetStage } from './kept-target';
import { binariesStages, runtimeStages } from './runtime-stages';
import { SOURCES } from './sources';
import { assertNoneIsAStage } from './stage-names';
import { assertOrder } from './stage-order';
import { toolsStages } from './tools-stages';
import { ToolchainFile } from '../cargo/toolchain-file';
import { BuildArg } from '../image/build-arg';
import { PrivateSource } from '../image/private-source';
import { RuntimeBase } from '../image/runtime-base';
import { lookSecret } from '../image/secret-names';
import { UserError } from '../messages/user-error';
import { checked } from '../options/checked';
import { isWithin } from '../paths/is-within';
import { copyInstruction } from '../syntax/copy-instruction';
import { assertInstruction, instructionOf, keywordOf } from '../syntax/dockerfile-instruction';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { saidOnce, wholeFile } from '../syntax/dockerfile-syntax';
import { Toolchain } from '../toolchain/toolchain';

export interface DockerfileOptions {
  readonly toolchain: Toolchain;
  readonly aptPackages: string[];
  /** What is compiled together. */
  readonly units: CompileUnit[];
  readonly profile: string;
  readonly memoryFunctions: boolean;
  readonly incremental: boolean;
  readonly privateSources: PrivateSource[];
  readonly buildArgs: Record<string, BuildArg>;
  /** Variables of the stages that compile, and of the images. */
  readonly environment: { readonly build: Record<string, string>; readonly image: Record<string, string> };
  readonly runtimeBase: RuntimeBase;
  readonly toolchainFile?: ToolchainFile;
  readonly vendorDirectory?: string;
  readonly cookedSources: string[];
}

/**
 * The one Dockerfile of all images, as stages: `cargo-chef` and `muslrust-chef` have the tools, `planner` makes the recipe of the
 * dependencies, `dependencies` compiles them, `build` the binaries, and each image is a stage. With `isolated` the three
 * before the images are there for each of them.
 *
 * Instructions of your own stand at the points that it has for them, under every strategy and on every base. Add them
 * after the component is constructed, in the rc file. Each is one instruction, as a Dockerfile has it: lines that go on
 * after a backslash, here-documents and comments above it may be in it.
 */
export class Dockerfile extends FileBase {
  /** @internal */
  public static _of(project: Project, options: DockerfileOptions): Dockerfile {
    return new Dockerfile(project, options);
  }

  private readonly points = new DockerfilePoints();
  private readonly ofImages: { readonly instruction: string; readonly image?: string }[] = [];
  private readonly ownStages: DockerfileStage[] = [];
  /** An object, since what writes may be a stand-in of the file. */
  private readonly state = { isWritten: false };

  private constructor(
    project: Project,
    private readonly options: DockerfileOptions,
  ) {
    if (typeof options !== 'object' || options === null) {
      throw new UserError(
        'Dockerfile: this class makes no file by itself. Take that of the component: new MuslRustChef(project).dockerfile.',
      );
    }
    super(project, 'Dockerfile');
    this.assertNoImageIsAStage(this.stages);
  }

  /**
   * Adds instructions for the compilation of dependencies: they stand before it in the stage `dependencies`, and again
   * where the binaries are compiled, since a dependency would be compiled once more if a variable that it reads were gone.
   *
   * The toolchain is there, the build scripts, the toolchain file and vendored crates; the sources are not. The user is
   * root, the folder `/app`, of which nothing but the target folder is kept: put files elsewhere, e.g. into `/opt`.
   *
   * A change of an instruction has everything compiled again. Of a file that an instruction brings cargo knows what build
   * scripts tell it (`cargo::rerun-if-changed`).
   *
   * @param instructions e.g. `ENV OPENSSL_DIR=/opt/openssl`
   */
  public beforeCook(...instructions: string[]): void {
    checked('Dockerfile.beforeCook', instructions);
    this.assertNotWritten('Dockerfile.beforeCook');
    const added = asserted('Dockerfile.beforeCook', instructions);
    assertNotMountedOver('Dockerfile.beforeCook', [...this.points.beforeCook, ...added]);
    this.points.beforeCook.push(...added);
  }

  /**
   * Adds instructions for the compilation of the binaries: they stand before it in the stage `build`, and in the one that
   * seed images are made in. The dependencies have been compiled without them, or are those of a seed image.
   *
   * What `beforeCook` finds is there, and what it added. Sources and target folder are there while cargo runs only; a `RUN`
   * can mount the sources for itself: `RUN --mount=type=bind,target=/app …`.
   *
   * A change of an instruction has the binaries and the packages of the workspace compiled again. Of a file that an
   * instruction brings cargo knows what build scripts tell it (`cargo::rerun-if-changed`).
   *
   * @param instructions e.g. `ARG REVISION`, which build scripts and `env!` read as a variable
   */
  public beforeBuild(...instructions: string[]): void {
    checked('Dockerfile.beforeBuild', instructions);
    this.assertNotWritten('Dockerfile.beforeBuild');
    const added = asserted('Dockerfile.beforeBuild', instructions);
    assertNotMountedOver('Dockerfile.beforeBuild', [...this.points.beforeBuild, ...added]);
    this.points.beforeBuild.push(...added);
  }

  /**
   * Adds instructions to images, at the end of their stages: what they say holds, whatever stands above. The user there is
   * 65532; most bases have no shell, and so no `RUN`.
   *
   * @param instructions e.g. `COPY templates /app/templates`
   * @param image the name of one image; without it they are for all
   */
  public runtime(instructions: string[], image?: string): void {
    checked('Dockerfile.runtime', [instructions, image]);
    this.assertNotWritten('Dockerfile.runtime');
    const names = this.options.units.flatMap(({ images }) => images.map(({ name }) => name));
    if (image !== undefined && !names.includes(image)) {
      throw new UserError(
        `Dockerfile.runtime: there is no image ${JSON.stringify(image)}. Name one of ${names.join(', ')}, or none for all.`,
      );
    }
    asserted('Dockerfile.runtime', instructions).forEach((instruction) => this.ofImages.push({ instruction, image }));
  }

  /**
   * Adds a stage of your own, which `COPY --from` then knows, at each of the points. It stands behind `muslrust-chef`, and so
   * may begin from that too.
   *
   * @param stage e.g. one that builds the pages that a server embeds
   */
  public addStage(stage: DockerfileStage): void {
    checked('Dockerfile.addStage', [stage]);
    this.assertNotWritten('Dockerfile.addStage');
    const names = this.stages.map(({ name }) => name);
    if (names.includes(stage.name)) {
      throw new UserError(
        `Dockerfile.addStage: there is a stage ${JSON.stringify(stage.name)} already. There are ${names.join(', ')}; give it another name.`,
      );
    }
    this.assertNoImageIsAStage([stage]);
    this.ownStages.push(stage);
  }

  /** Its stages, as they are written. */
  public get stages(): DockerfileStage[] {
    const { toolchain, units, runtimeBase, environment } = this.options;
    const { points, ofImages, ownStages } = this;
    const compile = { ...this.options, points, environment: environment.build };
    const stages = [
      ...toolsStages({ ...this.options, environment: environment.build, cacheScope: CacheScope.of(this.project) }),
      ...ownStages,
      ...(compile.incremental ? [targetStage(compile)] : []),
      ...units.flatMap((unit) => compileStages(unit, compile)),
      // before the images: a build that names no target gets the last stage, which is to be one
      ...binariesStages(units, toolchain),
      ...runtimeStages(units, {
        base: runtimeBase,
        environment: environment.image,
        added: ({ name }) =>
          ofImages.filter(({ image = name }) => image === name).map(({ instruction }) => instruction),
      }),
    ];
    const theirs = [...points.beforeCook, ...points.beforeBuild, ...ofImages.map(({ instruction }) => instruction)];
    return saidOnce(stages, new Set([...ownStages, ...theirs]));
  }

  /** When all stages are known. */
  public preSynthesize(): void {
    super.preSynthesize();
    assertOrder(this.stages);
  }

  /** @internal Its text. */
  public get _text(): string {
    const { buildArgs, units } = this.options;
    const isSecretive =
      BuildArg._secretive(buildArgs).length > 0 ||
      units.some(({ images }) => images.some(({ env }) => lookSecret(env)));
    return wholeFile(this.marker, this.stages, isSecretive ? ['SecretsUsedInArgOrEnv'] : []);
  }

  private assertNotWritten(method: string): void {
    if (this.state.isWritten) {
      throw new UserError(`${method}: the Dockerfile is written already. Call it before project.synth().`);
    }
  }

  private assertNoImageIsAStage(stages: DockerfileStage[]): void {
    const { toolchain, runtimeBase } = this.options;
    assertNoneIsAStage(stages, {
      runtimeBase: runtimeBase._reference,
      builderImage: toolchain.builderImage,
      builderBase: toolchain.base._references[0],
    });
  }

  /** Writes it. */
  public synthesize(): void {
    super.synthesize();
    this.state.isWritten = true;
  }

  protected synthesizeContent(_: IResolver): string | undefined {
    return this._text;
  }
}

function asserted(where: string, instructions: string[]): string[] {
  instructions.forEach((each) => assertInstruction(where, each));
  return instructions.map((each) => each.trimEnd());
}

/** Refuses files where cargo would not see them. */
function assertNotMountedOver(where: string, instructions: string[]): void {
  let folder = SOURCES;
  for (const instruction of instructions) {
    if (keywordOf(instruction) === 'WORKDIR') {
      folder = posix.resolve(folder, instructionOf(instruction).trim().slice(8));
    }
    const target = copyInstruction(instruction)?.target;
    if (target !== undefined && !target.includes('$') && isWithin(posix.resolve(folder, target), SOURCES)) {
      throw new UserError(
        `${where}: ${JSON.stringify(instruction)} puts files into ${SOURCES}, over which the sources are mounted while cargo runs. ` +
          'Put them elsewhere, e.g. into /opt; what is in the project is there already.',
      );
    }
  }
}
