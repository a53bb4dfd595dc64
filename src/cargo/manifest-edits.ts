import { splitLines, without } from './manifest-lines';
import { MARK, markedEntries, prefixOf } from './marked-entries';
import { depthOf, PATH, PREFIXES, TABLE } from './musl-table';

// Texts that may be what is wanted: which of them is, if any, is for the proof to say.

/** With the entry in the place of another one of ours. */
export function replacement(lines: string[], index: number, entry: string): string {
  const marked = `${prefixOf(lines[index])}${entry} ${MARK}`;
  return lines.map((line, at) => (at === index ? line.replace(/\S.*\S/, () => marked) : line)).join('');
}

/** With the entry where a header or dotted keys have its table, or in a table of its own. */
export function additions(text: string, entry: string, eol: string): string[] {
  const lines = splitLines(text);
  const depths = lines.map(depthOf);
  const below = (depth: number) =>
    lines.flatMap((line, index) => {
      const marked = `${PREFIXES[depth]}${entry} ${MARK}`;
      const added = line.endsWith('\n') ? marked + eol : eol + marked;
      return depths[index] === depth ? [[...lines.slice(0, index + 1), added, ...lines.slice(index + 1)].join('')] : [];
    });
  const [end, start] = text === '' || text.endsWith('\n') ? [eol, eol] : ['', eol + eol];
  const own = [`[${TABLE}] ${MARK}`, `${entry} ${MARK}`].join(eol);
  return [
    ...below(3),
    `${text}${start}${own}${end}`,
    ...below(2),
    ...below(1),
    `${PREFIXES[0]}${entry} ${MARK}${eol}${text}`,
  ];
}

/** With the entry in an inline table, where no line can be marked as ours. */
export function inlineAdditions(text: string, entry: string): string[] {
  const lines = splitLines(text);
  const entries = [entry, `dependencies = { ${entry} }`, `'${PATH[1]}' = { dependencies = { ${entry} } }`];
  return lines.flatMap((line, index) =>
    [...line.matchAll(/\s*\}/g)].flatMap(({ index: at }) =>
      entries.map((added) => {
        const start = line.slice(0, at);
        const separator = start.endsWith('{') ? ' ' : ', ';
        const edited = `${start}${separator}${added} ${line.slice(at).trimStart()}`;
        return [...lines.slice(0, index), edited, ...lines.slice(index + 1)].join('');
      }),
    ),
  );
}

/** Without an entry of ours. From the most to the least thorough: with our own header and the blank line before it, with the header, and the entry alone. */
export function removals(lines: string[], index: number): string[] {
  const header = lines.slice(0, index).map(depthOf).lastIndexOf(PATH.length);
  if (!lines[header]?.trimEnd().endsWith(MARK)) return [without(lines, index, index)];
  const isShared = markedEntries(lines).some((other) => other.index > header && other.index !== index);
  const unmarked = lines.map((line, at) => (at === header ? line.replace(new RegExp(` *${MARK}`), '') : line));
  return [
    ...(header === index - 1 && isBlank(lines[header - 1]) ? [without(lines, header - 1, index)] : []),
    ...(header === index - 1 ? [without(lines, header, index)] : []),
    without(isShared ? lines : unmarked, index, index),
  ];
}

function isBlank(line?: string): boolean {
  return line === '\n' || line === '\r\n';
}
