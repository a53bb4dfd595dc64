import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { UserError } from '../../src/messages/user-error';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

afterEach(() => {
  delete process.env.DEBUG;
});

function fail(depth: number): never {
  if (depth > 0) fail(depth - 1);
  throw new UserError('a: b\nc');
}

function stackOf(call: () => never): string[] {
  try {
    return call();
  } catch (error) {
    return (error as Error).stack!.split('\n');
  }
}

test('of the stack, what is left is one line of the user', () => {
  const { stackTraceLimit } = Error;
  const stack = stackOf(() => fail(30));
  expect(stack.slice(0, 2)).toEqual(['a: b', 'c']);
  expect(stack.slice(2)).toEqual([expect.stringMatching(/^ +at fail \(.*user-error\.test\.ts:\d+:\d+\)$/)]);
  expect(Error.stackTraceLimit).toBe(stackTraceLimit);
});

test('a line of the message is none of the stack', () => {
  const stack = stackOf(() => {
    throw new UserError('a:\n    at b');
  });
  expect(stack).toEqual(['a:', '    at b', expect.stringMatching(/user-error\.test\.ts:\d+:\d+\)?$/)]);
});

test('where no line of the user led to it, the message is all', async () => {
  const error = Promise.resolve().then(Reflect.construct.bind(undefined, UserError, ['a: b'], UserError));
  // who waits for it while it is made is on the stack
  await new Promise(setImmediate);
  expect((await error).stack).toBe('a: b');
});

test.each(['Kernel', 'KernelHost'])(
  'no line of the user is that of %s, by which jsii serves other languages',
  (name) => {
    const create = Object.defineProperty(() => fail(0), 'name', { value: `${name}.create` });
    const stack = stackOf(create);
    expect(stack).toEqual(['a: b', 'c', expect.stringMatching(/^ +at fail /)]);
  },
);

test('it is an error like others', () => {
  expect(new UserError('x')).toBeInstanceOf(Error);
  expect(String(new UserError('x'))).toBe('Error: x');
});

test('with `npx projen --debug` all of it is left', () => {
  process.env.DEBUG = 'true';
  expect(stackOf(() => fail(30)).length).toBeGreaterThan(5);
});

test.each([
  ['js', 'new MuslRustChef(project, { alocator: 1 });', 'MuslRustChef: alocator is no option; did you mean allocator?'],
  ['ts', 'new MuslRustChef(project, { platforms: [] as string[] });', 'platforms: the list is empty. '],
])('Node.js ends with the message, and the line that led to it: .projenrc.%s with %s', (extension, code, message) => {
  const line = 5;
  const dir = writeTree(tempDir(), {
    ...CRATE,
    [`.projenrc.${extension}`]: [
      `const { Project } = require(${JSON.stringify(require.resolve('projen'))});`,
      `const { MuslRustChef } = require(${JSON.stringify(join(__dirname, '..', '..', 'src'))});`,
      `const project = new Project({ name: 'app', outdir: __dirname });`,
      '',
      code,
    ].join('\n'),
  });
  const rc = join(dir, `.projenrc.${extension}`);
  const { status, stderr } = spawnSync(process.execPath, ['--require', require.resolve('tsx/cjs'), rc], {
    encoding: 'utf8',
    env: { ...process.env, DEBUG: '' },
  });
  expect(status).toBe(1);
  const lines = stderr.split('\n');
  const at = lines.findIndex((each) => each.startsWith(message));
  expect(lines.slice(at + 1, at + 4)).toEqual([
    expect.stringMatching(new RegExp(`^    at .*${rc}:${line}:1`)),
    '',
    expect.stringMatching(/^Node\.js v/),
  ]);
  // before it is what Node.js says of any error: a file, a line of it, and a mark
  expect(lines.filter((each) => /^\s+at /.test(each))).toHaveLength(1);
});
