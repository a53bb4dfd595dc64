import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from 'projen';
import { RustProject, RustProjectOptions } from '../../src';
import { tempDir, writeTree } from '../util';

function said(outdir: string, options: Partial<RustProjectOptions>): string[] {
  const texts: string[] = [];
  const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation((...text) => void texts.push(text.join(' ')));
  new RustProject({ name: 'app', outdir, ...options });
  warn.mockRestore();
  return texts.filter((text) => text.endsWith(' [rc-files]'));
}

const plant = (names: string[]) => writeTree(tempDir(), Object.fromEntries(names.map((name) => [name, ''])));

test.each<[Partial<RustProjectOptions>, string[], run: string, others: string]>([
  [{}, ['.projenrc.js', '.projenrc.ts'], '.projenrc.js', '.projenrc.ts is'],
  [{ projenrcTs: true }, ['.projenrc.js', '.projenrc.ts'], '.projenrc.ts', '.projenrc.js is'],
  [{ projenrcPython: true }, ['.projenrc.py', '.projenrc.json'], '.projenrc.py', '.projenrc.json is'],
  [{ projenrcJson: true }, ['.projenrc.js', '.projenrc.json'], '.projenrc.json', '.projenrc.js is'],
  [
    { projenrcJs: true },
    ['.projenrc.js', '.projenrc.mjs', '.projenrc.py'],
    '.projenrc.js',
    '.projenrc.mjs, .projenrc.py are',
  ],
])('%j, where %j are', (options, names, run, others) => {
  const dir = plant(names);
  const list = others.replace(/ \w+$/, '');
  expect(said(dir, options)).toEqual([
    `${others} beside ${run}, which is the rc file that projen runs: move what is still wanted into that, and remove ${list} [rc-files]`,
  ]);
  expect(said(dir, { ...options, muslRustChefOptions: { acknowledge: ['rc-files'] } })).toEqual([]);
  // following the message
  list.split(', ').forEach((name) => rmSync(join(dir, name)));
  expect(said(dir, options)).toEqual([]);
});

test.each<[Partial<RustProjectOptions>, string, string]>([
  [{ projenrcTs: true }, '.projenrc.js', '.projenrc.ts'],
  [{ projenrcPython: true }, '.projenrc.js', '.projenrc.py'],
  [{ projenrcJs: true }, '.projenrc.ts', '.projenrc.js'],
  [{ projenrcJson: true }, '.projenrc.js', '.projenrc.json'],
])('%j, where only %s is', (options, there, run) => {
  const dir = plant([there]);
  expect(said(dir, options)).toEqual([
    `${run} is the rc file that projen will run, and is not there, but ${there} is: write ${run} in the place of ${there}, ` +
      'or leave out the option that asks for it [rc-files]',
  ]);
  // following the message
  expect(said(dir, {})).toEqual([]);
  renameSync(join(dir, there), join(dir, run));
  expect(said(dir, options)).toEqual([]);
});

test('of one, of none, and of a project in another one nothing is said', () => {
  expect(said(plant([]), { projenrcTs: true })).toEqual([]);
  expect(said(plant(['.projenrc.py']), {})).toEqual([]);
  expect(
    said(plant(['.projenrc.js', '.projenrc.mjs']), { projenrcJs: false, projenrcTs: false, projenrcPython: false }),
  ).toEqual([]);
});
