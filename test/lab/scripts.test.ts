import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUILDER_IMAGE } from './builder-image';
import { copyFromImage } from './container';
import { writtenCrate } from './crates';
import { ImageBuild, patchDockerfile, REAL, synth } from './image-build';
import { attempt, run } from './shell';
import { tempDir, writeTree } from '../util';

/** A program that does what its first argument says. */
const PROGRAM = {
  'Cargo.toml': '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n',
  'src/main.rs': `fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("--version") => println!("app 0.1.0"),
        Some("abort") => std::process::abort(),
        Some("sleep") => std::thread::sleep(std::time::Duration::from_secs(600)),
        Some(_) => std::process::exit(1),
        None => std::process::exit(2),
    }
}
`,
};

let crate: string;
let image: string;
let executable: string;

function build(
  args: string[] = [],
  ...changes: Parameters<typeof patchDockerfile>[1][]
): { crate: string; image: string } {
  const folder = writtenCrate(PROGRAM);
  synth(folder, { builderImage: BUILDER_IMAGE, images: [{ binary: 'app', args, smokeTest: ['--version'] }] });
  patchDockerfile(folder, ...changes);
  return { crate: folder, image: new ImageBuild(folder).succeeded.reference() };
}

beforeAll(() => {
  ({ crate, image } = build());
  executable = join(tempDir(), 'app');
  copyFromImage(image, '/usr/local/bin/app', executable);
});

describe('verify-static-build.sh', () => {
  const verify = (...args: string[]) => attempt([join(crate, 'docker/verify-static-build.sh'), ...args]);

  test('passes a static executable', () => {
    expect(verify('--arch', 'amd64', executable)).toMatchObject({
      status: 0,
      stdout: `${executable}: static, Advanced Micro Devices X86-64\n`,
    });
  });

  test.each<[string, () => string[], RegExp]>([
    [
      'a dynamic executable',
      () => ['--arch', 'amd64', '/bin/true'],
      /dynamically linked, asks for a loader: \/lib64\/ld-linux/,
    ],
    [
      'an executable for another architecture',
      () => ['--arch', 'arm64', executable],
      /built for Advanced Micro Devices X86-64, expected AArch64/,
    ],
    [
      'one that only its header calls foreign',
      () => ['--arch', 'amd64', foreign()],
      /built for AArch64, expected Advanced Micro Devices X86-64/,
    ],
    ['a shared library', () => ['--arch', 'amd64', sharedLibrary()], /dynamically linked, needs libc/],
    ['an object file', () => ['--arch', 'amd64', objectFile()], /not an executable/],
    ['a script', () => ['--arch', 'amd64', join(crate, 'docker/verify-static-build.sh')], /not an ELF file/],
    ['an empty file', () => ['--arch', 'amd64', join(writeTree(tempDir(), { empty: '' }), 'empty')], /not an ELF file/],
    ['no file', () => ['--arch', 'amd64', '/no/such/file'], /\/no\/such\/file: no such file/],
    [
      'one bad file behind a good one',
      () => ['--arch', 'amd64', executable, '/bin/true'],
      /\/bin\/true: dynamically linked/,
    ],
    [
      'an architecture that it does not know',
      () => ['--arch', 'riscv64', executable],
      /unknown architecture riscv64; expected amd64 or arm64/,
    ],
    ['an option that it does not know', () => ['--fast', executable], /unknown option --fast/],
    ['no argument', () => [], /no FILE given/],
  ])('refuses %s', (_, args, message) => {
    const { status, output } = verify(...args());
    expect(status).toBe(1);
    expect(output).toMatch(message);
  });

  test('the old check would have passed a dynamic executable of a foreign architecture', () => {
    const file = foreign('/bin/true');
    expect(attempt(['ldd', file]).output).toContain('not a dynamic executable');
    expect(verify('--arch', 'arm64', file)).toMatchObject({
      status: 1,
      output: expect.stringContaining('dynamically linked'),
    });
  });

  /** An executable whose header says that it is for arm64. */
  function foreign(of = executable): string {
    const file = join(tempDir(), 'foreign');
    copyFileSync(of, file);
    const EM_AARCH64 = '\\267\\000';
    run(['sh', '-c', `printf '${EM_AARCH64}' | dd of=${file} bs=1 seek=18 conv=notrunc status=none`]);
    return file;
  }

  function sharedLibrary(): string {
    return run(['sh', '-c', 'ldconfig -p | sed -n "s/.*libz.so.1 .*x86-64.* => //p" | head -n 1']);
  }

  function objectFile(): string {
    const file = join(tempDir(), 'empty.o');
    run(['sh', '-c', `echo 'int x;' | cc -x c -c -o ${file} -`]);
    return file;
  }
});

