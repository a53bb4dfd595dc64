import { synthesised, VARIANTS } from './variants';
import { describeWith, run } from '../tools/tools';
import { tempDir, writeTree } from '../util';

const ZIZMOR = ['--persona', 'auditor', '--offline', '--no-config', '--format', 'plain', '.github/workflows'];

/** Where secrets are kept is for their owner to choose: said in the workflow, beside each. */
const WITH_SECRETS = [
  'a repository on another registry',
  'Docker Hub, and one image elsewhere',
  'private sources, packages and remote nodes',
  'ssh, a builder image and a cluster',
];

describeWith('zizmor', () => {
  test.each(Object.keys(VARIANTS))('has nothing to say of %s', (variant) => {
    const { status, output } = run('zizmor', ZIZMOR, { cwd: synthesised(variant) });

    expect(output).toMatch(/^No findings to report/m);
    expect(output.includes('ignored')).toBe(WITH_SECRETS.includes(variant));
    expect(status).toBe(0);
  });

  test('would say something', () => {
    const cwd = writeTree(tempDir(), {
      '.github/workflows/image.yml':
        'on: push\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n',
    });

    const { status, output } = run('zizmor', ZIZMOR, { cwd });

    expect(status).not.toBe(0);
    expect(output).toContain('unpinned-uses');
    expect(output).toContain('artipacked');
  });
});
