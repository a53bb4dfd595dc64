import { PinRecord } from './synth-record';

/** All pins by their path; of an action its release. */
export function pinLeaves(pins: PinRecord, path: string[] = []): [string, string][] {
  return Object.entries(pins).flatMap(([name, pin]): [string, string][] => {
    const here = [...path, name];
    if (typeof pin === 'string') return [[here.join(' '), pin]];
    return Array.isArray(pin) ? [[here.join(' '), pin[0] ?? '']] : pinLeaves(pin as PinRecord, here);
  });
}
