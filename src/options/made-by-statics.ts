import { OWN } from './assembly';
import { expected } from './describe';
import { UserError } from '../messages/user-error';

/**
 * Refuses `new` of a class whose objects are made by its statics. TypeScript does so itself; for JavaScript no constructor is
 * private, and an object of other arguments would fail somewhere else, or would not.
 *
 * @param areOwn whether the arguments are what the statics hand over
 */
export function assertMadeByStatics(className: string, areOwn: boolean): void {
  if (areOwn) return;
  throw new UserError(`new ${className}(): it is not made by new, but is ${expected({ fqn: `${OWN}.${className}` })}`);
}
