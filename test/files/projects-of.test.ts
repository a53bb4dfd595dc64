import { Project } from 'projen';
import { projectsOf } from '../../src/files/projects-of';
import { tempDir } from '../util';

test('a project and all below it, at any depth, and nothing else', () => {
  const root = new Project({ name: 'root', outdir: tempDir() });
  const child = new Project({ name: 'child', parent: root, outdir: 'child' });
  const grandchild = new Project({ name: 'grandchild', parent: child, outdir: 'below' });

  expect(projectsOf(root)).toEqual([root, child, grandchild]);
  expect(projectsOf(child)).toEqual([child, grandchild]);
});
