import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { IgnoreRules } from '../../src/files/ignore-rules';
import { tempDir, writeTree } from '../util';

const FILES = ['a/b/c.sh', 'a/a', 'a/.a', 'b/a/c.sh', 'docker/x.sh', 'docker-bake.json', '.a', 'a b'];
const PATHS = [...FILES, 'a/', 'a/b/', 'b/', 'b/a/', 'docker/'];

/** What git itself leaves out, by the `.gitignore` files of an empty repository. */
function byGit(ignoreFiles: Record<string, string>): string[] {
  const dir = writeTree(tempDir(), { ...Object.fromEntries(FILES.map((path) => [path, ''])), ...ignoreFiles });
  execFileSync('git', ['init', '--quiet'], { cwd: dir });
  try {
    const args = ['-c', 'core.excludesFile=', 'check-ignore', '--no-index', '-z', '--stdin'];
    const input = PATHS.map((path) => path.replace(/\/$/, '')).join('\0');
    const output = execFileSync('git', args, { cwd: dir, input, encoding: 'utf8' }).split('\0');
    return PATHS.filter((path) => output.includes(path.replace(/\/$/, ''))).sort();
  } catch (error) {
    // git's way of saying that there is none
    expect(error).toMatchObject({ status: 1 });
    return [];
  }
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
])('%j leaves out what git does', (text, expected) => {
  const rules = new IgnoreRules().add(text);
  expect(PATHS.filter((path) => rules.excludes(path)).sort()).toEqual([...expected].sort());
  expect(byGit({ '.gitignore': text })).toEqual([...expected].sort());
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
  fc.assert(
    fc.property(text, text, (root, below) => {
      const rules = new IgnoreRules().add(root).add(below, 'a/');
      const expected = byGit({ '.gitignore': root, 'a/.gitignore': below });
      expect(PATHS.filter((path) => rules.excludes(path)).sort()).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});
