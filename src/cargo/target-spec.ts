import { Platform } from '../platform';

const COMMON = ['unix', 'panic="unwind"', 'target_os="linux"', 'target_env="musl"', 'target_family="unix"', 'target_vendor="unknown"', 'target_pointer_width="64"', 'target_endian="little"'];

/** The targets that images are built for, and what `cfg(…)` may know of them. */
const TARGETS: Record<Platform, { readonly triple: string; readonly cfg: ReadonlySet<string> }> = {
  [Platform.LINUX_AMD64]: { triple: 'x86_64-unknown-linux-musl', cfg: new Set([...COMMON, 'target_arch="x86_64"']) },
  [Platform.LINUX_ARM64]: { triple: 'aarch64-unknown-linux-musl', cfg: new Set([...COMMON, 'target_arch="aarch64"']) },
};

/** The platforms whose builds a `[target.<spec>]` of a manifest or of cargo's configuration applies to. */
export function platformsOf(spec: string): Platform[] {
  const expression = /^\s*cfg\s*\(([^]*)\)\s*$/.exec(spec)?.[1];
  return Object.values(Platform).filter(platform => expression === undefined
    ? TARGETS[platform].triple === spec
    : new CfgExpression(expression).holds(TARGETS[platform].cfg));
}

class CfgExpression {
  private readonly tokens: string[];

  constructor(text: string) {
    this.tokens = text.match(/"[^"]*"|[\w-]+|[(),=]/g) ?? [];
  }

  public holds(cfg: ReadonlySet<string>): boolean {
    return this.predicate(cfg, [...this.tokens]);
  }

  private predicate(cfg: ReadonlySet<string>, rest: string[]): boolean {
    const name = rest.shift() ?? '';
    if (rest[0] === '(') {
      rest.shift();
      const operands: boolean[] = [];
      while (rest.length > 0 && rest[0] !== ')') {
        operands.push(this.predicate(cfg, rest));
        if (rest[0] === ',') rest.shift();
      }
      rest.shift();
      if (name === 'all') return operands.every(Boolean);
      if (name === 'any') return operands.some(Boolean);
      return name === 'not' && !operands[0];
    }
    if (rest[0] === '=') {
      rest.shift();
      return cfg.has(`${name}=${rest.shift()}`);
    }
    return name === 'true' || cfg.has(name);
  }
}
