import { join } from 'node:path';
import { attempt, run } from './shell';

const up = (env: Record<string, string> = {}) => attempt(['bash', join(__dirname, 'up.sh')], { env });

if (process.env.LAB === 'real') {
  test('there is nothing to set up where there is an engine', () => {
    expect(up().status).toBe(0);
  });
} else {
  test('a lab that is up is left as it is', () => {
    const { status, output } = up();
    expect(status).toBe(0);
    // one line, which says where it is: no step was done again
    expect(output.trim().split('\n')).toEqual([expect.stringContaining('up: registry')]);
  });

  test('buildkitd and the registry come back when they were killed, with what was built', () => {
    run(['bash', '-c', 'kill -KILL $(cat "$LAB_DIR"/run/{buildkitd,registry}.pid)']);
    const { status, output } = up();
    expect(status).toBe(0);
    expect(output).toMatch(/start registry[^]*start buildkitd[^]*push image[^]*up: registry/);
    expect(output).not.toMatch(/build tools|build std|bootstrap root/);
    expect(run(['docker', 'buildx', 'inspect'])).toContain('Status:');
  });

  test('who is not root is told so', () => {
    const { status, output } = attempt(['setpriv', '--reuid=65534', '--clear-groups', 'bash', join(__dirname, 'up.sh')]);
    expect(status).toBe(1);
    expect(output).toContain('must be run as root');
  });
}
