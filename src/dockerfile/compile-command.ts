import { CompileUnit } from './compile-unit';
import { command } from '../syntax/dockerfile-syntax';

/**
 * Compiles by a command of cargo's; what that says of it is read by keep-target.sh.
 *
 * @param buildCommand with the flags that are not the unit's
 */
export function compileCommand(buildCommand: string, { flags }: CompileUnit): string[] {
  const lines = command(`${buildCommand} --message-format=json-render-diagnostics`, flags);
  return [...lines.slice(0, -1), `${lines.at(-1)} > target/.messages`];
}
