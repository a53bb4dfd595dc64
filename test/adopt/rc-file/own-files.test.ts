import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readCompose } from '../../../src/adopt/old-compose';
import { keptPatterns } from '../../../src/adopt/old-dockerignore';
import { isOfModules, withDevDependencies } from '../../../src/adopt/rc-file/own-package-json';
import { specOf } from '../../../src/adopt/running-package';
import { ContextRules } from '../../../src/dockerfile/context-rules';
import { tempDir, writeTree } from '../../util';

describe('a package.json of the user', () => {
  const add = (text: string) => withDevDependencies('package.json', text, { projen: '^1.0.0', constructs: '^10.0.0' });

  test.each<[what: string, before: string, after: string]>([
    [
      'sorted',
      '{\n  "devDependencies": {\n    "vite": "1"\n  }\n}\n',
      '{\n  "devDependencies": {\n    "constructs": "^10.0.0",\n    "projen": "^1.0.0",\n    "vite": "1"\n  }\n}\n',
    ],
    [
      'in its own indentation',
      '{\n\t"name": "a"\n}',
      '{\n\t"name": "a",\n\t"devDependencies": {\n\t\t"constructs": "^10.0.0",\n\t\t"projen": "^1.0.0"\n\t}\n}',
    ],
    [
      'with its own line ends',
      '{\r\n  "name": "a"\r\n}\r\n',
      '{\r\n  "name": "a",\r\n  "devDependencies": {\r\n    "constructs": "^10.0.0",\r\n    "projen": "^1.0.0"\r\n  }\r\n}\r\n',
    ],
    [
      'but for those that it has',
      '{ "dependencies": { "projen": "0", "constructs": "0" } }\n',
      '{ "dependencies": { "projen": "0", "constructs": "0" } }\n',
    ],
  ])('gets what is needed %s', (_, before, after) => {
    expect(add(before)).toBe(after);
  });

  test.each(['{', '[]', ''])('is refused where it is %j', (text) => {
    expect(() => add(text)).toThrow('package.json is not valid JSON, or no object: mend it, and adopt again');
  });

  test('says whether its programs are modules', () => {
    expect(isOfModules('package.json', '{"type":"module"}')).toBe(true);
    expect(isOfModules('package.json', '{}')).toBe(false);
  });
});

describe('the package is taken from where it was run from', () => {
  const root = tempDir();
  const place = tempDir();
  const folder = join(place, 'node_modules', 'projen-muslrust-chef');
  mkdirSync(folder, { recursive: true });
  const spec = (said: string) => {
    writeTree(place, { 'package.json': JSON.stringify({ dependencies: { 'projen-muslrust-chef': said } }) });
    return specOf({ name: 'projen-muslrust-chef', version: '1.2.3', folder }, root);
  };

  test.each<[said: string, spec: string]>([
    ['^1.2.0', '^1.2.0'],
    ['github:acme/chef', 'github:acme/chef'],
    ['https://example.com/chef.tgz', 'https://example.com/chef.tgz'],
    ['file:chef.tgz', `file:../${place.split('/').at(-1)}/chef.tgz`],
    ['file:../x/chef.tgz', 'file:../x/chef.tgz'],
  ])('%s', (said, expected) => {
    expect(spec(said)).toBe(expected);
  });

  test('a folder, where it was not installed', () => {
    expect(specOf({ name: 'projen-muslrust-chef', version: '1.2.3', folder: join(place, 'checkout') }, root)).toBe(
      `file:../${place.split('/').at(-1)}/checkout`,
    );
  });

  test('and others by their versions', () => {
    expect(specOf({ name: 'projen', version: '0.103.25', folder }, root)).toBe('^0.103.25');
  });
});

describe('a .dockerignore of the user', () => {
  test.each([
    ['data\\ dir', 'data dir', 'data dir/key'],
    ['back\\\\slash', 'back?slash', 'back\\slash'],
    ['\\#notes', '?notes', '#notes'],
    ['a\\*b', 'a?b', 'a*b'],
  ])('%j is said without backslashes, and hides the same', (line, said, path) => {
    expect(keptPatterns('.dockerignore', `${line}\n`, () => false)).toEqual({ lines: [said], remarks: [] });
    expect(new ContextRules(said).hiding(path)).toBeDefined();
  });

  const kept = (text: string) =>
    keptPatterns('.dockerignore', text, (path) => path === 'Cargo.lock' || path === 'Cargo.toml');

  test('keeps what hides more, with its comments', () => {
    const { lines, remarks } = kept(
      '# built\ntarget/\n**/target\n\n# large\ndocs/\n!docs/api\n.git\n*.log\nDockerfile*\n',
    );
    expect(lines).toEqual(['# large', 'docs/', '!docs/api', '*.log']);
    expect(remarks).toEqual([]);
  });

  test.each([
    ['Cargo.lock', 'Cargo.lock'],
    ['*.toml', 'Cargo.toml'],
    ['docker', 'docker/keep-target.sh'],
  ])('loses %s, which the build reads, and says so', (line, needed) => {
    expect(kept(`a\n${line}\n`)).toEqual({
      lines: ['a'],
      remarks: [{ file: '.dockerignore', line: 2, text: expect.stringContaining(`hides ${needed}`) }],
    });
  });

  test.each(['*', '**', '/*'])('that lets in what is listed (%s) is named', (all) => {
    expect(kept(`${all}\n!src\n!Cargo.toml\n`)).toEqual({
      lines: [],
      remarks: [{ file: '.dockerignore', line: 1, text: expect.stringContaining('a list of what is let in') }],
    });
  });
});

test('a compose file says which ports its services have', () => {
  const text =
    'services:\n  api:\n    build: .\n    ports: ["8080:80", "127.0.0.1:9000:90/tcp", "53:53/udp", { target: 70, published: 7000 }]\n  db: { image: postgres, ports: ["5432:5432"] }\n';
  expect(readCompose('compose.yaml', text)).toEqual([
    { dockerfile: 'Dockerfile', target: undefined, ports: [80, 90, 70] },
  ]);
  expect(readCompose('compose.yaml', 'a: [')).toEqual([]);
});
