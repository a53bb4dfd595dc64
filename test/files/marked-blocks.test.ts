import { assert, constantFrom, property, array } from 'fast-check';
import { BlockedText, MarkedBlock } from '../../src/files/marked-blocks';

const BEFORE: MarkedBlock = { title: 'defaults', comment: 'yours decide', lines: ['/target', 'é'] };
const AFTER: MarkedBlock = { title: 'generated files', comment: 'they stay', lines: ['!/Dockerfile'] };
const NONE = { ...BEFORE, lines: [] };
const KNOWN = new Set(['/target', '!/Dockerfile']);
const BOM = '\u00EF\u00BB\u00BF';

const HEAD =
  '# muslrust-chef: begin defaults (yours decide)\n/target\n\u00C3\u00A9\n# muslrust-chef: end defaults (2 lines, 09e95a48)\n';
const TAIL =
  '# muslrust-chef: begin generated files (they stay)\n!/Dockerfile\n# muslrust-chef: end generated files (1 lines, 55dab75c)\n';

const read = (text: string) => new BlockedText(text, KNOWN);
const crlf = (text: string) => text.replace(/\n/g, '\r\n');

test.each([
  ['nothing', '', HEAD + TAIL],
  ['a line', '.env\n', `${HEAD}.env\n${TAIL}`],
  ['no final newline', '.env', `${HEAD}.env\n${TAIL}`],
  ['CRLF', '.env\r\n*.pem\r\n', `${crlf(HEAD)}.env\r\n*.pem\r\n${crlf(TAIL)}`],
  ['CRLF without the last', '.env\r\n*.pem', `${crlf(HEAD)}.env\r\n*.pem\r\n${crlf(TAIL)}`],
  ['a byte order mark', `${BOM}.env\n`, `${BOM}${HEAD}.env\n${TAIL}`],
  ['empty lines', '\n\n.env\n\n', `${HEAD}\n\n.env\n\n${TAIL}`],
])('the blocks stand before and after %s', (_, own, expected) => {
  const text = read(own).with(BEFORE, AFTER);
  expect(text).toBe(expected);
  expect(read(text).with(BEFORE, AFTER)).toBe(text);
});

test.each(['', '.env', '.env\n', `${BOM}.env`, '.env\r\n*.pem'])('a block without lines is none: %j', (own) => {
  expect(read(own).with(NONE, NONE)).toBe(own);
  expect(read(own).with(NONE, NONE)).toBe(read(read(own).with(BEFORE, NONE)).with(NONE, NONE));
});

const BEGIN = '# muslrust-chef: begin defaults (yours decide)\n';
const END = '# muslrust-chef: end defaults\n';
const BEGIN_2 = '# muslrust-chef: begin generated files\n';
const END_2 = '# muslrust-chef: end generated files\n';
/** As it was written, with lines that are not known any more. */
const WRITTEN = read('').with({ ...BEFORE, lines: ['x', '/target', 'y'] }, NONE);
const WRITTEN_2 = read('').with(NONE, { ...AFTER, lines: ['z'] });
const put = (text: string, line: string) => WRITTEN.replace(text, line + text);

