/** A builder, as `docker buildx inspect` tells of it. */
export interface Inspection {
  readonly name: string;
  /** None where the engine does not answer. */
  readonly driver: string;
  /** Why it, or one of its nodes, can't be asked. */
  readonly error?: string;
  readonly nodes: readonly InspectedNode[];
}

export interface InspectedNode {
  readonly name: string;
  readonly status: string;
  /** Of BuildKit, where it runs. */
  readonly version?: string;
  /** Those that it builds for: its own, those that are emulated, and those that it was told to be for. */
  readonly platforms: readonly string[];
  /** What its BuildKit says of itself. */
  readonly labels: ReadonlySet<string>;
}

/** What buildx has called the release of BuildKit. (docker/buildx, commands/inspect.go, of v0.10.0, and since v0.13.0) */
const VERSION = /^Build[kK]it(?: version)?$/;

/**
 * Reads what `docker buildx inspect` prints, which knows no other format: keys and values of the builder, then those of each
 * node after a line `Nodes:`, with what belongs to a key indented below it. (docker/buildx v0.36.1, commands/inspect.go)
 *
 * @returns nothing where it is something else
 */
export function readInspection(text: string): Inspection | undefined {
  const [head, tail = ''] = text.split(/^Nodes:\s*$/m);
  const builder = new Map(keysOf(head));
  const [name, driver] = [builder.get('Name'), builder.get('Driver')];
  if (name === undefined || driver === undefined) return undefined;
  const nodes = tail.split(/^(?=Name:)/m).filter((node) => node.trim() !== '');
  const errors = [head, ...nodes].flatMap((each) => new Map(keysOf(each)).get('Error') ?? []);
  return { name, driver, error: errors[0], nodes: nodes.map(nodeIn) };
}

function nodeIn(text: string): InspectedNode {
  const keys = keysOf(text);
  const valueOf = (name: string) => keys.find(([key]) => key === name)?.[1] ?? '';
  return {
    name: valueOf('Name'),
    status: valueOf('Status'),
    version: keys.find(([key]) => VERSION.test(key))?.[1],
    platforms: valueOf('Platforms')
      .split(/,\s*/)
      // it was told to be for those with an asterisk
      .map((platform) => platform.replace(/\*$/, ''))
      .filter((platform) => platform !== ''),
    labels: new Set([...text.matchAll(/^\s+([\w.-]+):/gm)].map(([, label]) => label)),
  };
}

/** The keys at the beginning of lines, with their values. */
function keysOf(text: string): [key: string, value: string][] {
  return [...text.matchAll(/^([A-Z][\w #]*):[^\S\n]*(.*)$/gm)].map(([, key, value]) => [key, value.trim()]);
}
