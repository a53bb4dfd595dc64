import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import * as api from '../src';

const ROOT = join(__dirname, '..');
const PAGES = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs')).flatMap((name) => (name.endsWith('.md') ? `docs/${name}` : [])),
];

/** The code in TypeScript of all pages, by where it is. */
const SNIPPETS = new Map(
  PAGES.flatMap((page) => {
    const text = readFileSync(join(ROOT, page), 'utf8');
    return [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(({ index, 1: code }): [string, string] => [
      `${page}:${text.slice(0, index).split('\n').length + 1}`,
      code,
    ]);
  }),
);

const PROJEN = ['Project', 'github', 'javascript', 'typescript'];
const DECLARED = { project: 'Project', chef: 'MuslRustChef', dockerfile: 'Dockerfile' };

/**
 * A snippet as a module. Where a page leaves something out anything may stand. Options are on their own in it, one way to
 * say a thing below another, which no object could hold: each becomes an object of its own.
 */
function moduleOf(snippet: string): string {
  const code = snippet.replace(/\{ … \}/g, '({} as any)').replace(/\[…\]/g, '([] as any)');
  const body = /^(\/\/.*\n)*\w+: /.test(code) ? optionsIn(code) : code.replace("'projen-muslrust-chef'", "'../src'");
  const has = (name: string) => new RegExp(`\\b${name}\\b`).test(body);
  const isMissing = (name: string) => has(name) && !new RegExp(`(import|const) \\{[^}]*\\b${name}\\b`).test(body);
  const isUndeclared = ([name]: string[]) => isMissing(name) && !new RegExp(`const ${name}\\b`).test(body);
  const declared = Object.entries(DECLARED).filter(isUndeclared);
  const types = declared.map(([, type]) => type);
  const wanted = (names: string[]) => names.filter((name) => isMissing(name) || types.includes(name)).join(', ');
  return [
    `import { ${wanted(PROJEN)} } from 'projen';`,
    `import { ${wanted([...Object.keys(api), 'MuslRustChefOptions'])} } from '../src';`,
    ...declared.map(([name, type]) => `declare const ${name}: ${type};`),
    body,
  ].join('\n');
}

function optionsIn(code: string): string {
  const { statements } = ts.createSourceFile('options.ts', `({\n${code}\n})`, ts.ScriptTarget.Latest, true);
  const { expression } = statements[0] as ts.ExpressionStatement;
  return ((expression as ts.ParenthesizedExpression).expression as ts.ObjectLiteralExpression).properties
    .map((property) => `({ ${property.getText()} }) satisfies MuslRustChefOptions;`)
    .join('\n');
}

test('the code in the pages compiles', () => {
  const files = new Map([...SNIPPETS].map(([, code], i) => [join(__dirname, `snippet-${i}.ts`), moduleOf(code)]));
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(__dirname, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    __dirname,
  );
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.fileExists = (path) => files.has(path) || fileExists(path);
  const program = ts.createProgram([...files.keys()], { ...options, noUnusedLocals: false, skipLibCheck: true }, host);
  const where = new Map([...files.keys()].map((file, i) => [file, [...SNIPPETS.keys()][i]]));
  const wrong = [...files.keys()].flatMap((file) => {
    const source = program.getSourceFile(file)!;
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${where.get(file)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
  expect(wrong).toEqual([]);
  expect(files.size).toBeGreaterThan(20);
});
