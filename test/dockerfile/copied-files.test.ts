import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Logger, Project, TextFile } from 'projen';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { CopiedFiles } from '../../src/dockerfile/copied-files';
import { Dockerignore } from '../../src/dockerfile/dockerignore';
import { Image } from '../../src/image/image';
import { ImageFile } from '../../src/image/image-file';
import { ImagePlaces } from '../../src/image/image-places';
import { RuntimeBase } from '../../src/image/runtime-base';
import { git } from '../git';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

const TREE = {
  'config.toml': '',
  'templates/a.html': '',
  'templates/sub/b.html': '',
  'assets/templates/c.html': '',
  'assets/app': '',
  'conf/.env': '',
  'conf/.env.local': '',
  'docs/a.md': '',
  '.env': '',
  'package-lock.json': '',
  'with space/[x].txt': '',
};

/** Checks an image's files in a project, and returns what was warned of. */
function check(
  files: Record<string, string>,
  { prepare = () => {}, ignore = [] }: { prepare?: (dir: string, project: Project) => void; ignore?: string[] } = {},
): string[] {
  const root = tempDir();
  const dir = writeTree(join(root, 'project'), TREE);
  writeTree(root, { 'outside/x': '' });
  const project = new Project({ name: 'app', outdir: dir });
  prepare(dir, project);
  const placed = { where: 'image "app"', executable: '/usr/local/bin/app', volumes: ['/data'], workdir: '/work/here' };
  const image = {
    where: placed.where,
    places: new ImagePlaces(placed, RuntimeBase.chainguardStatic()._contents),
    files: Object.entries(files).map(([source, target]) => new ImageFile('image "app"', source, target)),
  } as Image;
  const dockerignore = new Dockerignore(project, CargoWorkspace.discover(project.outdir, CRATE));
  const copied = new CopiedFiles(project, [image], dockerignore);
  // after the component is there, as a rc file does
  dockerignore.addPatterns(...ignore);
  const warned: string[] = [];
  const logger = jest.spyOn(Logger.prototype, 'warn').mockImplementation((...text) => void warned.push(text.join(' ')));
  copied.preSynthesize();
  // as when a project is synthesised twice
  const before = [...warned];
  copied.preSynthesize();
  logger.mockRestore();
  expect(warned).toEqual([...before, ...before]);
  return before;
}

const link = (target: string, path: string) => (dir: string) => symlinkSync(target, join(dir, path));

test.each<[string, Record<string, string>, Parameters<typeof check>[1]?]>([
  ['nothing', {}],
  ['a file', { 'config.toml': '/etc/app.toml' }],
  ['a file into a folder', { 'config.toml': '/etc/' }],
  ['a folder', { 'templates/': '/app/templates' }],
  ['a folder without a slash', { templates: '/app/templates' }],
  ['a folder at the root', { './templates/': '/' }],
  ['two folders in one place', { 'templates/': '/app', 'docs/': '/app' }],
  ['a folder in another', { 'templates/': '/app', 'assets/': '/app/sub' }],
  ['the program of another folder', { 'assets/': '/usr/local' }],
  ['names with blanks and brackets', { 'with space/[x].txt': '/a [b]' }],
  ['an empty folder', { 'empty/': '/e' }, { prepare: (dir) => mkdirSync(join(dir, 'empty')) }],
  ['what is generated', { 'made.txt': '/m' }, { prepare: (_, project) => void new TextFile(project, 'made.txt') }],
  ['a link in the project', { link: '/app' }, { prepare: link('templates', 'link') }],
  ['a link in a folder', { 'templates/': '/app' }, { prepare: link('sub/b.html', 'templates/link') }],
  ['what is hidden and let in', { '.env': '/e' }, { ignore: ['!.env'] }],
  [
    'a folder beside a file, in the folder that the program begins in',
    { 'docs/': '/work/here', 'config.toml': '/work/' },
  ],
  [
    'what is beside what the base has',
    { 'docs/': '/etc/ssl/certs', 'config.toml': '/tmp/', 'templates/': '/usr/share' },
  ],
  [
    'all but a pipe that is hidden',
    { 'docs/': '/d' },
    { ignore: ['**/pipe'], prepare: (dir) => void execFileSync('mkfifo', [join(dir, 'docs/pipe')]) },
  ],
  ['what is beside what is hidden', { 'docs/': '/d' }, { ignore: ['docs/b.md', '*.md'] }],
])('%s is copied', (_, files, options = {}) => {
  expect(check(files, options)).toEqual([]);
});

