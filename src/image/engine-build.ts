import { BuildArg } from './build-arg';
import { PrivateSource } from './private-source';
import { Platform } from '../platform';

/** What an engine is told of a build of the images, by whatever file. */
export interface EngineBuild {
  readonly platforms: Platform[];
  /** Whether a builder of one platform compiles for another: then one that is alone is built wherever that is. */
  readonly crossCompiles: boolean;
  readonly privateSources: PrivateSource[];
  readonly buildArgs: Record<string, BuildArg>;
}

/** The platform that is built wherever that is; none where it is the builder's own. */
export function fixedPlatform({ crossCompiles, platforms }: EngineBuild): Platform | undefined {
  return crossCompiles && platforms.length === 1 ? platforms[0] : undefined;
}
