import { join } from 'node:path';
import { Allocator } from '../../src';
import { git } from '../git';
import { CRATE, synthIn } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const rc = (version: string) => ({ '.projenrc.js': `// an rc file that asks for ${version}\n` });

/** What a synth says of entries that it rewrites. */
function said(dir: string, version: string): number {
  const { chef } = synthIn(dir, { allocator: Allocator.mimalloc({ version }) });
  const calls = (chef.project.logger.info as unknown as jest.Mock).mock.calls as string[][];
  return calls.filter((call) => call.join(' ').split('\n', 1)[0].endsWith(' [allocator-rewritten]')).length;
}

/** A repository in which all is committed. */
function committed(folder = '.'): string {
  const root = tempDir();
  const dir = writeTree(join(root, folder), { ...CRATE, ...rc('0.1.60') });
  git(root, 'init', '--quiet');
  expect(said(dir, '0.1.60')).toBe(0);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '--message', 'all');
  return dir;
}

const edit = (dir: string, from: string, to: string) => {
  const manifest = readTree(dir)['Cargo.toml'].replace(/^\d+ /, '');
  expect(manifest).toContain(`version = "${from}"`);
  writeTree(dir, { 'Cargo.toml': manifest.replace(`version = "${from}"`, `version = "${to}"`) });
};

test.each(['.', 'backend'])(
  'of what the rc file asks for nothing is said, and of an edit something is (in %s)',
  (folder) => {
    const dir = committed(folder);
    // a person or a bot in the manifest
    edit(dir, '0.1.60', '0.1.61');
    expect(said(dir, '0.1.60')).toBe(1);
    // the option alone
    writeTree(dir, rc('0.1.62'));
    expect(said(dir, '0.1.62')).toBe(0);
  },
);

test('an edit is said where the rc file has changed too', () => {
  const dir = committed();
  writeTree(dir, rc('0.1.62'));
  edit(dir, '0.1.60', '0.1.61');
  expect(said(dir, '0.1.62')).toBe(1);
});

test('so is one that was committed', () => {
  const dir = committed();
  edit(dir, '0.1.60', '0.1.61');
  git(dir, 'commit', '--quiet', '--all', '--message', 'a bot');
  expect(said(dir, '0.1.60')).toBe(1);
});
