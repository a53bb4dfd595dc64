import { chmodSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { Project } from 'projen';
import { keepLines } from '../../src/files/kept-lines';
import { synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

function adopt(dir: string): string {
  const project = new Project({ name: 'test', outdir: dir });
  keepLines(project.gitignore);
  keepLines(project.gitattributes);
  synthesise(project);
  return readFileSync(join(dir, '.gitignore'), 'utf-8');
}

test('lines that were there before projen stay, comments and order with them', () => {
  const dir = writeTree(tempDir(), { '.gitignore': '# mine\n/target\n\n*.log\n!keep.log\n' });
  const text = adopt(dir);
  expect(text).toContain('\n# mine\n/target\n\n*.log\n!keep.log\n');
  expect(text).toContain('node_modules/');
});

test("they come first, so that projen's own lines have the last word on its files", () => {
  const dir = writeTree(tempDir(), { '.gitignore': '.projen\n' });
  const text = adopt(dir);
  expect(text.indexOf('.projen\n')).toBeLessThan(text.indexOf('!/.projen/tasks.json'));
});

test('the next synth changes nothing', () => {
  const dir = writeTree(tempDir(), { '.gitignore': 'a\nb\n', '.gitattributes': '*.png binary\n' });
  const first = [adopt(dir), readFileSync(join(dir, '.gitattributes'), 'utf-8')];
  expect([adopt(dir), readFileSync(join(dir, '.gitattributes'), 'utf-8')]).toEqual(first);
  expect(first[1]).toContain('*.png binary');
});

test('the section can be edited', () => {
  const dir = writeTree(tempDir(), { '.gitignore': 'mine\n' });
  const path = join(dir, '.gitignore');
  adopt(dir);
  chmodSync(path, 0o644);
  writeFileSync(path, readFileSync(path, 'utf-8').replace('mine\n', 'mine\nmore\n'));
  expect(adopt(dir)).toContain('mine\nmore\n');
});

test('a hand edit outside of it is undone', () => {
  const dir = writeTree(tempDir(), { '.gitignore': 'mine\n' });
  const path = join(dir, '.gitignore');
  const text = adopt(dir);
  chmodSync(path, 0o644);
  writeFileSync(path, `${text}\nelsewhere\n`);
  expect(adopt(dir)).toBe(text);
});

test('a project without such lines has no section', () => {
  expect(adopt(tempDir())).not.toContain('your own lines');
});

test('whatever the lines are, they stay as they were', () => {
  const line = fc.stringMatching(/^[ -~]{0,20}$/);
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.constantFrom('\n', '\r\n'), (lines, eol) => {
      fc.pre(lines.some((text) => text.trim() !== ''));
      const dir = writeTree(tempDir(), { '.gitignore': lines.join(eol) + eol });
      const kept = lines.join('\n').trimEnd();
      const first = adopt(dir);
      expect(first).toContain(`\n${kept}\n`);
      expect(adopt(dir)).toBe(first);
    }),
    { numRuns: 60 },
  );
});
