import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elf } from './elf';
import { runScript } from './script';
import { tempDir, writeTree } from '../util';

// The engine is a fake that says what a test wants it to say; test/lab/scripts.test.ts has real images and containers.

/** What there is to be verified. */
interface Image {
  readonly user?: string;
  /** The arguments of the image. */
  readonly args?: string[];
  readonly ports?: number[];
  /** How the program ends: its exit code. It runs for good if there is none. */
  readonly exits?: number;
  /** After how many seconds. */
  readonly after?: number;
  /** The signal that the image says ends it. */
  readonly stopSignal?: string;
  /** Its exit code after that; it goes on if there is none. */
  readonly exitsAtTerm?: number;
  readonly log?: string;
  readonly executable?: Buffer;
  /** The HTTP statuses that it answers with, one after the other; the last one stays. */
  readonly answers?: string[];
}

const STATIC = elf({ type: 'DYN', libraries: [] });

/**
 * `docker` in shell: a folder has the state of the one container; a second passes with each `sleep`. It is asked every
 * second, and so starts no other program for it.
 */
const DOCKER = `#!/bin/sh
cd "\${0%/*}/.."
echo "$*" >> calls
read -r seconds < seconds
read -r after < after
ended() { [ -e status ] || { [ -e exits ] && [ "$seconds" -ge "$after" ] && cp exits status; }; }
case "$1 $*" in
  'create '*) echo c0 ;;
  'cp '*) cp executable "$3" ;;
  'start '*) ;;
  'port '*) echo 127.0.0.1:32768 ;;
  'kill '*) [ ! -e at-term ] || cp at-term status ;;
  'wait '*) cat status ;;
  'logs '*) cat log; cat log >&2 ;;
  'rm '*) ;;
  *.Architecture*) echo amd64 ;;
  *.Config.User*) cat user ;;
  *.Config.Cmd*) cat args ;;
  *.Config.StopSignal*) cat signal ;;
  *.ExposedPorts*) cat ports ;;
  *.State.Running*) if ended; then echo false; else echo true; fi ;;
  *) echo "fake: $*" >&2; exit 99 ;;
esac
`;
const SLEEP = '#!/bin/sh\ncd "${0%/*}/.." && read -r seconds < seconds && echo $((seconds + $1)) > seconds\n';
const CURL = `#!/bin/sh
cd "\${0%/*}/.."
for url; do :; done
echo "curl $url" >> calls
head -n 1 answers | tr -d '\\n'
[ "$(wc -l < answers)" -eq 1 ] || sed -i 1d answers
`;

function verify(image: Image, args: string[] = [], env: Record<string, string> = {}, options: string[] = []) {
  const folder = writeTree(tempDir(), {
    calls: '',
    'bin/docker': DOCKER,
    'bin/sleep': SLEEP,
    'bin/curl': CURL,
    seconds: '0\n',
    user: `${image.user ?? '65532:65532'}\n`,
    args: `${JSON.stringify(image.args ?? null)}\n`,
    ports: `${JSON.stringify(image.ports ? Object.fromEntries(image.ports.map((port) => [`${port}/tcp`, {}])) : null)}\n`,
    after: `${image.after ?? 0}\n`,
    log: image.log ?? '',
    signal: `${image.stopSignal ?? ''}\n`,
    answers: `${(image.answers ?? ['000']).join('\n')}\n`,
    ...(image.exits === undefined ? {} : { exits: `${image.exits}\n` }),
    ...(image.exitsAtTerm === undefined ? {} : { 'at-term': `${image.exitsAtTerm}\n` }),
  });
  writeFileSync(join(folder, 'executable'), image.executable ?? STATIC);
  ['docker', 'sleep', 'curl'].forEach((name) => chmodSync(join(folder, 'bin', name), 0o755));
  const ended = runScript('verify-image.sh', [...options, 'acme/app', '/usr/local/bin/app', ...args], {
    env: { PATH: `${join(folder, 'bin')}:${process.env.PATH}`, ...env },
  });
  return {
    ...ended,
    seconds: Number(readFileSync(join(folder, 'seconds'), 'utf8')),
    calls: readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n'),
  };
}

describe('the user', () => {
  test.each(['65532:65532', '65532', '1000', '10', 'nonroot', 'rooty:root', '100:0'])('may be %s', (user) => {
    expect(verify({ user })).toMatchObject({ status: 0, stdout: expect.stringContaining(`runs as ${user}, `) });
  });

  test.each(['', '0', '0:0', '0:65532', 'root', 'root:root', 'root:65532', '00', ':65532'])(
    'is not to be %j',
    (user) => {
      const { status, output } = verify({ user });
      expect(output).toContain('acme/app: runs as root');
      expect(status).toBe(1);
    },
  );
});

