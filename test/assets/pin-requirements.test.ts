import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { inlineScript } from '../../src/workflow/inline-script';
import { readTree, tempDir, writeTree } from '../util';

const isThere = spawnSync('python3', ['--version']).status === 0;
// in CI nobody would notice
const withPython = isThere || process.env.CI ? test : test.skip;

/** What is installed, as pip writes it down. */
const INSTALLED = Object.fromEntries(
  Object.entries({ projen: '0.104.1', constructs: '10.8.1', projen_muslrust_chef: '2.0.0rc1' }).map(
    ([name, version]) => [
      `${name}-${version}.dist-info/METADATA`,
      `Metadata-Version: 2.1\nName: ${name.replaceAll('_', '-')}\nVersion: ${version}\n`,
    ],
  ),
);

function pinned(text: string, ...names: string[]): string {
  const dir = writeTree(tempDir(), { 'requirements-dev.txt': text });
  const { status, stderr } = spawnSync(
    'python3',
    ['-c', inlineScript('pin-requirements.py'), 'requirements-dev.txt', ...names],
    { cwd: dir, encoding: 'utf8', env: { ...process.env, PYTHONPATH: writeTree(tempDir(), INSTALLED) } },
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(Object.keys(readTree(dir))).toEqual(['requirements-dev.txt']);
  expect(statSync(join(dir, 'requirements-dev.txt')).mode).toBe(0o100644);
  return readFileSync(join(dir, 'requirements-dev.txt'), 'utf8');
}

const ALL = ['projen', 'constructs', 'projen-muslrust-chef'];

withPython.each<[string, string, string]>([
  [
    'all of them',
    'projen==0.103.25\nconstructs==10.5.0\nprojen-muslrust-chef==1.2.3\n',
    'projen==0.104.1\nconstructs==10.8.1\nprojen-muslrust-chef==2.0.0rc1\n',
  ],
  [
    'what else is in the line, and other lines',
    '# projen==1\r\nProjen == 0.1 ; python_version > "3.8"  # why\r\nprojen-other==1\r\nmy-projen==1\r\nprojen_muslrust.chef[a, b]==1',
    '# projen==1\r\nProjen == 0.104.1 ; python_version > "3.8"  # why\r\nprojen-other==1\r\nmy-projen==1\r\nprojen_muslrust.chef[a, b]==2.0.0rc1',
  ],
  ['what is no pin', 'projen>=0.1\nconstructs\nü\n', 'projen>=0.1\nconstructs\nü\n'],
])('the installed releases are written where they are pinned, and nothing else is changed: %s', (_, before, after) => {
  expect(pinned(before, ...ALL)).toBe(after);
});

withPython('those that are not asked for stay', () => {
  expect(pinned('projen==1\nconstructs==1\n', 'projen')).toBe('projen==0.104.1\nconstructs==1\n');
});
