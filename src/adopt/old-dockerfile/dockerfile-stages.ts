import { DockerfileParser, Instruction, ModifiableInstruction, PropertyInstruction } from 'dockerfile-ast';
import { continuedLines } from './continued-lines';
import { expanded, isShell, isUnknown, jsonList, unquoted, Variables } from './dockerfile-words';

/** An instruction of a Dockerfile. */
export interface OldInstruction {
  readonly keyword: string;
  readonly line: number;
  readonly flags: readonly { readonly name: string; readonly value: string }[];
  /** What is behind the flags, in one line but for here-documents, with the variables that are known. */
  readonly text: string;
  /** Of `ENV`, `LABEL` and `ARG`, by name. */
  readonly pairs: readonly (readonly [name: string, value: string | undefined, isUnknown: boolean])[];
}

/** A stage of a Dockerfile. */
export interface OldStage {
  readonly index: number;
  readonly name?: string;
  readonly line: number;
  /** What it begins from: a stage, or an image. */
  readonly parent?: OldStage;
  readonly from: string;
  readonly instructions: readonly OldInstruction[];
  /** At its end. */
  readonly variables: Variables;
}

const COMMANDS = ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'];
const WITH_PAIRS = ['ENV', 'LABEL', 'ARG'];

/**
 * The stages of a Dockerfile.
 *
 * @param args what a build gives for its `ARG`s
 */
export function stagesOf(text: string, args: Readonly<Record<string, string>> = {}): OldStage[] {
  const stages: OldStage[] = [];
  const globals = new Map<string, string | undefined>();
  let variables = globals;
  let instructions: OldInstruction[] = [];
  for (const instruction of DockerfileParser.parse(continuedLines(text)).getInstructions()) {
    const line = instruction.getRange().start.line + 1;
    if (instruction.getKeyword() === 'FROM') {
      const [from = '', , name] = expanded(instruction.getArgumentsContent() ?? '', globals).split(/\s+/);
      const parent = stages.find((stage) => stage.name === from.toLowerCase());
      variables = new Map(parent?.variables);
      instructions = [];
      stages.push({ index: stages.length, name: name?.toLowerCase(), line, parent, from, instructions, variables });
      continue;
    }
    const read = instructionOf(instruction, line, variables);
    instructions.push(read);
    for (const [name, value] of read.keyword === 'ENV' ? read.pairs : []) variables.set(name, value ?? '');
    for (const [name, value] of read.keyword === 'ARG' ? read.pairs : []) {
      const said = Object.hasOwn(args, name) ? args[name] : (value ?? globals.get(name) ?? variables.get(name));
      // what a run alone knows has no value here, whatever the default is
      variables.set(name, said?.includes('${{') ? undefined : said);
    }
  }
  return stages;
}

function instructionOf(instruction: Instruction, line: number, variables: Variables): OldInstruction {
  const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : [];
  const keyword = instruction.getKeyword();
  const text = textOf(keyword, instruction.getArgumentsContent() ?? '', variables);
  const properties =
    WITH_PAIRS.includes(keyword) && instruction instanceof PropertyInstruction ? instruction.getProperties() : [];
  return {
    keyword,
    line,
    flags: flags.map((flag) => ({ name: flag.getName(), value: expanded(flag.getValue() ?? '', variables) })),
    text,
    pairs: properties.map((property) => {
      const value = property.getUnescapedValue();
      const known = value === null ? undefined : expanded(value, variables);
      return [
        unquoted(property.getName()),
        known === undefined ? undefined : unquoted(known),
        // what is quoted or escaped is no variable
        known !== undefined && isUnknown(known.replace(/\\[^]|'[^']*'/g, '')),
      ] as const;
    }),
  };
}

/** With the variables that are known; in a list of JSON each blank is meant, and in a command that no shell reads each `$` too. */
function textOf(keyword: string, said: string, variables: Variables): string {
  const list = /^(?:CMD\s+)?(\[[^]*)/i.exec(said)?.[1];
  if (list === undefined) return expanded(said.replace(/[^\S\n]+/g, ' '), variables);
  const isExecuted = COMMANDS.includes(keyword) && jsonList(list)?.some(isShell) === false;
  return isExecuted ? said : expanded(said, variables);
}

/** A stage and those that it begins from, the first one first. */
export function lineageOf(stage: OldStage): OldStage[] {
  return [...(stage.parent ? lineageOf(stage.parent) : []), stage];
}

/** Its instructions, those of the stages that it begins from first. */
export function withParents(stage: OldStage): OldInstruction[] {
  return lineageOf(stage).flatMap(({ instructions }) => instructions);
}

/** The image that a stage begins from in the end. */
export function baseOf(stage: OldStage): string {
  return lineageOf(stage)[0].from;
}

/** The stage that `--from` names. */
export function stageNamed(stages: readonly OldStage[], name: string): OldStage | undefined {
  return stages.find((stage) => stage.name === name.toLowerCase() || `${stage.index}` === name);
}
