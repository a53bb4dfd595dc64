import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { call as callCommand } from './call';
import { doctorCommand } from '../../src/cli/doctor';
import { answering, GOOD, machineWith } from '../doctor/stand-ins';
import { CRATE, synth } from '../synth';

const LOCK =
  'version = 4\n[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = ["mimalloc"]\n' +
  '[[package]]\nname = "mimalloc"\nversion = "0.1.52"\nsource = "registry"\n';

/** A call on a machine with nothing but docker. */
function call(...args: string[]) {
  const path = jest.replaceProperty(process, 'env', { ...machineWith({ docker: answering(GOOD) }).env });
  try {
    return callCommand(doctorCommand(), args);
  } finally {
    path.restore();
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

test.each([
  ['/does/not/exist', 'error: /does/not/exist is no folder\n'],
  ['--jsno', "error: unknown option '--jsno'\n(Did you mean --json?)\n"],
])('%s is refused, which is nothing that fails', (arg, err) => {
  expect(call(arg)).toEqual({ code: 2, out: '', err });
});
