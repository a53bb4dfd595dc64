import { Platform } from '../platform';

const KNOWN = [
  'unix',
  'target_os="linux"',
  'target_env="musl"',
  'target_family="unix"',
  'target_vendor="unknown"',
  'target_pointer_width="64"',
  'target_endian="little"',
];

/** What has one value for a target, and one that is known here; not `target_feature`, `target_has_atomic` and the like. */
const KEYS = new Set([...KNOWN, 'target_arch'].map((entry) => entry.split('=')[0]));

/** The targets that images are built for, and what `cfg(…)` knows of them. */
const TARGETS: Record<Platform, { readonly triple: string; readonly cfg: ReadonlySet<string> }> = {
  [Platform.LINUX_AMD64]: { triple: 'x86_64-unknown-linux-musl', cfg: new Set([...KNOWN, 'target_arch="x86_64"']) },
  [Platform.LINUX_ARM64]: { triple: 'aarch64-unknown-linux-musl', cfg: new Set([...KNOWN, 'target_arch="aarch64"']) },
};

/**
 * Whether a triple or `cfg(…)` counts for an image of any platform, as far as can be told.
 *
 * @param env `gnu` for what runs on the machine that compiles
 */
export function mayApply(spec: string, env: 'musl' | 'gnu' = 'musl'): boolean {
  const swap = (text: string) => text.replace(/musl/, env);
  return Object.values(TARGETS).some(
    ({ triple, cfg }) => applies(spec, { triple: swap(triple), cfg: new Set([...cfg].map(swap)) }) !== false,
  );
}

/** Whether a triple or `cfg(…)` counts for the images of all platforms, with certainty. */
export function alwaysApplies(spec: string): boolean {
  return Object.values(TARGETS).every((target) => applies(spec, target));
}

function applies(spec: string, { triple, cfg }: (typeof TARGETS)[Platform]): boolean | undefined {
  const expression = /^\s*cfg\s*\(([^]*)\)\s*$/.exec(spec)?.[1];
  if (expression === undefined) return spec === triple;
  return evaluate(expression.match(/"[^"]*"|[\w-]+|[(),=]/g) ?? [], cfg);
}

/** Consumes one predicate; `undefined` where it depends on more than the target, such as a feature. */
function evaluate(tokens: string[], cfg: ReadonlySet<string>): boolean | undefined {
  const next = () => tokens[0];
  const name = tokens.shift() ?? '';
  if (next() === '=') {
    tokens.shift();
    const value = tokens.shift();
    return KEYS.has(name) ? cfg.has(`${name}=${value}`) : undefined;
  }
  if (next() !== '(') {
    if (name === 'true' || name === 'false') return name === 'true';
    return name === 'unix' || name === 'windows' ? cfg.has(name) : undefined;
  }
  tokens.shift();
  const operands: (boolean | undefined)[] = [];
  while (tokens.length > 0 && next() !== ')') {
    operands.push(evaluate(tokens, cfg));
    if (next() === ',') tokens.shift();
  }
  tokens.shift();
  if (name === 'not') return operands[0] === undefined ? undefined : !operands[0];
  const decisive = name === 'any';
  if (operands.includes(decisive)) return decisive;
  return operands.includes(undefined) ? undefined : !decisive;
}
