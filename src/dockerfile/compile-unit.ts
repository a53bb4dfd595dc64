import { buildFlags } from '../cargo/build-flags';
import { CargoPackage } from '../cargo/workspace';
import { binariesOf, Image } from '../image/image';

export interface CompileUnitOptions {
  readonly images: Image[];
  /** What `--package` calls a package. */
  readonly packageSpec: (pkg: CargoPackage) => string;
  /** What `--features` calls a feature that is said with its package. */
  readonly featureSpec: (feature: string) => string;
  readonly profile: string;
  readonly defaultFeatures: boolean;
  readonly allFeatures: boolean;
}

/** The stages of a seed: what is compiled in, which is a name to replace; what was compiled; and that as an image. */
export const SEED_STAGES = { start: 'seed', compiled: 'compiled', image: 'seed-image' };

/** What a layer has of a target folder, for a build to begin with. */
export const COMPILED = '/compiled';

/**
 * Images whose binaries one call of cargo compiles, from one recipe.
 */
export class CompileUnit {
  /**
   * All images together: what they share is compiled once.
   *
   * @param hasSeed whether what is compiled becomes an image, for builders elsewhere to start from
   */
  public static shared(options: CompileUnitOptions, hasSeed: boolean): CompileUnit[] {
    return [new CompileUnit(options, '', { hasSeed })];
  }

  /** Each binary by itself: what one of them depends on is nothing to the others. */
  public static isolated(options: CompileUnitOptions): CompileUnit[] {
    return binariesOf(options.images).map((binary) => {
      const images = options.images.filter((image) => image.binary === binary);
      return new CompileUnit({ ...options, images }, `-${images[0].name}`, { recipeFor: binary.name });
    });
  }

  public readonly images: Image[];
  /** The flags of both builds, that of the dependencies and that of the binaries. */
  public readonly flags: string[];
  /** The binary that the recipe is limited to. */
  public readonly recipeFor?: string;
  /** Whether there is an image of what was compiled, for builders elsewhere to start from. */
  public readonly hasSeed: boolean;

  /** @param suffix of the names of its stages */
  private constructor(
    options: CompileUnitOptions,
    private readonly suffix: string,
    { recipeFor, hasSeed = false }: { readonly recipeFor?: string; readonly hasSeed?: boolean },
  ) {
    this.recipeFor = recipeFor;
    this.hasSeed = hasSeed;
    this.images = options.images;
    this.flags = buildFlags({
      packageSpec: options.packageSpec,
      featureSpec: options.featureSpec,
      binaries: binariesOf(options.images),
      profile: options.profile,
      defaultFeatures: options.defaultFeatures,
      allFeatures: options.allFeatures,
      features: options.images.flatMap(({ features }) => features),
    });
  }

  public get plannerStage(): string {
    return `planner${this.suffix}`;
  }

  public get dependenciesStage(): string {
    return `dependencies${this.suffix}`;
  }

  /** The stage whose target folder is compiled in. */
  public get startStage(): string {
    return this.hasSeed ? SEED_STAGES.start : this.dependenciesStage;
  }

  public get buildStage(): string {
    return `build${this.suffix}`;
  }
}
