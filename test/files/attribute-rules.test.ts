import { AttributeRules } from '../../src/files/attribute-rules';
import { git } from '../git';
import { tempDir, writeTree } from '../util';

const PATHS = [
  'a.json',
  'b.toml',
  'docker/a.sh',
  'docker/deep/a.sh',
  'docker-bake.json',
  '.github/workflows/x.yml',
  'a b.txt',
  '[x].txt',
  'Ab1.json',
  'x*y',
  '-',
];

const FILES: Record<string, string>[] = [
  ...[
    '',
    '*.json filter=lfs diff=lfs merge=lfs -text',
    '* text=auto\n*.json -text\na.json !text',
    '*.json binary',
    '*.json binary\na.json text',
    '*.json binary\na.json -binary',
    '*.json binary\na.json !binary',
    'a.json text binary\nb.toml binary text',
    '[attr]lfs filter=lfs -text\n*.json lfs',
    '[attr]a x\n[attr]b a y=1\n*.json b',
    '[attr]a b\n[attr]b a\n*.json a',
    'docker/* x',
    'docker/** x',
    'docker/ x',
    'docker x',
    '/docker/a.sh x',
    '/a.sh x',
    'a.sh x',
    '**/a.sh x',
    '/**/a.sh x',
    'docker/**/a.sh x',
    '** x',
    'd**h x',
    '**/deep/** x',
    'docker/d*/a.?h x',
    '.github/**/*.yml x',
    '"a b.txt" x',
    '"a\\040b.txt" x',
    '"unfinished x',
    'a\\ b.txt x',
    '\\[x\\].txt x',
    '[[]x].txt x',
    '[!a]b1.json x',
    '[^a-z]b[0-9].json x',
    '[[:upper:]]b[[:digit:]].json x',
    '[[:alpha:]-]* x',
    '[]x].txt x',
    'x\\*y x',
    'x[*]y x',
    '!a.json x',
    '# a.json x',
    '  a.json   x\ty=2  ',
    '\ta.json x\r',
    '\uFEFFa.json x',
    'a.json x=1 x=2 -x x',
    'a.json x= y',
    'A.JSON x',
    '[ x',
    '- x',
  ].map((text) => ({ '.gitattributes': text })),
  { '.gitattributes': '*.sh x=1', 'docker/.gitattributes': 'a.sh x=2\n/deep/a.sh y' },
  { '.gitattributes': '*.sh x=1', 'docker/.gitattributes': '[attr]m z\n* m\n*.sh !x' },
  { '.gitattributes': '[attr]m z', 'docker/deep/.gitattributes': '* m -text' },
];

test.each(FILES)('%j says what git says', (files) => {
  const dir = writeTree(tempDir(), files);
  git(dir, 'init', '--quiet');
  const answer = git(dir, 'check-attr', '-z', '--all', '--', ...PATHS).split('\0');
  const expected: Record<string, Record<string, string>> = Object.fromEntries(PATHS.map((path) => [path, {}]));
  for (let at = 0; at + 2 < answer.length; at += 3) expected[answer[at]][answer[at + 1]] = answer[at + 2];

  const rules = new AttributeRules();
  Object.entries(files).forEach(([path, text]) => rules.add(text, path.replace('.gitattributes', '')));
  const words = new Map<unknown, string>([
    [true, 'set'],
    [false, 'unset'],
  ]);
  const said = PATHS.map((path) => {
    const values = [...rules.of(path)].filter(([, value]) => value !== undefined);
    return [path, Object.fromEntries(values.map(([name, value]) => [name, words.get(value) ?? value]))];
  });
  expect(Object.fromEntries(said)).toEqual(expected);
});
