import { ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishBuilderImage } from './builder-image';
import { answerOf, freePort, runImage } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, patchDockerfile, synth } from './image-build';
import { describeWithNodes } from './nodes';
import { attempt, run } from './shell';
import { MuslRustChefOptions, PrivateSource } from '../../src';
import { tempDir } from '../util';

const TOKEN = `token-${randomBytes(16).toString('hex')}`;
const PRIVATE = {
  'Cargo.toml': '[package]\nname = "private"\nversion = "1.0.0"\nedition = "2021"\nlicense = "MIT"\ndescription = "private"\n',
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

/** Builds with every layer of every stage exported, and returns the build and all bytes of the layers. */
function buildAndExport(crate: string, env: Record<string, string>, args: string[] = []): { build: ImageBuild; bytes: string } {
  const cache = join(tempDir(), 'cache');
  const build = new ImageBuild(crate, {
    args: ['--set', `app.cache-to=type=local,dest=${cache},mode=max`, ...args],
    // bake asks whether it may write outside of the project
    env: { ...env, BUILDX_BAKE_ENTITLEMENTS_FS: '0' },
  }).succeeded;
  const bytes = join(cache, 'bytes');
  run(['bash', '-c', `for blob in '${cache}'/blobs/sha256/*; do zcat --force "$blob"; done > '${bytes}'`]);
  return { build, bytes };
}

const contains = (file: string, text: string) => attempt(['grep', '--quiet', '--text', '--fixed-strings', text, file]).status === 0;

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
    run(['cargo', 'package', '--quiet', '--allow-dirty', '--no-verify', '--target-dir', join(folder, 'target')], { cwd: crate });
    const file = join(folder, 'target/package/private-1.0.0.crate');
    cpSync(file, join(folder, 'www/private-1.0.0.crate'));
    const cksum = run(['sha256sum', file]).split(' ')[0];
    mkdirSync(join(folder, 'www/pr/iv'), { recursive: true });
    writeFileSync(join(folder, 'www/pr/iv/private'), `${JSON.stringify({ name: 'private', vers: '1.0.0', deps: [], cksum, features: {}, yanked: false })}\n`);
    writeFileSync(join(folder, 'www/config.json'), JSON.stringify({ 'dl': `http://127.0.0.1:${ports.http}/{crate}-{version}.crate`, 'auth-required': true }));

    // the git repository, as a web server without git can serve it
    for (const args of [['init', '--quiet'], ['add', '.'], ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'private']]) {
      run(['git', ...args], { cwd: crate });
    }
    run(['git', 'clone', '--quiet', '--bare', crate, join(folder, 'www/private.git')]);
    run(['git', 'update-server-info'], { cwd: join(folder, 'www/private.git') });

    run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem', '-days', '2', '-subj', '/CN=127.0.0.1',
      '-addext', 'subjectAltName=IP:127.0.0.1'], { cwd: folder });
    processes.push(spawn('node', [join(__dirname, 'private-server.js'), 'www', TOKEN, `${ports.http}`, `${ports.https}`], { cwd: folder, stdio: 'inherit' }));
    expect((await answerOf(`http://127.0.0.1:${ports.http}/config.json`)).status).toBe(401);
  });

  afterEach(() => Object.keys(environment).forEach((name) => {
    delete process.env[name];
    delete environment[name];
  }));
  afterAll(() => processes.forEach((child) => child.kill()));

  describe('a cargo registry', () => {
    const build = (options: MuslRustChefOptions) => {
      const crate = consumer('{ version = "1", registry = "acme" }', `[registries.acme]\nindex = "sparse+http://127.0.0.1:${ports.http}/"\n`);
      setEnvironment({ CARGO_REGISTRIES_ACME_TOKEN: TOKEN, CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS: 'cargo:token' });
      synth(crate, { builderImage: publishBuilderImage(), ...options });
      return crate;
    };

    test('is read with its token, of which nothing is left behind', () => {
      const { build: image, bytes } = buildAndExport(build({ privateSources: [PrivateSource.registry('acme')] }), environment);
      expect(runImage(image.reference()).stdout).toBe('basil\n');
      expectNoTrace(image, bytes, TOKEN);
    });

    test('can\'t be read without', () => {
      const crate = build({});
      const { status, output } = new ImageBuild(crate, { args: ['--no-cache'] }).result;
      expect(status).not.toBe(0);
      expect(output).toContain('authenticated registries require a credential-provider');
    });

    test('is asked for its token where that is not set', () => {
      const crate = build({ privateSources: [PrivateSource.registry('acme')] });
      const { status, output } = new ImageBuild(crate, { env: { CARGO_REGISTRIES_ACME_TOKEN: '' } }).result;
      expect(status).not.toBe(0);
      expect(output).toContain('CARGO_REGISTRIES_ACME_TOKEN');
    });
  });

  test('a git repository over HTTPS is read with its token, of which nothing is left behind', () => {
    const host = `127.0.0.1:${ports.https}`;
    const variable = `GIT_TOKEN_127_0_0_1_${ports.https}`;
    setEnvironment({
      [variable]: TOKEN,
      GIT_SSL_CAINFO: join(folder, 'cert.pem'),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: `credential.https://${host}.helper`,
      GIT_CONFIG_VALUE_0: `!f() { echo username=x-access-token; echo password=${TOKEN}; }; f`,
      CARGO_NET_GIT_FETCH_WITH_CLI: 'true',
    });
    const crate = consumer(`{ git = "https://${host}/private.git" }`, '');
    synth(crate, { builderImage: publishBuilderImage(), privateSources: [PrivateSource.git(host)] });
    // the server's certificate is its own
    cpSync(join(folder, 'cert.pem'), join(crate, 'cert.pem'));
    patchDockerfile(crate, ['WORKDIR /app\n', 'WORKDIR /app\nCOPY cert.pem /cert.pem\nENV GIT_SSL_CAINFO=/cert.pem\n']);
    const { build, bytes } = buildAndExport(crate, { [variable]: TOKEN });
    expect(runImage(build.reference()).stdout).toBe('basil\n');
    expectNoTrace(build, bytes, TOKEN);
  });

  test('a git repository over SSH is read by the key of an agent, of which nothing is left behind', () => {
    const ssh = join(folder, 'ssh');
    mkdirSync(ssh, { recursive: true, mode: 0o700 });
    for (const key of ['host', 'user']) run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', join(ssh, key)]);
    mkdirSync('/run/sshd', { recursive: true });
    processes.push(spawn('/usr/sbin/sshd', ['-D', '-f', '/dev/null', '-p', `${ports.ssh}`, '-h', join(ssh, 'host'), '-o', 'ListenAddress=127.0.0.1',
      '-o', `AuthorizedKeysFile=${join(ssh, 'user.pub')}`, '-o', 'PermitRootLogin=prohibit-password', '-o', 'StrictModes=no', '-o', 'PidFile=none'],
    { stdio: 'ignore' }));
    run(['timeout', '10', 'bash', '-c', `until (: < /dev/tcp/127.0.0.1/${ports.ssh}) 2> /dev/null; do sleep 0.1; done`]);
    const agent = run(['ssh-agent', '-s']);
    const [, socket] = /SSH_AUTH_SOCK=([^;]+)/.exec(agent)!;
    const [, pid] = /SSH_AGENT_PID=(\d+)/.exec(agent)!;
    try {
      setEnvironment({ SSH_AUTH_SOCK: socket });
      run(['ssh-add', '-q', join(ssh, 'user')]);
      const known = `[127.0.0.1]:${ports.ssh} ${readFileSync(join(ssh, 'host.pub'), 'utf8').trim().split(' ').slice(0, 2).join(' ')}`;
      const crate = consumer(
        `{ git = "ssh://root@127.0.0.1:${ports.ssh}${join(folder, 'www/private.git')}" }`,
        `[net.ssh]\nknown-hosts = ["${known}"]\n`,
      );
      synth(crate, { builderImage: publishBuilderImage(), privateSources: [PrivateSource.ssh()] });
      expect(existsSync(join(crate, 'Cargo.lock'))).toBe(true);
      const { build, bytes } = buildAndExport(crate, { SSH_AUTH_SOCK: socket }, ['--allow', 'ssh']);
      expect(runImage(build.reference()).stdout).toBe('basil\n');
      // the key's own lines, without the frame that every key has
      const [, ...lines] = readFileSync(join(ssh, 'user'), 'utf8').trim().split('\n').slice(1, -1);
      lines.forEach((line) => expectNoTrace(build, bytes, line));
    } finally {
      run(['kill', pid]);
    }
  });
});
