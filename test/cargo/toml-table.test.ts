import { TomlTable } from '../../src/cargo/toml-table';

const table = (text: string) => TomlTable.parse(text, 'Cargo.toml');
const ALL = table(
  's = "x"\nb = false\nl = ["a", "b"]\ne = []\nn = 1\nm = ["a", 1]\nd = 2020-01-01\n[t]\nk = "v"\n[[a]]\nk = 1\n[[a]]\n',
);

test('values are read by type, and are undefined where they are not there', () => {
  expect(ALL.string('s')).toBe('x');
  expect(ALL.boolean('b')).toBe(false);
  expect(ALL.strings('l')).toEqual(['a', 'b']);
  expect(ALL.strings('e')).toEqual([]);
  expect(ALL.tables('e')).toEqual([]);
  expect(ALL.table('t')!.string('k')).toBe('v');
  expect(ALL.tables('a')!.map((entry) => entry.keys())).toEqual([['k'], []]);
  for (const read of ['string', 'boolean', 'strings', 'table', 'tables'] as const) {
    expect(ALL[read]('none')).toBeUndefined();
    // what every object has is no value
    expect(ALL[read]('constructor')).toBeUndefined();
  }
});

test('a table has the keys that it says', () => {
  expect(ALL.keys()).toEqual(['s', 'b', 'l', 'e', 'n', 'm', 'd', 't', 'a']);
  expect(['s', 'none', 'constructor'].map((key) => ALL.has(key))).toEqual([true, false, false]);
});

test.each<['string' | 'boolean' | 'strings' | 'table' | 'tables', string[], string]>([
  ['string', ['b', 'l', 'n', 't'], 'a string'],
  ['boolean', ['s', 'n', 't'], 'true or false'],
  ['strings', ['s', 'm', 't', 'a'], 'a list of strings'],
  ['table', ['s', 'b', 'l', 'n', 'a'], 'a table'],
  ['tables', ['s', 'l', 't'], 'a list of tables, as in [[KEY]]'],
])('a wrong %s is answered with the file and the key', (read, keys, expected) => {
  for (const key of keys) {
    expect(() => ALL[read](key)).toThrow(new Error(`Cargo.toml: ${key} must be ${expected.replace('KEY', key)}`));
  }
});

test.each<[string[], string]>([
  [[], "target.'cfg(unix)'"],
  [['dependencies', 'serde_json-1'], "target.'cfg(unix)'.dependencies.serde_json-1"],
  [['a b', ''], "target.'cfg(unix)'.'a b'.''"],
])('a path is quoted where TOML wants it: %j', (keys, path) => {
  const unix = table("[target.'cfg(unix)']\n").table('target')!.table('cfg(unix)')!;
  expect(unix.keyPath(...keys)).toBe(path);
  expect(unix.at(...keys)).toBe(`Cargo.toml: ${path}`);
  expect(ALL.tables('a')![1].at('k')).toBe('Cargo.toml: a.k');
});

test.each([
  ['a = \n', /^Cargo\.toml:1:5: not valid TOML: \w/],
  ['\n\nab = 1 2\n', /^Cargo\.toml:3:8: not valid TOML: Unexpected character/],
  ['a = 1\n<<<\n', /^Cargo\.toml:2:1: not valid TOML: unexpected "<"$/],
  ['a = "\\q"\n', /^Cargo\.toml:1:\d+: not valid TOML: unknown escape \\q in a string$/],
  [
    'a = 1\n<<<<<<< HEAD\nb = 1\n=======\nb = 2\n>>>>>>> x\n',
    /^Cargo\.toml:2: a merge is not finished here: resolve it, and synth again$/,
  ],
  ['[[p]]\n>>>>>>> x\n', /^Cargo\.toml:2: a merge is not finished/],
  ['[[p]]\n<<<<<<< HEAD\n', /^Cargo\.toml:2: a merge is not finished/],
  ['a = 1\n=======\n', /^Cargo\.toml:2: a merge is not finished/],
  ['a = 1\na = 2\n', /^Cargo\.toml:2:6: not valid TOML: Can't redefine existing key$/],
])('what is no TOML is answered with line and column: %j', (text, message) => {
  expect(() => table(text)).toThrow(message);
});
