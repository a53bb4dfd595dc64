import { cpSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fleet, overwrite, rewrite } from './fleet';
import { GENERATOR } from '../../src/generator';
import { RECORD } from '../../src/record/synth-record';
import { concerned, reportOnFleet } from '../../src/report/fleet-report';
import { tempDir, writeTree } from '../util';

const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');

test('of what is as it was synthesised nothing is said but what it is', () => {
  const root = fleet('shop');
  const report = reportOnFleet([root]);
  expect(report).toEqual({
    generator: GENERATOR,
    projects: [
      {
        path: join(root, 'shop'),
        version: GENERATOR.version,
        images: [{ name: 'app', reference: 'ghcr.io/<owner>/<repository>', target: 'app', binary: 'app' }],
        drift: [],
        pins: [],
        findings: [expect.objectContaining({ id: 'runtime-base', level: 'note' })],
      },
    ],
    without: [],
  });
  // a note is nothing wrong
  for (const concern of ['drift', 'pins', 'findings'] as const) expect(concerned(report, concern)).toEqual([]);
});

test.each<[string, (folder: string) => void, object[]]>([
  [
    'an edited file',
    (folder) => overwrite(folder, 'Dockerfile', `${read(folder, 'Dockerfile')}# mine\n`),
    [{ file: 'Dockerfile', state: 'changed' }],
  ],
  [
    'a file that is gone',
    (folder) => rmSync(join(folder, 'docker/run-docker.sh')),
    [{ file: 'docker/run-docker.sh', state: 'missing' }],
  ],
  [
    'a folder in its place',
    (folder) => {
      rmSync(join(folder, 'docker-bake.json'));
      writeTree(folder, { 'docker-bake.json/x': '' });
    },
    [{ file: 'docker-bake.json', state: 'missing' }],
  ],
  ['line ends of Windows', (folder) => overwrite(folder, 'Dockerfile', crlf(read(folder, 'Dockerfile'))), []],
  ['a file of somebody else', (folder) => writeTree(folder, { 'docker/mine.sh': 'x' }), []],
  [
    'a record that names what is no file of a project',
    (folder) => rewrite(folder, () => ({ files: { '/etc/passwd': 'x', '../../../../../dev/zero': 'x' } })),
    [
      { file: '/etc/passwd', state: 'missing' },
      { file: '../../../../../dev/zero', state: 'missing' },
    ],
  ],
])('of %s is said what is so', (_, spoil, drift) => {
  const root = fleet('shop', 'other');
  spoil(join(root, 'shop'));
  const { projects } = reportOnFleet([root]);
  expect(projects.map((project) => project.drift)).toEqual([[], drift]);
});

function crlf(text: string): string {
  return text.replace(/\n/g, '\r\n');
}

test('records are found in the root, below it and in many repositories, and each once', () => {
  const root = fleet('a', 'b/deep/er', 'c');
  cpSync(join(root, 'a'), join(root, 'c/services/api'), { recursive: true });
  for (const skipped of ['a/node_modules/x', 'a/.git/x', 'a/target']) {
    cpSync(join(root, 'b/deep/er'), join(root, skipped), { recursive: true });
  }
  writeTree(join(root, 'a'), { 'target/CACHEDIR.TAG': 'Signature: 8a477f597d28d172789f06886806bc55\n' });
  writeTree(root, { 'bare/.git/HEAD': '', 'bare/src/main.rs': '', 'no-repository/src/main.rs': '' });
  symlinkSync(root, join(root, 'c/circle'));
  const paths = (...folders: string[]) => reportOnFleet(folders).projects.map(({ path }) => path.slice(root.length));
  const all = ['/a', '/b/deep/er', '/c', '/c/services/api'];
  expect(paths(root)).toEqual(all);
  expect(paths(root, join(root, 'c'), `${root}/c/`)).toEqual(all);
  expect(paths(join(root, 'c'))).toEqual(['/c', '/c/services/api']);
  expect(paths(join(root, 'bare'))).toEqual([]);
  expect(reportOnFleet([root]).without).toEqual([join(root, 'bare')]);
  expect(reportOnFleet([tempDir()])).toMatchObject({ projects: [], without: [] });
});

test('a record that is broken or newer is said, and the others are read', () => {
  const root = fleet('broken', 'good', 'newer');
  overwrite(join(root, 'broken'), RECORD, '<<<<<<< HEAD\n');
  rewrite(join(root, 'newer'), () => ({ schema: 2, generator: { name: 'x', version: '9.0.0' } }));
  const { projects } = reportOnFleet([root]);
  expect(projects.map(({ fault }) => fault)).toEqual([
    `${join(root, 'broken', RECORD)} is not what a synth writes: finish the merge, or remove the file and synthesise in its project, which writes it anew.`,
    undefined,
    expect.stringContaining('was written by a newer projen-muslrust-chef, 9.0.0'),
  ]);
});

test('findings concern somebody until they are acknowledged', () => {
  const finding = { id: 'policy-name', level: 'warning', text: 'x', acknowledged: false };
  const root = fleet('a', 'b', 'c');
  rewrite(join(root, 'a'), () => ({ findings: [finding] }));
  rewrite(join(root, 'b'), () => ({ findings: [{ ...finding, acknowledged: true, reason: 'until May' }] }));
  const report = reportOnFleet([root]);
  expect(concerned(report, 'findings').map(({ path }) => path)).toEqual([join(root, 'a')]);
  expect(report.projects[1].findings).toEqual([{ ...finding, acknowledged: true, reason: 'until May' }]);
});
