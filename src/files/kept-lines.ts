import { existsSync, readFileSync } from 'fs';
import { FileBase } from 'projen';
import { writeAtomically } from './atomic-write';
import { editContent } from './edit-content';
import { PROJEN_MARKER } from './hand-written-files';

const BEGIN = '# your own lines: what was in this file before projen, and what you add here';
const END = '# end of your own lines';

/**
 * Keeps the lines of a line-based file that projen generates (`.gitignore`, `.gitattributes`) but that was there first.
 *
 * They stand in a section of their own before projen's lines, are read back from there at every synth, and can be
 * edited there.
 */
export function keepLines(file: FileBase): void {
  const own = ownLines(file.absolutePath);
  if (own.length === 0) {
    return;
  }
  file.readonly = false;
  writeAtomically(file);
  editContent(file, (content) => {
    const [first, ...rest] = content.split('\n');
    const section = [BEGIN, ...own, END];
    return [...(first.includes(PROJEN_MARKER) ? [first, ...section] : [...section, first]), ...rest].join('\n');
  });
}

function ownLines(path: string): string[] {
  if (!existsSync(path)) {
    return [];
  }
  const text = readFileSync(path, 'utf-8')
    .replace(/^\uFEFF/, '')
    .trimEnd();
  const lines = text.split(/\r?\n/);
  const [begin, end] = [lines.indexOf(BEGIN), lines.indexOf(END)];
  if (begin >= 0 && end > begin) {
    return lines.slice(begin + 1, end);
  }
  return text === '' || text.includes(PROJEN_MARKER) ? [] : lines;
}
