import { exampleForLacking } from './instruction-arguments';
import { UserError } from '../messages/user-error';

/** Those that stand in a stage: https://docs.docker.com/reference/dockerfile/#overview */
const INSTRUCTIONS = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'HEALTHCHECK',
  'LABEL',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

const COMMENT = /^\s*#/;

/** Refuses what is not one instruction of a stage, with comments above it or without. */
export function assertInstruction(where: string, text: string): void {
  const fault = faultOf(text);
  if (fault) throw new UserError(`${where}: ${JSON.stringify(text)} ${fault}`);
}

/** What an instruction is, in capitals, which it need not be written in. */
export function keywordOf(text: string): string {
  return logicalLine(text).line.trim().split(/\s/)[0].toUpperCase();
}

/** An instruction without comments above it, its continued lines as one. */
export function instructionOf(text: string): string {
  return logicalLine(text).line;
}

/** What an instruction takes files from: stages, or images, in lower case as BuildKit compares them. */
export function stagesNamedBy(text: string): string[] {
  const line = instructionOf(text).trim();
  const flags = /^\w+((?:\s+--\S+)*)/.exec(line)?.[1] ?? '';
  const pattern = { COPY: /\s--from=(\S+)/gi, RUN: /\s--mount=(?:\S*,)?from=([^\s,]+)/gi }[keywordOf(text)];
  return pattern ? [...flags.matchAll(pattern)].map(([, name]) => name.toLowerCase()) : [];
}

/** Whether lines of a here-document stand at its end. */
export function hasHeredoc(text: string): boolean {
  return heredocsOf(logicalLine(text).line).length > 0;
}

function faultOf(text: string): string | undefined {
  const { line, rest, isOpen } = logicalLine(text);
  const keyword = keywordOf(text);
  if (keyword === '') return 'has no instruction in it. Write one, e.g. "ENV NAME=value".';
  if (keyword === 'FROM') return 'begins a stage. Leave it out, or add a stage of your own.';
  if (!INSTRUCTIONS.includes(keyword)) {
    return `is no instruction of a Dockerfile. Begin it with one of ${INSTRUCTIONS.join(', ')}.`;
  }
  if (isOpen) return 'ends in a backslash, which would take the next instruction in. Leave it out.';
  const example = exampleForLacking(keyword, line.trim().slice(keyword.length));
  if (example !== undefined) return `lacks what ${keyword} is about. Write it as in ${JSON.stringify(example)}.`;
  if (keyword === 'ONBUILD') {
    // BuildKit's instructions/parse.go, parseOnBuild
    const trigger = line.trim().slice(keyword.length).trim();
    if (/^(ONBUILD|FROM|MAINTAINER)\b/i.test(trigger)) {
      return `has a trigger that none can be. Name another instruction, e.g. "ONBUILD COPY . /app".`;
    }
    const fault = faultOf([trigger, ...rest].join('\n'));
    if (fault) return fault;
  }
  const after = heredocsOf(line).reduce<string[] | undefined>((left, { end, tabs }) => {
    const at = left?.findIndex((each) => (tabs ? each.replace(/^\t+/, '') : each) === end) ?? -1;
    return at < 0 ? undefined : left!.slice(at + 1);
  }, rest);
  if (!after) return 'has a here-document without its end. End it by a line with its word and nothing else.';
  return after.some((each) => each.trim() !== '')
    ? 'goes on behind its end. Give each instruction as one of its own, or end a line that goes on in a backslash.'
    : undefined;
}

/** The instruction without what stands above it, its continued lines as one; and the lines after that. */
function logicalLine(text: string): { line: string; rest: string[]; isOpen: boolean } {
  const lines = text.split(/\r?\n/);
  const begin = lines.findIndex((line) => line.trim() !== '' && !COMMENT.test(line));
  if (begin < 0) return { line: '', rest: [], isOpen: false };
  let line = '';
  let isOpen = true;
  let at = begin;
  for (; isOpen && at < lines.length; at += 1) {
    // a comment may stand between continued lines
    if (at > begin && COMMENT.test(lines[at])) continue;
    isOpen = /\\[ \t]*$/.test(lines[at]);
    line += lines[at].replace(/\\[ \t]*$/, '');
  }
  return { line, rest: lines.slice(at), isOpen };
}

/** https://docs.docker.com/reference/dockerfile/#here-documents: a word of `<<`, perhaps `-`, and the word that ends it. */
function heredocsOf(line: string): { end: string; tabs: boolean }[] {
  if (!/^\s*(ONBUILD\s+)?(ADD|COPY|RUN)\s/i.test(line)) return [];
  return [...line.matchAll(/(?<=\s)\d*<<(-?)(["']?)([^\s<"']+)\2(?=\s|$)/g)].map(([, dash, , end]) => ({
    end,
    tabs: dash === '-',
  }));
}
