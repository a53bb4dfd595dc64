import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { AllocatorBlock } from '../../src/allocator/allocator-block';
import { assertSourceMerged } from '../../src/rust/merged-source';
import { tempDir, writeTree } from '../util';

const check = (text: string) => () => assertSourceMerged('src/main.rs', text);
const stop = (line: number) => `src/main.rs:${line}: a merge is not finished here: resolve it, and synth again`;

test.each<[what: string, text: string, line: number]>([
  ['all of it', '<<<<<<< HEAD\nfn main(){}\n=======\nfn main(){ }\n>>>>>>> x\n', 1],
  ['behind the docs', '//! app\n\n<<<<<<< HEAD\nfn main(){}\n=======\n>>>>>>> x\n', 3],
  ['half resolved, the first line gone', 'fn main(){}\n>>>>>>> x\n', 2],
  ['half resolved, the last line gone', 'fn main(){}\n<<<<<<< HEAD\n', 2],
  ['CRLF', 'fn main(){}\r\n<<<<<<< HEAD\r\n=======\r\n>>>>>>> x\r\n', 2],
  ['of another size', '<<<<<<<<< HEAD\n=========\n>>>>>>>>> x\n', 1],
  ['that begins in a comment', '/*\n<<<<<<< HEAD\na */\n=======\nb */\n>>>>>>> x\nfn main() {}\n', 2],
  [
    'behind one in a string',
    'const A: &str = r"\n<<<<<<< a\n";\nfn main() {\n<<<<<<< HEAD\n=======\n>>>>>>> x\n}\n',
    5,
  ],
])('a merge that is not finished stops: %s', (_, text, line) => {
  expect(check(text)).toThrow(new Error(stop(line)));
});

test.each([
  'const A: &str = r"\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n";\nfn main() {}\n',
  'const A: &str = r#"\n<<<<<<< "HEAD"\n>>>>>>> x\n"#;\nfn main() {}\n',
  '/*\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n*/\nfn main() {}\n',
  '/*!\n<<<<<<< HEAD\n>>>>>>> x\n*/\nfn main() {}\n',
  '//! <<<<<<< HEAD\n//! =======\n//! >>>>>>> x\nfn main() {}\n',
  '// <<<<<<< HEAD\nfn main() {}\n',
  'fn main() { let _ = 1 <<2; let _: Vec<Vec<Vec<Vec<Vec<Vec<Vec<u8>>>>>>> = vec![]; }\n',
  'table! {\n=======\n}\nfn main() {}\n',
])('what is no merge does not: %j', (text) => {
  expect(check(text)).not.toThrow();
});

test.each(['<<<<<<< HEAD', '||||||| base', '|||||||', '=======', '>>>>>>> x'])('%s stops in our block too', (mark) => {
  const block = AllocatorBlock.of('mimalloc', 'MiMalloc', '2021');
  const lines = block.addTo('fn main() {}\n', '\n', 'src/main.rs')!.split('\n');
  const end = lines.findIndex((line) => line.startsWith('// muslrust-chef: end'));
  for (let at = 1; at <= end; at++) {
    const text = [...lines.slice(0, at), mark, ...lines.slice(at)].join('\n');
    for (const edit of [
      () => block.addTo(text, '\n', 'src/main.rs'),
      () => AllocatorBlock.removeFrom(text, 'src/main.rs'),
    ]) {
      expect(edit).toThrow(new Error(stop(at + 1)));
    }
  }
});

/** Lines of code of one side, in whose midst our block may be. */
const BLOCK = AllocatorBlock.of('mimalloc', 'MiMalloc', '2021').text.split('\n');
const LINE = fc.constantFrom('fn a() {}', 'const S: &str = "s";', '// why', '', "static C: char = '\"';", ...BLOCK);
const SIDE = fc.array(LINE, { maxLength: 8 });

test('whatever git can not merge, in the block, in a part of it or outside, is told by the first line of it', () => {
  const dir = tempDir();
  fc.assert(
    fc.property(SIDE, SIDE, SIDE, SIDE, fc.constantFrom('merge', 'diff3'), (before, ours, theirs, after, style) => {
      const text = (side: string[]) => [...before, ...side, ...after].map((line) => `${line}\n`).join('');
      writeTree(dir, {
        ours: text([...ours, 'mod ours;']),
        base: text(['mod base;']),
        theirs: text([...theirs, 'mod theirs;']),
      });
      const args = ['merge-file', '-p', ...(style === 'diff3' ? ['--diff3'] : []), 'ours', 'base', 'theirs'];
      let merged: string | undefined;
      try {
        execFileSync('git', args, { cwd: join(dir), encoding: 'utf8', stdio: 'pipe' });
      } catch (error) {
        merged = (error as { stdout: string }).stdout;
      }
      const line = merged!.split('\n').findIndex((each) => each.startsWith('<<<<<<< ')) + 1;
      expect(check(merged!)).toThrow(new Error(stop(line)));
    }),
    { numRuns: 40 },
  );
});
