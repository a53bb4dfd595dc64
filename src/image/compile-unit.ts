import { Image } from './image';
import { buildFlags } from '../cargo/build-flags';

export interface CompileUnitOptions {
  readonly images: Image[];
  readonly profile: string;
  readonly defaultFeatures: boolean;
  readonly allFeatures: boolean;
}

/**
 * Images whose binaries one call of cargo compiles, from one recipe.
 */
export class CompileUnit {
  /** All images together: what they share is compiled once. */
  public static shared(options: CompileUnitOptions): CompileUnit[] {
    return [new CompileUnit(options, '')];
  }

  /** Each image by itself: what one of them depends on is nothing to the others. */
  public static isolated(options: CompileUnitOptions): CompileUnit[] {
    return options.images.map(
      (image) => new CompileUnit({ ...options, images: [image] }, `-${image.name}`, image.binary.name),
    );
  }

  public readonly images: Image[];
  /** The flags of both `cargo chef cook` and `cargo build`. */
  public readonly flags: string[];

  /**
   * @param suffix of the names of its stages
   * @param recipeFor the binary that the recipe is limited to
   */
  private constructor(
    options: CompileUnitOptions,
    private readonly suffix: string,
    public readonly recipeFor?: string,
  ) {
    this.images = options.images;
    this.flags = buildFlags({
      binaries: options.images.map(({ binary }) => binary),
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

  public get seedStage(): string {
    return `seed${this.suffix}`;
  }

  /** The stage of an image to start from elsewhere; there is one where all is compiled in one go. */
  public get seedImageStage(): string | undefined {
    return this.recipeFor ? undefined : 'seed-image';
  }

  public get builderStage(): string {
    return `builder${this.suffix}`;
  }
}
