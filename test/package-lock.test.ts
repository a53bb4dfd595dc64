import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import manifest from '../package.json';

/** npm's rules of versions, by the copy that projen has. */
const semver: { satisfies(version: string, range: string): boolean } = createRequire(require.resolve('projen'))(
  'semver',
);

interface LockFile {
  readonly packages: Record<
    string,
    { readonly engines?: { readonly node?: string }; readonly resolved?: string; readonly hasInstallScript?: boolean }
  >;
}

const { packages } = JSON.parse(readFileSync(join(__dirname, '../package-lock.json'), 'utf8')) as LockFile;

// the first release of each major that all of the tools run on, and newer ones
test.each(['20.19.0', '20.20.2', '22.13.0', '22.22.0', '24.11.0'])(
  'npm ci has nothing to say of engines on Node.js %s',
  (version) => {
    const others = Object.entries(packages).filter(
      ([, { engines }]) => !semver.satisfies(version, engines?.node ?? '*'),
    );
    expect(others).toEqual([]);
  },
);

test('npm ci asks of no script of a dependency whether it may run', () => {
  const names = Object.entries(packages).flatMap(([path, { hasInstallScript }]) =>
    hasInstallScript ? [path.replace(/^.*node_modules\//, '')] : [],
  );
  expect(Object.keys(manifest.allowScripts)).toEqual(names);
});

test('what is locked comes from where npm is told to look', () => {
  const elsewhere = Object.values(packages).filter(
    ({ resolved }) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
  );
  expect(elsewhere).toEqual([]);
});

test('the author is found where the sources are', () => {
  expect(`${manifest.author.url}.git`).toBe(manifest.repository.url);
  expect(manifest.author).not.toHaveProperty('email');
});
