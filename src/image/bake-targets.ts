/**
 * What the bake file calls its targets.
 *
 * Those of this package begin with an underscore, which no image's name does: each image that can be is a target too.
 */
export const BAKE_TARGETS = {
  /** What all others inherit. */
  common: '_common',
  /** The bare executables. */
  binaries: '_binaries',
  /** What was compiled. */
  seed: '_seed',
} as const;

/**
 * The target of an image, by its name: bake knows no dots, and has a group `default`.
 *
 * No two names have one target: a name has no three underscores in a row, and none at its end.
 */
export function bakeTargetOf(image: string): string {
  return image === 'default' ? 'default_' : image.replace(/\./g, '___');
}
