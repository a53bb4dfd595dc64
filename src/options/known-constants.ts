import { UserError } from '../messages/user-error';

/**
 * Refuses to read a constant that a class has not. For JavaScript it would be `undefined`, and an option of that counts as
 * not given. (A method that is not there JavaScript refuses to call.)
 */
export function refuseUnknownConstants(owner: { readonly name: string }): void {
  const known = Object.keys(owner).map((name) => `${owner.name}.${name}`);
  const above = new Proxy(Object.getPrototypeOf(owner) as object, {
    get: (target, name, receiver): unknown => {
      if (typeof name === 'string' && /^[A-Z][A-Z\d_]*$/.test(name) && !(name in target)) {
        throw new UserError(`${owner.name}.${name}: there is none. Use one of ${known.join(', ')}.`);
      }
      return Reflect.get(target, name, receiver);
    },
  });
  Object.setPrototypeOf(owner, above);
}
