import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import * as projen from 'projen';
import * as chef from '../../src';

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

export function git(dir: string, ...args: string[]): string {
  const options = ['-c', 'user.name=a', '-c', 'user.email=a@b.c', '-c', 'core.autocrlf=false'];
  return execFileSync('git', [...options, ...args], { cwd: dir, encoding: 'utf8' });
}

/** What git makes of files: which are left out, and the attributes of all. */
export function gitState(dir: string, files: string[]): Record<string, string> {
  const options = ['-c', 'core.quotePath=false'];
  const ignored = git(dir, ...options, 'ls-files', '-z', '--others', '--ignored', '--exclude-standard').split('\0');
  const untracked = git(dir, ...options, 'ls-files', '-z', '--others', '--exclude-standard').split('\0');
  const attributes = git(dir, ...options, 'check-attr', '--all', '-z', '--', ...files).split('\0');
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
