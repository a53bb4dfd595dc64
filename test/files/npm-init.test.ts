import { isFromNpmInit, isScriptFromNpmInit } from '../../src/files/npm-init';
import { gitAll } from '../git';
import { tempDir, writeTree } from '../util';

/** A folder with these files, in a clone of `origin`. */
function folder(files: Record<string, string> = {}, origin?: string): string {
  const dir = writeTree(tempDir(), files);
  if (origin) {
    gitAll(dir, ['init', '--quiet'], ['remote', 'add', 'origin', origin]);
  }
  return dir;
}

const YES = true;
const NO = false;

test.each<[string, unknown, boolean]>([
  ['version', '1.0.0', YES],
  ['version', '1.0.1', NO],
  ['type', 'commonjs', YES],
  ['type', 'module', NO],
  ['license', 'ISC', YES],
  ['license', 'MIT', NO],
  ['main', 'index.js', YES],
  ['main', 'server.js', YES],
  ['main', 'gone.js', NO],
  ['main', 'lib/a.js', NO],
  ['main', 'a.json', NO],
  ['main', 'a.jsx', NO],
  ['directories', { doc: 'doc', example: 'example', lib: 'lib', man: 'man', test: 'test' }, YES],
  ['directories', { doc: 'docs', example: 'examples', test: 'tests' }, YES],
  ['directories', {}, YES],
  ['directories', { lib: 'lib', test: 'spec' }, NO],
  ['directories', { doc: 'my-docs' }, NO],
  ['directories', { doc: 'docs2' }, NO],
  ['directories', { example: 'examples2' }, NO],
  ['directories', { example: 'an-example' }, NO],
  ['directories', { lib: 'libs' }, NO],
  ['directories', { lib: 'mylib' }, NO],
  ['directories', { man: 'mans' }, NO],
  ['directories', { man: 'human' }, NO],
  ['directories', { test: 'tests2' }, NO],
  ['directories', { test: 'mytest' }, NO],
  ['directories', { bin: 'bin' }, NO],
  ['directories', { constructor: 'x' }, NO],
  ['private', true, NO],
  ['constructor', 'x', NO],
  ['directories', null, NO],
  ['repository', null, NO],
])('whether npm init writes %s: %j by itself: %s', (field, value, expected) => {
  expect(isFromNpmInit(folder({ 'server.js': '', 'lib/a.js': '', 'a.json': '', 'a.jsx': '' }), field, value)).toBe(
    expected,
  );
});

test.each<[string, string, boolean]>([
  ['README.md', 'Serves things to people.', YES],
  ['README.md', '  Serves\n\tthings ', YES],
  ['Readme.md', 'Serves things', YES],
  ['readme.md', 'Serves things', YES],
  ['README', 'Serves things', YES],
  ['README.md', ' # app ', YES],
  ['README.md', 'Servesthings', NO],
  ['README.rst', 'Serves things', NO],
  ['README.md', 'Serves others', NO],
])('a description is from %s where it stands in it: %j', (name, value, expected) => {
  expect(isFromNpmInit(folder({ [name]: '# app\n\nServes   things\nto people.\n' }), 'description', value)).toBe(
    expected,
  );
});

const HUB = 'https://github.com/acme/app.git';

test.each<[string, string, unknown, boolean]>([
  [HUB, 'repository', { type: 'git', url: 'git+https://github.com/acme/app.git' }, YES],
  [HUB, 'repository', { url: 'git+https://github.com/acme/app.git' }, YES],
  [HUB, 'repository', 'https://github.com/acme/app', YES],
  [HUB, 'repository', { type: 'svn', url: HUB }, NO],
  [HUB, 'repository', { type: 'git', url: HUB, directory: 'web' }, NO],
  [HUB, 'repository', { type: 'git', url: 'https://github.com/acme/other.git' }, NO],
  [HUB, 'repository', { type: 'git', url: 'https://gitlab.com/acme/app.git' }, NO],
  [HUB, 'repository', { type: 'git', url: 'https://github.com/acme/app.gitx' }, NO],
  [HUB, 'repository', { type: 'git' }, NO],
  [HUB, 'bugs', { url: 'https://github.com/acme/app/issues' }, YES],
  [HUB, 'bugs', { url: 'https://github.com/acme/app/issues/1' }, NO],
  [HUB, 'bugs', { url: 'https://github.com/acme/app' }, NO],
  [HUB, 'homepage', 'https://github.com/acme/app#readme', YES],
  [HUB, 'homepage', 'https://github.com/acme/app', NO],
  ['git@github.com:acme/app.git', 'repository', { url: 'git+ssh://git@github.com/acme/app.git' }, YES],
  ['ssh://git@github.com/acme/app.git/', 'homepage', 'https://github.com/acme/app#readme', YES],
  ['https://user:x@github.com/acme/app', 'bugs', { url: 'https://github.com/acme/app/issues' }, YES],
  ['https://git.example.com:8443/a/b.git', 'repository', { url: 'git+https://git.example.com:8443/a/b.git' }, YES],
  ['/srv/git/app.git', 'repository', { url: '/srv/git/app.git' }, YES],
  // what is taken off stands at the begin or the end
  ['https://a.b/c/d', 'repository', { url: 'https://a.b/git+c/d' }, NO],
  ['git@a.b:c/d', 'repository', { url: 'a.b/ssh://c/d' }, NO],
  ['https://a.b/c/d', 'repository', { url: 'https://a.b/c:d' }, NO],
  ['https://a.b/c/d', 'repository', { url: 'https://a.b/c.git/d' }, NO],
  ['/srv/git/app@2.git', 'repository', { url: '/srv/git/2.git' }, NO],
])('in a clone of %s %s: %j is from npm init: %s', (origin, field, value, expected) => {
  expect(isFromNpmInit(folder({}, origin), field, value)).toBe(expected);
});

test('without a remote nothing is of it', () => {
  expect(isFromNpmInit(folder(), 'homepage', 'undefined#readme')).toBe(false);
});

test.each<[string, unknown, boolean]>([
  ['test', 'echo "Error: no test specified" && exit 1', YES],
  ['test', 'vitest', NO],
  ['build', 'echo "Error: no test specified" && exit 1', NO],
])('whether npm init writes the script %s: %j: %s', (name, script, expected) => {
  expect(isScriptFromNpmInit(name, script)).toBe(expected);
});
