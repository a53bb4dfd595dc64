import { assertValidImage, ImageValues } from '../../src/image/image-validation';

const BINARY = {
  name: 'app',
  rootFile: 'crates/a/src/main.rs',
  package: { manifestPath: 'crates/a/Cargo.toml', directory: 'crates/a' },
};

const IMAGE: ImageValues = {
  binary: BINARY,
  executable: '/usr/local/bin/app',
  name: 'app',
  args: [],
  env: {},
  ports: [],
  smokeTest: [],
  labels: {},
};

const check = (values: Partial<ImageValues>) => () => assertValidImage('image "x"', { ...IMAGE, ...values });
const each = <T>(values: T[], make: (value: T) => Partial<ImageValues>) => values.map(make);

test.each<Partial<ImageValues>>([
  {},
  ...each(['a', 'A', '_', '7zip', 'my-app', 'my_app', 'c++', 'v1.2'], (name) => ({ binary: { ...BINARY, name } })),
  ...each(['a', '7', 'a.b', 'a_b', 'a__b', 'a-b', 'a---b', 'a.b-c_d', 'app2'], (name) => ({ name })),
  { ports: [1, 80, 65535] },
  ...each(['/', '/healthz', '/a/b?c=d&e=%20', "/~a.b_c-d!$&'()*+,;=:@"], (smokeTestPath) => ({
    ports: [80],
    smokeTestPath,
  })),
  { env: { A: '', _: 'a b', a1_B: '"$`\\ é' } },
  { labels: { a: '', 'org.opencontainers.image.vendor': 'A B', 'a-b_c/D.9': '"' } },
  { args: ['', '--a b', '\t', 'a\r\nb'], smokeTest: ['--help'] },
  { args: ['app', '/usr/local/bin/app'], smokeTest: ['/usr/local/bin/apps', 'CMD'], healthcheck: { args: ['/bin'] } },
])('%j is accepted', (values) => {
  expect(check(values)).not.toThrow();
});

test.each<[what: string, values: Partial<ImageValues>[], message: string]>([
  [
    'the name of a binary',
    each(['', '-a', '.a', '+', 'a b', 'a;b', 'a$b', 'a/b', 'a\n', 'é', 'сервер', 'サーバー'], (name) => ({
      binary: { ...BINARY, name },
    })),
    'alone, beginning with one of the first three, as scripts and every file system take it. Give it another in crates/a/Cargo.toml, ' +
      'e.g. `[[bin]]`, `name = "app"` and `path = "src/main.rs"`.',
  ],
  [
    'a name',
    each(
      ['', 'A', '-a', 'a-', '.a', 'a.', 'a..b', 'a._b', 'a___b', '_a', 'a_', 'a/b', 'a:b', 'a b', 'a\n', 'сервер', 'é'],
      (name) => ({
        name,
      }),
    ),
    'is not an image name. Set `name`: lower-case letters from a to z and digits, separated by ".", "_" or "-", as in "my-app".',
  ],
  [
    'the name of the builder image',
    [{ name: 'muslrust-chef' }],
    'an image can\'t be named "muslrust-chef": that is the place of the builder image. Set another `name`.',
  ],
  [
    'a port',
    each([0, -1, 65536, 1.5, NaN, Infinity], (port) => ({ ports: [80, port] })),
    'which is not a TCP port. Ports are whole numbers from 1 to 65535.',
  ],
  ['a port twice', each([80, 443], (port) => ({ ports: [80, port, 443] })), ' twice. List each once.'],
  [
    'a path to ask for',
    each(['', 'a', 'x/a', '/a b', '/a#b', '/"', '/<', '/\\', '/a\n', '/é'], (smokeTestPath) => ({
      ports: [80],
      smokeTestPath,
    })),
    'which is not a path of a URL. Begin it with "/", as in "/healthz", and encode what a URL can\'t hold.',
  ],
  [
    'a path to ask for, and no port',
    [{ smokeTestPath: '/' }],
    'smokeTestPath is requested on the first of `ports`, and there is none. Set `ports`.',
  ],
  [
    'a variable',
    each(['', '1A', 'A B', 'A=B', 'A-B', 'A.B', ' A', 'A\n', 'é'], (key) => ({ env: { GOOD: '', [key]: '' } })),
    'which is not the name of an environment variable. Use letters, digits and "_", not beginning with a digit.',
  ],
  [
    'a label',
    each(['', '.a', 'a.', '-a', 'a-', '_a', 'a/', 'a b', 'a=b', 'a"', 'a\n', 'é'], (key) => ({
      labels: { good: '', [key]: '' },
    })),
    'which is not a label key. Use letters, digits, ".", "-", "_" and "/", e.g. "org.opencontainers.image.vendor".',
  ],
  [
    'NUL in an argument',
    [{ args: ['a', 'b\0c'] }],
    'args has "b\\u0000c"; an argument of a program ends at the character NUL. Remove it.',
  ],
  ...['\n', '\r', '\0', 'a\nb', 'a\r\n'].flatMap((text): [string, Partial<ImageValues>[], string][] => [
    [
      `${JSON.stringify(text)} in a text`,
      [{ env: { GOOD: '', BAD: text } }, { labels: { good: '', bad: text } }],
      `has ${JSON.stringify(text)}; a Dockerfile can't hold a line break in a value. Remove it.`,
    ],
    [
      `${JSON.stringify(text)} in a command`,
      [{ smokeTest: ['a', text] }],
      `smokeTest has ${JSON.stringify(text)}; the command of a task and of a step is one line. Remove it.`,
    ],
  ]),
])('%s is refused', (_, refused, message) => {
  for (const values of refused) {
    expect(check(values)).toThrow(message);
    expect(check(values)).toThrow(/^image "x": /);
  }
});

test.each<[Partial<ImageValues>, string]>([
  [{ name: 'A"' }, 'image "x": "A\\"" is'],
  [{ ports: [0] }, 'image "x": ports has 0, '],
  [{ ports: [80], smokeTestPath: 'a b' }, 'image "x": smokeTestPath is "a b", '],
  [{ env: { 'A B': '' } }, 'image "x": env has "A B", '],
  [{ labels: { 'a b': '' } }, 'image "x": labels has "a b", '],
  [{ args: ['\0'] }, 'image "x": args has '],
  [{ smokeTest: ['\n'] }, 'image "x": smokeTest has '],
  [{ env: { A: '\n' } }, 'image "x": env has '],
  [{ labels: { a: '\n' } }, 'image "x": labels has '],
  ...(['args', 'smokeTest'] as const).map((option): [Partial<ImageValues>, string] => [
    { [option]: ['/usr/local/bin/app', 'a'] },
    `image "x": ${option} begins with "/usr/local/bin/app", and that is put before it. Leave it out.`,
  ]),
  [
    { healthcheck: { args: ['/usr/local/bin/app', 'health'] } },
    'image "x": healthcheck.args begins with "/usr/local/bin/app", and that is put before it. Leave it out.',
  ],
  ...['CMD', 'CMD-SHELL', 'NONE'].map((word): [Partial<ImageValues>, string] => [
    { healthcheck: { args: [word, 'curl'] } },
    `image "x": healthcheck.args begins with "${word}", and is a list of arguments for the program. Leave it out.`,
  ]),
])('of %j the message names option and value', (values, message) => {
  expect(check(values)).toThrow(message);
});
