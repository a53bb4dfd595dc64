type Version = [major: number, minor: number, patch: number];

interface Comparator {
  readonly operator: string;
  /** A shorter version leaves the rest open. */
  readonly parts: number[];
}

/** A version requirement as cargo reads it, e.g. `1.2`, `=1.2.3` or `>=1.2, <2`. */
export class VersionRequirement {
  private readonly comparators: Comparator[];

  constructor(requirement: string) {
    this.comparators = requirement.split(',').map((part) => {
      const [, operator, numbers] = /^\s*(=|>=|>|<=|<|\^|~)?\s*(\d+(?:\.\d+){0,2})(?:\.\*)?\s*$/.exec(part) ?? [];
      if (!numbers) {
        throw new Error(
          `"${requirement}" is no version requirement of cargo: write it as in "1.2.3", "=1.2.3" or ">=1.2.3, <2"`,
        );
      }
      return { operator: operator ?? (part.includes('*') ? '~' : '^'), parts: numbers.split('.').map(Number) };
    });
  }

  /** Whether it accepts no version that is older than this one. */
  public excludesOlderThan(version: string): boolean {
    const bound = parse(version);
    return this.comparators.some(({ operator, parts }) => {
      if (operator.startsWith('<')) return false;
      const lowest = operator === '>' ? upper(parts, parts.length - 1) : fill(parts);
      return order(lowest, bound) >= 0;
    });
  }

  public accepts(version: string): boolean {
    const candidate = parse(version);
    return this.comparators.every(({ operator, parts }) => {
      const low = fill(parts);
      const next = upper(parts, parts.length - 1);
      switch (operator) {
        case '>':
          return order(candidate, next) >= 0;
        case '>=':
          return order(candidate, low) >= 0;
        case '<':
          return order(candidate, low) < 0;
        case '<=':
          return order(candidate, next) < 0;
        case '=':
          return order(candidate, low) >= 0 && order(candidate, next) < 0;
        case '~':
          return order(candidate, low) >= 0 && order(candidate, upper(parts, Math.min(parts.length - 1, 1))) < 0;
        default:
          return order(candidate, low) >= 0 && order(candidate, upper(parts, firstSignificant(parts))) < 0;
      }
    });
  }
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
