import { Allocator } from './allocator/allocator';
import { BuildArg } from './image/build-arg';
import { PrivateSource } from './image/private-source';
import { RuntimeBase } from './image/runtime-base';
import { UserError } from './messages/user-error';
import { MuslRustChefOptions } from './muslrust-chef-options';
import { assertEffective } from './options/assert-effective';
import { Pins } from './pins';
import { Platform } from './platform';
import { BuildCache } from './registry/build-cache';
import { ContainerRegistry } from './registry/container-registry';
import { assertImageReference } from './registry/image-reference';
import { BuildStrategy } from './toolchain/build-strategy';
import { BuilderBase } from './toolchain/builder-base';
import { BuildxBuilder } from './toolchain/buildx-builder';
import { Publishing, publishing, PublishingOptions } from './workflow/publishing-options';

/** Options that have no default, or one that depends on more than the options. */
type Undecided = 'images' | 'builderImage' | 'seedImages' | 'seedRepository' | 'registry' | 'imageRepository';

/** The options of a `MuslRustChef`, each with what it comes to. */
export interface ResolvedOptions
  extends
    Publishing,
    Pick<MuslRustChefOptions, Undecided>,
    Required<Omit<MuslRustChefOptions, Undecided | 'builderBase' | Exclude<keyof PublishingOptions, 'workflow'>>> {
  readonly base: BuilderBase;
  /** The upstream versions that hold. */
  readonly pins: Pins;
  /** All that options name: of a host, how a workflow logs in is said once. */
  readonly registries: ContainerRegistry[];
  /** Those of them that are for what is pulled: the option `registries`. */
  readonly toPullFrom: ContainerRegistry[];
}

/**
 * Fills the defaults in, by the pins that hold, and refuses what a generated file could not hold, or what contradicts itself.
 */
export function resolveOptions(options: MuslRustChefOptions, pins: Pins): ResolvedOptions {
  assertEffective(options);
  const { platforms = [Platform.LINUX_AMD64, Platform.LINUX_ARM64], profile = 'release' } = options;
  const { aptPackages = [], buildArgs = {}, privateSources = [], builderImage, builderBase } = options;
  if (platforms.length === 0) {
    throw new UserError(
      'platforms: the list is empty. Name at least one platform, or leave the option out to build both.',
    );
  }
  if (new Set(platforms).size < platforms.length) {
    throw new UserError(`platforms: ${platforms.join(', ')} names a platform twice. List each once.`);
  }
  if (builderImage !== undefined) {
    assertImageReference('builderImage', builderImage, 'ghcr.io/acme/muslrust-chef:1.2');
  }
  const badPackage = aptPackages.find((name) => !/^[a-z0-9][a-z0-9+.-]+(:[a-z0-9]+)?(=[\w.+:~-]+)?$/.test(name));
  if (badPackage !== undefined) {
    throw new UserError(
      `aptPackages: ${JSON.stringify(badPackage)} is not the name of a Debian package. List one per entry, e.g. "protobuf-compiler".`,
    );
  }
  PrivateSource._assertCompatible(privateSources);
  BuildArg._assertNames(buildArgs);
  if (!/^[A-Za-z][\w-]*$/.test(profile)) {
    throw new UserError(
      `profile: ${JSON.stringify(profile)} is not the name of a cargo profile. Name "release", "dev" or one of [profile.*] in Cargo.toml.`,
    );
  }
  const cache = options.cache ?? BuildCache.githubActions();
  return {
    pins,
    images: options.images,
    imageDefaults: options.imageDefaults ?? {},
    allocator: (options.allocator ?? Allocator.mimalloc())._pinnedBy(pins),
    runtimeBase: (options.runtimeBase ?? RuntimeBase.chainguardStatic())._pinnedBy(pins),
    platforms,
    strategy: options.strategy ?? BuildStrategy.NATIVE,
    base: (builderBase ?? BuilderBase.muslrust())._pinnedBy(pins),
    builderImage,
    aptPackages,
    buildArgs,
    privateSources,
    isolated: options.isolated ?? false,
    memoryFunctions: options.memoryFunctions ?? true,
    incremental: options.incremental ?? true,
    seedImages: options.seedImages,
    buildxBuilder: (options.buildxBuilder ?? BuildxBuilder.container())._pinnedBy(pins),
    profile,
    allFeatures: options.allFeatures ?? false,
    defaultFeatures: options.defaultFeatures ?? true,
    cache,
    registry: options.registry,
    imageRepository: options.imageRepository,
    seedRepository: options.seedRepository,
    toPullFrom: options.registries ?? [],
    registries: [options.registry, cache._registry, ...(options.registries ?? [])].filter(
      (registry) => registry !== undefined,
    ),
    workflow: options.workflow ?? true,
    overwriteExisting: options.overwriteExisting ?? false,
    acknowledge: options.acknowledge ?? [],
    ...publishing(options),
  };
}
