import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, run } from './shell';
import { PINS } from '../../src/pins';
import { tempDir } from '../util';

const script = (name: string, ...args: string[]) => ['bash', join(__dirname, name), ...args];
const up = (env?: Record<string, string>) => attempt(script('up.sh'), { env });

if (process.env.LAB === 'real') {
  test('there is nothing to set up where there is an engine', () => {
    expect(up().status).toBe(0);
  });
} else {
  const { LAB_REGISTRY, BUILDX_BUILDER, LAB_BUILDER_ARM64, LAB_BUILDER_NODES, LAB_BUILDER_EPHEMERAL } =
    process.env as Record<string, string>;

  test('a lab that is up is left as it is', () => {
    const { status, output } = up();
    expect(status).toBe(0);
    // one line, which says where it is: no step was done again
    expect(output.trim().split('\n')).toEqual([expect.stringContaining('up: registry')]);
  });

  test('buildkitd and the registry come back when they were killed, with what was built', () => {
    // an instance of its own: the registry forgets tags when it is killed, and other tests need theirs
    const env = { JEST_WORKER_ID: '', LAB_INSTANCE: '9' };
    const inInstance = (command: string) =>
      run(['bash', '-c', `source "$0" && ${command}`, join(__dirname, 'env.sh')], { env });
    const kill = () => inInstance('kill -KILL $(cat "$LAB_STATE"/run/{buildkit,buildkit-arm64,registry}.pid)');
    expect(up(env).status).toBe(0);
    try {
      kill();
      const { status, output } = up(env);
      expect(status).toBe(0);
      expect(output).toMatch(
        /start registry[^]*start buildkit\n[^]*start buildkit-arm64\n[^]*push image[^]*up: registry/,
      );
      expect(output).not.toMatch(/build tools|build std|bootstrap root/);
      for (const builder of [BUILDX_BUILDER, LAB_BUILDER_ARM64, LAB_BUILDER_NODES]) {
        expect(inInstance(`docker buildx inspect ${builder}`)).not.toContain('Error:');
      }
    } finally {
      kill();
    }
  });

  // what built it, and what it was built for, by a program on nothing else: the stand-ins take long to push and to unpack
  const machines = (builder: string, ...platforms: string[]) => {
    const image = `${LAB_REGISTRY}/test-up-${process.pid}`;
    const dockerfile = [
      '# syntax=docker/dockerfile:1',
      `FROM --platform=$BUILDPLATFORM ${PINS.images.muslrust} AS build`,
      'RUN touch "/built-on-$(uname -m)" && ls /built-on-* > /answer',
      `FROM ${PINS.images.muslrust} AS target`,
      'COPY <<"EOF" main.rs',
      'extern "C" {',
      '    fn uname(names: *mut [[u8; 65]; 6]) -> i32;',
      '    fn getuid() -> u32;',
      '}',
      'fn main() {',
      '    let mut names = [[0; 65]; 6];',
      '    let uid = unsafe { uname(&mut names); getuid() };',
      "    let machine = std::str::from_utf8(&names[4]).unwrap().trim_end_matches('\\0');",
      '    print!("{}{machine}\\n{uid}\\n", std::fs::read_to_string("/answer").unwrap());',
      '}',
      'EOF',
      'RUN rustc --target "$CARGO_BUILD_TARGET" -C linker=rust-lld -C link-self-contained=yes -o /main main.rs',
      'FROM scratch',
      'COPY --from=build /answer /answer',
      'COPY --from=target /main /main',
      'USER 65532:65532',
      'ENTRYPOINT ["/main"]',
    ].join('\n');
    run([
      'bash',
      '-c',
      'docker buildx build --builder "$1" --platform "$2" --provenance=false --no-cache --output "type=registry,name=$3" - <<< "$4"',
      'build',
      builder,
      platforms.join(','),
      image,
      dockerfile,
    ]);
    return Object.fromEntries(
      platforms.map((platform) => [
        platform,
        run(['docker', 'run', '--rm', '--platform', platform, image]).split('\n').join(' '),
      ]),
    );
  };

  test('the first node is an amd64 machine that emulates arm64', () => {
    expect(machines(BUILDX_BUILDER, 'linux/amd64', 'linux/arm64')).toEqual({
      'linux/amd64': '/built-on-x86_64 x86_64 65532',
      'linux/arm64': '/built-on-x86_64 aarch64 65532',
    });
  });

  test('the second node is an arm64 machine', () => {
    expect(machines(LAB_BUILDER_ARM64, 'linux/arm64')).toEqual({ 'linux/arm64': '/built-on-aarch64 aarch64 65532' });
  });

  test('a builder of both nodes builds on each for its own platform', () => {
    expect(machines(LAB_BUILDER_NODES, 'linux/amd64', 'linux/arm64')).toEqual({
      'linux/amd64': '/built-on-x86_64 x86_64 65532',
      'linux/arm64': '/built-on-aarch64 aarch64 65532',
    });
  });

  test("a build's metadata has the event's payload, as on GitHub's runners, whatever is attested", () => {
    const folder = tempDir();
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${PINS.images.chainguardStatic}\n`);
    const metadata = join(folder, 'metadata.json');
    run(['docker', 'buildx', 'build', '--provenance=false', '--metadata-file', metadata, folder]);
    const { 'buildx.build.provenance': provenance } = JSON.parse(readFileSync(metadata, 'utf8'));
    expect(JSON.stringify(provenance)).toContain('"github_event_payload"');
    expect(JSON.stringify(provenance).length).toBeGreaterThan(38_000);
  });

  test('an ephemeral builder has nothing from one time to the next', () => {
    const used = () => run(['docker', 'buildx', 'du', '--builder', LAB_BUILDER_EPHEMERAL]);
    try {
      run(script('ephemeral.sh', 'up'));
      run([
        'bash',
        '-c',
        'docker buildx build --builder "$1" - <<< "$2"',
        'build',
        LAB_BUILDER_EPHEMERAL,
        `FROM ${PINS.images.chainguardStatic}\nCOPY <<EOF /file\nEOF\n`,
      ]);
      expect(used()).toMatch(/^Total:\s+[1-9]/m);
      run(script('ephemeral.sh', 'up'));
      expect(used()).toMatch(/^Total:\s+0B/m);
    } finally {
      run(script('ephemeral.sh', 'down'));
    }
    expect(attempt(['docker', 'buildx', 'inspect', LAB_BUILDER_EPHEMERAL]).status).toBe(1);
  });

  test("the stand-in engine takes the platform that is asked for, else the machine's own", () => {
    const image = PINS.images.chainguardStatic;
    const architecture = (...options: string[]) =>
      run(['docker', 'image', 'inspect', ...options, '--format', '{{.Architecture}}', image]);
    expect(architecture('--platform', 'linux/arm64')).toBe('arm64');
    expect(architecture()).toBe('amd64');
    expect(attempt(['docker', 'pull', '--platform', 'linux/arm64', image]).status).toBe(0);
    expect(attempt(['docker', 'pull', '--platform', 'linux/s390x', image]).output).toContain(
      'has no image for linux/s390x',
    );
    const container = run(['docker', 'create', '--platform', 'linux/arm64', image, '/none']);
    try {
      expect(run(['docker', 'inspect', '--format', '{{.Config.User}}', container])).toBe('65532');
    } finally {
      run(['docker', 'rm', '--force', container]);
    }
  });

  test('who is not root is told so', () => {
    const { status, output } = attempt([
      'setpriv',
      '--reuid=65534',
      '--clear-groups',
      'bash',
      join(__dirname, 'up.sh'),
    ]);
    expect(status).toBe(1);
    expect(output).toContain('must be run as root');
  });
}
