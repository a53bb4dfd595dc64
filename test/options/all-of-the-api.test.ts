import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Project } from 'projen';
import * as api from '../../src';
import { ClassType, InterfaceType, Property, Type, TypeReference } from '../../src/options/assembly-types';
import { enumOf } from '../../src/options/enums';
import { CRATE, synth } from '../synth';
import { tempDir } from '../util';

/** Whatever is public, by jsii: what is added to it is held to this, too. */
const OWN = typesOf(join(__dirname, '../..'));
const TYPES = { ...typesOf(dirname(require.resolve('projen/package.json'))), ...OWN };
const CLASSES = Object.values(OWN).filter((type): type is ClassType => type.kind === 'class');

/** A constructor or a method that takes something. */
interface Callee {
  readonly name: string;
  readonly parameters: Property[];
  readonly call: (...args: unknown[]) => unknown;
}

const CALLEES: Callee[] = CLASSES.flatMap(({ name, initializer, methods = [] }) => {
  const ofApi = (api as any)[name];
  const all = [
    { name, parameters: initializer?.parameters ?? [], call: (...args: unknown[]) => new ofApi(...args) },
    ...methods
      .filter((method) => !method.protected)
      .map((method) => ({
        name: `${name}.${method.name}`,
        parameters: method.parameters ?? [],
        call: (...args: unknown[]) => (method.static ? ofApi : objectOf(name))[method.name](...args),
      })),
  ];
  return all.filter(({ parameters }) => parameters.length > 0);
});

/** A place in the arguments of a call, and calls in which it is wrong, and only it. */
type Wrong = [callee: string, path: string, calls: (() => unknown)[]];

const UNKNOWN = 'notAnOption';

test('there is something to go through', () => {
  expect(CALLEES.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['MuslRustChef', 'RustProject', 'Allocator.mimalloc', 'Dockerfile.beforeCook']),
  );
});

test.each<Wrong>(everywhere((type) => structs(type).map((struct) => ({ ...struct, [UNKNOWN]: 1 }))))(
  '%s refuses an option that it does not have, in %s',
  (callee, _, calls) => {
    for (const call of calls) expect(call).toThrow(new RegExp(`^${callee}: .*${UNKNOWN} is no option; `));
  },
);

test.each<Wrong>(everywhere((type) => wrongValues(type)))(
  '%s refuses a value of another type, in %s',
  (callee, _, calls) => {
    for (const call of calls) expect(call).toThrow(new RegExp(`^${callee}: .* must be .*, not `));
  },
);

test.each(Object.values(OWN).flatMap((type) => (type.kind === 'enum' ? [type] : [])))(
  'the members of $name have values at run time',
  ({ fqn, members }) => {
    expect(Object.keys(enumOf(fqn) ?? {})).toEqual(members.map(({ name }) => name));
  },
);

/** An object of a class whose objects have methods that take something. */
function objectOf(className: string): any {
  const objects: Record<string, () => unknown> = {
    Dockerfile: () => synth(CRATE).chef.dockerfile,
    FleetPolicy: () => new api.FleetPolicy(new Project({ name: 'app', outdir: tempDir() })),
  };
  return objects[className]();
}

/** For each parameter, and each option in it, what `bad` has for its type. */
function everywhere(bad: (type: TypeReference) => unknown[]): Wrong[] {
  return CALLEES.flatMap(({ name, parameters, call }) =>
    parameters.flatMap((parameter, index) => {
      const calls = new Map<string, (() => unknown)[]>();
      for (const { path, value } of spoilt(parameter.type, bad, parameter.name)) {
        const args = parameters.map(({ type, optional }) => (optional ? undefined : right(type)));
        args[index] = value;
        calls.set(path, [...(calls.get(path) ?? []), () => call(...args)]);
      }
      return [...calls].map(([path, wrong]): Wrong => [name, path, wrong]);
    }),
  );
}

/** The values of a type that `bad` has, and those that are right but for one in them. */
function spoilt(
  type: TypeReference,
  bad: (type: TypeReference) => unknown[],
  path: string,
): { path: string; value: unknown }[] {
  const { collection } = type;
  const struct = structOf(type);
  return [
    ...bad(type).map((value) => ({ path, value })),
    ...(collection
      ? spoilt(collection.elementtype, bad, `${path}[]`).map((inner) => ({
          path: inner.path,
          value: collection.kind === 'array' ? [right(collection.elementtype), inner.value] : { A: inner.value },
        }))
      : []),
    // of projen's structs one is enough: some hold each other
    ...(struct && (struct.fqn in OWN || !path.includes('…'))
      ? propertiesOf(struct).flatMap((property) =>
          spoilt(property.type, bad, `${path}${struct.fqn in OWN ? '' : '…'}.${property.name}`).map((inner) => ({
            path: inner.path,
            value: { ...(right(type) as object), [property.name]: inner.value },
          })),
        )
      : []),
  ];
}

function structs(type: TypeReference): object[] {
  return structOf(type) ? [right(type) as object] : [];
}

function wrongValues(type: TypeReference): unknown[] {
  const others = [1, 'no', true, ['no'], () => 1, Symbol.iterator, new Date(0)];
  return others.filter((value) => {
    if (type.primitive) return typeof value !== type.primitive && type.primitive !== 'any';
    // an enum of projen's may have numbers
    if (type.fqn && TYPES[type.fqn].kind === 'enum') return typeof value !== 'number';
    return !(Array.isArray(value) && type.collection?.kind === 'array');
  });
}

/** A value of a type, with what it must have. */
function right(type: TypeReference): unknown {
  if (type.collection) return type.collection.kind === 'array' ? [] : {};
  if (type.primitive) return ({ string: 'a', number: 1, boolean: true } as Record<string, unknown>)[type.primitive];
  const struct = structOf(type);
  if (struct) {
    const required = propertiesOf(struct).filter(({ optional }) => !optional);
    return Object.fromEntries(required.map((property) => [property.name, right(property.type)]));
  }
  const { fqn, name, kind } = TYPES[type.fqn!];
  return kind === 'enum' ? Object.values(enumOf(fqn)!)[0] : Object.create({ constructor: { name } });
}

function structOf({ fqn = '' }: TypeReference): InterfaceType | undefined {
  const type = TYPES[fqn];
  return type?.kind === 'interface' && type.datatype ? type : undefined;
}

function propertiesOf({ properties = [], interfaces = [] }: InterfaceType): Property[] {
  return [...properties, ...interfaces.flatMap((parent) => propertiesOf(TYPES[parent] as InterfaceType))];
}

function typesOf(folder: string): Record<string, Type> {
  return JSON.parse(readFileSync(join(folder, '.jsii'), 'utf8')).types;
}
