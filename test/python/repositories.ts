import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { versionOf } from '../../src/generator';
import { committed } from '../git';
import { CRATE, WORKSPACE } from '../synth';
import { readTree } from '../util';

/** The programs of a page in a language, in the order of the page. */
export function programsOf(page: string, language: 'js' | 'py'): string[] {
  const text = readFileSync(join(__dirname, '..', '..', 'docs', page), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))]
    .map(([, code]) => code)
    .filter((code) => code.includes('.synth()'));
}

/** What synthesises, and the lines of a requirements file that pin it. */
export const NAMES = ['projen', 'constructs', 'projen-muslrust-chef'];
export const PINS = NAMES.map((name) => `${name}==${versionOf(name)}\n`).join('');

/** The crate of the pages. */
export const SERVICE = Object.fromEntries(
  Object.entries(CRATE).map(([path, text]) => [path, text.replaceAll('name = "app"', 'name = "my-service"')]),
);

/** The workspace of the page for Python, and what its rc files name. */
export const SHOP = {
  ...WORKSPACE,
  '.github/workflows/test.yml':
    'on: { workflow_call: {} }\njobs: { a: { runs-on: ubuntu-24.04, steps: [{ run: "true" }] } }\n',
};

export const repository = (files: Record<string, string>) => committed(files, 'acme/my-service');

/** What a language has for itself: what it is installed by, what names the rc file, and the hashes of what does. */
const OWN =
  /^(\.git\/|\.projenrc\.|node_modules\/|package|requirements|README|\.gitignore|\.gitattributes|\.projen\/|\.github\/workflows\/(generated-files|upgrade)\.)/;
const HIDDEN = [
  '/requirements*.txt',
  '/pyproject.toml',
  '/uv.lock',
  '/poetry.lock',
  '/.python-version',
  '/.venv',
  '**/__pycache__',
];

/** The files that have to be the same, whatever language the rc file is in. */
export function shared(dir: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(readTree(dir))
      .filter(([path]) => !OWN.test(path))
      .map(([path, text]) => [
        path,
        text
          .replaceAll('.projenrc.py', '.projenrc.js')
          .split('\n')
          .filter((line) => path !== '.dockerignore' || !HIDDEN.includes(line))
          .join('\n'),
      ]),
  );
}