test('the executable is called by its name, wherever it was looked at', () => {
  expect(verify({}).stdout).toMatch(/^app: static, /);
});

describe('run as it is', () => {
  test.each([0, 1, 2, 3, 64, 100, 102, 124])('a program may ask for arguments: it exits with %d', (exits) => {
    expect(verify({ exits, after: 1 })).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`exited with ${exits}`),
    });
  });

  test.each<[number, RegExp]>([
    [101, /exited with 101: it panicked/],
    [125, /125: it could not be started/],
    [126, /126: it could not be started/],
    [127, /127: it could not be started/],
    [129, /129: killed by SIGHUP/],
    [132, /132: killed by SIGILL/],
    [134, /134: killed by SIGABRT/],
    [135, /135: killed by SIGBUS/],
    [137, /137: killed, perhaps for want of memory/],
    [139, /139: killed by SIGSEGV/],
    [143, /143: killed by SIGTERM/],
    [159, /159: killed by SIGSYS/],
    [255, /exited with 255/],
  ])('a program must not crash: it exits with %d', (exits, message) => {
    const log = `starting\n${'…\n'.repeat(30)}thread 'main' panicked at src/main.rs:2: no templates\n`;
    const { status, output } = verify({ exits, after: 2, log });
    expect(output).toMatch(message);
    expect(output).toContain("thread 'main' panicked at src/main.rs:2: no templates");
    // the last of it
    expect(output).not.toContain('starting');
    expect(status).toBe(1);
  });

  test('a server passes that still runs after 5 seconds', () => {
    expect(verify({ ports: [8080], args: ['--listen'] })).toMatchObject({
      status: 0,
      seconds: 5,
      stdout: expect.stringContaining('still running'),
    });
    expect(verify({}, [], { SMOKE_TIMEOUT: '2' })).toMatchObject({ status: 0, seconds: 2 });
  });

  test.each([0, 1, 2, 143])('a server does not end by itself: %d', (exits) => {
    const { status, output } = verify({ exits, after: 4, ports: [8080], log: 'no database\n' });
    expect(output).toMatch(/no database\n.*exited with \d+, though it EXPOSEs a port|killed by SIGTERM/);
    expect(status).toBe(1);
  });

  test.each<[number, string[], number]>([
    [0, ['--once'], 0],
    [1, ['--once'], 1],
    [2, ['--listne'], 1],
    [1, [], 0],
  ])('one that exits with %d does not ask for arguments where it has %j: %d', (exits, args, expected) => {
    expect(verify({ exits, args }).status).toBe(expected);
  });
});

