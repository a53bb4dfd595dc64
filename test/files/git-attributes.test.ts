import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { GitAttributes } from '../../src/files/git-attributes';
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
