import { spawn } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeLeftovers, replaceFile, temporaryPath } from '../../src/files/replace-file';
import { sleep } from '../child';
import { tempDir, writeTree } from '../util';

/** Greater than any that Linux gives away. */
const NOBODY = 4194305;
const HOUR = 3600;

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
  ])('one %s is removed', (_, pid, age) => {
    const folder = leftover(pid, age);
    removeLeftovers(folder);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('one that another synth is writing stays', () => {
    const folder = leftover(process.ppid);
    removeLeftovers(folder);
    expect(readdirSync(folder)).toHaveLength(1);
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
    const files = {
      '.main.rs.swp': '',
      '.muslrust-chef-1': '',
      'main.rs.muslrust-chef-1': '',
      '.a.muslrust-chef-x': '',
    };
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

  test('what it writes is known as a leftover', () => {
    const folder = tempDir();
    writeFileSync(temporaryPath(join(folder, 'main.rs')), '');
    removeLeftovers(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});
