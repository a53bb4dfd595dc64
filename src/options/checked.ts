import { Assembly, OWN } from './assembly';
import { Property, TypeReference } from './assembly-types';
import { checkedValue } from './checked-value';
import { Place } from './place';

/**
 * The arguments of a public constructor or method, held against its declaration: what TypeScript tells those who
 * write it, nobody else tells those who write JavaScript. A name that is no option is refused, and so is a value of
 * another type, however deep in it. An option that is null or undefined is not given, and is not in what comes back.
 *
 * @param callee as messages name it: `MuslRustChef` for a constructor, else `Allocator.mimalloc`; a method of an object too
 * is named by its class
 * @param isSubclass whether the constructor is a subclass's, which may hand options of its own on
 */
export function checked<Args extends unknown[]>(callee: string, args: [...Args], isSubclass = false): Args {
  return parametersOf(callee).flatMap(({ name, type, optional, variadic }, index) => {
    const place = new Place(callee, name === 'options' ? '' : name);
    if (variadic) return args.slice(index).map((each, i) => checkedValue(place.element(i), each, type));
    const value = args[index];
    if (optional && (value ?? undefined) === undefined) return [isStruct(type) ? {} : undefined];
    return [checkedValue(place, value, type, isSubclass)];
  }) as Args;
}

function parametersOf(callee: string): Property[] {
  const [className, method] = callee.split('.');
  const type = Assembly.typeOf(`${OWN}.${className}`);
  const callable =
    type.kind !== 'class' ? undefined : method ? type.methods?.find(({ name }) => name === method) : type.initializer;
  if (!callable) {
    throw new Error(`${callee} is not in .jsii. Among the sources, run "npx projen compile".`);
  }
  return callable.parameters ?? [];
}

function isStruct({ fqn }: TypeReference): boolean {
  const type = fqn === undefined ? undefined : Assembly.typeOf(fqn);
  return type?.kind === 'interface' && Boolean(type.datatype);
}
