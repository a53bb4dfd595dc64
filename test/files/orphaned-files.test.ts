import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel, Project, TextFile } from 'projen';
import { MuslRustChef, MuslRustChefBuilder, RustProject } from '../../src';
import { OrphanedFiles } from '../../src/files/orphaned-files';
import { CRATE, synthesise } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const logging = { level: LogLevel.OFF };
const bare = (outdir: string) => new Project({ name: 'app', outdir, logging });

/** What has files, and what has none of them. */
const KINDS: Record<string, [before: (outdir: string) => unknown, after: (outdir: string) => Project]> = {
  'the component, as long as something of this package is there': [
    (outdir) => synthesise(new MuslRustChef(bare(outdir)).project),
    (outdir) => {
      const project = bare(outdir);
      OrphanedFiles.watch(project);
      return project;
    },
  ],
  'the builder, which moves': [
    (outdir) => synthesise(new MuslRustChefBuilder(bare(outdir), { directory: 'images/builder' }).project),
    (outdir) => new MuslRustChefBuilder(bare(outdir), { directory: 'elsewhere', workflow: false }).project,
  ],
  'the images of a RustProject, and its workflow': [
    (outdir) => synthesise(new RustProject({ name: 'app', outdir, logging })),
    (outdir) => new RustProject({ name: 'app', outdir, logging, muslRustChef: false, rustWorkflow: false }),
  ],
  'the workflow of the images': [
    (outdir) => synthesise(new MuslRustChef(bare(outdir)).project),
    (outdir) => new MuslRustChef(bare(outdir), { workflow: false }).project,
  ],
};

describe.each(Object.entries(KINDS))('%s', (_, [before, after]) => {
  const sampled = writeTree(tempDir(), CRATE);
  before(sampled);
  const had = Object.keys(readTree(sampled));
  synthesise(after(sampled));
  const has = Object.keys(readTree(sampled));
  const gone = had.filter((path) => !has.includes(path));

  test('takes files with it', () => expect(gone.length).toBeGreaterThan(1));

  test.each(gone)('but no hand-written %s', (path) => {
    const dir = writeTree(tempDir(), CRATE);
    before(dir);
    rmSync(join(dir, path));
    writeFileSync(join(dir, path), 'mine\n');
    const tree = readTree(dir);
    expect(() => synthesise(after(dir))).toThrow(
      `${path}: projen wrote this once, and would delete it now, but its marker is gone, so it may be yours by now. Nothing has been ` +
        'changed. Where nothing in it is yours, remove it; else take its line out of .projen/files.json, and it stays. Then synth again.',
    );
    expect(readTree(dir)).toEqual(tree);

    // following the message
    const list = join(dir, '.projen/files.json');
    const { files, ...others } = JSON.parse(tree['.projen/files.json'].replace(/^\d+ /, ''));
    rmSync(list);
    writeFileSync(list, JSON.stringify({ ...others, files: files.filter((each: string) => each !== path) }));
    synthesise(after(dir));
    expect(readTree(dir)[path]).toBe(tree[path]);
  });
});

test('the toolchain file of a RustProject becomes the user’s by that', () => {
  const outdir = tempDir();
  const make = () => new RustProject({ name: 'app', outdir, logging });
  synthesise(make());
  const own = '[toolchain]\nchannel = "1.95.0"\n';
  rmSync(join(outdir, 'rust-toolchain.toml'));
  writeTree(outdir, { 'rust-toolchain.toml': own });
  expect(() => synthesise(make())).toThrow(/^rust-toolchain\.toml: projen wrote this once, and would delete it now/);
  const list = readTree(outdir)['.projen/files.json'].replace(/^\d+ /, '');
  rmSync(join(outdir, '.projen/files.json'));
  writeTree(outdir, {
    '.projen/files.json': list.replace('    "rust-toolchain.toml"\n', '').replace(/,(?=\s*\])/, ''),
  });
  synthesise(make());
  expect(readTree(outdir)['rust-toolchain.toml']).toContain(own);
});

test('what others have projen write goes as projen has it go: it may never have had a marker', () => {
  const outdir = writeTree(tempDir(), CRATE);
  const make = (...paths: string[]) => {
    const { project } = new MuslRustChef(bare(outdir));
    paths.forEach((path) => new TextFile(project, path, { lines: ['x'] }));
    synthesise(project);
  };
  make('LICENCE', 'notes.txt', 'docs/notes.md');
  make();
  expect(Object.keys(readTree(outdir))).not.toEqual(expect.arrayContaining(['notes.txt']));
});
