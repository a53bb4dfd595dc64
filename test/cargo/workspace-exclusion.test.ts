import { TomlTable } from '../../src/cargo/toml-table';
import { WorkspaceExclusion } from '../../src/cargo/workspace-exclusion';

test.each<[workspace: string, folder: string, expected: boolean]>([
  ['exclude = ["a"]', 'a', true],
  ['exclude = ["a"]', 'a/b', true],
  ['exclude = ["a"]', 'ab', false],
  ['exclude = ["a/b"]', 'a', false],
  ['exclude = ["x", "./a/"]', 'a', true],
  ['exclude = ["x/../a"]', 'a', true],
  ['exclude = []', 'a', false],
  ['members = ["a"]', 'a', false],
  // a member that is listed by its path wins, with what is below it
  ['members = ["a"]\nexclude = ["a"]', 'a', false],
  ['members = ["./a/b"]\nexclude = ["a"]', 'a/b/c', false],
  ['members = ["a/b"]\nexclude = ["a"]', 'a/c', true],
  // one that a pattern matches does not
  ['members = ["a/*"]\nexclude = ["a/b"]', 'a/b', true],
  // the root is always in its workspace
  ['exclude = ["."]', '.', false],
  ['exclude = ["."]', 'a', true],
])('%j leaves %j out: %s', (workspace, folder, expected) => {
  expect(new WorkspaceExclusion(TomlTable.parse(workspace, 'Cargo.toml')).excludes(folder)).toBe(expected);
});
