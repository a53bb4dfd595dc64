import { Place } from '../remark';
import { WorkflowFile } from './workflow-file';
import { mappingOf, YamlMapping } from '../../syntax/yaml-mapping';

/** An event that starts a workflow, with its filters. */
export interface OldTrigger {
  readonly event: string;
  readonly said: YamlMapping;
  readonly at: Place;
}

export function triggersOf(file: WorkflowFile): OldTrigger[] {
  const { on } = file.content;
  const entries: [string, unknown][] =
    typeof on === 'string'
      ? [[on, {}]]
      : Array.isArray(on)
        ? on.map((each) => [`${each}`, {}])
        : Object.entries(mappingOf(on));
  return entries.map(([event, said]) => ({
    event,
    // a list of times is the only one that is no mapping
    said: Array.isArray(said) ? { times: said } : mappingOf(said),
    at: file.at('on', event),
  }));
}

/** A list of a trigger's, or a single item; nothing where it has none. */
export function listOf({ said }: OldTrigger, name: string): string[] | undefined {
  const value = said[name];
  return value === undefined || value === null ? undefined : [value].flat().map(String);
}
