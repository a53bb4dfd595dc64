import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { lineEnd } from '../../src/files/line-end';
import { UserFile } from '../../src/files/user-file';
import { KILLS, sleep, startTs } from '../child';
import { tempDir } from '../util';

const BOM = '\uFEFF';

function file(content: string | Buffer): string {
  const path = join(tempDir(), 'Cargo.toml');
  writeFileSync(path, content);
  return path;
}

describe('UserFile', () => {
  test('tells the byte order mark from the text', () => {
    const read = UserFile.read(file(`${BOM}a = 1\n`));
    expect([read.bom, read.text]).toEqual([BOM, 'a = 1\n']);
  });

  test('writes the byte order mark back', () => {
    const path = file(`${BOM}a = 1\n`);
    UserFile.read(path).write('a = 2\n');
    expect(readFileSync(path, 'utf8')).toBe(`${BOM}a = 2\n`);
  });

  test.each([
    ['a\nb\n', '\n'],
    ['a\r\nb\r\n', '\r\n'],
    ['a\r\nb\r\nc\n', '\r\n'],
    ['a\r\nb\nc\n', '\n'],
    ['a\r\nb\n', '\r\n'],
    ['ab\r\nc\n', '\r\n'],
    ['a\nb\r\n', '\n'],
    ['a', '\n'],
  ])('the line end of %j is %j', (text, expected) => {
    expect(lineEnd(text)).toBe(expected);
  });

  test('refuses what is not UTF-8, by the name of the file', () => {
    expect(() => UserFile.read(file(Buffer.from([0x61, 0xff])), 'src/main.rs')).toThrow(
      'src/main.rs is not valid UTF-8, which cargo and rustc require: save it as UTF-8',
    );
  });

  test('an equal text is not written', () => {
    const path = file('a = 1\n');
    const before = statSync(path);
    expect(UserFile.read(path).write('a = 1\n')).toBe(false);
    expect(statSync(path).ino).toBe(before.ino);
  });

  test.each([0o644, 0o600, 0o755, 0o444, 0o666])('keeps mode %o, whatever the umask', (mode) => {
    const path = file('a = 1\n');
    chmodSync(path, mode);
    expect(UserFile.read(path).write('a = 2\n')).toBe(true);
    expect(statSync(path).mode.toString(8)).toBe((0o100000 + mode).toString(8));
  });

  test('a link stays a link, and what it names is replaced', () => {
    const folder = tempDir();
    mkdirSync(join(folder, 'real'));
    writeFileSync(join(folder, 'real', 'a.toml'), 'a = 1\n');
    symlinkSync(join('real', 'a.toml'), join(folder, 'Cargo.toml'));
    UserFile.read(join(folder, 'Cargo.toml')).write('a = 2\n');
    expect(lstatSync(join(folder, 'Cargo.toml')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real', 'a.toml'), 'utf8')).toBe('a = 2\n');
    expect(readdirSync(join(folder, 'real'))).toEqual(['a.toml']);
  });

  test('the file is replaced by a rename, never written in place', () => {
    const path = file('a = 1\n');
    const before = statSync(path).ino;
    UserFile.read(path).write('a = 2\n');
    expect(statSync(path).ino).not.toBe(before);
  });

  test('a failed write leaves nothing beside the file', () => {
    const path = file('a = 1\n');
    const read = UserFile.read(path);
    // what can't be encoded fails while the temporary file is open
    expect(() => read.write(Symbol('not a text') as unknown as string)).toThrow();
    expect(readdirSync(join(path, '..'))).toEqual(['Cargo.toml']);
    expect(readFileSync(path, 'utf8')).toBe('a = 1\n');
  });

  test('any text survives', () => {
    const path = file('');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, bom) => {
        const whole = Buffer.from((bom ? BOM : '') + text);
        writeFileSync(path, whole);
        const read = UserFile.read(path);
        read.write(`${read.text}x`);
        UserFile.read(path).write(read.text);
        expect(readFileSync(path).equals(whole)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('a synth that is killed leaves the old text or the new one', async () => {
    const path = file('');
    const versions = ['a', 'b'].map((letter) => letter.repeat(1 << 20)); // eslint-disable-line no-bitwise
    const loop = `
      const { UserFile } = require(${JSON.stringify(join(__dirname, '../../src/files/user-file.ts'))});
      for (let i = 0; ; i++) UserFile.read(${JSON.stringify(path)}).write('ab'[i % 2].repeat(1 << 20));`;
    for (let round = 0; round < KILLS; round += 1) {
      writeFileSync(path, versions[0]);
      const child = startTs(loop);
      // it has begun once the text has changed
      await child.until(() => readFileSync(path, 'utf8') !== versions[0]);
      await sleep(20 + (round * 56) / KILLS);
      await child.kill();
      expect(versions).toContain(readFileSync(path, 'utf8'));
    }
    UserFile.read(path).write('done');
    expect(readdirSync(join(path, '..'))).toEqual(['Cargo.toml']);
  });
});
