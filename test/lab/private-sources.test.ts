import { ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDER_IMAGE } from './builder-image';
import { answerOf, freePort, runImage } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, patchDockerfile, synth } from './image-build';
import { describeWithNodes } from './nodes';
import { attempt, run } from './shell';
import { Allocator, MuslRustChefOptions, Platform, PrivateSource } from '../../src';
import { tempDir } from '../util';

const TOKEN = `token-${randomBytes(16).toString('hex')}`;
const PRIVATE = {
  'Cargo.toml':
    '[package]\nname = "private"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "private"\n',
  'src/lib.rs': 'pub const SECRET_SAUCE: &str = "basil";\n',
};

const folder = tempDir();
const environment: Record<string, string> = {};
const processes: ChildProcess[] = [];
let ports: { http: number; https: number; ssh: number };

/** Sets variables of this process too: synth runs cargo, which fetches. */
function setEnvironment(values: Record<string, string>): void {
  Object.assign(environment, values);
  Object.assign(process.env, values);
}

function consumer(dependency: string, config: string): string {
  return writtenCrate({
    'Cargo.toml': `[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\nprivate = ${dependency}\n`,
    'src/main.rs': 'fn main() {\n    println!("{}", private::SECRET_SAUCE);\n}\n',
    '.cargo/config.toml': config,
  });
}

/** Builds with every layer of every stage exported, and returns the build and all bytes of the layers that are its own. */
function buildAndExport(
  crate: string,
  env: Record<string, string>,
  args: string[] = [],
): { build: ImageBuild; bytes: string } {
  const cache = join(tempDir(), 'cache');
  const build = new ImageBuild(crate, {
    args: ['--set', `app.cache-to=type=local,dest=${cache},mode=max,compression=uncompressed`, ...args],
    // bake asks whether it may write outside of the project
    env: { ...env, BUILDX_BAKE_ENTITLEMENTS_FS: '0' },
  }).succeeded;
  const blobs = join(cache, 'blobs/sha256');
  const own = readdirSync(blobs).filter((blob) => !layersBelow().includes(`sha256:${blob}`));
  const bytes = join(cache, 'bytes');
  run(['bash', '-c', `for blob; do zcat --force "$blob"; done > '${bytes}'`, 'bash', ...own], { cwd: blobs });
  return { build, bytes };
}

/** Those of the image that the build begins with: gigabytes, and nobody has told it a credential. */
function layersBelow(): string[] {
  if (!BUILDER_IMAGE) return [];
  const { layers } = JSON.parse(run(['crane', 'manifest', '--platform', Platform.LINUX_AMD64, BUILDER_IMAGE]));
  return layers.map(({ digest }: { digest: string }) => digest);
}

const contains = (file: string, text: string) =>
  attempt(['grep', '--quiet', '--text', '--fixed-strings', text, file]).status === 0;

function expectNoTrace(build: ImageBuild, bytes: string, credential: string): void {
  // the program is in there, so that the search would find something
  expect(contains(bytes, 'basil')).toBe(true);
  expect(contains(bytes, credential)).toBe(false);
  expect(contains(bytes, Buffer.from(`x-access-token:${credential}`).toString('base64'))).toBe(false);
  expect(run(['crane', 'config', build.reference()])).not.toContain(credential);
  expect(build.result.output).not.toContain(credential);
}

