import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LogLevel } from 'projen';
import * as ts from 'typescript';
import { CRATE, synthesise } from './synth';
import { tempDir, writeTree } from './util';
import * as api from '../src';
import { RECORD } from '../src/record/synth-record';
import { reportOnFleet } from '../src/report/fleet-report';

const FLEET = join(__dirname, '../example/fleet');

jest.mock('projen-muslrust-chef', () => api, { virtual: true });

/** A service, as its rc file makes it. */
function service(options: object, files: Record<string, string> = CRATE): string {
  const { AcmeRustService } = jest.requireActual(join(FLEET, 'src/index.ts'));
  // what npm installs is nothing to this
  const outdir = writeTree(tempDir(), { 'package.json': '{ "private": true }\n', ...files });
  synthesise(new AcmeRustService({ name: 'orders', outdir, logging: { level: LogLevel.OFF }, ...options }));
  return outdir;
}

const recordIn = (dir: string) => JSON.parse(readFileSync(join(dir, RECORD), 'utf8'));

test('a service has the defaults of its organisation', () => {
  expect(recordIn(service({}))).toMatchObject({
    images: [{ name: 'app', reference: 'ghcr.io/acme/orders/app' }],
    runtimeBase: 'cgr.dev/chainguard/static:latest',
    attestations: true,
  });
});

test.each<[string, object, string]>([
  ['policy-registry[app]', { imageRepository: 'ghcr.io/other/orders' }, 'it must be in ghcr.io/acme'],
  [
    'policy-runtime-base',
    { runtimeBase: api.RuntimeBase.distrolessStatic() },
    'it must be cgr.dev/chainguard/static or scratch',
  ],
  ['acme-arm64', { platforms: [api.Platform.LINUX_AMD64] }, 'half of our nodes are Arm'],
])('%s stops it, unless there is a reason', (id, muslRustChefOptions, text) => {
  expect(() => service({ muslRustChefOptions })).toThrow(text);
  const dir = service({ muslRustChefOptions, exceptions: { [id]: 'until May' } });
  expect(reportOnFleet([dir]).projects[0].findings).toContainEqual(
    expect.objectContaining({ id, level: 'error', acknowledged: true, reason: 'until May' }),
  );
});

test('the package compiles against this one', () => {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(__dirname, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    __dirname,
  );
  const paths = { 'projen-muslrust-chef': [join(__dirname, '../src/index.ts')] };
  const program = ts.createProgram([join(FLEET, 'src/index.ts')], { ...options, paths, skipLibCheck: true });
  const messages = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  expect(messages).toEqual([]);
});

test('its page has an rc file that works', () => {
  const [, code] = /```js\n(.*?)```/s.exec(readFileSync(join(FLEET, 'README.md'), 'utf8'))!;
  const [, options] = /AcmeRustService\((\{.*?\})\)/s.exec(code)!;
  const files = {
    ...CRATE,
    ...Object.fromEntries(['a', 'b', 'c'].map((name) => [`src/bin/${name}.rs`, 'fn main() {}\n'])),
  };
  const dir = service(new Function(`return (${options})`)(), files);
  expect(recordIn(dir).findings).toContainEqual(expect.objectContaining({ id: 'acme-images', acknowledged: true }));
});
