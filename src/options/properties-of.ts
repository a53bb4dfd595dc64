import { Assembly } from './assembly';
import { InterfaceType, Property } from './assembly-types';

/** The options of a struct, with those of the structs that it extends. */
export function propertiesOf({ properties = [], interfaces = [] }: InterfaceType): Map<string, Property> {
  const inherited = interfaces.flatMap((fqn) => [...propertiesOf(Assembly.typeOf(fqn) as InterfaceType).values()]);
  return new Map([...properties, ...inherited].map((property) => [property.name, property]));
}
