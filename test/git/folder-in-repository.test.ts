import { join } from 'node:path';
import { Project } from 'projen';
import { folderInRepository } from '../../src/git/folder-in-repository';
import { git } from '../git';
import { tempDir, writeTree } from '../util';

test.each([
  ['the root of a repository', '', ''],
  ['a folder of one', 'backend', 'backend/'],
  ['no repository', undefined, ''],
])('where projects are, with the root project in %s', (_, place, above) => {
  const top = writeTree(tempDir(), { 'backend/a.txt': '' });
  if (place !== undefined) git(top, 'init', '--quiet');
  const root = new Project({ name: 'mono', outdir: join(top, place ?? 'backend') });
  const api = new Project({ name: 'api', parent: root, outdir: 'services/api' });
  expect(folderInRepository(root)).toBe(above.replace(/\/$/, ''));
  expect(folderInRepository(root, 'docker')).toBe(`${above}docker`);
  expect(folderInRepository(api)).toBe(`${above}services/api`);
  expect(folderInRepository(api, 'docker')).toBe(`${above}services/api/docker`);
});

test('a project in a repository of its own is seen from that of the root project', () => {
  const top = tempDir();
  const root = new Project({ name: 'mono', outdir: top });
  const api = new Project({ name: 'api', parent: root, outdir: 'services/api' });
  git(top, 'init', '--quiet');
  writeTree(api.outdir, { '.git/HEAD': 'ref: refs/heads/main\n' });
  expect(folderInRepository(api)).toBe('services/api');
});
