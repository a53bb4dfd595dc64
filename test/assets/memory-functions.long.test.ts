import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runScript } from './script';
import { tempDir } from '../util';

const SOURCE = resolve(__dirname, '../../assets/memory-functions.c');
const CHECK = resolve(__dirname, '../tools/memory-functions-check.c');
const THREAD = resolve(__dirname, '../tools/thread-stack.c');

/** What compiles for each architecture, and what runs that; the emulator is the lab's. */
const MACHINES: [string, string, string | undefined, string[]][] = [
  ['amd64', 'gcc', undefined, []],
  ['arm64', 'aarch64-linux-gnu-gcc', 'qemu-aarch64-static', []],
  ['arm64, as for zig', 'aarch64-linux-gnu-gcc', 'qemu-aarch64-static', ['-DBY_ZIG']],
];

const has = (command: string) => spawnSync(command, ['--version']).status === 0;

function must(command: string, ...args: string[]): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ?? stdout + stderr}`);
  return stdout;
}

function compiled(cc: string, folder: string, flags: string[] = []): string {
  const object = join(folder, 'memory-functions.o');
  const always = ['-O2', '-fPIC', '-ffreestanding', '-fno-builtin', '-Wall', '-Wextra', '-Werror'];
  must(cc, ...always, ...flags, '-c', SOURCE, '-o', object);
  return object;
}

describe.each(MACHINES)('%s', (arch, cc, emulator, flags) => {
  const lacking = [cc, ...(emulator ? [emulator] : [])].filter((command) => !has(command));
  // gcc is on every machine of CI; the other compiler, and the emulator, where the lab is
  const isSkipped = lacking.length > 0 && !(arch === 'amd64' && process.env.CI);
  const testHere = isSkipped
    ? (name: string, _: () => void) => test.skip(`${name}: ${lacking.join(', ')} not on PATH`, () => {})
    : test;

  testHere('the functions do what plain loops do, and touch nothing else', () => {
    const folder = tempDir();
    const program = join(folder, 'check');
    must(cc, '-O2', '-fno-builtin', '-static', CHECK, compiled(cc, folder, flags), '-o', program);
    const output = must(emulator ?? program, ...(emulator ? [program] : []), '5000', String(Date.now()));
    expect(Number(/^(\d+) checks\n$/.exec(output)?.[1])).toBeGreaterThan(100_000);
  });

  testHere('they need nothing but what sets the stacks of threads, and are small', () => {
    const object = compiled(cc, tempDir(), flags);
    const needed = must('nm', '--undefined-only', '--format', 'just-symbols', object).trimEnd().split('\n');
    expect(needed.filter((name) => !/^pthread_(attr_[gs]etstacksize|[gs]etattr_default_np)$/.test(name))).toEqual([]);
    expect(Number(must('size', object).split('\n')[1].trim().split(/\s+/)[0])).toBeLessThan(4096);
  });
});

const noMusl = !has('musl-gcc') && !process.env.CI;
(noMusl ? describe.skip : describe)('a thread of C code, linked with musl', () => {
  const kibibytes = (how: string[], object: string[]) => {
    const program = join(tempDir(), 'thread');
    must('musl-gcc', '-O2', ...how, THREAD, ...object, '-o', program);
    return Number(/^(\d+) KiB\n$/.exec(must(program))![1]);
  };
  const ours = () => [compiled('musl-gcc', tempDir())];
  // what is asked for, and the rest of its last page
  const page = 4;

  describe.each(['-static', '-static-pie'])('%s', (how) => {
    test('has 2 MiB of stack by ours, and 128 KiB without', () => {
      expect(Math.abs(kibibytes([how], ours()) - 2048)).toBeLessThan(page);
      expect(Math.abs(kibibytes([how], []) - 128)).toBeLessThan(page);
    });

    test.each([1, 4])('has what the linker was told: %d MiB', (mebibytes) => {
      const told = `-Wl,-z,stack-size=${mebibytes * 1024 * 1024}`;
      expect(Math.abs(kibibytes([how, told], ours()) - mebibytes * 1024)).toBeLessThan(page);
    });
  });
});

const isSkipped = !process.env.CI && ['gcc', 'ar', 'readelf'].some((command) => !has(command));
(isSkipped ? describe.skip : describe)('memory-functions.sh, with gcc and binutils', () => {
  // no real one: a C library of this machine's would be changed too
  const TARGET = 'made_up-unknown-linux-musl';

  /** A toolchain whose libc.a has these members, each with a function of its name. */
  function toolchain(members: string[]): { readonly env: Record<string, string>; readonly libc: string } {
    const folder = tempDir();
    const lib = join(folder, 'self-contained');
    must('mkdir', lib);
    const libc = join(lib, 'libc.a');
    for (const member of members) {
      const name = member.split('.')[0];
      const object = join(folder, member);
      must('sh', '-c', `echo 'int ${name}(void) { return 1; }' | gcc -w -fno-builtin -x c -c - -o ${object}`);
      must('ar', 'q', libc, object);
    }
    const bin = tempDir();
    writeFileSync(
      join(bin, 'rustc'),
      `#!/bin/sh\n[ "$*" = "--print target-libdir --target ${TARGET}" ] && echo ${folder}\n`,
      {
        mode: 0o755,
      },
    );
    return { libc, env: { PATH: `${bin}:${process.env.PATH}`, CC: 'gcc' } };
  }

  const install = (env: Record<string, string>, ...targets: string[]) =>
    runScript('memory-functions.sh', ['install', '--source', SOURCE, ...targets], { env });
  const members = (libc: string) => must('ar', 't', libc).trimEnd().split('\n').sort();

  test.each(['lo', 'o'])('takes members out of libc.a, memcmp.%s among them, and puts ours in', (end) => {
    const others = ['memchr', 'memccpy', 'wmemcmp', 'strlen'].map((name) => `${name}.${end}`);
    const theirs = ['memcpy', 'memmove', 'memset', 'memcmp', 'bcmp'].map((name) => `${name}.${end}`);
    const { env, libc } = toolchain([...theirs, ...others]);
    expect(install(env, TARGET)).toMatchObject({ status: 0 });
    expect(members(libc)).toEqual([...others, 'memory-functions.o'].sort());
    // a builder image may have them already
    expect(install(env, TARGET)).toMatchObject({ status: 0 });
    expect(members(libc)).toEqual([...others, 'memory-functions.o'].sort());
  });

  test('fails where another member has one of the functions too', () => {
    const { env, libc } = toolchain(['memcpy.lo']);
    const object = join(tempDir(), 'other.o');
    must('sh', '-c', `echo 'int memcmp(void) { return 1; }' | gcc -w -fno-builtin -x c -c - -o ${object}`);
    must('ar', 'q', libc, object);
    const { status, output } = install(env, TARGET);
    expect(status).toBe(1);
    expect(output).toMatch(/libc\.a does not have memcmp once\n$/);
  });

  test('fails where the target is not there', () => {
    const { env, libc } = toolchain(['memcpy.lo']);
    must('rm', libc);
    const { status, output } = install(env, TARGET);
    expect(status).toBe(1);
    expect(output).toContain(`is the target ${TARGET} added?`);
  });

  test('finds them in an executable, stripped or not, and misses them in another', () => {
    const folder = tempDir();
    const main = join(folder, 'main.c');
    writeFileSync(
      main,
      'int memcmp(const void *, const void *, unsigned long);\nint main(int n, char **a) { return memcmp(a, a, n); }\n',
    );
    const [ours, stripped, theirs] = ['ours', 'stripped', 'theirs'].map((name) => join(folder, name));
    must('gcc', '-fno-builtin', '-Wl,--gc-sections', main, compiled('gcc', folder), '-o', ours);
    copyFileSync(ours, stripped);
    must('strip', stripped);
    must('gcc', '-fno-builtin', main, '-o', theirs);
    expect(runScript('memory-functions.sh', ['verify', ours, stripped])).toMatchObject({ status: 0, output: '' });
    const { status, output } = runScript('memory-functions.sh', ['verify', ours, theirs]);
    expect(status).toBe(1);
    expect(output).toContain(`${theirs} was linked without the memory functions`);
    expect(output).toContain('memoryFunctions: false');
  });

  test.each<[string[], number]>([
    [[], 1],
    [['install'], 1],
    [['verify'], 1],
    [['remove', TARGET], 1],
    [['--help'], 0],
  ])('%j: prints how it is used', (args, expected) => {
    const { status, output } = runScript('memory-functions.sh', args);
    expect(status).toBe(expected);
    expect(output).toContain('usage: memory-functions.sh install');
    expect(existsSync(SOURCE)).toBe(true);
  });
});
