import { parse } from 'yaml';
import table from './inputs.json';

/** What an action takes and gives, at the commit that is pinned. */
export interface Action {
  readonly version: string;
  readonly commit: string;
  readonly inputs: string[];
  readonly outputs: string[];
}

/** The actions that are pinned, by name; `npx projen actions` renews the table. */
export const ACTIONS: Record<string, Action> = table;

/** The row of an action, by its `action.yml`. */
export function actionOf([version, commit]: readonly [string, string], text: string): Action {
  const { inputs, outputs } = parse(text);
  return { version, commit, inputs: Object.keys(inputs ?? {}).sort(), outputs: Object.keys(outputs ?? {}).sort() };
}

/** What is wrong with a step that uses an action, if anything is. */
export function faultOf({ uses, with: inputs = {} }: { uses: string; with?: object }): string | undefined {
  const [name, commit] = uses.split('@');
  const action = ACTIONS[name];
  if (action?.commit !== commit) {
    return `${uses} is not in test/workflow/actions/inputs.json: npx projen actions`;
  }
  const unknown = Object.keys(inputs).filter((input) => !action.inputs.includes(input));
  return unknown.length > 0 ? `${name} ${action.version} has no input ${unknown.join(', ')}` : undefined;
}
