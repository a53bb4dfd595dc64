import { join } from 'node:path';
import { OwnFile } from '../../../src/adopt/rc-file/own-file';
import { RunningPackage } from '../../../src/adopt/running-package';
import { tempDir, writeTree } from '../../util';

const WHEEL = 'projen_muslrust_chef-1.2.3-py3-none-any.whl';
const TGZ = 'projen-muslrust-chef-1.2.3.tgz';

/** A repository beside other files, with this package run from what `said` names, as seen from the repository. */
function found(said: string, others: Record<string, string>): { own?: OwnFile; root: string } {
  const place = writeTree(tempDir(), {
    'app/Cargo.toml': '',
    'npx/package.json': JSON.stringify({ dependencies: { 'projen-muslrust-chef': said } }),
    ...others,
  });
  const own: RunningPackage = {
    name: 'projen-muslrust-chef',
    folder: join(place, 'npx/node_modules/projen-muslrust-chef'),
    version: '1.2.3',
  };
  const root = join(place, 'app');
  return { own: OwnFile.of([own], root), root };
}

describe('a package that was run from a file', () => {
  const elsewhere = [
    '# in a clone of projen-muslrust-chef, after npx projen compile: npx projen package:python',
    `cp CLONE/dist/python/${WHEEL} ..  # CLONE: where that is`,
  ];

  test.each<[what: string, said: string, others: Record<string, string>, wheel: string, making: string[]]>([
    [
      'in a clone',
      `file:../clone/${TGZ}`,
      { 'clone/.projenrc.ts': '' },
      `../clone/dist/python/${WHEEL}`,
      ['(cd ../clone && npx projen package:python)'],
    ],
    [
      'in a clone that has the wheel',
      `file:../clone/${TGZ}`,
      { 'clone/.projenrc.ts': '', [`clone/dist/python/${WHEEL}`]: '' },
      `../clone/dist/python/${WHEEL}`,
      [],
    ],
    [
      'a clone itself, with a space in its name',
      'file:../a clone',
      { 'a clone/.projenrc.ts': '' },
      `../a clone/dist/python/${WHEEL}`,
      ['(cd "../a clone" && npx projen package:python)'],
    ],
    ['somewhere', `file:../${TGZ}`, {}, `../${WHEEL}`, elsewhere],
    ['beside the wheel', `file:../${TGZ}`, { [WHEEL]: '' }, `../${WHEEL}`, []],
    ['in the repository', `file:../app/${TGZ}`, { [`app/${WHEEL}`]: '' }, `./${WHEEL}`, []],
  ])('%s has its wheel where pip finds it, or is told how', (_, said, others, wheel, making) => {
    // npm writes where it is from the folder that it installs into
    const { own } = found(said, others);
    expect(own).toMatchObject({ wheel, making });
  });

  test.each(['^1.2.0', 'github:acme/chef', 'https://example.com/chef.tgz'])('is not %s', (said) => {
    expect(found(said, {}).own).toBeUndefined();
  });

  test.each<[said: string, isOfNode: boolean, line: string, says: RegExp | undefined]>([
    [
      `file:../${TGZ}`,
      true,
      `"projen-muslrust-chef": "file:../${TGZ}"`,
      /until a release is on npm: commit what `npm pack` makes/,
    ],
    [`file:../${TGZ}`, false, `../${WHEEL}`, /until a release is on PyPI: commit that wheel/],
    [`file:../app/vendor/${TGZ}`, true, `"projen-muslrust-chef": "file:vendor/${TGZ}"`, undefined],
    [`file:../app/vendor/${TGZ}`, false, `./vendor/${WHEEL}`, undefined],
    // the user's own line stays
    [`file:../${TGZ}`, true, '"projen-muslrust-chef": "^1.0.0"', undefined],
  ])('%s, that no clone has, is named (of Node.js: %s)', (said, isOfNode, line, says) => {
    const { own, root } = found(said, {});
    writeTree(root, { file: `first\n${line}\n` });
    const remarks = own!.remarks('file', root, isOfNode);
    expect(remarks).toEqual(says ? [{ file: 'file', line: 2, text: expect.stringMatching(says) }] : []);
  });
});
