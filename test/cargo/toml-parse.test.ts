import { isTable, parseToml, readToml } from '../../src/cargo/toml-parse';

test.each([
  ['a = 1\nb = "x"\n', { a: 1, b: 'x' }],
  ['[a.b]\nc = [1, { d = true }]\n', { a: { b: { c: [1, { d: true }] } } }],
  ['a = 1\r\n[b]\r\nc = """x\r\ny"""\r\n', { a: 1, b: { c: 'x\ny' } }],
])('%j is plain values', (text, expected) => {
  expect(parseToml(text)).toStrictEqual(expected);
});

test('dates that differ in kind alone differ', () => {
  const values = ['2020-01-01', '2020-01-01T00:00:00', '2020-01-01T00:00:00Z', '2020-01-01T00:00:01Z', '00:00:00'].map(
    (date) => parseToml(`a = ${date}\n`).a,
  );
  expect(new Set(values).size).toBe(values.length);
  for (const value of values) expect(typeof value).toBe('string');
  expect(parseToml('a = [2020-01-01T00:00:00Z]\n')).toEqual({ a: [expect.any(String)] });
});

test('what cargo takes beyond TOML 1.0 is read, and is no TOML 1.0', () => {
  const text = 'a = {\r\n  b = 1,\r\n}\r\n';
  expect(() => parseToml(text)).toThrow();
  expect(readToml(`x = 1\r\n${text}[c]\r\ny = 2\r\n`)).toStrictEqual({ x: 1, a: { b: 1 }, c: { y: 2 } });
});

test.each([
  [String.raw`a = "\e[0m \x41\\e \\\x7e"`, '\u001b[0m A\\e \\~'],
  [String.raw`a = """x\e\x41"""`, 'x\u001bA'],
  [String.raw`a = '\e' # \e "`, '\\e'],
  [String.raw`a = '''\x41'''`, '\\x41'],
])('escapes that TOML 1.1 adds are those of cargo: %s', (text, a) => {
  expect(readToml(`${text}\nb = {\n c = 1,\n}\n`)).toStrictEqual({ a, b: { c: 1 } });
});

test.each(['a = "\\x4"', 'a = "\\q"', 'a = "\\xgg"'])('other escapes are not: %s', (text) => {
  expect(() => readToml(text)).toThrow(/escape/);
});

test('an error says where it is in the text as it stands', () => {
  expect(() => readToml('a = {\n  b = 1,\n}\n\nc = \n')).toThrow(/row 1\b|row 2\b/);
  expect(() => readToml('a = 1\nb = \n')).toThrow(/at row 2, col 5/);
});

test.each<[unknown, boolean]>([
  [{}, true],
  [[], false],
  [null, false],
  [undefined, false],
  ['x', false],
  [new Date(), false],
])('%j is a table: %s', (value, expected) => {
  expect(isTable(value)).toBe(expected);
});