describe('a smoke test', () => {
  test('passes if it exits with 0 within a minute', () => {
    expect(verify({ exits: 0, after: 59, log: 'app 0.1.0\n' }, ['--version'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('exited with 0'),
      output: expect.stringContaining('app 0.1.0'),
    });
  });

  test('decides, also where the image says that it is a server', () => {
    expect(verify({ exits: 0, ports: [80], args: ['--listen'] }, ['--version']).status).toBe(0);
  });

  test.each([1, 2, 64])('fails if it exits with %d', (exits) => {
    const { status, output } = verify({ exits, log: 'no such option\n' }, ['--check', 'a b']);
    expect(output).toMatch(new RegExp(`no such option\\n.*--check a b exited with ${exits}`));
    expect(status).toBe(1);
  });

  test('fails if it does not end in time', () => {
    expect(verify({}, ['--version'])).toMatchObject({
      status: 1,
      seconds: 60,
      output: expect.stringContaining('--version did not end in time (SMOKE_TIMEOUT)'),
    });
    expect(verify({ exits: 0, after: 4 }, ['--version'], { SMOKE_TIMEOUT: '3' }).status).toBe(1);
  });

  test('is handed its arguments as they are', () => {
    expect(verify({ exits: 0 }, ['--say', 'a b', '$HOME', "it's"]).calls[0]).toBe(
      "create acme/app --say a b $HOME it's",
    );
  });
});

describe('a server that is asked', () => {
  const ask = (image: Image, args: string[] = [], env: Record<string, string> = {}) =>
    verify({ ports: [8080], exitsAtTerm: 0, ...image }, args, env, ['--http', '8080/healthz?full=1']);

  test.each(['200', '204', '301', '399'])('passes if it answers with %s and ends at a SIGTERM', (answer) => {
    const { status, stdout, calls } = ask({ answers: ['000', '000', '503', answer] });
    expect(stdout).toContain(`answered with ${answer}, exited with 0 at a SIGTERM`);
    expect(status).toBe(0);
    expect(calls[0]).toBe('create --publish 127.0.0.1::8080 acme/app');
    expect(calls).toContain('curl http://127.0.0.1:32768/healthz?full=1');
    expect(calls.at(-1)).toBe('rm --force c0');
  });

  test('has the arguments that it is given', () => {
    const { status, calls } = ask({ answers: ['200'] }, ['--memory', 'db']);
    expect(calls[0]).toBe('create --publish 127.0.0.1::8080 acme/app --memory db');
    expect(status).toBe(0);
  });

  test.each(['000', '404', '500', '100'])('fails if it answers with %s for a minute', (answer) => {
    const { status, output, seconds } = ask({ answers: [answer], log: 'listening on 127.0.0.1\n' });
    expect(output).toMatch(/listening on 127.*\n.*port 8080, \/healthz\?full=1 in time .*SMOKE_TIMEOUT.*0\.0\.0\.0/);
    expect(output).toContain(`the last answer was ${answer}`);
    expect(seconds).toBe(60);
    expect(status).toBe(1);
  });

  test.each([0, 1, 101, 137])('fails if it ends by itself: %d', (exits) => {
    const { status, output } = ask({ exits, after: 2, log: 'no database\n' });
    expect(output).toMatch(new RegExp(`no database\\n.*exited with ${exits}.*had not answered`));
    expect(status).toBe(1);
  });

  test('fails if it has no handler for SIGTERM', () => {
    const { status, output } = ask({ answers: ['200'], exitsAtTerm: undefined });
    expect(output).toMatch(
      /still runs 10 seconds after a SIGTERM\. Process 1 .* only if the program handles it: docs\/running\.md/,
    );
    expect(status).toBe(1);
  });

  test.each([
    [0, 0],
    [1, 0],
    [143, 0],
    [101, 1],
    [139, 1],
  ])('may end with %d at a SIGTERM: %d', (exitsAtTerm, expected) => {
    expect(ask({ answers: ['200'], exitsAtTerm }).status).toBe(expected);
  });

  test.each([
    ['', 'SIGTERM', 143, 130],
    ['SIGINT', 'SIGINT', 130, 143],
    ['SIGQUIT', 'SIGQUIT', 131, 143],
  ])('is ended by the signal that the image names, %j: %s', (stopSignal, signal, itself, another) => {
    const { status, stdout, calls } = ask({ answers: ['200'], stopSignal, exitsAtTerm: itself });
    expect(calls).toContain(`kill --signal ${signal} c0`);
    expect(stdout).toContain(`exited with ${itself} at a ${signal}`);
    expect(status).toBe(0);
    expect(ask({ answers: ['200'], stopSignal, exitsAtTerm: another }).status).toBe(1);
  });

  test('needs curl, and says so before it starts anything', () => {
    const bin = writeTree(tempDir(), {});
    const { status, output } = runScript('verify-image.sh', ['--http', '80/', 'acme/app', '/app'], {
      env: { PATH: bin },
    });
    expect(output).toContain('--http needs curl on this machine');
    expect(status).toBe(1);
  });

  test.each(['8080', '/healthz', 'http://localhost:80/'])('is asked by a port and a path, not by %s', (what) => {
    expect(verify({}, [], {}, ['--http', what])).toMatchObject({
      status: 1,
      output: expect.stringContaining('expected PORT/PATH'),
    });
  });
});

test('the executable is static, for the platform of the image', () => {
  const dynamic = elf({ loader: '/lib/ld-musl-x86_64.so.1', libraries: ['libc.musl-x86_64.so.1'] });
  expect(verify({ executable: dynamic })).toMatchObject({
    status: 1,
    output: expect.stringContaining('dynamically linked, asks for a loader: /lib/ld-musl-x86_64.so.1'),
  });
  const arm64 = elf({ machine: 'arm64' });
  expect(verify({ executable: arm64 }).status).toBe(1);
  for (const platform of ['linux/arm64', 'linux/arm64/v8']) {
    const { status, calls } = verify({ executable: arm64 }, [], {}, ['--platform', platform]);
    expect(calls[0]).toBe(`create --platform ${platform} acme/app`);
    expect(status).toBe(0);
  }
});

test('what was started is removed, whatever comes of it', () => {
  for (const image of [{}, { exits: 101 }, { user: '0' }, { executable: Buffer.from('no ELF') }]) {
    expect(verify(image).calls.at(-1)).toBe('rm --force c0');
  }
});

test.each<[string, string[], RegExp]>([
  ['no image', [], /expected IMAGE and EXECUTABLE/],
  ['no executable', ['acme/app'], /expected IMAGE and EXECUTABLE/],
  ['an option that it does not know', ['--fast', 'acme/app', '/app'], /unknown option --fast/],
])('says what is wrong: %s', (_, args, message) => {
  const { status, output } = runScript('verify-image.sh', args);
  expect(output).toMatch(message);
  expect(status).toBe(1);
});
