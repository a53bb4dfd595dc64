import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { GitIgnore } from '../../src/files/git-ignore';
import { git } from '../git';
import { synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

interface Tree {
  /** What is in the folder, and above it in the repository, by paths from the root of that. */
  readonly files?: Record<string, string>;
  /** Where the project is in the repository. */
  readonly folder?: string;
  readonly generated?: string[];
  /** What the rc file says of its own. */
  readonly patterns?: string[];
  readonly isUsers?: boolean;
}

/** A project in a repository, of which nothing is written yet. */
function project({ files = {}, folder = '', patterns = [] }: Tree): Project {
  const top = writeTree(tempDir(), files);
  git(top, 'init', '--quiet');
  mkdirSync(join(top, folder), { recursive: true });
  const made = new Project({ name: 'app', outdir: join(top, folder) });
  made.gitignore.addPatterns(...patterns);
  return made;
}

const isOfProjen = (line: string) => /^!?\/\.(gitattributes|gitignore|projen\/)/.test(line);

/** The two blocks round the user's lines, without the marks and what projen itself generates; `undefined` for none. */
function blocks(tree: Tree): { before?: string[]; after?: string[] } {
  const made = project(tree);
  const file = new GitIgnore(made, tree.generated ?? [], true);
  file.take();
  file.write();
  const text = readFileSync(join(made.outdir, '.gitignore'), 'utf8');
  const linesOf = (title: string) =>
    new RegExp(`^# muslrust-chef: begin ${title} .*\n([^]*?)^# muslrust-chef: end ${title} `, 'm')
      .exec(text)?.[1]
      .trimEnd()
      .split('\n')
      .filter((line) => !isOfProjen(line));
  return { before: linesOf('defaults'), after: linesOf('generated files') };
}

test.each<[string, Tree, string[], string[]]>([
  ["projen's own node_modules, at the root alone", {}, ['/node_modules/'], []],
  [
    'what is named in the rc file, as it is',
    { patterns: ['/dist/', 'a/node_modules/', 'node_modules/x', '# why', '*.log'] },
    ['/node_modules/', '/dist/', 'a/node_modules/', 'node_modules/x', '*.log'],
    [],
  ],
  [
    'one file of the rc file is committed; a pattern and a folder are for the lines to decide',
    { patterns: ['!/b/a.txt', '!/*.txt', '!/dist/', '!a.txt', '!/a?', '!/[ab]', '!/../x', '!//x', 'x!/a'] },
    ['/node_modules/', '!/*.txt', '!/dist/', '!a.txt', '!/a?', '!/[ab]', '!/../x', '!//x', 'x!/a'],
    ['!/b/', '!/b/a.txt'],
  ],
  [
    "what the user's lines have is not said twice, blanks at their end or not",
    { patterns: ['/dist/', '*.log'], files: { '.gitignore': '*.log  \n/node_modules/\n' } },
    ['/dist/'],
    [],
  ],
])('the blocks hold %s', (_, tree, before, after) => {
  expect(blocks(tree)).toEqual({ before, after });
});

test('without a line of projen that is missing there is no first block', () => {
  expect(blocks({ files: { '.gitignore': '/node_modules/\n' } })).toEqual({ before: undefined, after: [] });
});

test('each mark says what its block is', () => {
  const made = project({ files: { '.gitignore': '/target\n' } });
  new GitIgnore(made, [], true).write();
  expect(readFileSync(join(made.outdir, '.gitignore'), 'utf8').match(/^# muslrust-chef: begin .*$/gm)).toEqual([
    '# muslrust-chef: begin defaults (your own lines come after them, and decide)',
    '# muslrust-chef: begin generated files (they are committed, whatever is said above)',
  ]);
});

test.each<[string, Tree, boolean]>([
  ['nothing', {}, false],
  ['everything', { files: { '.gitignore': '*\n' } }, true],
  ['what begins with a dot', { files: { '.gitignore': '.*\n' } }, true],
  ['what begins with a dot, but this', { files: { '.gitignore': '.*\n!.gitignore\n' } }, false],
  ['this by its name', { files: { '.gitignore': '/.gitignore\n' } }, true],
  ['it by a line of the rc file', { patterns: ['.git*'] }, true],
  ['it by a folder above', { folder: 'services/api', files: { '.gitignore': '.*\n' } }, true],
  ['this of a folder above alone', { folder: 'services/api', files: { '.gitignore': '/.gitignore\n' } }, false],
])('a .gitignore is committed, where it leaves itself out too: %s', (_, tree, isLeftOut) => {
  for (const isUsers of [true, false]) {
    const made = project(tree);
    const file = new GitIgnore(made, ['a/b/c.sh'], isUsers);
    file.take();
    if (file.isUsers) file.write();
    else synthesise(made);
    const lines = readFileSync(join(made.outdir, '.gitignore'), 'utf8').split('\n');
    expect(lines.filter((line) => line === '!/.gitignore')).toEqual(isLeftOut ? ['!/.gitignore'] : []);
    expect(git(made.outdir, 'ls-files', '--others', '--exclude-standard', '.gitignore').trim()).toBe('.gitignore');
  }
});

const ALL = ['!/a/', '!/a/b/', '!/a/b/c.sh', '!/x'];
const CLOSED = (...folders: string[]) =>
  ALL.flatMap((line) => [line, ...(folders.includes(line.slice(2)) ? [`${line.slice(1)}*`] : [])]);

test.each<[string, string, string[]]>([
  ['nothing', '', ALL],
  ['the outer folder', 'a/\n', CLOSED('a/', 'a/b/')],
  ['the inner folder', '/a/b/\n', CLOSED('a/b/')],
  ['a folder anywhere', 'b\n', CLOSED('a/b/')],
  ['what is in the folder, and not the folder', '/a/*\n', CLOSED('a/b/')],
  ['a file', 'c.sh\nx\n', ALL],
  ['everything', '*\n', CLOSED('a/', 'a/b/')],
  ['all but what is named', '/*\n!/a\n', CLOSED()],
])('generated files come in where this is left out, and nothing beside them: %s', (_, own, after) => {
  const files = { '.gitignore': own };
  expect(blocks({ files, generated: ['x', 'a/b/c.sh'] }).after).toEqual(after);
});

test.each<[string, Tree, string[]]>([
  ['by a line of the rc file', { patterns: ['a/'] }, CLOSED('a/', 'a/b/')],
  [
    "by the repository's root",
    { folder: 'services/customer-accounts', files: { '.gitignore': 'b/\n' } },
    CLOSED('a/b/'),
  ],
  ["by the repository's root, there alone", { folder: 'services/api', files: { '.gitignore': '/a/\n' } }, ALL],
  [
    'by a folder between',
    { folder: 'services/api', files: { 'services/.gitignore': '/api/a\n' } },
    CLOSED('a/', 'a/b/'),
  ],
  ['by a folder beside', { folder: 'services/api', files: { 'services/web/.gitignore': 'a\n' } }, ALL],
  ['by one whose name begins alike', { folder: 'services/api', files: { 'services/ap/.gitignore': '*\n' } }, ALL],
  [
    'by the root, and let in by the folder between',
    { folder: 'services/api', files: { '.gitignore': 'b/\n', 'services/.gitignore': '!b/\n' } },
    ALL,
  ],
  [
    'by the root, and let in by a block that is ours',
    {
      folder: 'services/api',
      files: {
        '.gitignore': 'b/\n# muslrust-chef: begin generated files\n!b/\n# muslrust-chef: end generated files\n',
      },
    },
    ALL,
  ],
])('a folder that is left out above: %s', (_, tree, after) => {
  expect(blocks({ ...tree, generated: ['x', 'a/b/c.sh'] }).after).toEqual(after);
});

describe("one of projen's own", () => {
  const rendered = (tree: Tree) => {
    const made = project(tree);
    new GitIgnore(made, tree.generated ?? [], false).take();
    synthesise(made);
    return readFileSync(join(made.outdir, '.gitignore'), 'utf8');
  };

  test('ends with the generated files, each once, and has no block', () => {
    const text = rendered({ patterns: ['!/a/b/c.sh', 'a/', '*.log'], generated: ['x', 'a/b/c.sh'] });
    expect(text).toMatch(/^# ~~ Generated by projen/);
    expect(
      text
        .match(/\*\.log\n[^]*$/)?.[0]
        .split('\n')
        .filter((line) => !isOfProjen(line)),
    ).toEqual(['*.log', '!/a/', '/a/*', '!/a/b/', '/a/b/*', '!/a/b/c.sh', '!/x', '']);
    expect(text.match(/^!\/a\/b\/c\.sh$/gm)).toHaveLength(1);
    expect(text).not.toContain('muslrust-chef');
  });

  test('is as projen has it where nothing of ours is generated', () => {
    const plain = project({ patterns: ['a/'] });
    synthesise(plain);
    expect(rendered({ patterns: ['a/'] })).toBe(readFileSync(join(plain.outdir, '.gitignore'), 'utf8'));
  });
});

describe('a .gitignore in a folder below', () => {
  const make = (files: Record<string, string>) => {
    const made = project({ files });
    return () => new GitIgnore(made, ['x', 'a/d.sh', 'a/b/c.sh'], true);
  };

  test.each<[string, Record<string, string>, string]>([
    [
      'next to a file',
      { 'a/b/.gitignore': '*.sh\n' },
      'a/b/.gitignore keeps a/b/c.sh out of git, and a clone would not have it. ' +
        'Put this at the end of that file:\n!/c.sh',
    ],
    [
      'above them',
      { 'a/.gitignore': '*.sh\n' },
      'a/.gitignore keeps a/b/c.sh, a/d.sh out of git, and a clone would not have it. ' +
        'Put this at the end of that file:\n!/b/\n!/b/c.sh\n!/d.sh',
    ],
    [
      'that leaves out the folder',
      { 'a/.gitignore': 'b\n' },
      'a/.gitignore keeps a/b/c.sh out of git, and a clone would not have it. ' +
        'Put this at the end of that file:\n!/b/\n/b/*\n!/b/c.sh',
    ],
    [
      'in two folders: that which does it is named',
      { 'a/.gitignore': '*.sh\n', 'a/b/.gitignore': '\n' },
      'a/.gitignore keeps a/b/c.sh, a/d.sh out of git, and a clone would not have it. ' +
        'Put this at the end of that file:\n!/b/\n!/b/c.sh\n!/d.sh',
    ],
  ])('that leaves generated files out is named, and what to put there: %s', (_, files, message) => {
    expect(make(files)).toThrow(new Error(message));
  });

  test.each<[string, Record<string, string>]>([
    ['everything', { 'a/.gitignore': '*\n' }],
    ['everything, without a line end', { 'a/.gitignore': '*' }],
    ['everything, in Windows', { 'a/.gitignore': '*\r\n' }],
    ['all in it, by a pattern of its folder', { 'a/.gitignore': '/*\n' }],
    ['everything, twice', { 'a/.gitignore': '*\n', 'a/b/.gitignore': '*\n' }],
    ['everything, thrice', { 'a/.gitignore': '*\n', 'a/b/.gitignore': '*\n', 'c/.gitignore': '*\n' }],
    ['two folders', { 'a/.gitignore': '*\n', 'c/.gitignore': '*\n' }],
    ['the deeper one', { 'a/b/.gitignore': '*\n' }],
    ['a folder, and a file in it', { 'a/.gitignore': 'b/\n', 'a/b/.gitignore': 'c.*\n' }],
    ['the same file, twice', { 'a/.gitignore': '*.sh\n', 'a/b/.gitignore': '*.sh\n' }],
    ['what the deeper one would let in', { 'a/.gitignore': 'b\n', 'a/b/.gitignore': '!c.sh\n' }],
    ['by an end that is no line', { 'a/.gitignore': '*\n!b/' }],
  ])('is right when it is as it was told, to git too: %s', (_, files) => {
    const top = writeTree(tempDir(), files);
    git(top, 'init', '--quiet');
    const generated = ['x', 'a/d.sh', 'a/b/c.sh', 'c/e f.yml'];
    const others = ['a/o', 'a/b/o', 'c/o'];
    writeTree(top, Object.fromEntries([...generated, ...others].map((path) => [path, ''])));
    const untracked = () => git(top, 'ls-files', '--others', '--exclude-standard').split('\n');
    const before = untracked();
    const construct = () => new GitIgnore(new Project({ name: 'app', outdir: top }), generated, true);
    let message = '';
    try {
      construct();
    } catch (error) {
      ({ message } = error as Error);
    }
    const told = [...message.matchAll(/^(.*?\.gitignore) keeps (.*) out of git, .*:\n((?:[!/].*(?:\n|$))+)/gm)];
    expect(told.length).toBeGreaterThan(0);
    for (const [, file, ignored, lines] of told) {
      // it names what is in its folder, and is out
      for (const path of ignored.split(', ')) {
        expect(before).not.toContain(path);
        expect(path.startsWith(file.replace('.gitignore', ''))).toBe(true);
      }
      appendFileSync(join(top, file), `\n${lines}`);
    }
    expect(construct).not.toThrow();
    const after = untracked();
    expect(after).toEqual(expect.arrayContaining(generated));
    // and nothing else has come in
    expect(after.filter((path) => others.includes(path))).toEqual(before.filter((path) => others.includes(path)));
  });

  test.each<[string, Record<string, string>]>([
    ['one that leaves out others', { 'a/.gitignore': '*.log\n', 'b/.gitignore': '*\n' }],
    ['one that lets them in again', { 'a/.gitignore': '*.sh\n', 'a/b/.gitignore': '!*.sh\n', 'a/.x': '' }],
    ['that of the project itself, which we write', { '.gitignore': '*.sh\n' }],
  ])('is no obstacle: %s', (what, files) => {
    const others = what.startsWith('one that lets') ? { ...files, 'a/.gitignore': '*.sh\n!d.sh\n' } : files;
    expect(make(others)).not.toThrow();
  });

  test('is no obstacle where it is that of a project, which projen writes', () => {
    const made = project({ files: { 'a/.gitignore': '*.sh\n' } });
    new Project({ name: 'a', parent: made, outdir: 'a' });
    expect(() => new GitIgnore(made, ['a/d.sh'], true)).not.toThrow();
  });
});
