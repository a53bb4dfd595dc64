import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { IgnoreRules } from '../../src/files/ignore-rules';
import { git } from '../git';
import { tempDir, writeTree } from '../util';

const FILES = ['a/b/c.sh', 'a/a', 'a/.a', 'b/a/c.sh', 'docker/x.sh', 'docker-bake.json', '.a', 'a b'];
const PATHS = [...FILES, 'a/', 'a/b/', 'b/', 'b/a/', 'docker/'];

/** What git itself leaves out, by the `.gitignore` files of each of these folders, which are asked for at once. */
function byGit(...folders: Record<string, string>[]): string[][] {
  const dir = tempDir();
  const empty = Object.fromEntries(FILES.map((path) => [path, '']));
  folders.forEach((ignoreFiles, i) => writeTree(join(dir, String(i)), { ...empty, ...ignoreFiles }));
  git(dir, 'init', '--quiet');
  const asked = (path: string, i: number) => `${i}/${path.replace(/\/$/, '')}`;
  const { status, stdout } = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
    cwd: dir,
    input: folders.flatMap((_, i) => PATHS.map((path) => asked(path, i))).join('\0'),
    encoding: 'utf8',
    maxBuffer: Infinity,
  });
  // 1 is git's way of saying that there is none
  expect(status).toBe(stdout === '' ? 1 : 0);
  const ignored = new Set(stdout.split('\0'));
  return folders.map((_, i) => PATHS.filter((path) => ignored.has(asked(path, i))).sort());
}

test.each([
  ['docker/', ['docker/', 'docker/x.sh']],
  ['docker', ['docker/', 'docker/x.sh']],
  ['/docker*', ['docker/', 'docker/x.sh', 'docker-bake.json']],
  ['*.sh', ['a/b/c.sh', 'b/a/c.sh', 'docker/x.sh']],
  ['docker/*', ['docker/x.sh']],
  ['**/docker/**', ['docker/x.sh']],
  ['*\n!*/\n!*.json', ['a/b/c.sh', 'a/a', 'a/.a', 'b/a/c.sh', 'docker/x.sh', '.a', 'a b']],
  ['/*\n!/a', ['docker/', 'docker/x.sh', 'docker-bake.json', 'b/', 'b/a/', 'b/a/c.sh', '.a', 'a b']],
  ['docker/\r\n', ['docker/', 'docker/x.sh']],
  ['# docker/\n\\#docker\n', []],
  ['do[a-d]ker/  ', ['docker/', 'docker/x.sh']],
  ['docker/\n!docker/', []],
  ['a b', ['a b']],
  ['DOCKER/\n*.SH', []],
])('%j leaves out what git does', (text, expected) => {
  const rules = new IgnoreRules().add(text);
  expect(PATHS.filter((path) => rules.excludes(path)).sort()).toEqual([...expected].sort());
  expect(byGit({ '.gitignore': text })).toEqual([[...expected].sort()]);
});

test.each<[folder: string, text: string, ignored: string[], others: string[]]>([
  ['b/', 'a#\n', ['b/a#', 'b/c/a#'], ['a#']],
  ['b/', '# why\n', [], ['b/# why']],
  ['b/', 'a.log  \n', ['b/a.log'], ['b/a.log  ', 'a.log']],
  ['b/', 'a\rc\r\n', ['b/a\rc'], ['b/ac', 'b/a']],
  ['x[1]/', '*.sh\n', ['x[1]/c.sh'], ['x1/c.sh']],
  ['a*?\\/', '/c.sh\n', ['a*?\\/c.sh'], ['abc/c.sh', 'a*?\\/d/c.sh']],
])('those of the folder %s, %j, leave out what git does', (folder, text, ignored, others) => {
  const rules = new IgnoreRules().add(text, folder);
  const paths = [...ignored, ...others];
  expect(paths.filter((path) => rules.excludes(path))).toEqual(ignored);
  const dir = writeTree(tempDir(), {
    [`${folder}.gitignore`]: text,
    ...Object.fromEntries(paths.map((path) => [path, ''])),
  });
  git(dir, 'init', '--quiet');
  const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
    cwd: dir,
    input: paths.join('\0'),
    encoding: 'utf8',
  });
  expect(stdout.split('\0').slice(0, -1)).toEqual(ignored);
});

test('whatever the patterns are, git says the same', () => {
  const part = fc.constantFrom(
    'a',
    'b',
    'docker',
    '*',
    '**',
    '?',
    '[ab]',
    '[!a]',
    '*.sh',
    'd*',
    '.',
    '.a',
    '\\a',
    'a b',
    '[',
    '',
  );
  const line = fc
    .tuple(
      fc.constantFrom('', '!', '/', '!/', '#', '\\!'),
      fc.array(part, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('', '/', ' ', '\r'),
    )
    .map(([start, parts, end]) => start + parts.join('/') + end);
  const text = fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n'));
  const rules = fc.sample(fc.record({ root: text, below: text }), 500);
  const expected = byGit(...rules.map(({ root, below }) => ({ '.gitignore': root, 'a/.gitignore': below })));
  expect(
    rules.map(({ root, below }) => {
      const ignored = new IgnoreRules().add(root).add(below, 'a/');
      return { root, below, ignored: PATHS.filter((path) => ignored.excludes(path)).sort() };
    }),
  ).toEqual(rules.map((each, i) => ({ ...each, ignored: expected[i] })));
});
