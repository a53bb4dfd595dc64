import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as projen from 'projen';
import * as chef from '../../src';
import { gitAll } from '../git';

/** An rc file of somebody who adopts the component, run in the test's own process. */
export function runRc(dir: string): void {
  const modules: Record<string, unknown> = { projen, 'projen-muslrust-chef': chef, path };
  const run = new Function('require', '__dirname', readFileSync(path.join(dir, '.projenrc.js'), 'utf8'));
  const before = process.env.PROJEN_DISABLE_POST;
  process.env.PROJEN_DISABLE_POST = 'true';
  try {
    run((name: string) => modules[name], dir);
  } finally {
    if (before === undefined) delete process.env.PROJEN_DISABLE_POST;
    else process.env.PROJEN_DISABLE_POST = before;
  }
}

export const RC = [
  "const { Project } = require('projen');",
  "const { MuslRustChef } = require('projen-muslrust-chef');",
  "const project = new Project({ name: 'app', outdir: __dirname, logging: { level: 0 } });",
  'new MuslRustChef(project);',
  'project.synth();',
  '',
].join('\n');

/** The next edit of somebody who has had enough of it. */
export function takeComponentOut(dir: string): void {
  const file = path.join(dir, '.projenrc.js');
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !line.includes('MuslRustChef'))
      .join('\n'),
  );
}

/** What git makes of files: which are left out, and the attributes of all. */
export function gitState(dir: string, files: string[]): Record<string, string> {
  const others = ['-c', 'core.quotePath=false', 'ls-files', '-z', '--others', '--exclude-standard'];
  const [ignored, untracked, attributes] = gitAll(dir, [...others, '--ignored'], others, [
    '-c',
    'core.quotePath=false',
    'check-attr',
    '--all',
    '-z',
    '--',
    ...files,
  ]).map((answer) => answer.split('\0'));
  return Object.fromEntries(
    files.map((file) => [
      file,
      [
        ignored.includes(file) ? 'ignored' : untracked.includes(file) ? 'untracked' : 'tracked',
        ...attributes.flatMap((field, index) =>
          index % 3 === 0 && field === file ? [`${attributes[index + 1]}=${attributes[index + 2]}`] : [],
        ),
      ].join(' '),
    ]),
  );
}
