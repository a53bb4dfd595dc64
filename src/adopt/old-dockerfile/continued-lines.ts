const HERE_DOCUMENT = /<<-?\s*(["']?)(\w+)\1/g;

/**
 * A Dockerfile without the comments and empty lines that stand between the lines of one instruction, where Docker passes them over.
 * Each leaves a line that says nothing, so that all others keep their numbers.
 *
 * (https://docs.docker.com/reference/dockerfile/#format)
 */
export function continuedLines(dockerfile: string): string {
  const lines = dockerfile.replace(/\r\n?/g, '\n').split('\n');
  const [, escape = '\\'] = /^#\s*escape\s*=\s*([\\`])\s*$/im.exec(leadingComments(lines)) ?? [];
  let isContinued = false;
  let documents: string[] = [];
  return lines
    .map((line) => {
      if (documents.length > 0 && !isContinued) {
        if (line.trim() === documents[0]) documents = documents.slice(1);
        return line;
      }
      if (/^\s*(#|$)/.test(line)) return isContinued ? escape : line;
      isContinued = line.trimEnd().endsWith(escape);
      documents.push(...[...line.matchAll(HERE_DOCUMENT)].map(([, , name]) => name));
      return line;
    })
    .join('\n');
}

/** Directives of the parser stand there, and nowhere else. */
function leadingComments(lines: readonly string[]): string {
  const end = lines.findIndex((line) => !/^\s*#/.test(line));
  return lines.slice(0, end).join('\n');
}
