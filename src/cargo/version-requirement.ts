import { UserError } from '../messages/user-error';

type Version = [major: number, minor: number, patch: number];

/** Versions from `low` on, up to `high`, which is not among them; without it there is no end. */
interface Range {
  readonly low: Version;
  readonly high?: Version;
}

const ZERO: Version = [0, 0, 0];

/** A version requirement as cargo reads it, e.g. `1.2`, `=1.2.3` or `>=1.2, <2`; pre-releases are not known. */
export class VersionRequirement {
  /** Whether this is one, as far as it is known here. */
  public static isOne(requirement: string): boolean {
    try {
      return new VersionRequirement(requirement) !== undefined;
    } catch {
      return false;
    }
  }

  private readonly range: Range;

  constructor(requirement: string) {
    const ranges = requirement.split(',').map((part) => {
      const [, operator, numbers, wildcard] =
        /^\s*(=|>=|>|<=|<|\^|~)?\s*(\d+(?:\.\d+){0,2})((?:\.[*xX]){0,2})\s*$/.exec(part) ?? [];
      if (/^\s*[*xX]\s*$/.test(part)) {
        return { low: ZERO };
      }
      if (!numbers || (wildcard && operator)) {
        throw new UserError(
          `"${requirement}" is not a version requirement of cargo: write it as in "1.2.3", "=1.2.3" or ">=1.2.3, <2"`,
        );
      }
      return rangeOf(wildcard ? '=' : (operator ?? '^'), numbers.split('.').map(Number));
    });
    this.range = ranges.reduce(intersection);
  }

  /** Whether it accepts no version that is older than this one. */
  public excludesOlderThan(version: string): boolean {
    return order(this.range.low, parse(version)) >= 0;
  }

  public accepts(version: string): boolean {
    const candidate = parse(version);
    return (
      !isEmpty(intersection(this.range, { low: candidate, high: upper(candidate, 2) })) && !/^[\d.]+-/.test(version)
    );
  }

  /** Whether a version can be what both ask for. */
  public overlaps(other: VersionRequirement): boolean {
    return !isEmpty(intersection(this.range, other.range));
  }
}

/** By the rules of https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html; a shorter version leaves the rest open. */
function rangeOf(operator: string, parts: number[]): Range {
  const low = fill(parts);
  const next = upper(parts, parts.length - 1);
  switch (operator) {
    case '>':
      return { low: next };
    case '>=':
      return { low };
    case '<':
      return { low: ZERO, high: low };
    case '<=':
      return { low: ZERO, high: next };
    case '=':
      return { low, high: next };
    case '~':
      return { low, high: upper(parts, Math.min(parts.length - 1, 1)) };
    default:
      return { low, high: upper(parts, firstSignificant(parts)) };
  }
}

function intersection(a: Range, b: Range): Range {
  const low = order(a.low, b.low) >= 0 ? a.low : b.low;
  const highs = [a.high, b.high].filter((high) => high !== undefined).sort(order);
  return { low, high: highs[0] };
}

function isEmpty({ low, high }: Range): boolean {
  return high !== undefined && order(low, high) >= 0;
}

function parse(version: string): Version {
  return fill(version.split(/[-+]/)[0].split('.').map(Number));
}

function fill(parts: number[]): Version {
  return [parts[0], parts[1] ?? 0, parts[2] ?? 0];
}

/** The first version that has a greater number at `index`. */
function upper(parts: number[], index: number): Version {
  return fill([...parts.slice(0, index), parts[index] + 1]);
}

/** What `^` keeps: up to the first number that is not zero. */
function firstSignificant(parts: number[]): number {
  const index = parts.findIndex((part) => part > 0);
  return index < 0 ? parts.length - 1 : index;
}

function order(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
