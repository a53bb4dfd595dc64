import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Assembly } from '../src/options/assembly';
import { ClassType, InterfaceType, Method, Type } from '../src/options/assembly-types';
import { propertiesOf } from '../src/options/properties-of';

const ROOT = join(__dirname, '..');
const isThere = spawnSync('python3', ['--version']).status === 0;
// in CI nobody would notice
const withPython = isThere || process.env.CI ? describe : describe.skip;

/** The code in Python of all pages, by where it is. */
const SNIPPETS = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)]
  .filter((page) => page.endsWith('.md'))
  .flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    return [...text.matchAll(/^```py\n(.*?)^```$/gms)].map(({ index, 1: code }): [string, string] => [
      `${page}:${text.slice(0, index).split('\n').length + 1}`,
      code,
    ]);
  });

/** What a program says of this package: what it imports, what it calls with which keywords, what it takes of classes. */
interface Program {
  readonly imported: string[];
  readonly calls: [callee: string, keywords: string[]][];
  readonly members: string[];
}

const READ = `
import ast, json, sys
tree = ast.parse(sys.stdin.read())
nodes = list(ast.walk(tree))
print(json.dumps({
    'imported': [n.name for i in nodes if isinstance(i, ast.ImportFrom) and i.module == 'projen_muslrust_chef' for n in i.names],
    'calls': [[ast.unparse(n.func), [k.arg for k in n.keywords]] for n in nodes if isinstance(n, ast.Call)],
    'members': [ast.unparse(n) for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.value, ast.Name)],
}))
`;

function read(code: string): Program {
  const { status, stdout, stderr } = spawnSync('python3', ['-c', READ], { input: code, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout) as Program;
}

/** As jsii calls it in Python. */
const snake = (name: string) => name.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);

function typeOf(name: string): Type | undefined {
  try {
    return Assembly.typeOf(`projen-muslrust-chef.${name}`);
  } catch {
    return undefined;
  }
}

/** The keywords of what takes parameters: the properties of a struct that is the last of them. */
function keywordsOf(callable: ClassType['initializer']): string[] {
  const last = callable?.parameters?.at(-1)?.type.fqn;
  const struct = last === undefined ? undefined : Assembly.typeOf(last);
  const names = (callable?.parameters ?? []).map(({ name }) => name);
  return [...names, ...(isStruct(struct) ? propertiesOf(struct).keys() : [])].map(snake);
}

function isStruct(type: Type | undefined): type is InterfaceType {
  return type?.kind === 'interface' && type.datatype === true;
}

/** What is wrong with a program, by what jsii knows of this package. */
function faultsOf({ imported, calls, members }: Program): string[] {
  const methodOf = (type: Type | undefined, name: string): Method | undefined =>
    type?.kind === 'class' ? type.methods?.find((method) => method.static && snake(method.name) === name) : undefined;
  const own = imported.length > 0 ? imported : calls.map(([callee]) => callee.split('.')[0]);
  return [
    ...imported.filter((name) => !typeOf(name)).map((name) => `${name} is not there`),
    ...calls.flatMap(([callee, keywords]) => {
      const [name, method] = callee.split('.');
      const type = own.includes(name) ? typeOf(name) : undefined;
      if (!type) return [];
      const known = isStruct(type)
        ? [...propertiesOf(type).keys()].map(snake)
        : keywordsOf(method === undefined ? (type as ClassType).initializer : methodOf(type, method));
      return keywords.filter((keyword) => !known.includes(keyword)).map((keyword) => `${callee} has no ${keyword}`);
    }),
    ...members.flatMap((member) => {
      const [name, part] = member.split('.');
      const type = own.includes(name) ? typeOf(name) : undefined;
      const isMember =
        methodOf(type, part) !== undefined ||
        (type?.kind === 'enum' && type.members.some((each) => each.name === part)) ||
        (type?.kind === 'class' && type.properties?.some((property) => property.static && property.name === part));
      return !type || isMember ? [] : [`${member} is not there`];
    }),
  ];
}

withPython('the code in Python of the pages', () => {
  test('is there', () => expect(SNIPPETS.length).toBeGreaterThanOrEqual(3));

  test.each(SNIPPETS)('%s says what is there', (_, code) => {
    expect(faultsOf(read(code))).toEqual([]);
  });

  test('would be seen to say something else', () => {
    const code =
      'from projen_muslrust_chef import BuildStrategy, ContainerRegistry, MuslRustChef, Nothing\n' +
      'MuslRustChef(project, imageDefaults=None, strategy=BuildStrategy.NONE)\n' +
      "ContainerRegistry.docker_hub(username='a')\nContainerRegistry.dockerHub()\n";
    expect(faultsOf(read(code)).sort()).toEqual([
      'BuildStrategy.NONE is not there',
      'ContainerRegistry.dockerHub is not there',
      'ContainerRegistry.docker_hub has no username',
      'MuslRustChef has no imageDefaults',
      'Nothing is not there',
    ]);
  });
});
