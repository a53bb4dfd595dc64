import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LARGEST_BY_HAND } from '../../files/largest-by-hand';
import { AdoptedRepository } from '../adopted-repository';

/** A file of the repository that says something to people, or to programs other than a compiler. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

const READ =
  /\.(md|mdx|rst|adoc|txt|html|ya?ml|jsonc?|json5|toml|hcl|tf|nomad|sh|bash|ps1|py|mk|just|nix|tpl|service|conf)$|(^|\/)((GNU)?[Mm]akefile|\.?[Jj]ustfile|Taskfile|Tiltfile|Earthfile|Jenkinsfile|CODEOWNERS|README|Procfile)$/;
/** What programs write, and look at alone. */
const WRITTEN = /(^|\/)(package-lock\.json|pnpm-lock\.yaml|node_modules\/.*)$/;

export function textFiles({ root, files }: AdoptedRepository): TextFile[] {
  return files
    .filter((path) => READ.test(path) && !WRITTEN.test(path))
    .filter((path) => {
      const entry = statSync(join(root, path), { throwIfNoEntry: false });
      return entry?.isFile() === true && entry.size <= LARGEST_BY_HAND;
    })
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** The lines of a text that a pattern is in, from one. */
export function linesWith(text: string, pattern: RegExp): number[] {
  return text.split('\n').flatMap((line, i) => (pattern.test(line) ? [i + 1] : []));
}

/** A text as a pattern that means nothing else. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
