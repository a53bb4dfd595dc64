import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BAKE_TARGETS } from '../image/bake-targets';

/** What a bake file asks of the machine that builds by it. */
export interface BakeContent {
  /** Whether builds are handed an ssh agent. */
  readonly needsAgent: boolean;
  /** Variables that secrets come from. */
  readonly secrets: readonly string[];
  /** Whether a build argument may be none. */
  readonly hasNull: boolean;
}

/** What `docker-bake.json` of a folder asks; nothing where it is not what was generated, which is said as drift. */
export function bakeContentIn(folder: string): BakeContent {
  const path = join(folder, 'docker-bake.json');
  const { ssh, secret, args } = existsSync(path) ? commonIn(readFileSync(path, 'utf8')) : {};
  return {
    needsAgent: ssh !== undefined,
    secrets: (Array.isArray(secret) ? secret : []).flatMap((each) => /(?:^|,)env=([^,]+)/.exec(`${each}`)?.[1] ?? []),
    hasNull: Object.values(Object(args)).some((value) => `${value}`.includes('? null :')),
  };
}

/** The target that all others inherit from. */
function commonIn(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text).target?.[BAKE_TARGETS.common]);
  } catch {
    // no JSON any more
    return {};
  }
}
