import { composeBuilds } from '../dockerfile/compose-builds';
import { entriesOf, yamlMapping } from '../syntax/yaml-mapping';

/** A service of a compose file that is built here. */
export interface OldService {
  readonly dockerfile: string;
  readonly target?: string;
  /** The ports of the container that it publishes. */
  readonly ports: readonly number[];
}

/** The services that a compose file builds. */
export function readCompose(path: string, text: string): OldService[] {
  try {
    const services = new Map(entriesOf(yamlMapping(text).services));
    return composeBuilds(path, text).map(({ dockerfile, target, service }) => ({
      dockerfile,
      target,
      ports: portsOf(services.get(service!)?.ports),
    }));
  } catch {
    // what is no YAML builds nothing
    return [];
  }
}

/** (https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ports) */
function portsOf(ports: unknown): number[] {
  return (Array.isArray(ports) ? ports : []).flatMap((port: unknown) => {
    const said = typeof port === 'object' && port !== null ? (port as Record<string, unknown>) : undefined;
    const text = said
      ? `${said.target as string}/${(said.protocol as string | undefined) ?? 'tcp'}`
      : `${port as string}`;
    const [, number] = /(?:^|:)(\d+)(?:\/tcp)?$/.exec(text) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
}
