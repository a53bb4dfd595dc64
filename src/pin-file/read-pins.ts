import { refusalOf } from './known-bad';
import { meant } from '../messages/nearest';
import { UserError } from '../messages/user-error';
import { Pins, PINS } from '../pins';
import { faultOfImageReference } from '../registry/image-reference';

/** A value at a key of the file: what it comes to, or an error that names both. */
type Read<T> = (key: string, value: unknown) => T;

/** What a group of pins, or the file itself, says; what it does not say is not there. */
type Said<T> = { -readonly [K in keyof T]?: T[K] };

/** What there is to pin. */
const SHIPPED: Pins = PINS;

/** The pins that a file says, each held against what it may be. */
export type SaidPins = {
  [K in keyof Pins]?: Pins[K] extends string ? string : Said<Pins[K]>;
};

/**
 * Reads what a file of pins says.
 *
 * @param fail makes of a key and what is wrong with it an error that names the file
 */
export function readPins(content: unknown, fail: (key: string, fault: string) => UserError): SaidPins {
  const refuse = (key: string, fault: string): never => {
    throw fail(key, fault);
  };
  const group =
    <T extends object>(names: T, read: (name: keyof T) => Read<T[keyof T]>): Read<Said<T>> =>
    (key, value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return refuse(key, `${shown(value)} is no object`);
      }
      const known = Object.keys(names);
      return Object.fromEntries(
        Object.entries(value).map(([name, entry]) => {
          const path = keyOf(key, name);
          if (!known.includes(name)) {
            const near = meant(name, known);
            return refuse(
              path,
              `there is no such pin; ${near === undefined ? `there are ${known.join(', ')}` : `did you mean ${near}?`}`,
            );
          }
          return [name, read(name as keyof T)(path, entry)];
        }),
      ) as Said<T>;
    };
  const text =
    (form: RegExp, what: string): Read<string> =>
    (key, value) =>
      typeof value === 'string' && form.test(value) ? value : refuse(key, `${shown(value)} is no ${what}`);
  const image: Read<string> = (key, value) => {
    const reference = text(/^\S+$/, 'image reference')(key, value);
    const fault =
      faultOfImageReference(reference) ??
      (/:[^/:@]+(@.*)?$/.test(reference.replace(/@.*$/, '')) ? undefined : 'it has no tag') ??
      (/^[^@]*(@sha256:[0-9a-f]{64})?$/.test(reference) ? undefined : 'its digest is none of sha256');
    return fault === undefined ? reference : refuse(key, `${shown(value)} is no pin of an image: ${fault}`);
  };
  const release =
    (name: string, form: RegExp, example: string): Read<string> =>
    (key, value) => {
      const version = text(form, `release, like ${example}`)(key, value);
      const refusal = refusalOf(name, version);
      return refusal === undefined ? version : refuse(key, `${shown(value)} is ${refusal}`);
    };
  const action: Read<readonly [string, string]> = (key, value) => {
    const said = group({ release: '', commit: '' }, (part) =>
      part === 'release'
        ? text(/^v?\d+(\.\d+)*$/, 'tag of a release, like "v7.0.1"')
        : text(/^[0-9a-f]{40}$/, 'commit: it has 40 hexadecimal digits'),
    )(key, value);
    return said.release !== undefined && said.commit !== undefined
      ? [said.release, said.commit]
      : refuse(key, 'release and commit belong together, and one is not there');
  };

  const tool = (name: string) => text(/^v\d+\.\d+\.\d+$/, `release of ${name}, like ${shown(PINS.buildx)}`);
  const readers: { [K in keyof Pins]: Read<NonNullable<SaidPins[K]>> } = {
    images: group(SHIPPED.images, () => image),
    crates: group(SHIPPED.crates, (name) => release(name, /^\d+\.\d+\.\d+$/, '"1.2.3"')),
    pypi: group(SHIPPED.pypi, (name) => release(name, /^\d+\.\d+(\.\d+)?$/, '"1.2.3"')),
    buildkit: tool('BuildKit'),
    buildx: tool('buildx'),
    actions: group(SHIPPED.actions, () => action),
  };
  return group(readers as Record<keyof Pins, Read<any>>, (name) => (key, value) => readers[name](key, value) as any)(
    '',
    content,
  ) as SaidPins;
}

/** A key in the file, as JavaScript writes it. */
function keyOf(parent: string, name: string): string {
  if (!/^\w+$/.test(name)) return `${parent}[${JSON.stringify(name)}]`;
  return parent === '' ? name : `${parent}.${name}`;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length > 120 ? `${json.slice(0, 120)}…` : json;
}
