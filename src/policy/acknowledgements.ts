import { Breach, keyOf } from './breach';
import { UserError } from '../messages/user-error';

/** What is left as it is, by the id of what was found or by that of one, with the reason. */
export class Acknowledgements {
  private readonly unused: Set<string>;

  constructor(private readonly reasons: Record<string, string>) {
    for (const [key, reason] of Object.entries(reasons)) {
      if (reason.trim() === '') {
        throw new UserError(
          `FleetPolicy: acknowledge: ${JSON.stringify(key)} has no reason. Say why it is left as it is.`,
        );
      }
    }
    this.unused = new Set(Object.keys(reasons));
  }

  /** Why something is left as it is; nothing where nobody said so. */
  public reasonFor(breach: Breach): string | undefined {
    const key = [keyOf(breach), breach.id].find((each) => Object.hasOwn(this.reasons, each));
    if (key === undefined) return undefined;
    this.unused.delete(key);
    return this.reasons[key].replace(/\s+/g, ' ').trim();
  }

  /** Those that nothing was found for. */
  public get ofNoUse(): string[] {
    return [...this.unused];
  }
}
