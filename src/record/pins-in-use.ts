import { PinRecord } from './synth-record';
import { Pins } from '../pins';

/** The upstream versions that texts name, of all that hold in a repository. */
export function pinsInUse(pins: Pins, texts: readonly string[]): PinRecord {
  return named({ ...pins }, texts) ?? {};
}

function named(pins: PinRecord, texts: readonly string[]): PinRecord | undefined {
  const found = Object.entries(pins).flatMap(([name, pin]): [string, PinRecord[string]][] => {
    if (typeof pin === 'string' || isPair(pin)) return isNamed(pin, texts) ? [[name, pin]] : [];
    const below = named(pin, texts);
    return below ? [[name, below]] : [];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}

/** A release and its commit: files name the commit. */
function isNamed(pin: string | readonly string[], texts: readonly string[]): boolean {
  const word = typeof pin === 'string' ? pin : pin[pin.length - 1];
  // no part of a longer one: `1.98.0-stable` is not in `1.98.0-stable-2026-01-31`
  const whole = new RegExp(`(?<![\\w./-])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-]|\\.\\w)`);
  return texts.some((text) => whole.test(text));
}

function isPair(pin: readonly string[] | PinRecord): pin is readonly string[] {
  return Array.isArray(pin);
}
