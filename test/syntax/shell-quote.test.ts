import { execFileSync } from 'child_process';
import * as fc from 'fast-check';
import { shellQuote } from '../../src/syntax/shell-quote';

test('a plain word stays as it is', () => {
  expect(shellQuote('--listen=0.0.0.0:80')).toBe('--listen=0.0.0.0:80');
});

test('an expression of a workflow is none any more', () => {
  expect(shellQuote('${{ secrets.X }}')).not.toContain('${{');
});

test('a shell reads what was meant', () => {
  const special = fc
    .array(fc.constantFrom(...'$`"\'\\!{}() *?~#&|;<>[]=%', '${{', 'a', 'é'), { maxLength: 12 })
    .map((parts) => parts.join(''));
  const words = fc.sample(
    fc.oneof(
      special,
      fc.string({ unit: 'grapheme' }).filter((word) => !/[\0\n\r]/.test(word)),
    ),
    300,
  );
  const script = words.map((word) => `printf '%s\\n' ${shellQuote(word)}`).join('\n');
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf-8' })).toBe(words.map((word) => `${word}\n`).join(''));
});
