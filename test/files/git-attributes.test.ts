import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { GitAttributes } from '../../src/files/git-attributes';
import { git } from '../git';
import { tempDir, writeTree } from '../util';

/** What is written into a folder with this file, where the rc file and the component add these. */
function written(own: string, attributes: [string, ...string[]][] = [], generated: string[] = []): string {
  const dir = writeTree(tempDir(), { '.gitattributes': own });
  const project = new Project({ name: 'app', outdir: dir });
  attributes.forEach(([pattern, ...values]) => project.gitattributes.addAttributes(pattern, ...values));
  const file = new GitAttributes(project, generated, true);
  file.take();
  file.write();
  return readFileSync(join(dir, '.gitattributes'), 'utf8').replace(/ \(\d+ lines, [0-9a-f]+\)/g, '');
}

test("projen's default for all files is not put in, and without anything else there is no block", () => {
  expect(written('a text\n')).toBe('a text\n');
});

test("the user's lines stand behind what is for patterns, and before what is for one generated file", () => {
  const text = written(
    '*.bat eol=crlf\n',
    [
      ['*.snap', 'linguist-generated'],
      ['/.projen/tasks.json', 'linguist-generated'],
      ['/.projen/', 'linguist-generated'],
    ],
    ['docker/a b.sh', 'Dockerfile', 'docker/"x".sh'],
  );
  expect(text).toBe(
    [
      '# muslrust-chef: begin defaults (your own lines come after them, and decide)',
      '*.snap linguist-generated',
      '/.projen/ linguist-generated',
      '# muslrust-chef: end defaults',
      '*.bat eol=crlf',
      '# muslrust-chef: begin generated files (shells and Docker want LF, on Windows too)',
      '/.projen/tasks.json linguist-generated',
      '"/docker/a b.sh" text eol=lf',
      '/Dockerfile text eol=lf',
      String.raw`"/docker/\"x\".sh" text eol=lf`,
      '# muslrust-chef: end generated files',
      '',
    ].join('\n'),
  );
});

test("what the user's lines have is not said twice, but for generated files, where ours come last", () => {
  const text = written(
    '*.snap linguist-generated\n/Dockerfile text eol=lf\n',
    [['*.snap', 'linguist-generated']],
    ['Dockerfile'],
  );
  expect(text).toBe(
    [
      '*.snap linguist-generated',
      '/Dockerfile text eol=lf',
      '# muslrust-chef: begin generated files (shells and Docker want LF, on Windows too)',
      '/Dockerfile text eol=lf',
      '# muslrust-chef: end generated files',
      '',
    ].join('\n'),
  );
});

describe('a .gitattributes in a folder below', () => {
  const generated = ['a/b/c.sh', 'a/d.sh', 'x'];
  const make = (files: Record<string, string>) => {
    const dir = writeTree(tempDir(), files);
    const project = new Project({ name: 'app', outdir: dir });
    return { dir, make: () => new GitAttributes(project, generated, true) };
  };
  /** What git gives the generated files, where the project's own file says what we write into it. */
  const eolsByGit = (dir: string) => {
    writeTree(dir, { '.gitattributes': generated.map((path) => `/${path} text eol=lf\n`).join('') });
    git(dir, 'init', '--quiet');
    return git(dir, 'check-attr', 'eol', '--', ...generated).match(/\S+$/gm);
  };

  test.each<[string, Record<string, string>, string, string[]]>([
    ['next to a file', { 'a/b/.gitattributes': '* text eol=crlf\n' }, 'a/b/', ['c.sh']],
    ['above them', { 'a/.gitattributes': '*.sh eol=crlf\r\n' }, 'a/', ['b/c.sh', 'd.sh']],
    ['of one of them', { 'a/.gitattributes': '/d.sh\ttext  eol=crlf' }, 'a/', ['d.sh']],
    [
      'in two folders, one after the other',
      { 'a/.gitattributes': '*.sh eol=crlf\n', 'a/b/.gitattributes': '* eol=crlf\n' },
      'a/b/',
      ['c.sh'],
    ],
    [
      'where one further down says another thing',
      { 'a/.gitattributes': '*.sh eol=crlf\n', 'a/b/.gitattributes': 'c.sh eol=lf\n' },
      'a/',
      ['d.sh'],
    ],
    ['by the last of its lines', { 'a/.gitattributes': '*.sh eol=lf\n*.sh -text\nd.sh eol=crlf\n' }, 'a/', ['d.sh']],
  ])('that gives generated files CRLF is named, and what to put there: %s', (_, files, folder, paths) => {
    const { dir, make: construct } = make(files);
    expect(construct).toThrow(
      new Error(
        `${folder}.gitattributes gives ${paths.map((path) => folder + path).join(', ')} line ends of Windows, ` +
          'by which neither a shell nor a build can read them. Put this at the end of that file:\n' +
          paths.map((path) => `/${path} text eol=lf`).join('\n'),
      ),
    );
    expect(eolsByGit(dir)).toContain('crlf');
    // what the message says works, for each of the folders
    for (let i = 0; i < 2 && eolsByGit(dir)!.includes('crlf'); i++) {
      const [, at, lines] = /^(.*\/)\.gitattributes gives .*:\n([^]*)$/.exec(attempt(construct))!;
      appendFileSync(join(dir, at, '.gitattributes'), `\n${lines}\n`);
    }
    expect(eolsByGit(dir)).toEqual(['lf', 'lf', 'lf']);
    expect(construct).not.toThrow();
  });

  test.each<[string, Record<string, string>]>([
    ['of other files', { 'a/.gitattributes': '*.bat eol=crlf\nb eol=crlf2\n', 'b/.gitattributes': '* eol=crlf\n' }],
    ['with other attributes', { 'a/.gitattributes': '*.sh -text diff=sh\n# * eol=crlf\n[attr]win eol=crlf\n' }],
    ['that takes it back', { 'a/.gitattributes': '*.sh eol=crlf\n*.sh eol=lf\n' }],
    ['for a folder, which is no file', { 'a/.gitattributes': 'b/ eol=crlf\n' }],
    ["that is the project's own", { '.gitattributes': '* eol=crlf\n' }],
  ])('is no obstacle: one %s', (_, files) => {
    const { dir, make: construct } = make(files);
    expect(construct).not.toThrow();
    expect(eolsByGit(dir)).not.toContain('crlf');
  });
});

function attempt(make: () => unknown): string {
  try {
    make();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}
