import { join } from 'node:path';
import { synthesised, VARIANTS } from './variants';
import { describeWith, run } from '../tools/tools';
import { tempDir, writeTree } from '../util';

const NO_FINDING = { status: 0, output: '' };

const FOLDERS: Record<string, string> = {
  'a subproject': 'services/app',
  'a builder image of its own': 'muslrust-chef',
};

describeWith('hadolint', () => {
  test.each(Object.keys(VARIANTS))('has nothing to say of %s', (variant) => {
    const folder = synthesised(variant);
    const dockerfile = join(folder, FOLDERS[variant] ?? '.', 'Dockerfile');

    expect(run('hadolint', [dockerfile])).toEqual(NO_FINDING);
  });

  test('would say something', () => {
    const folder = writeTree(tempDir(), { Dockerfile: 'FROM debian\nRUN cd /tmp\n' });

    const { status, output } = run('hadolint', [join(folder, 'Dockerfile')]);

    expect(status).toBe(1);
    expect(output).toContain('DL3003');
    expect(output).toContain('DL3006');
  });
});
