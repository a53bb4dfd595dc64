/** A way to build the image of a project. */
export interface Contender {
  readonly name: string;
  /** One of `dockerfiles/`, in place of the generated Dockerfile. */
  readonly dockerfile?: string;
}

export const OURS: Contender = { name: 'projen-muslrust-chef' };
export const CARGO_CHEF: Contender = { name: 'cargo-chef recipe', dockerfile: 'cargo-chef' };
export const ORIGINAL: Contender = { name: 'original muslrust-chef', dockerfile: 'original' };
export const CACHE_MOUNT: Contender = { name: 'cache mounts', dockerfile: 'cache-mount' };
export const PLAIN: Contender = { name: 'plain Dockerfile', dockerfile: 'plain' };

export const CONTENDERS = [OURS, CARGO_CHEF, ORIGINAL, CACHE_MOUNT, PLAIN];