describeWithNodes('dependencies that only those get who know a credential', () => {
  beforeAll(async () => {
    const crate = writtenCrate(PRIVATE);
    ports = { http: await freePort(), https: await freePort(), ssh: await freePort() };

    // the registry: its index has one crate
    run(['cargo', 'package', '--quiet', '--allow-dirty', '--no-verify', '--target-dir', join(folder, 'target')], {
      cwd: crate,
    });
    const file = join(folder, 'target/package/private-1.0.0.crate');
    cpSync(file, join(folder, 'www/private-1.0.0.crate'));
    const cksum = run(['sha256sum', file]).split(' ')[0];
    mkdirSync(join(folder, 'www/pr/iv'), { recursive: true });
    writeFileSync(
      join(folder, 'www/pr/iv/private'),
      `${JSON.stringify({ name: 'private', vers: '1.0.0', deps: [], cksum, features: {}, yanked: false })}\n`,
    );
    writeFileSync(
      join(folder, 'www/config.json'),
      JSON.stringify({ dl: `http://127.0.0.1:${ports.http}/{crate}-{version}.crate`, 'auth-required': true }),
    );

    // the git repository, as a web server without git can serve it
    for (const args of [
      ['init', '--quiet'],
      ['add', '.'],
      ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'private'],
    ]) {
      run(['git', ...args], { cwd: crate });
    }
    run(['git', 'clone', '--quiet', '--bare', crate, join(folder, 'www/private.git')]);
    run(['git', 'update-server-info'], { cwd: join(folder, 'www/private.git') });

    run(
      [
        'openssl',
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        'key.pem',
        '-out',
        'cert.pem',
        '-days',
        '2',
        '-subj',
        '/CN=127.0.0.1',
        '-addext',
        'subjectAltName=IP:127.0.0.1',
      ],
      { cwd: folder },
    );
    processes.push(
      spawn('node', [join(__dirname, 'private-server.js'), 'www', TOKEN, `${ports.http}`, `${ports.https}`], {
        cwd: folder,
        stdio: 'inherit',
      }),
    );
    expect((await answerOf(`http://127.0.0.1:${ports.http}/config.json`)).status).toBe(401);
  });

  afterEach(() =>
    Object.keys(environment).forEach((name) => {
      delete process.env[name];
      delete environment[name];
    }),
  );
  afterAll(() => processes.forEach((child) => child.kill()));

  describe('a cargo registry', () => {
    const build = (options: MuslRustChefOptions) => {
      const crate = consumer(
        '{ version = "1", registry = "acme" }',
        `[registries.acme]\nindex = "sparse+http://127.0.0.1:${ports.http}/"\n`,
      );
      setEnvironment({ CARGO_REGISTRIES_ACME_TOKEN: TOKEN, CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS: 'cargo:token' });
      synth(crate, { builderImage: BUILDER_IMAGE, allocator: Allocator.system(), ...options });
      return crate;
    };

    test('is read with its token, of which nothing is left behind', () => {
      const { build: image, bytes } = buildAndExport(
        build({ privateSources: [PrivateSource.registry('acme')] }),
        environment,
      );
      expect(runImage(image.reference()).stdout).toBe('basil\n');
      expectNoTrace(image, bytes, TOKEN);
    });

    test("can't be read without", () => {
      const crate = build({});
      const { status, output } = new ImageBuild(crate, { args: ['--no-cache'] }).result;
      expect(status).not.toBe(0);
      expect(output).toContain('authenticated registries require a credential-provider');
    });

    test('is asked for its token where that is not set', () => {
      const crate = build({ privateSources: [PrivateSource.registry('acme')] });
      const { status, output } = new ImageBuild(crate, {
        args: ['--no-cache'],
        env: { CARGO_REGISTRIES_ACME_TOKEN: '' },
      }).result;
      expect(status).not.toBe(0);
      expect(output).toContain('CARGO_REGISTRIES_ACME_TOKEN');
    });
  });

  // The stand-in's cargo can't read git repositories: its libgit2 is not the one that it was compiled for. So git itself
  // clones in place of cargo, in the same script, with the same mounts.

  /** A crate in whose dependencies stage git clones. */
  function cloning(url: string, options: MuslRustChefOptions, environment_: string): string {
    const crate = writtenCrate({
      'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/main.rs': 'fn main() {}\n',
    });
    synth(crate, { builderImage: BUILDER_IMAGE, allocator: Allocator.system(), ...options });
    patchDockerfile(crate, [/# not --locked[^]*?\nEOF/, `${environment_} git clone --quiet ${url} /private\nEOF`]);
    return crate;
  }

  const ONLY = ['--set', '*.target=dependencies'];

  test('a git repository over HTTPS is read with its token, of which nothing is left behind', () => {
    const host = `127.0.0.1:${ports.https}`;
    const variable = `GIT_TOKEN_127_0_0_1_${ports.https}`;
    const url = `https://${host}/private.git`;
    // the server's certificate is its own
    const clone = (privateSources: PrivateSource[]) =>
      cloning(url, { privateSources }, 'GIT_SSL_NO_VERIFY=1 GIT_TERMINAL_PROMPT=0');
    const { build, bytes } = buildAndExport(clone([PrivateSource.git(host)]), { [variable]: TOKEN }, ONLY);
    expectNoTrace(build, bytes, TOKEN);

    expect(new ImageBuild(clone([]), { args: ONLY }).result.output).toContain('could not read Username');
    expect(
      new ImageBuild(clone([PrivateSource.git(host)]), { args: [...ONLY, '--no-cache'], env: { [variable]: 'wrong' } })
        .result.output,
    ).toContain('Authentication failed');
  });

  test('a git repository over SSH is read by the key of an agent, of which nothing is left behind', () => {
    const ssh = join(folder, 'ssh');
    mkdirSync(ssh, { recursive: true, mode: 0o700 });
    for (const key of ['host', 'user']) run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', join(ssh, key)]);
    mkdirSync('/run/sshd', { recursive: true });
    processes.push(
      spawn(
        '/usr/sbin/sshd',
        [
          '-D',
          '-f',
          '/dev/null',
          '-p',
          `${ports.ssh}`,
          '-h',
          join(ssh, 'host'),
          '-o',
          'ListenAddress=127.0.0.1',
          '-o',
          `AuthorizedKeysFile=${join(ssh, 'user.pub')}`,
          '-o',
          'PermitRootLogin=prohibit-password',
          '-o',
          'StrictModes=no',
          '-o',
          'PidFile=none',
        ],
        { stdio: 'ignore' },
      ),
    );
    run([
      'timeout',
      '10',
      'bash',
      '-c',
      `until (: < /dev/tcp/127.0.0.1/${ports.ssh}) 2> /dev/null; do sleep 0.1; done`,
    ]);
    const agent = run(['ssh-agent', '-s']);
    const [, socket] = /SSH_AUTH_SOCK=([^;]+)/.exec(agent)!;
    const [, pid] = /SSH_AGENT_PID=(\d+)/.exec(agent)!;
    try {
      run(['ssh-add', '-q', join(ssh, 'user')], { env: { SSH_AUTH_SOCK: socket } });
      const crate = cloning(
        `ssh://root@127.0.0.1:${ports.ssh}${join(folder, 'www/private.git')}`,
        { privateSources: [PrivateSource.ssh()], aptPackages: ['openssh-client'] },
        'GIT_SSH_COMMAND="ssh -o StrictHostKeyChecking=no"',
      );
      const { build, bytes } = buildAndExport(crate, { SSH_AUTH_SOCK: socket }, [...ONLY, '--allow', 'ssh']);
      // the key's own lines, without the frame that every key has
      const [, ...lines] = readFileSync(join(ssh, 'user'), 'utf8').trim().split('\n').slice(1, -1);
      expect(lines.length).toBeGreaterThan(1);
      lines.forEach((line) => expectNoTrace(build, bytes, line));
    } finally {
      run(['kill', pid]);
    }
  });
});
