import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { doctorCommand } from '../../src/cli/doctor';
import { answering, GOOD, machineWith } from '../doctor/stand-ins';
import { CRATE, synth } from '../synth';

const LOCK =
  'version = 4\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = ["mimalloc"]\n' +
  '[[package]]\nname = "mimalloc"\nversion = "0.1.52"\nsource = "registry"\n';

/** What a call prints on a machine with nothing but docker, and the code that it ends with. */
function call(...args: string[]): { code: number; out: string; err: string } {
  let [out, err] = ['', ''];
  const { exitCode } = process;
  process.exitCode = undefined;
  const path = jest.replaceProperty(process, 'env', { ...machineWith({ docker: answering(GOOD) }).env });
  const command = doctorCommand()
    .exitOverride()
    .configureOutput({ writeErr: (text) => void (err += text), writeOut: (text) => void (out += text) });
  const stdout = jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += text), true));
  try {
    command.parse(args, { from: 'user' });
    return { code: Number(process.exitCode ?? 0), out, err };
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return { code: error.exitCode, out, err };
  } finally {
    stdout.mockRestore();
    path.restore();
    process.exitCode = exitCode;
  }
}

test('ends with 0 where something may fail, and with 1 where something does', () => {
  const { dir } = synth({ ...CRATE, 'Cargo.lock': LOCK });
  const before = call(dir);
  expect(before.code).toBe(0);
  expect(before.out).toMatch(/^warning {2}toolchain/);
  rmSync(join(dir, 'Dockerfile'));
  const after = call(dir);
  expect(after.code).toBe(1);
  expect(after.out).toMatch(/^fails {4}generated files {2}Dockerfile is missing/);
});

test('prints for programs', () => {
  const { dir } = synth({ ...CRATE, 'Cargo.lock': LOCK });
  const { generator, lines } = JSON.parse(call(dir, '--json').out);
  expect(generator.name).toBe('projen-muslrust-chef');
  expect(lines).toContainEqual({ about: 'buildx', level: 'ok', text: 'buildx 0.38.2' });
});

test('a folder that is not there is refused', () => {
  expect(call('/does/not/exist')).toEqual({ code: 2, out: '', err: 'error: /does/not/exist is no folder\n' });
});
