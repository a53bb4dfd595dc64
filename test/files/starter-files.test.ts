import { Project } from 'projen';
import { StarterFiles } from '../../src/files/starter-files';
import { synthesise } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const FILES = { 'Cargo.toml': 'new\n', 'src/main.rs': 'fn main() {}\n' };

test('what is missing is written once, and known before it is there', () => {
  const dir = writeTree(tempDir(), { 'Cargo.toml': 'old\n' });
  const make = () => {
    const project = new Project({ name: 'app', outdir: dir });
    new StarterFiles(project, FILES);
    return project;
  };
  const first = make();
  expect(StarterFiles.contentsOf(first)).toEqual({ 'src/main.rs': FILES['src/main.rs'] });
  synthesise(first);
  expect(readTree(dir)['Cargo.toml']).toMatch(/ old\n$/);
  expect(readTree(dir)['src/main.rs']).toContain(FILES['src/main.rs']);
  writeTree(dir, { 'src/main.rs': 'mine\n' });
  const second = make();
  expect(StarterFiles.contentsOf(second)).toEqual({});
  synthesise(second);
  expect(readTree(dir)['src/main.rs']).toMatch(/ mine\n$/);
});

test('a project without starters has none', () => {
  expect(StarterFiles.contentsOf(new Project({ name: 'app', outdir: tempDir() }))).toEqual({});
});
