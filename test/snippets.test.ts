import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runRc } from './files/rc';
import { CRATE } from './synth';
import { readTree, tempDir, writeTree } from './util';

/** Each rc file of a page: a snippet in JavaScript that synthesises. */
function rcFilesIn(page: string): string[] {
  const text = readFileSync(join(__dirname, '..', page), 'utf8');
  return [...text.matchAll(/^```js\n(.*?)^```$/gms)].map(([, code]) => code).filter((code) => /\.synth\(\)/.test(code));
}

/** Runs one in a folder, where projen would take the current one. */
function run(dir: string, code: string): void {
  const quiet = `outdir: __dirname, logging: { level: 0 }, name: 'my-service' }`;
  writeFileSync(join(dir, '.projenrc.js'), code.replace(/name: '[\w-]+' \}/, quiet));
  runRc(dir);
}

const LOCK_FILES = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb'];

describe('the rc files of README', () => {
  const [own, generated, ...others] = rcFilesIn('README.md');

  test('are one for a package.json of the user, and one for none', () => expect(others).toEqual([]));

  test.each(LOCK_FILES)('the first leaves package.json and %s alone', (lockFile) => {
    const yours = { 'package.json': '{ "workspaces": ["web"] }\n', [lockFile]: '{}\n' };
    const dir = writeTree(tempDir(), { ...CRATE, ...yours });
    const before = readTree(dir);
    for (const _ of ['at first', 'again']) {
      run(dir, own);
      const after = readTree(dir);
      expect(Object.keys(yours).map((path) => after[path])).toEqual(Object.keys(yours).map((path) => before[path]));
    }
    expect(readTree(dir)['.github/workflows/generated-files.yml']).toContain('.projenrc.js');
  });

  test('the second writes a package.json, over what `npm i -D` left', () => {
    const devDependencies = { constructs: '^10.5.0', projen: '^0.103.0', 'projen-muslrust-chef': '^0.1.0' };
    const dir = writeTree(tempDir(), {
      ...CRATE,
      'package.json': JSON.stringify({ devDependencies }),
      'package-lock.json': '{}\n',
    });
    for (const _ of ['at first', 'again']) {
      run(dir, generated);
      expect(readTree(dir)['package.json']).toContain('"private": true');
      expect(existsSync(join(dir, 'Dockerfile'))).toBe(true);
    }
  });
});

test('the rc file of many projects makes the files of each', () => {
  const [code, ...others] = rcFilesIn('docs/monorepo.md');
  expect(others).toEqual([]);
  const dir = tempDir();
  for (const name of ['api', 'worker']) {
    writeTree(join(dir, 'services', name), {
      ...CRATE,
      'Cargo.toml': CRATE['Cargo.toml'].replace('"app"', `"${name}"`),
    });
  }
  run(dir, code);
  expect(Object.keys(readTree(dir))).toEqual(
    expect.arrayContaining(['services/api/Dockerfile', 'services/worker/Dockerfile', 'package.json']),
  );
});
