/**
 * How the platforms of an image are built.
 */
export enum BuildStrategy {
  /** Every platform is compiled on a runner of its own architecture: nothing is emulated, nothing is cross-compiled. */
  NATIVE = 'native',
}
