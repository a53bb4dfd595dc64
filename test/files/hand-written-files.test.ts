import { chmodSync, writeFileSync } from 'fs';
import { CRATE, synth, synthIn } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

test.each([
  ['Dockerfile', 'FROM scratch\n'],
  ['.dockerignore', 'target\n'],
  ['docker-bake.json', '{}\n'],
  ['docker/get-executable.sh', '#!/bin/sh\n'],
  ['.github/workflows/image.yml', 'name: mine\n'],
  ['Dockerfile', ''],
])('%s that somebody wrote stops the synth, and nothing is changed', (path, text) => {
  const dir = writeTree(tempDir(), { ...CRATE, [path]: text });
  const before = readTree(dir);
  expect(() => synthIn(dir)).toThrow(
    new RegExp(`${path}: projen did not write this.*move.*overwriteExisting: true`, 's'),
  );
  expect(readTree(dir)).toEqual(before);
});

test('all such files are named at once', () => {
  expect(() => synth({ ...CRATE, Dockerfile: 'FROM a\n', '.dockerignore': 'b\n' })).toThrow(
    /Dockerfile, \.dockerignore/,
  );
});

test('it is replaced on request', () => {
  const { dir } = synth({ ...CRATE, Dockerfile: 'FROM scratch\n' }, { overwriteExisting: true });
  expect(readTree(dir).Dockerfile).toContain('AS muslrust-chef');
});

test("a generated file is projen's, even where a hand edit took its marker", () => {
  const { dir } = synth(CRATE);
  const before = readTree(dir);

  chmodSync(`${dir}/Dockerfile`, 0o644);
  writeFileSync(`${dir}/Dockerfile`, 'FROM scratch\n');
  synthIn(dir);
  expect(readTree(dir)).toEqual(before);
});
