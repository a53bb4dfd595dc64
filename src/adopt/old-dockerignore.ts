import { Remark } from './remark';
import { ContextRules } from '../dockerfile/context-rules';

/** What every build reads of the project, beside its sources. */
const NEEDED = [
  'Cargo.toml',
  'Cargo.lock',
  'docker/keep-target.sh',
  '.cargo/config.toml',
  'rust-toolchain.toml',
  'rust-toolchain',
];

/** What is hidden in any case, however it is written; and what is generated beside it. */
const HIDDEN =
  /^(\*\*\/|\/|\.\/)?(target|\.git|\.github|\.gitignore|\.gitattributes|\.dockerignore|Dockerfile\*?|node_modules)(\/?|\/\*\*?)$/;

/** projen's ignore files have a slash for each backslash. What means itself by one is any character without. */
function withoutEscapes(line: string): string {
  return line.replace(/\\(.)/g, (_, escaped: string) => (/[\\*?[#!]/.test(escaped) ? '?' : escaped));
}

/** The lines of an old `.dockerignore` that are to be kept, in order, with the comments above them. */
export function keptPatterns(
  file: string,
  text: string,
  isThere: (path: string) => boolean,
): { readonly lines: string[]; readonly remarks: Remark[] } {
  const remarks: Remark[] = [];
  const lines: string[] = [];
  let comments: string[] = [];
  const all = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const patterns = all.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  // a list of what is let in knows nothing of what the new build reads
  const isAllowList = patterns.some((line) => /^(\/|\.\/)?\*{1,2}(\/\*{1,2})?$/.test(line));
  for (const [i, raw] of all.entries()) {
    const line = raw.trim();
    if (line.startsWith('#')) comments.push(line);
    if (line === '') comments = [];
    if (line === '' || line.startsWith('#') || HIDDEN.test(line)) continue;
    if (isAllowList) continue;
    const rules = new ContextRules(line);
    const needed = NEEDED.find(
      (path) => (isThere(path) || path.startsWith('docker/')) && rules.hiding(path) !== undefined,
    );
    if (needed !== undefined) {
      remarks.push({ file, line: i + 1, text: `${line}: left out, since it hides ${needed}, which the build reads` });
    } else {
      lines.push(...comments, withoutEscapes(line));
    }
    comments = [];
  }
  if (isAllowList) {
    const at = all.findIndex((line) => /^(\/|\.\/)?\*{1,2}(\/\*{1,2})?$/.test(line.trim())) + 1;
    remarks.push({
      file,
      line: at,
      text: 'a list of what is let in: left out, since the new one is a list of what is hidden, and lets in whatever a crate may read. Hide more by `dockerignore.addPatterns(…)`',
    });
  }
  return { lines, remarks };
}
