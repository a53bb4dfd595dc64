import { PackageSpec } from '../../src/starter/package-spec';
import { tempDir, writeTree } from '../util';

test.each([
  ['acme', 'acme'],
  ['acme@^1.2', 'acme'],
  ['acme@1.2.3-rc.1', 'acme'],
  ['@acme/tools', '@acme/tools'],
  ['@acme/tools@latest', '@acme/tools'],
  ['acme@/tmp/acme-1.0.0.tgz', 'acme'],
  ['acme@file:../acme', 'acme'],
  ['acme@github:acme/tools', 'acme'],
  ['acme@npm:@acme/tools@1', 'acme'],
  ['@acme/tools@git@github.com:acme/tools.git', '@acme/tools'],
])('%s has a name', (spec, name) => {
  expect(new PackageSpec(tempDir(), spec)).toEqual({ name, named: spec });
});

test.each([
  // what npm writes into package.json for each
  ['/tmp/acme-1.0.0.tgz', 'file:../acme-1.0.0.tgz'],
  ['./acme-1.0.0.tgz', 'file:acme-1.0.0.tgz'],
  ['acme-1.0.0.tgz', 'file:acme-1.0.0.tgz'],
  ['acme.tar.gz', 'file:acme.tar.gz'],
  ['../acme', 'file:../acme'],
  ['file:../acme', 'file:../acme'],
  ['/tmp/a@b/acme.tgz', 'file:../a@b/acme.tgz'],
  ['https://example.com/acme.tgz', 'https://example.com/acme.tgz'],
  ['acme/tools', 'github:acme/tools'],
  ['github:acme/tools', 'github:acme/tools'],
  ['gitlab:acme/tools#v1', 'gitlab:acme/tools#v1'],
  ['git+ssh://git@example.com/acme.git', 'git+ssh://git@example.com/acme.git'],
  ['git@example.com:acme.git', 'git+ssh://git@example.com:acme.git'],
])('the name of %s is the one that npm found', (spec, version) => {
  const folder = writeTree(tempDir(), {
    'package.json': JSON.stringify({ devDependencies: { projen: '^0.103.0', '@acme/tools': version } }),
  });
  const inTmp = spec.replace('/tmp/', `${folder}/../`);
  expect(new PackageSpec(folder, inTmp)).toEqual({ name: '@acme/tools', named: `@acme/tools@${inTmp}` });
  // and that projen then writes
  writeTree(folder, { 'package.json': JSON.stringify({ devDependencies: { '@acme/tools': inTmp } }) });
  expect(new PackageSpec(folder, inTmp).name).toBe('@acme/tools');
});

test.each<Record<string, string>>([
  {},
  { 'package.json': '{}' },
  { 'package.json': '{ "devDependencies": { "projen": "^0.103.0", "other": "file:../other" } }' },
  { 'package.json': '<<<<<<<' },
])('there is none where npm has installed nothing from there: %j', (files) => {
  const folder = writeTree(tempDir(), files);
  expect(new PackageSpec(folder, '../acme')).toEqual({ name: undefined, named: '../acme' });
});
