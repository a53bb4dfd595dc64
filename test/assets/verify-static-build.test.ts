import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Elf, elf } from './elf';
import { runScript } from './script';
import { tempDir } from '../util';

function file(content: Buffer | string, name = 'app'): string {
  const path = join(tempDir(), name);
  writeFileSync(path, content);
  return path;
}

const verify = (...args: string[]) => runScript('verify-static-build.sh', args);

test.each<[string, string, Elf]>([
  ['static', 'amd64', {}],
  ['static-PIE, as rustc links for x86_64-musl', 'amd64', { type: 'DYN', libraries: [] }],
  ['static, for arm64', 'arm64', { machine: 'arm64' }],
  ['static-PIE, for arm64', 'arm64', { machine: 'arm64', type: 'DYN', libraries: [] }],
  ['static, by the name that uname has', 'x86_64', {}],
  ['static, for arm64, by the name that uname has', 'aarch64', { machine: 'arm64' }],
])('passes what is %s (--arch %s)', (_, arch, what) => {
  const path = file(elf(what));
  const machine = { amd64: 'Advanced Micro Devices X86-64', arm64: 'AArch64', riscv64: '' }[what.machine ?? 'amd64'];
  expect(verify('--arch', arch, path)).toEqual({
    status: 0,
    stdout: `${path}: static, ${machine}\n`,
    output: `${path}: static, ${machine}\n`,
  });
});

const LOADER = '/lib64/ld-linux-x86-64.so.2';
test.each<[string, string, Buffer | string, RegExp]>([
  [
    'a dynamic executable',
    'amd64',
    elf({ type: 'DYN', loader: LOADER, libraries: ['libc.so.6'] }),
    /dynamically linked, asks for a loader: \/lib64\/ld-linux-x86-64\.so\.2/,
  ],
  [
    'one for the other architecture, of which ldd says what it says of a static one',
    'arm64',
    elf({ machine: 'arm64', loader: '/lib/ld-linux-aarch64.so.1', libraries: ['libc.so.6'] }),
    /dynamically linked, asks for a loader: \/lib\/ld-linux-aarch64\.so\.1/,
  ],
  ['one that asks for a loader, but for no library', 'amd64', elf({ loader: LOADER }), /asks for a loader/],
  [
    'a shared library',
    'amd64',
    elf({ type: 'DYN', libraries: ['libz.so.1', 'libc.so.6'] }),
    /dynamically linked, needs libz\.so\.1 +libc\.so\.6/,
  ],
  [
    'one for another architecture',
    'amd64',
    elf({ machine: 'arm64' }),
    /built for AArch64, expected Advanced Micro Devices X86-64/,
  ],
  [
    'one for this architecture, where another is expected',
    'arm64',
    elf(),
    /built for Advanced Micro Devices X86-64, expected AArch64/,
  ],
  ['one for a third one', 'amd64', elf({ machine: 'riscv64' }), /built for RISC-V, expected/],
  ['an object file', 'amd64', elf({ type: 'REL', isLoaded: false }), /not an executable/],
  ['a core dump', 'amd64', elf({ type: 'CORE' }), /not an executable/],
  ['one with nothing to run', 'amd64', elf({ isLoaded: false }), /no LOAD segment/],
  ['a script', 'amd64', '#!/bin/sh\nexit 0\n', /not an ELF file/],
  ['an empty file', 'amd64', '', /not an ELF file/],
  ['half a header', 'amd64', elf().subarray(0, 40), /not an ELF file/],
])('refuses %s (--arch %s)', (_, arch, content, message) => {
  const { status, output } = verify('--arch', arch, file(content));
  expect(output).toMatch(message);
  expect(status).toBe(1);
});

test('reads what this machine compiles', () => {
  const path = join(tempDir(), 'node');
  copyFileSync(process.execPath, path);
  expect(verify(path)).toMatchObject({ status: 1, output: expect.stringContaining('dynamically linked') });
});

test('reads every file that it is given, also of a name with a space', () => {
  const [good, bad] = [file(elf(), 'a good one'), file(elf({ loader: LOADER }), 'a bad one')];
  const { status, output } = verify('--arch', 'amd64', good, bad);
  expect(output).toMatch(/a good one: static[^]*a bad one: dynamically linked/);
  expect(status).toBe(1);
});

test.each<[string, string[], RegExp]>([
  ['no file', ['--arch', 'amd64'], /no FILE given/],
  ['a file that is not there', ['/no/such/file'], /\/no\/such\/file: no such file/],
  ['an architecture that it does not know', ['--arch', 'riscv64', 'app'], /unknown architecture riscv64/],
  ['no architecture', ['--arch'], /--arch needs an architecture/],
  ['an option that it does not know', ['--fast', 'app'], /unknown option --fast/],
])('says what is wrong: %s', (_, args, message) => {
  const { status, output } = verify(...args);
  expect(output).toMatch(message);
  expect(status).not.toBe(0);
});