describe('get-executable.sh', () => {
  function find(args: string[], env: Record<string, string> = {}) {
    const cwd = writeTree(tempDir(), {
      'target/release/app': '',
      'target/debug/app': '',
      'target/dist/app': '',
      'target/x86/release/app': '',
      'out/release/app': '',
      'target/release/data': '',
    });
    run(['sh', '-c', 'chmod +x */*/app */*/*/app'], { cwd });
    return attempt([join(crate, 'docker/get-executable.sh'), ...args], {
      cwd,
      env: { CARGO_BUILD_TARGET: '', ...env },
    });
  }

  test.each<[string, string[], Record<string, string>]>([
    ['target/release/app', ['app'], {}],
    ['target/debug/app', ['--profile', 'dev', 'app'], {}],
    ['target/dist/app', ['--profile', 'dist', 'app'], {}],
    ['target/x86/release/app', ['--target', 'x86', 'app'], {}],
    ['target/x86/release/app', ['app'], { CARGO_BUILD_TARGET: 'x86' }],
    ['out/release/app', ['--target-dir', 'out', 'app'], {}],
  ])('finds %s by %j and %j', (path, args, env) => {
    expect(find(args, env)).toMatchObject({ status: 0, stdout: `${path}\n` });
  });

  test.each<[string, string[], RegExp]>([
    ['nothing there', ['nope'], /target\/release\/nope: no such file; was `cargo build --bin nope`/],
    ['not executable', ['data'], /target\/release\/data: not executable/],
    ['no name', [], /expected one NAME, got 0/],
    ['two names', ['a', 'b'], /expected one NAME, got 2/],
    ['an unknown option', ['--fast', 'a'], /unknown option --fast/],
  ])('says what is wrong: %s', (_, args, message) => {
    const { status, output } = find(args);
    expect(status).toBe(1);
    expect(output).toMatch(message);
  });
});

describe('verify-image.sh', () => {
  const verify = (reference: string, args: string[] = [], env: Record<string, string> = {}) =>
    attempt([join(crate, 'docker/verify-image.sh'), reference, '/usr/local/bin/app', ...args], { env });

  test('passes an image whose smoke test ends well', () => {
    const { status, output } = verify(image, ['--version']);
    expect(output).toContain('app 0.1.0');
    expect(output).toContain('runs as 65532:65532, exited with 0');
    expect(status).toBe(0);
  });

  test('fails one whose smoke test does not', () => {
    expect(verify(image, ['--wrong'])).toMatchObject({
      status: 1,
      output: expect.stringContaining('--wrong exited with 1'),
    });
  });

  test('fails one whose smoke test does not end', () => {
    expect(verify(image, ['sleep'], { SMOKE_TIMEOUT: '2' })).toMatchObject({
      status: 1,
      output: expect.stringContaining('did not end in time'),
    });
  });

  test('without a smoke test passes a program that asks for arguments, and a server', () => {
    expect(verify(image)).toMatchObject({ status: 0, output: expect.stringContaining('exited with 2') });
    expect(verify(build(['sleep']).image, [], { SMOKE_TIMEOUT: '2' })).toMatchObject({
      status: 0,
      output: expect.stringContaining('still running'),
    });
  });

  test('without a smoke test fails a program that crashes', () => {
    expect(verify(build(['abort']).image)).toMatchObject({
      status: 1,
      output: expect.stringMatching(/exited with 1(32|34|39)/),
    });
  });

  test('fails an image that runs as root', () => {
    const { image: asRoot } = build([], ['USER 65532:65532', 'USER 0:0']);
    expect(verify(asRoot, ['--version'])).toMatchObject({ status: 1, output: expect.stringContaining('runs as root') });
  });

  test('fails an image with a dynamic executable', () => {
    const { image: dynamic } = build(
      [],
      [/^verify-static-build\.sh .*\n/m, ''],
      ['--mode=0555 "$executable"', '--mode=0555 /bin/true'],
    );
    expect(verify(dynamic, ['--version'])).toMatchObject({
      status: 1,
      output: expect.stringContaining('dynamically linked'),
    });
  });

  test('fails where there is no such image', () => {
    expect(verify(`${image}-not`).status).not.toBe(0);
  });
});

test('a dynamic executable does not get through the build', () => {
  const folder = writtenCrate(PROGRAM);
  synth(folder);
  patchDockerfile(folder, [/^executable=.*$/m, 'executable=/bin/true']);
  const { result } = new ImageBuild(folder);
  expect(result.status).not.toBe(0);
  expect(result.output).toContain('/bin/true: dynamically linked');
});

test('the tasks build, verify and run the image', () => {
  // the stand-in of the engine finds its images in the lab's registry; a real one has them itself
  const output = REAL
    ? []
    : ['--set', '*.output=type=registry', '--set', `app.tags=${process.env.LAB_REGISTRY}/app:latest`];
  const task = (...args: string[]) => run([join(__dirname, '../../node_modules/.bin/projen'), ...args], { cwd: crate });
  writeFileSync(join(crate, '.projenrc.js'), '');
  task('image:build', ...output);
  expect(task('image:verify')).toContain('app:latest: runs as 65532:65532, exited with 0');
  expect(task('image:run', '--version')).toContain('app 0.1.0');
});