test.each([
  ['a block as it was written', `a\n${WRITTEN}d\n`, 'a\nd\n'],
  ['known lines beside it', `/target\n${WRITTEN}/target\n`, '/target\n/target\n'],
  ['two blocks', `${WRITTEN}a\n${WRITTEN_2}b\n`, 'a\nb\n'],
  ['one block in front of the other', `${WRITTEN}${WRITTEN_2}b\n`, 'b\n'],
  ['a block in CRLF', crlf(`a\n${WRITTEN}b\n`), 'a\r\nb\r\n'],
  ['lines put in at the beginning', put('x\n', 'mine\n/target\n'), 'mine\n/target\n'],
  ['lines put in between', put('y\n', 'mine\n\n'), 'mine\n\n'],
  ['lines put in at the end', put('# muslrust-chef: end', 'mine\n'), 'mine\n'],
  ['lines put in at two places: those that are not known', put('x\n', '1\n').replace('y\n', '2\ny\n'), '1\nx\n2\ny\n'],
  ['a line taken out: those that are not known', WRITTEN.replace('x\n', ''), 'y\n'],
  ['all taken out', WRITTEN.replace('x\n/target\ny\n', ''), ''],
  ['a line edited', WRITTEN.replace('x\n', 'mine\n'), 'mine\ny\n'],
  ['an end that says nothing', `a\n${BEGIN}b\n/target\n${END}c\n`, 'a\nb\nc\n'],
  ['an end that says nothing, beside known lines', `/target\n${BEGIN}b\n${END}/target\n`, '/target\nb\n/target\n'],
  ['an empty block', `a\n${BEGIN}${END}b\n`, 'a\nb\n'],
  ['no end: the known lines behind', `a\n${BEGIN}/target\n!/Dockerfile\nb\n/target\n`, 'a\nb\n/target\n'],
  ['no end: none before', `/target\n${BEGIN}b\n`, '/target\nb\n'],
  ['no begin: the known lines before', `/target\na\n/target\n!/Dockerfile\n${END}b\n`, '/target\na\nb\n'],
  ['no begin: none behind', `a\n${END}/target\n`, 'a\n/target\n'],
  ['the end of the other block', `a\n${BEGIN}/target\nb\n!/Dockerfile\n${END_2}c\n`, 'a\nb\nc\n'],
  ['a begin in front of a block', `a\n${BEGIN}/target\nb\n${WRITTEN}c\n`, 'a\nb\nc\n'],
  ['an end behind a block', `a\n${WRITTEN}b\n/target\n${END}c\n`, 'a\nb\nc\n'],
  ['a lone begin at the end', `a\n${BEGIN}/target`, 'a\n'],
  ['a lone end at the beginning', `${END}a\n`, 'a\n'],
  ['CRLF', crlf(`a\n${BEGIN}/target\nb\n`), 'a\r\nb\r\n'],
  ['blanks behind a known line', `a\n${BEGIN}/target  \nb\n`, 'a\nb\n'],
  ['without a final newline', `a\n${WRITTEN.trimEnd()}`, 'a\n'],
  ['known lines without marks', 'a\n/target\n!/Dockerfile\n', 'a\n/target\n!/Dockerfile\n'],
  ['behind a blank it is no mark', ` ${BEGIN}/target\n ${END}`, ` ${BEGIN}/target\n ${END}`],
  [
    'another title',
    '# muslrust-chef: begin defaultsx\n/target\n# muslrust-chef: begin others\n',
    '# muslrust-chef: begin defaultsx\n/target\n# muslrust-chef: begin others\n',
  ],
  ['another word', '# muslrust-chef: starts defaults\n/target\n', '# muslrust-chef: starts defaults\n/target\n'],
  ['a byte order mark', `${BOM}${BEGIN}/target\n${END}a\n`, 'a\n'],
  ['a byte order mark elsewhere', `a\n${BOM}b\n`, `a\n${BOM}b\n`],
])('whose lines are whose: %s', (_, text, own) => {
  expect(read(text).own).toBe(own);
});

test('wherever marks stand, no line is lost that is not known or in a block', () => {
  const line = constantFrom(BEGIN, END, BEGIN_2, END_2, '/target\n', '!/Dockerfile\n');
  const mine = (name: string) => `${name}\n`;
  assert(
    property(array(line, { maxLength: 4 }), array(line, { maxLength: 4 }), (before, after) => {
      const text = [mine('first'), ...before, ...after, mine('last')].join('');
      const { own } = read(text);
      expect(own.startsWith('first\n')).toBe(true);
      expect(own.endsWith('last\n')).toBe(true);
      expect(own).not.toContain('muslrust-chef');
    }),
  );
});