test.each<[string, Record<string, string>, string, Parameters<typeof check>[1]?]>([
  [
    'that is not there',
    { 'template/': '/a' },
    'files has "template/", which is not there. Correct the name; what a build',
  ],
  [
    'that is a pattern',
    { 'templates/*.html': '/a' },
    'which is not there. Correct the name, which is no pattern: name the folder',
  ],
  ['that is no folder', { 'config.toml/': '/a' }, 'files has "config.toml/", which is a file. Leave the slash'],
  [
    'that is a link out of the project',
    { link: '/a' },
    'files has "link", a link that leads to ../outside: a build has the files of the project only. Put the folder itself there.',
    { prepare: link('../outside', 'link') },
  ],
  [
    'behind one',
    { 'link/x': '/a' },
    'leads to ../outside/x: a build has the files of the project only. Put the file itself there.',
    { prepare: link('../outside', 'link') },
  ],
  ['that is a link to nowhere', { link: '/a' }, 'a link that leads nowhere: ', { prepare: link('none', 'link') }],
  [
    'with a link out of the folder',
    { 'templates/': '/a' },
    'files has "templates/", and in it sub/link, a link that leads to ../config.toml: in the image it would lead elsewhere',
    { prepare: link('../../config.toml', 'templates/sub/link') },
  ],
  [
    'with a link to nowhere',
    { 'templates/': '/a' },
    'and in it link, a link that leads nowhere',
    { prepare: link('x', 'templates/link') },
  ],
  [
    'with a link by a whole path',
    { 'templates/': '/a' },
    'and in it link, a link that',
    { prepare: link('/etc/hosts', 'templates/link') },
  ],
  [
    'that is hidden',
    { '.env': '/e' },
    'files has ".env", which "**/.env*" of .dockerignore hides from builds. Let it in by MuslRustChef.of(project).dockerignore.addPatterns("!.env"), or move it.',
  ],
  ['that is ours', { 'package-lock.json': '/e' }, 'which "/package-lock.json" of .dockerignore hides'],
  [
    'that is hidden by a line that was added',
    { 'docs/': '/d' },
    'which "/docs" of .dockerignore hides',
    { ignore: ['/docs'] },
  ],
  ['in a folder that is', { 'docs/a.md': '/d' }, 'which "/docs" of .dockerignore hides', { ignore: ['/docs'] }],
  [
    'in place of the program',
    { 'config.toml': '/usr/local/bin/app' },
    'files has "config.toml" at /usr/local/bin/app, where the program is. Give one of them another place.',
  ],
  [
    'with something in that place',
    { 'assets/': '/usr/local/bin' },
    'files has app of "assets/" at /usr/local/bin/app, where the program is',
  ],
  [
    'below the program',
    { 'config.toml': '/usr/local/bin/app/c' },
    'files has "config.toml" at /usr/local/bin/app/c, and /usr/local/bin/app is the program, which is no folder. Give one',
  ],
  [
    'in place of its folder',
    { 'config.toml': '/usr/local' },
    'files has "config.toml" at /usr/local, which is a folder for the program. To put it into that folder write "/usr/local/".',
  ],
  [
    'in one place with another',
    { 'config.toml': '/a', 'docs/a.md': '/a' },
    'files has "docs/a.md" at /a, where "config.toml" is',
  ],
  [
    'in one place by a slash',
    { 'config.toml': '/a/', 'docs/a.md': '/a/config.toml' },
    'at /a/config.toml, where "config.toml" is',
  ],
  [
    'in a volume',
    { 'docs/': '/data/docs' },
    'files has "docs/" at /data/docs, in the volume /data, and what is mounted there would hide it. Give it',
  ],
  [
    'with a folder in that place, though it is empty',
    { 'empty/': '/usr/local/bin/app' },
    'files has "empty/" at /usr/local/bin/app, and /usr/local/bin/app is the program, which is no folder',
    { prepare: (dir) => mkdirSync(join(dir, 'empty')) },
  ],
  [
    'in place of an empty folder of another',
    { 'assets/': '/app', 'config.toml': '/app/empty' },
    'files has "config.toml" at /app/empty, which is a folder for empty of "assets/". To put it into that folder write',
    { prepare: (dir) => mkdirSync(join(dir, 'assets/empty')) },
  ],
  [
    'in place of a folder, by a folder',
    { 'docs/a.md': '/app/sub', 'templates/': '/app' },
    'files has sub of "templates/" at /app/sub, and /app/sub is "docs/a.md", which is no folder.',
  ],
  [
    'in place of the workdir',
    { 'config.toml': '/work/here' },
    'at /work/here, which is a folder for the `workdir`. To put',
  ],
  [
    'in place of the folder of the workdir',
    { 'config.toml': '/work' },
    'at /work, which is a folder for the `workdir`',
  ],
  [
    'in place of the certificates',
    { 'templates/': '/etc/ssl/certs' },
    `files has ca-certificates.crt of "templates/" at /etc/ssl/certs/ca-certificates.crt, where the base's CA bundle is`,
    { prepare: (dir) => writeTree(dir, { 'templates/ca-certificates.crt': '' }) },
  ],
  [
    'that the engine has, in a folder',
    { 'templates/': '/etc' },
    'files has hosts of "templates/" at /etc/hosts, which a container would not see',
    { prepare: (dir) => writeTree(dir, { 'templates/hosts': '' }) },
  ],
  ...['pipe', 'templates/pipe'].map((pipe): [string, Record<string, string>, string, Parameters<typeof check>[1]] => [
    `that is a pipe: ${pipe}`,
    { [pipe.replace(/(?<=\/).*/, '')]: '/p' },
    'which is a named pipe: there is nothing in it that an image could hold. Take it out, or hide it by MuslRustChef.of(project).dockerignore.addPatterns("',
    { prepare: (dir) => void execFileSync('mkfifo', [join(dir, pipe)]) },
  ]),
  ['that is a link to a device', { link: '/p' }, 'a link that leads to ', { prepare: link('/dev/null', 'link') }],
  [
    'that another one has too',
    { 'templates/': '/a', 'templates/sub/': '/a/sub' },
    'files has b.html of "templates/sub/" at /a/sub/b.html, where sub/b.html of "templates/" is',
  ],
])('a file %s is refused', (_, files, message, options = {}) => {
  expect(() => check(files, options)).toThrow(/^image "app": files has /);
  expect(() => check(files, options)).toThrow(message);
});

test('files of a folder that are hidden are named, and let in by following the message', () => {
  const said = 'files: conf/.env and 1 more will not be in the image: **/.env* of .dockerignore hides it from builds.';
  const [warning, ...others] = check({ 'conf/': '/c', 'docs/': '/d' });
  expect(others).toEqual([]);
  expect(warning).toContain(said);
  const [, pattern] = /add "(.*)" by MuslRustChef.of\(project\).dockerignore.addPatterns/.exec(warning)!;
  expect(check({ 'conf/': '/c' }, { ignore: [pattern] })).toEqual([
    expect.stringContaining('files: conf/.env.local will not be in the image'),
  ]);
});

test('files that a clone would not have are named', () => {
  const prepare = (dir: string) => {
    writeTree(dir, { '.gitignore': '*.html\n' });
    git(dir, 'init', '--quiet');
  };
  expect(check({ 'templates/': '/t', 'docs/': '/d' }, { prepare })).toEqual([
    expect.stringMatching(/^files: templates\/a\.html and 1 more are ignored by git, .* \[sources-ignored\]$/),
  ]);
});
