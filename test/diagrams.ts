import { DockerfileStage } from '../src';

type Edge = [from: string, to: string, what: string];

/** The stages of a Dockerfile, as a Mermaid graph: a line is `FROM`, a dotted one files. */
export function stagesDiagram(stages: DockerfileStage[]): string {
  const names = stages.map(({ name }) => name);
  const edges = stages.flatMap(({ name, from, instructions }): Edge[] => {
    const files = [...instructions.join('\n').matchAll(/\bfrom=([\w-]+)/g)].map(([, stage]) => stage);
    return [
      ...(names.includes(from) ? [[from, name, '-->'] as Edge] : []),
      ...[...new Set(files)].filter((file) => names.includes(file)).map((file): Edge => [file, name, '-.->']),
    ];
  });
  const bases = stages.filter(({ from }) => !names.includes(from));
  return [
    'flowchart LR',
    ...[...new Set(bases.map(({ from }) => from))].map((base, i) => `  base${i}[("${untagged(base)}")]`),
    ...bases.map(({ name, from }) => `  base${[...new Set(bases.map((each) => each.from))].indexOf(from)} --> ${name}`),
    ...edges.map(([from, to, arrow]) => `  ${from} ${arrow} ${to}`),
  ].join('\n');
}

const untagged = (reference: string) => reference.replace(/:[^/:]*$/, '');

/** The jobs of a workflow, with their steps, as a Mermaid graph. */
export function jobsDiagram(jobs: Record<string, { needs?: string | string[]; steps?: { name?: string }[] }>): string {
  return [
    'flowchart LR',
    ...Object.entries(jobs).map(
      ([id, { steps = [] }]) => `  ${id}["<b>${id}</b><br>${steps.flatMap(({ name }) => name ?? []).join('<br>')}"]`,
    ),
    ...Object.entries(jobs).flatMap(([id, { needs = [] }]) => [needs].flat().map((before) => `  ${before} --> ${id}`)),
  ].join('\n');
}
