import { Project } from 'projen';
import { RuntimeBase } from '../image/runtime-base';
import { Warnings } from '../messages/warnings';
import { BuildCache } from '../registry/build-cache';
import { ClaimedSecrets } from '../registry/claimed-secrets';
import { ContainerRegistry } from '../registry/container-registry';
import { ImageRepository } from '../registry/image-repository';
import { RegistryUse, registryUses } from '../registry/registry-use';
import { BuildStrategy } from '../toolchain/build-strategy';
import { BuilderBase } from '../toolchain/builder-base';

export interface UsedRegistriesOptions {
  readonly images: { readonly repository: ImageRepository }[];
  readonly seed?: ImageRepository;
  readonly cache: BuildCache;
  readonly base: BuilderBase;
  readonly builderImage?: string;
  readonly runtimeBase: RuntimeBase;
  /** The registries that options name, and those of them that are for what is pulled. */
  readonly registries: ContainerRegistry[];
  readonly toPullFrom: ContainerRegistry[];
  readonly strategy: BuildStrategy;
}

/** The registries that the workflow of a project's images logs in to; their secrets are no other host's from then on. */
export function usedRegistries(project: Project, options: UsedRegistriesOptions): RegistryUse[] {
  const { images, seed, cache, base, builderImage, runtimeBase, registries, toPullFrom, strategy } = options;
  const uses = registryUses({
    named: registries,
    toPullFrom,
    images: images.map(({ repository }) => repository),
    seed,
    cache,
    pulled: [...(builderImage === undefined ? base._references : [builderImage]), runtimeBase._reference],
  });
  ClaimedSecrets.of(project).claim(project, uses);
  if (strategy._isEmulated && uses.some(({ registry, writes }) => writes && registry._login?.kind === 'google')) {
    Warnings.of(project).warn({
      id: 'google-login',
      text:
        "strategy: Google's login lasts an hour, and BuildStrategy.EMULATED may compile for longer; then nothing is pushed. " +
        'BuildStrategy.NATIVE and BuildStrategy.CROSS are faster.',
    });
  }
  return uses;
}
