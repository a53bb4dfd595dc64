import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { javascript, Project } from 'projen';
import { parse } from 'yaml';
import { MuslRustChef, MuslRustChefBuilder, RustProject } from '../../src';
import { git } from '../git';
import { CRATE, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

const LFS = '*.bin filter=lfs diff=lfs merge=lfs -text\n';
const submodule = (path: string) => `[submodule "a b"]\n\tpath = ${path}\n\turl = https://example.com/x.git\n`;

interface Inputs {
  readonly lfs?: boolean;
  readonly submodules?: string;
}

/** What the checkout of each job is given, beside what all are. */
function checkouts(dir: string, file: string): Record<string, Inputs> {
  const { jobs } = parse(readFileSync(join(dir, '.github/workflows', file), 'utf8'));
  return Object.fromEntries(
    Object.entries<any>(jobs).map(([name, { steps }]) => {
      const { 'persist-credentials': _, ...inputs } = steps.find(({ id }: any) => id === 'checkout').with;
      return [name, inputs];
    }),
  );
}

/** A repository with these files, in whose folder there is a project. */
function repository(files: Record<string, string>, folder = '.', add: (project: Project) => void = () => {}): string {
  const dir = writeTree(tempDir(), files);
  writeTree(join(dir, folder), CRATE);
  git(dir, 'init', '--quiet');
  const root = new Project({ name: 'app', outdir: dir });
  new javascript.NodePackage(root, { packageManager: javascript.NodePackageManager.NPM });
  const project = folder === '.' ? root : new Project({ name: 'api', parent: root, outdir: folder });
  new MuslRustChef(project);
  add(project);
  synthesise(root);
  return dir;
}

const NONE: Inputs = {};
const ALL: Inputs = { lfs: true, submodules: 'recursive' };

test.each<[string, Record<string, string>, Inputs]>([
  ['nothing', {}, NONE],
  ['other attributes', { '.gitattributes': '*.sh eol=lf\n*.x filter=lfs-x\n*.y -filter=lfs\n*.z xfilter=lfs\n' }, NONE],
  ['a comment', { '.gitattributes': `# ${LFS}  # ${LFS}` }, NONE],
  ['LFS', { '.gitattributes': LFS }, { lfs: true }],
  ['LFS in CRLF, at the end', { '.gitattributes': '*.a text\r\n*.b\tfilter=lfs\r\n' }, { lfs: true }],
  ['a macro', { '.gitattributes': '[attr]large filter=lfs\n*.bin large\n' }, { lfs: true }],
  ['LFS further down', { 'assets/models/.gitattributes': LFS }, { lfs: true }],
  ['LFS of what is not committed', { '.gitignore': '/out\n', 'out/.gitattributes': LFS }, NONE],
  ['a submodule', { '.gitmodules': submodule('vendor/x') }, { submodules: 'recursive' }],
  ['an empty .gitmodules', { '.gitmodules': '' }, NONE],
  ['both', { '.gitattributes': LFS, '.gitmodules': submodule('vendor/x') }, ALL],
])('what is built is checked out with what the repository keeps elsewhere: %s', (_, files, inputs) => {
  const { lfs: _lfs, ...synthInputs } = inputs;
  const dir = repository(files);
  expect(checkouts(dir, 'image.yml')).toEqual({
    'pull-request': inputs,
    build: inputs,
    // these have scripts and sources only
    publish: {},
  });
  expect(checkouts(dir, 'generated-files.yml')).toEqual({ sync: synthInputs });
});

test.each<[string, Record<string, string>, Inputs]>([
  ["the root's attributes", { '.gitattributes': LFS }, { lfs: true }],
  ['those in between', { 'services/.gitattributes': LFS }, { lfs: true }],
  ['its own', { 'services/api/.gitattributes': LFS }, { lfs: true }],
  ['those below', { 'services/api/assets/.gitattributes': LFS }, { lfs: true }],
  ['those of another', { 'services/web/.gitattributes': LFS, 'services/api2/.gitattributes': LFS }, NONE],
  ['a submodule in it', { '.gitmodules': submodule('services/api/vendor') }, { submodules: 'recursive' }],
  ['a submodule in its place', { '.gitmodules': submodule('services/api') }, { submodules: 'recursive' }],
  ['a submodule round it', { '.gitmodules': submodule('services') }, { submodules: 'recursive' }],
  ['one of another', { '.gitmodules': submodule('services/web') + submodule('services/api-2') }, NONE],
])('a project in a folder has what is its own: %s', (_, files, inputs) => {
  const dir = repository(files, 'services/api');
  const jobs = checkouts(dir, 'image-services-api.yml');
  expect(jobs).toMatchObject({ 'pull-request': inputs, build: inputs });
  expect(jobs.build).toEqual(inputs);
  // it synthesises all of them
  expect(checkouts(dir, 'generated-files.yml')).toEqual({
    sync: files['.gitmodules'] ? { submodules: 'recursive' } : {},
  });
});

test("patterns of projen's own file count from the first synth on, whenever they were added", () => {
  const dir = repository({}, '.', ({ gitattributes }) => gitattributes.addLfsPattern('*.bin'));
  expect(checkouts(dir, 'image.yml').build).toEqual({ lfs: true });
});

test('a folder that is no repository yet has its own attributes', () => {
  const dir = writeTree(tempDir(), { ...CRATE, '.gitattributes': LFS });
  const project = new Project({ name: 'app', outdir: dir });
  new MuslRustChef(project);
  synthesise(project);
  expect(checkouts(dir, 'image.yml').build).toEqual({ lfs: true });
});

test('the other workflows too', () => {
  const dir = writeTree(tempDir(), { '.gitattributes': LFS, '.gitmodules': submodule('vendor') });
  git(dir, 'init', '--quiet');
  const project = new RustProject({ name: 'app', outdir: dir });
  new MuslRustChefBuilder(project);
  synthesise(project);
  expect(checkouts(dir, 'rust.yml')).toEqual({ check: ALL });
  expect(checkouts(dir, 'muslrust-chef.yml')).toMatchObject({ build: ALL, 'pull-request': ALL, publish: {} });
});
