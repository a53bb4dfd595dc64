import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesised } from './variants';
import { describeWith, run } from '../tools/tools';
import { tempDir, writeTree } from '../util';

const NO_FINDING = { status: 0, output: '' };
const REPOSITORY = join(__dirname, '..', '..');
const CI_RUN = join(REPOSITORY, '.ci', 'run');

// shellcheck takes the second for the one that is meant; a merge that kept both is not
test('no function is written twice in a script', () => {
  const files = [...['assets', 'test/lab'].flatMap((folder) => scripts(join(REPOSITORY, folder))), CI_RUN];

  const twice = files.flatMap((file) => {
    const names = [...readFileSync(file, 'utf8').matchAll(/^(\w+)\(\) *[{(]/gm)].map(([, name]) => `${file}: ${name}`);
    return names.filter((name, index) => names.indexOf(name) !== index);
  });

  expect(twice).toEqual([]);
});

describeWith('shellcheck', () => {
  test.each(['assets', 'test/lab'])('has nothing to say of %s', (folder) => {
    expect(lint(scripts(join(REPOSITORY, folder)))).toEqual(NO_FINDING);
  });

  test('has nothing to say of .ci/run', () => {
    expect(lint([CI_RUN])).toEqual(NO_FINDING);
  });

  test('has nothing to say of the generated scripts', () => {
    expect(lint(scripts(join(synthesised('a single crate'), 'docker')))).toEqual(NO_FINDING);
  });

  test('would say something', () => {
    const folder = writeTree(tempDir(), { 'script.sh': '#!/bin/sh\nrm -rf $1\n' });

    const { status, output } = lint(scripts(folder));

    expect(status).toBe(1);
    expect(output).toContain('SC2086');
  });
});

/** Every script below a folder, by its ending or its first line; what is sourced only has a directive there. */
function scripts(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file.endsWith('.sh') || /^#!.*\b(ba)?sh\b/.test(readFileSync(file, 'utf8')));
}

function lint(files: string[]) {
  expect(files.filter((file) => existsSync(file))).not.toEqual([]);
  return run('shellcheck', ['--external-sources', '--source-path=SCRIPTDIR', ...files]);
}
