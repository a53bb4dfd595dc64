import { Assembly, OWN } from './assembly';
import { InterfaceType, TypeReference } from './assembly-types';
import { propertiesOf } from './properties-of';

/**
 * The options of this package's structs that a struct's own options lead to, the nearest first: the paths of each, by name,
 * as in `imageDefaults.ports` and `images[].ports`. What is there less deep hides what is there deeper.
 */
export function optionsBelow(struct: InterfaceType): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (let level = structsIn(struct, ''); level.length > 0;) {
    const here = new Map<string, string[]>();
    for (const { path, type } of level) {
      for (const name of propertiesOf(type).keys()) here.set(name, [...(here.get(name) ?? []), `${path}.${name}`]);
    }
    for (const [name, paths] of here) if (!found.has(name)) found.set(name, paths);
    level = level.flatMap(({ path, type }) => structsIn(type, `${path}.`));
  }
  return found;
}

function structsIn(struct: InterfaceType, prefix: string): { path: string; type: InterfaceType }[] {
  return [...propertiesOf(struct).values()].flatMap(({ name, type }) => {
    const { fqn, list } = named(type);
    if (!fqn?.startsWith(`${OWN}.`)) return [];
    const found = Assembly.typeOf(fqn);
    const path = `${prefix}${name}${list}`;
    return found.kind === 'interface' && found.datatype ? [{ path, type: found }] : [];
  });
}

function named({ fqn, collection }: TypeReference): { fqn?: string; list: string } {
  return collection?.kind === 'array' ? { fqn: collection.elementtype.fqn, list: '[]' } : { fqn, list: '' };
}
