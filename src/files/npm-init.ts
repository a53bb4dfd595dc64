import { existsSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { GitRepository } from '../git/git-repository';

/** Whether a field of a `package.json` has the value that `npm init --yes` gives to it, in the file's folder. */
type Rule = (value: unknown, folder: string) => boolean;

const DIRECTORIES: Record<string, RegExp> = {
  doc: /^docs?$/,
  example: /^examples?$/,
  lib: /^lib$/,
  man: /^man$/,
  test: /^tests?$/,
};

/** By npm's own rules (npm 11: init-package-json, lib/default-input.js; hosts by hosted-git-info). */
const RULES: Record<string, Rule> = {
  version: (value) => value === '1.0.0',
  type: (value) => value === 'commonjs',
  license: (value) => value === 'ISC',
  main: (value, folder) =>
    value === 'index.js' || (/^[^/]+\.js$/.test(String(value)) && existsSync(join(folder, String(value)))),
  // of the README's first paragraph
  description: (value, folder) =>
    ['README.md', 'Readme.md', 'readme.md', 'README'].some(
      (name) =>
        statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() &&
        inOneLine(readFileSync(join(folder, name), 'utf8')).includes(inOneLine(value)),
    ),
  directories: (value) =>
    Object.entries(value as object).every(
      ([kind, name]) => Object.hasOwn(DIRECTORIES, kind) && DIRECTORIES[kind].test(String(name)),
    ),
  repository: (value, folder) => isOrigin(folder, value, ''),
  bugs: (value, folder) => isOrigin(folder, value, '/issues'),
  homepage: (value, folder) => isOrigin(folder, value, '#readme'),
};

const TEST = 'echo "Error: no test specified" && exit 1';

/** Whether nobody has asked for a field: nothing is lost with it. */
export function isFromNpmInit(folder: string, field: string, value: unknown): boolean {
  return value !== null && Object.hasOwn(RULES, field) && RULES[field](value, folder);
}

/** Whether nobody has asked for a script. */
export function isScriptFromNpmInit(name: string, script: unknown): boolean {
  return name === 'test' && script === TEST;
}

function isOrigin(folder: string, value: unknown, suffix: string): boolean {
  const {
    url,
    type = 'git',
    ...others
  } = typeof value === 'string' ? { url: value } : (value as Record<string, unknown>);
  const origin = GitRepository.round(folder).originUrl;
  return (
    origin !== undefined &&
    type === 'git' &&
    Object.keys(others).length === 0 &&
    address(String(url)) === address(origin) + suffix
  );
}

/** What a URL names, by whatever protocol: host and path. */
function address(url: string): string {
  return url
    .replace(/^git\+/, '')
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^[^@/]+@/, '')
    .replace(/^([^:/]+):/, '$1/')
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
}

function inOneLine(text: unknown): string {
  return String(text).replace(/\s+/g, ' ').trim();
}
