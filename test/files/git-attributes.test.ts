import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { GitAttributes } from '../../src/files/git-attributes';
import { commitAll, git } from '../git';
import { CRATE, synth, synthIn } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const PROJENS = ['deps', 'files', 'tasks'].map((name) => `/.projen/${name}.json text eol=lf`);

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

test("projen's default for all files is not put in, but for what it generates", () => {
  expect(written('a text\n')).toBe(
    [
      'a text',
      '# muslrust-chef: begin generated files (what is generated has LF, on Windows too)',
      ...PROJENS,
      '# muslrust-chef: end generated files',
      '',
    ].join('\n'),
  );
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
      '# muslrust-chef: begin generated files (what is generated has LF, on Windows too)',
      '/.projen/tasks.json linguist-generated',
      '"/docker/a b.sh" text eol=lf',
      '/Dockerfile text eol=lf',
      String.raw`"/docker/\"x\".sh" text eol=lf`,
      ...PROJENS,
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
      '# muslrust-chef: begin generated files (what is generated has LF, on Windows too)',
      '/Dockerfile text eol=lf',
      ...PROJENS,
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
        `${folder}.gitattributes changes the bytes or line ends of generated files, so that neither a shell nor ` +
          'a build can read them. Put this at the end of that file:\n' +
          paths.map((path) => `/${path} text eol=lf`).join('\n'),
      ),
    );
    expect(eolsByGit(dir)).toContain('crlf');
    // what the message says works, for each of the folders
    for (let i = 0; i < 2 && eolsByGit(dir)!.includes('crlf'); i++) {
      const [, at, lines] = /^(.*\/)\.gitattributes changes .*:\n([^]*)$/.exec(attempt(construct))!;
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

/** What git does to the bytes of each generated file, and of one of the user's, after a synth in a repository with these. */
function conversions(files: Record<string, string>, folder = '') {
  const dir = writeTree(tempDir(), files);
  git(dir, 'init', '--quiet');
  const outdir = join(dir, folder);
  const { project } = synthIn(outdir, { workflow: folder === '' });
  const asked = ['filter', 'ident', 'working-tree-encoding', 'text', 'eol'];
  const generated = project.files
    .map((file) => file.path)
    .filter((path) => !path.startsWith('.git') || path.includes('/'));
  const answer = git(outdir, 'check-attr', '-z', ...asked, '--', ...generated, 'mine.json').split('\0');
  const values: Record<string, Record<string, string>> = {};
  for (let at = 0; at + 2 < answer.length; at += 3) {
    values[answer[at]] = { ...values[answer[at]], [answer[at + 1]]: answer[at + 2] };
  }
  return { values, generated };
}

const BUILD_READS = ['Dockerfile', 'docker-bake.json', 'docker/restore-mtimes.sh', 'docker/verify-image.sh'];

test.each<[string, Record<string, string>]>([
  ["nothing of the user's", {}],
  ["lines of the user's", { '.gitattributes': '*.bat eol=crlf\n', '.gitignore': '/target\n*.log\n' }],
])('in a clone with core.autocrlf a synth changes nothing: %s', (_, files) => {
  const dir = writeTree(tempDir(), { ...CRATE, ...files });
  git(dir, 'init', '--quiet');
  synthIn(dir);
  commitAll(dir);
  const clone = join(tempDir(), 'clone');
  git(dir, 'clone', '--quiet', '-c', 'core.autocrlf=true', dir, clone);
  expect(readFileSync(join(clone, 'Cargo.toml'), 'utf8')).toContain('\r\n');
  expect(git(clone, 'status', '--porcelain')).toBe('');
  synthIn(clone);
  expect(git(clone, 'status', '--porcelain')).toBe('');
});

describe('whatever is said of other files, git keeps the bytes of generated ones', () => {
  test.each<[name: string, attributes: string]>([
    ['nothing', '*.bat eol=crlf'],
    ['LFS', '*.json filter=lfs diff=lfs merge=lfs -text\n*.sh filter=lfs -text'],
    ['an encoding', '* working-tree-encoding=UTF-16LE-BOM eol=crlf'],
    ['keywords', '* ident'],
    ['git-crypt', '** filter=git-crypt diff=git-crypt'],
    ['a macro', '[attr]lfs filter=lfs -text ident\n* lfs'],
    ['a folder', 'docker/** filter=lfs\n/.projen/* filter=lfs\n.github/** filter=lfs'],
    ['one file', '/Dockerfile filter=lfs\n/.projen/tasks.json ident'],
    ['what is taken back', '*.json filter=lfs\n*.json -filter'],
  ])('%s', (_, text) => {
    for (const [folder, at] of [
      ['', '.gitattributes'],
      ['services/app', '.gitattributes'],
    ]) {
      const crate = Object.fromEntries(Object.entries(CRATE).map(([path, content]) => [join(folder, path), content]));
      const attributes =
        at === '.gitattributes' ? text : text.replace(/^\[attr\].*$/m, '').replace('* lfs', '* filter=lfs');
      const { values, generated } = conversions({ ...crate, [at]: attributes }, folder);
      expect(generated.length).toBeGreaterThan(8);
      for (const path of generated) {
        const { filter, ident, 'working-tree-encoding': encoding } = values[path];
        expect([path, filter, ident, encoding].join()).toMatch(/,(unspecified|unset),(unspecified|unset),unspecified$/);
      }
      for (const path of BUILD_READS) expect([path, values[path].text, values[path].eol]).toEqual([path, 'set', 'lf']);
    }
  });

  test("what is said of the user's own stays", () => {
    const { values } = conversions({ ...CRATE, '.gitattributes': '*.json filter=lfs -text\n' });
    expect(values['mine.json']).toMatchObject({ filter: 'lfs', text: 'unset' });
  });

  test("in projen's own file, too", () => {
    const dir = writeTree(tempDir(), { ...CRATE, '.gitattributes': '# ~~ Generated by projen\n' });
    git(dir, 'init', '--quiet');
    const project = new Project({ name: 'app', outdir: dir });
    project.gitattributes.addLfsPattern('*.json');
    const file = new GitAttributes(project, ['docker-bake.json', 'Dockerfile'], false);
    file.take();
    project.gitattributes.synthesize();
    expect(readFileSync(join(dir, '.gitattributes'), 'utf8')).toMatch(
      /\n\/docker-bake\.json !filter\n(\/.*\n)*\/\.projen\/tasks\.json !filter$/m,
    );
    const answer = git(dir, 'check-attr', 'filter', 'eol', '--', 'docker-bake.json', '.projen/deps.json', 'a.json');
    expect(answer.split('\n')).toEqual([
      'docker-bake.json: filter: unspecified',
      'docker-bake.json: eol: lf',
      '.projen/deps.json: filter: unspecified',
      '.projen/deps.json: eol: lf',
      'a.json: filter: lfs',
      'a.json: eol: lf',
      '',
    ]);
  });

  test.each<[path: string, text: string, lines: string]>([
    ['docker/.gitattributes', '* filter=lfs', '/verify-image.sh !filter'],
    ['docker/.gitattributes', '*.sh eol=crlf', '/verify-image.sh text eol=lf'],
    ['.github/.gitattributes', '*.yml ident', '/workflows/image.yml !ident'],
    ['.projen/.gitattributes', '* working-tree-encoding=UTF-16', '/tasks.json !working-tree-encoding'],
  ])('%s has the last word: %s', (path, text, line) => {
    const dir = writeTree(tempDir(), { ...CRATE, [path]: text });
    const before = readTree(dir);
    let message = '';
    try {
      synthIn(dir);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(readTree(dir)).toEqual(before);
    expect(message).toContain(`${path} changes the bytes or line ends of generated files`);
    expect(message).toContain(line);
    // and that helps
    writeFileSync(join(dir, path), `${text}\n${message.replace(/^.*\n/, '')}\n`);
    expect(() => synthIn(dir)).not.toThrow();
  });

  test('what is of no generated file has it', () => {
    expect(() => synth({ ...CRATE, 'docker/.gitattributes': '*.png binary\n/mine.sh -text\n' })).not.toThrow();
  });
});

describe.each(['.gitignore', '.gitattributes'])('%s', (name) => {
  test.each<[string, Buffer]>([
    ['UTF-16LE', Buffer.from('\uFEFF*.log\r\n', 'utf16le')],
    ['UTF-16BE', Buffer.from('\uFEFF*.log\r\n', 'utf16le').swap16()],
    ['UTF-16LE without a mark', Buffer.from('*.log\n', 'utf16le')],
  ])('in %s is refused, and stays as it is', (_, bytes) => {
    const dir = writeTree(tempDir(), CRATE);
    writeFileSync(join(dir, name), bytes);
    const before = readTree(dir);
    expect(() => synthIn(dir)).toThrow(
      `${name} is not in an encoding that git reads: save it as UTF-8, and synth again`,
    );
    expect(readTree(dir)).toEqual(before);
  });
});
