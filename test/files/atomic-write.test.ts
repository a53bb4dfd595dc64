import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import { join } from 'path';
import { IResolver, Project, TextFile } from 'projen';
import { writeAtomically } from '../../src/files/atomic-write';
import { KILLS, sleep, startTs } from '../child';
import { synthesise } from '../synth';
import { tempDir } from '../util';

function write(dir: string, text: string, executable = false): TextFile {
  const project = new Project({ name: 'test', outdir: dir });
  const file = new TextFile(project, 'sub/file.txt', { lines: [text], executable, marker: false });
  writeAtomically(file);
  synthesise(project);
  return file;
}

test('the file is written, and nothing is left beside it', () => {
  const dir = tempDir();
  const file = write(dir, 'one');
  expect(readFileSync(join(dir, 'sub/file.txt'), 'utf-8')).toBe('one');
  expect(readdirSync(join(dir, 'sub'))).toEqual(['file.txt']);
  expect(file.changed).toBe(true);
  expect(file.path).toBe('sub/file.txt');
});

test('an unchanged file is not touched', () => {
  const dir = tempDir();
  write(dir, 'one');
  const before = statSync(join(dir, 'sub/file.txt'));
  write(dir, 'one');
  expect(statSync(join(dir, 'sub/file.txt'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
});

test('projen still knows what changed', () => {
  const dir = tempDir();
  write(dir, 'one');
  expect(write(dir, 'two').diff()?.join('\n')).toMatch(/- ?one\n.*\+ ?two/s);
});

test('a wrong mode is mended', () => {
  const dir = tempDir();
  write(dir, 'one', true);
  chmodSync(join(dir, 'sub/file.txt'), 0o600);
  write(dir, 'one', true);
  expect(statSync(join(dir, 'sub/file.txt')).mode.toString(8)).toMatch(/544$/);
});

test('what a killed synth left behind is taken away', () => {
  const dir = tempDir();
  write(dir, 'one');
  writeFileSync(join(dir, 'sub/.file.txt.muslrust-chef-4194305'), 'hal');
  write(dir, 'two');
  expect(readdirSync(join(dir, 'sub'))).toEqual(['file.txt']);
});

describe.each([
  ['where there was none', undefined],
  ['where there was one', 'one'],
])('%s', (_, before) => {
  /** A file whose content is what `render` makes of it. */
  function attempt(render: () => string | undefined): { dir: string; file: TextFile; run: () => void } {
    const dir = tempDir();
    if (before !== undefined) write(dir, before);
    class Rendered extends TextFile {
      protected synthesizeContent(__: IResolver): string | undefined {
        return render();
      }
    }
    const project = new Project({ name: 'test', outdir: dir });
    const file = new Rendered(project, 'sub/file.txt', { marker: false });
    writeAtomically(file);
    return { dir, file, run: () => file.synthesize() };
  }
  const left = (dir: string) => (existsSync(join(dir, 'sub')) ? readdirSync(join(dir, 'sub')) : []);

  test('a file that renders nothing leaves what is there', () => {
    const { dir, run } = attempt(() => undefined);
    run();
    expect(left(dir)).toEqual(before === undefined ? [] : ['file.txt']);
  });

  test('one that fails leaves what is there, and is what it was', () => {
    const { dir, file, run } = attempt(() => {
      throw new Error('no content');
    });
    expect(run).toThrow('no content');
    expect(left(dir)).toEqual(before === undefined ? [] : ['file.txt']);
    expect(file.path).toBe('sub/file.txt');
  });
});

test('killed at any moment, the file is the old one or the new one', async () => {
  const dir = tempDir();
  const target = join(dir, 'sub/file.txt');
  const sizes = [3_000_000, 5_000_000];
  // a child that writes one and the other content for ever
  const script = `
    import { Project, TextFile } from ${JSON.stringify(require.resolve('projen'))};
    import { writeAtomically } from ${JSON.stringify(join(__dirname, '../../src/files/atomic-write'))};
    process.env.PROJEN_DISABLE_POST = 'true';
    for (let i = 0; ; i++) {
      const project = new Project({ name: 'test', outdir: ${JSON.stringify(dir)} });
      const file = new TextFile(project, 'sub/file.txt', { lines: ['x'.repeat(${JSON.stringify(sizes)}[i % 2])], marker: false });
      writeAtomically(file);
      project.synth();
    }`;
  for (let round = 0; round < KILLS; round++) {
    const before = existsSync(target) ? statSync(target).ino : 0;
    const child = startTs(script);
    await child.until(() => existsSync(target) && statSync(target).ino !== before);
    await sleep((round * 56) / KILLS);
    await child.kill();
    expect(sizes).toContain(statSync(target).size);
  }
});
