import { Project, TextFile } from 'projen';
import { CacheScope } from './cache-scope';
import { compileStages } from './compile-stages';
import { CompileUnit } from './compile-unit';
import { PrivateSource } from './private-source';
import { RuntimeBase } from './runtime-base';
import { binariesStages, looksSecret, runtimeStages } from './runtime-stages';
import { assertNoneIsAStage } from './stage-names';
import { toolsStages } from './tools-stages';
import { ToolchainFile } from '../cargo/toolchain-file';
import { wholeFile } from '../syntax/dockerfile-syntax';
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
export class Dockerfile extends TextFile {
  constructor(project: Project, options: DockerfileOptions) {
    super(project, 'Dockerfile');
    const { toolchain, units, runtimeBase, environment } = options;
    const isSecretive = units.some(({ images }) => images.some(({ env }) => looksSecret(env)));
    const stages = [
      ...toolsStages({ ...options, environment: environment.build, cacheScope: CacheScope.of(project) }),
      ...units.flatMap((unit) => ['', ...compileStages(unit, { ...options, environment: environment.build })]),
      '',
      // first of the two: a build that names no target gets the last stage, which is an image
      ...binariesStages(units, toolchain),
      '',
      ...runtimeStages(units, runtimeBase, environment.image),
    ];
    assertNoneIsAStage(stages, {
      runtimeBase: runtimeBase._reference,
      builderImage: toolchain.builderImage,
      builderBase: toolchain.base._referenceFor(''),
    });
    wholeFile(this.marker, stages, isSecretive ? ['SecretsUsedInArgOrEnv'] : []).forEach((line) => this.addLine(line));
  }
}
