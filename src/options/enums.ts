import * as projen from 'projen';
import { OWN } from './assembly';
import { Platform } from '../platform';

/** This package's own. A test knows when one is missing. */
const ENUMS: Record<string, Record<string, unknown>> = { Platform };

/** The members of an enum with their values, which no assembly has; none where it is not known. */
export function enumOf(fqn: string): Record<string, unknown> | undefined {
  const [assembly, ...path] = fqn.split('.');
  const root: unknown = { [OWN]: ENUMS, projen }[assembly];
  return path.reduce((at: any, name) => at?.[name], root) as Record<string, unknown> | undefined;
}
