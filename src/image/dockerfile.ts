import { FileBase, IResolver, Project } from 'projen';
import { CacheScope } from './cache-scope';
import { compileStages } from './compile-stages';
import { CompileUnit } from './compile-unit';
import { PrivateSource } from './private-source';
import { RuntimeBase } from './runtime-base';
import { binariesStages, looksSecret, runtimeStages } from './runtime-stages';
import { toolsStages } from './tools-stages';
import { ToolchainFile } from '../cargo/toolchain-file';
import { DockerfileStage } from '../syntax/dockerfile-stage';
import { saidOnce, wholeFile } from '../syntax/dockerfile-syntax';
import { Toolchain } from '../toolchain/toolchain';

export interface DockerfileOptions {
  readonly toolchain: Toolchain;
  readonly aptPackages: string[];
  /** What is compiled together. */
  readonly units: CompileUnit[];
  readonly profile: string;
  readonly incremental: boolean;
  readonly privateSources: PrivateSource[];
  /** Variables of the builder, and of the images. */
  readonly environment: { readonly build: Record<string, string>; readonly image: Record<string, string> };
  readonly runtimeBase: RuntimeBase;
  readonly toolchainFile?: ToolchainFile;
  readonly vendorDirectory?: string;
}

/**
 * The one Dockerfile of all images.
 *
 * `cargo-chef`, `muslrust-chef` (tools) -> `planner` (recipe) -> `dependencies` (cook) -> `builder` (all binaries, compiled once)
 * -> a runtime stage per image, and `binaries`.
 */
export class Dockerfile extends FileBase {
  /** @internal */
  public static _of(project: Project, options: DockerfileOptions): Dockerfile {
    return new Dockerfile(project, options);
  }

  private constructor(
    project: Project,
    private readonly options: DockerfileOptions,
  ) {
    super(project, 'Dockerfile');
  }

  /** Its stages, as they are written. */
  public get stages(): DockerfileStage[] {
    const { toolchain, units, runtimeBase, environment } = this.options;
    return saidOnce([
      ...toolsStages({ ...this.options, environment: environment.build, cacheScope: CacheScope.of(this.project) }),
      ...units.flatMap((unit) => compileStages(unit, { ...this.options, environment: environment.build })),
      // before the images: a build that names no target gets the last stage, which is to be one
      ...binariesStages(units, toolchain),
      ...runtimeStages(units, runtimeBase, environment.image),
    ]);
  }

  /** @internal Its text. */
  public get _text(): string {
    const isSecretive = this.options.units.some(({ images }) => images.some(({ env }) => looksSecret(env)));
    return wholeFile(this.marker, this.stages, isSecretive ? ['SecretsUsedInArgOrEnv'] : []);
  }

  protected synthesizeContent(_: IResolver): string | undefined {
    return this._text;
  }
}
