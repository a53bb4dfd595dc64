import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { synthesised, VARIANTS } from './variants';
import { describeWith, pathOf, run } from '../tools/tools';
import { tempDir, writeTree } from '../util';

const NO_FINDING = { status: 0, output: '' };
const REPOSITORY = join(__dirname, '..', '..');

describeWith('actionlint', () => {
  test.each(Object.keys(VARIANTS))('has nothing to say of %s', (variant) => {
    expect(lint(synthesised(variant), pathOf('shellcheck'))).toEqual(NO_FINDING);
  });

  test("has nothing to say of this repository's own workflows", () => {
    // all but the scripts in them: these are projen's
    expect(lint(REPOSITORY)).toEqual(NO_FINDING);
  });

  test('would say something', () => {
    const folder = writeTree(tempDir(), {
      '.github/workflows/image.yml':
        'on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo ${{ nobody.knows }}\n',
    });

    const { status, output } = lint(folder);

    expect(status).toBe(1);
    expect(output).toContain('undefined variable "nobody"');
  });
});

/** The scripts in the workflows are for shellcheck to judge: the pinned one or none, whatever else is on the machine. */
function lint(folder: string, shellcheck = '') {
  const workflows = join(folder, '.github', 'workflows');
  const files = readdirSync(workflows).map((file) => join(workflows, file));
  expect(files).not.toEqual([]);
  return run('actionlint', ['-no-color', `-shellcheck=${shellcheck}`, '-pyflakes=', ...files], { cwd: folder });
}
