import { BUILD_FILES } from '../../dockerfile/build-files';
import { composeBuilds } from '../../dockerfile/compose-builds';
import { entriesOf, mappingOf } from '../../syntax/yaml-mapping';
import { words } from '../old-dockerfile/dockerfile-words';
import { WorkflowFile } from '../old-workflow/workflow-file';
import { Place } from '../remark';

/** What a service of a compose file starts, where it says so. */
export interface ServiceCommands {
  readonly dockerfile: string;
  readonly target?: string;
  readonly entrypoint?: SaidCommand;
  readonly command?: SaidCommand;
  /** By which its health is checked. */
  readonly test?: SaidCommand;
}

export interface SaidCommand {
  readonly words: readonly string[];
  readonly at: Place;
}

/** Those of the services that a compose file builds. */
export function serviceCommands(path: string, text: string): ServiceCommands[] {
  const file = BUILD_FILES.compose.test(path) ? WorkflowFile.parse(path, text) : undefined;
  if (!file) return [];
  const services = new Map(entriesOf(file.content.services));
  return composeBuilds(path, text).map(({ dockerfile, target, service }) => {
    const said = services.get(service!)!;
    const commandOf = (value: unknown, ...keys: string[]): SaidCommand | undefined => {
      const list = typeof value === 'string' ? words(value) : Array.isArray(value) ? value.map(String) : [];
      return list.length === 0 ? undefined : { words: list, at: file.at('services', service!, ...keys) };
    };
    const { test } = mappingOf(said.healthcheck);
    return {
      dockerfile,
      target: target?.toLowerCase(),
      entrypoint: commandOf(said.entrypoint, 'entrypoint'),
      command: commandOf(said.command, 'command'),
      // a text is a shell's
      test: commandOf(typeof test === 'string' ? ['CMD-SHELL', test] : test, 'healthcheck', 'test'),
    };
  });
}
