import { spawn } from 'node:child_process';
import fs, {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { removeLeftovers, replaceFile, temporaryPath } from '../../src/files/replace-file';
import { sleep } from '../child';
import { tempDir, writeTree } from '../util';

/** Greater than any that Linux gives away. */
const NOBODY = 4194305;
const MINUTE = 60;
const HOUR = 60 * MINUTE;

function leftover(pid: number, secondsAgo = 0): string {
  const folder = writeTree(tempDir(), { [`.main.rs.muslrust-chef-${pid}`]: 'half' });
  const time = Date.now() / 1000 - secondsAgo;
  utimesSync(join(folder, `.main.rs.muslrust-chef-${pid}`), time, time);
  return folder;
}

describe('removeLeftovers', () => {
  test.each([
    ['of a process that is gone', NOBODY, 0],
    ['of this process, which is not writing', process.pid, 0],
    ['of a number that another process has by now', process.ppid, HOUR],
    ['of a number that the kernel guards', 1, HOUR],
    ['that is older than any write', process.ppid, 6 * MINUTE],
  ])('one %s is removed', (_, pid, age) => {
    const folder = leftover(pid, age);
    removeLeftovers(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([0, 4 * MINUTE])('one that another synth is writing stays, for %d seconds', (age) => {
    const folder = leftover(process.ppid, age);
    removeLeftovers(folder);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  test.each([
    ['EPERM', 1],
    ['ESRCH', 0],
  ])('one of a process that may not be asked stays: %s', (code, count) => {
    const folder = leftover(process.ppid);
    jest.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error(code), { code });
    });
    removeLeftovers(folder);
    jest.restoreAllMocks();
    expect(readdirSync(folder)).toHaveLength(count);
  });

  test('one of a process that was killed, and whose parent has not asked how it ended, is removed', async () => {
    if (process.platform !== 'linux') return;
    // the shell starts a process, says its number, and becomes a program that asks for no child's end
    const parent = spawn('sh', ['-c', 'sleep 600 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
      await sleep(50);
      process.kill(pid, 'SIGKILL');
      for (let i = 0; i < 400 && !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8')); i++) await sleep(5);
      expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z/);
      const folder = leftover(pid);
      removeLeftovers(folder);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  test('what others put there stays, and a folder that is not there is none', () => {
    const names = ['.main.rs.swp', '.muslrust-chef-N', 'main.rs.muslrust-chef-N', 'b.a.muslrust-chef-N'];
    const others = ['.a.muslrust-chef-x', '.a.muslrust-chef-Nx', '.a.muslrust-chefxN'];
    const files = Object.fromEntries([...names, ...others].map((name) => [name.replace('N', String(NOBODY)), '']));
    const folder = writeTree(tempDir(), files);
    removeLeftovers(folder);
    expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort());
    expect(() => removeLeftovers(join(folder, 'nowhere'))).not.toThrow();
  });
});

describe('replaceFile', () => {
  test('bytes, mode and a new inode', () => {
    const path = join(writeTree(tempDir(), { file: 'old' }), 'file');
    chmodSync(path, 0o640);
    const { ino } = statSync(path);
    replaceFile(path, Buffer.from([0xe9, 0x0d, 0x0a]));
    expect(readFileSync(path)).toEqual(Buffer.from([0xe9, 0x0d, 0x0a]));
    expect(statSync(path).mode.toString(8)).toBe('100640');
    expect(statSync(path).ino).not.toBe(ino);
  });

  test('a new file is like any new file', () => {
    const folder = tempDir();
    replaceFile(join(folder, 'ours'), '');
    writeFileSync(join(folder, 'other'), '');
    expect(statSync(join(folder, 'ours')).mode).toBe(statSync(join(folder, 'other')).mode);
  });

  test('until it takes the place of the other it is on the disk, and for nobody else to read', () => {
    const path = join(writeTree(tempDir(), { file: 'old' }), 'file');
    chmodSync(path, 0o644);
    const seen: unknown[] = [];
    jest.spyOn(fs, 'fsyncSync').mockImplementation((file) => {
      seen.push([fs.fstatSync(file).mode.toString(8), fs.fstatSync(file).size, readFileSync(path, 'utf8')]);
    });
    const close = jest.spyOn(fs, 'closeSync');
    replaceFile(path, 'content');
    expect(close).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
    expect(seen).toEqual([['100600', 7, 'old']]);
  });

  test('what fails leaves nothing behind', () => {
    const folder = tempDir();
    mkdirSync(join(folder, 'taken'));
    expect(() => replaceFile(join(folder, 'taken'), 'x')).toThrow(/EISDIR|EEXIST|ENOTEMPTY/);
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(() => replaceFile(join(folder, 'nowhere/x'), 'x')).toThrow(/ENOENT.* open /);
  });

  test('the owner stays, where it is for us to say', () => {
    if (process.getuid?.() !== 0) return;
    const path = join(writeTree(tempDir(), { file: 'old' }), 'file');
    chownSync(path, 1234, 5678);
    replaceFile(path, 'new');
    expect(statSync(path)).toMatchObject({ uid: 1234, gid: 5678 });
  });

  test('an owner that we may not give it to is no obstacle', () => {
    const path = join(writeTree(tempDir(), { file: 'old' }), 'file');
    jest.spyOn(fs, 'chownSync').mockImplementation(() => {
      throw Object.assign(new Error('EPERM'), { code: 'EPERM' });
    });
    replaceFile(path, 'new');
    jest.restoreAllMocks();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });

  test('what it writes is known as a leftover', () => {
    const folder = tempDir();
    writeFileSync(temporaryPath(join(folder, 'main.rs')), '');
    removeLeftovers(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});
