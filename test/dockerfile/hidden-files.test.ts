import { Project } from 'projen';
import { MuslRustChef } from '../../src';
import { CargoWorkspace } from '../../src/cargo/workspace';
import { ContextRules } from '../../src/dockerfile/context-rules';
import { hiddenFiles } from '../../src/dockerfile/hidden-files';
import { DockerfileStage } from '../../src/syntax/dockerfile-stage';
import { CRATE, synth, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

const said = (files: Record<string, string>, dockerignore = '/target\n/package-lock.json\n**/.env\n') =>
  hiddenFiles(
    CargoWorkspace.discover(writeTree(tempDir(), { ...CRATE, ...files })),
    new ContextRules(dockerignore),
  ).map(({ text }) => text);

/** What is said of instructions of a stage. */
const saidOf = (instructions: string[], files: Record<string, string> = {}) =>
  hiddenFiles(
    CargoWorkspace.discover(writeTree(tempDir(), { ...CRATE, ...files })),
    new ContextRules('/docs\n**/.env\n'),
    [new DockerfileStage({ name: 'a', from: 'b', instructions })],
    (path) => path === 'generated',
  ).map(({ text }) => text);

const reading = (macro: string) => `// one\nconst A: &str = ${macro};\n`;

test.each<[what: string, files: Record<string, string>, by: string, path: string]>([
  [
    'a file',
    { 'src/a.rs': reading('include_str!("../package-lock.json")'), 'package-lock.json': '' },
    'src/a.rs:2',
    'package-lock.json',
  ],
  [
    'by the folder of the package',
    { 'build.rs': reading('include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/.env"))'), '.env': '' },
    'build.rs:2',
    '.env',
  ],
  [
    'in a folder that is embedded',
    { 'src/a.rs': reading('include_dir!("assets")'), 'assets/a/.env': '', 'assets/a/b': '' },
    'src/a.rs:2',
    'assets/a/.env',
  ],
  [
    'of a member',
    {
      'Cargo.toml': `${CRATE['Cargo.toml']}\n[workspace]\nmembers = ["m"]\n`,
      'm/Cargo.toml': '[package]\nname = "m"\n',
      'm/src/lib.rs': reading('include_dir!("x")'),
      'm/x/.env': '',
    },
    'm/src/lib.rs:2',
    'm/x/.env',
  ],
  ['a module', { 'src/a.rs': '\n#[path = ".env/b.rs"]\nmod b;\n', 'src/.env/b.rs': '' }, 'src/a.rs:2', 'src/.env/b.rs'],
])('%s', (_, files, by, path) => {
  expect(said(files)).toEqual([
    `${by} reads ${path}, which .dockerignore hides: the image will not build, or lack it. Let it in, if it is no secret, by ` +
      `MuslRustChef.of(project).dockerignore.addPatterns("!/${path}") in the rc file`,
  ]);
});

test('a build script by its usual name', () => {
  expect(said({ 'build.rs': '' }, '/build.rs\n')).toEqual([
    expect.stringMatching(/^Cargo\.toml reads build\.rs, which \.dockerignore hides/),
  ]);
});

test('what lies in the target folder, or outside the project, is to be moved', () => {
  expect(said({ 'src/a.rs': reading('include_str!("../target/a.txt")'), 'target/a.txt': '' })).toEqual([
    expect.stringMatching(/^src\/a\.rs:2 reads target\/a\.txt, in the target folder, .* Move it to another folder$/),
  ]);
  const dir = tempDir();
  writeTree(dir, {
    'shared.txt': '',
    'app/Cargo.toml': CRATE['Cargo.toml'],
    'app/src/main.rs': reading('include_str!("../../shared.txt")'),
  });
  expect(hiddenFiles(CargoWorkspace.discover(`${dir}/app`), new ContextRules('')).map(({ text }) => text)).toEqual([
    expect.stringMatching(/^src\/main\.rs:2 reads \.\.\/shared\.txt, outside the project, .* Move it inside/),
  ]);
});

test('a source that a manifest names', () => {
  const files = { 'Cargo.toml': `${CRATE['Cargo.toml']}\n[lib]\npath = "target/lib.rs"\n`, 'target/lib.rs': '' };
  expect(said(files)).toEqual([expect.stringMatching(/^Cargo\.toml reads target\/lib\.rs, in the target folder/)]);
});

test.each<[string, Record<string, string>]>([
  ['what is there', { 'src/a.rs': reading('include_str!("../README.md")'), 'README.md': '' }],
  ['what is nowhere', { 'src/a.rs': reading('include_str!("../package-lock.json")') }],
  ['what only tests read', { 'tests/a.rs': reading('include_str!("../package-lock.json")'), 'package-lock.json': '' }],
])('nothing is said of %s', (_, files) => {
  expect(said(files)).toEqual([]);
});

test.each<[pattern: string, first: string]>([
  ['Cargo.lock', 'Cargo.lock, '],
  ['**/Cargo.toml', 'Cargo.toml and 1 more, '],
  ['*', 'Cargo.lock and 2 more, '],
])('%s hides what each build reads', (pattern, first) => {
  const member = {
    'Cargo.toml': `${CRATE['Cargo.toml']}\n[workspace]\nmembers = ["m"]\n`,
    'm/Cargo.toml': '[package]\nname = "m"\n',
    'm/src/lib.rs': '',
  };
  const texts = said(member, `${pattern}\n`).filter((text) => text.startsWith('each build reads '));
  expect(texts).toEqual([expect.stringContaining(`each build reads ${first}which .dockerignore hides`)]);
});

test.each<[instruction: string, expected: RegExp]>([
  ['COPY .env /x', /^`COPY \.env \/x` in the Dockerfile reads \.env, which \.dockerignore hides/],
  ['COPY --chmod=0444 a.txt ./.env /x/', /reads \.env, which \.dockerignore hides/],
  ['# comment\ncopy \\\n  docs/a.md \\\n  /x', /^`copy docs\/a\.md \/x` in the Dockerfile reads docs\/a\.md/],
  ['COPY ["/docs/", "/x/"]', /reads docs, which \.dockerignore hides/],
  ['ADD nope /x', /reads nope, which is not there: the image will not build. Correct the name/],
  ['COPY nope other /x/', /reads nope and 1 more, which is not there/],
  ['COPY ../a /x', /reads \.\.\/a, outside the project/],
])('%j reads what is not in the context', (instruction, expected) => {
  expect(saidOf([instruction], { 'a.txt': '' })).toEqual([expect.stringMatching(expected)]);
});

test.each([
  'COPY a.txt ./src/ /x/',
  'COPY . /x',
  'COPY --from=other .env /x',
  'COPY generated /x',
  'COPY *.md $NAME /x/',
  'COPY <<EOF /x\n.env\nEOF',
  'ADD https://example.com/.env git@example.com:a/b /x/',
  'RUN cat .env',
  'ENV COPY=.env',
])('of %j nothing is said', (instruction) => {
  expect(saidOf([instruction], { 'a.txt': '', '.env': '' })).toEqual([]);
});

test('instructions of a project, and the scripts of its Dockerfile', () => {
  const project = new Project({ name: 'app', outdir: writeTree(tempDir(), { ...CRATE, '.env': '' }) });
  const warnings: string[] = [];
  jest.spyOn(project.logger, 'warn').mockImplementation((...text) => warnings.push(text.join(' ')));
  jest.spyOn(project.logger, 'info').mockImplementation(() => {});
  const chef = new MuslRustChef(project);
  chef.dockerignore.addPatterns('/docker');
  chef.dockerfile.runtime(['COPY .env /x']);
  synthesise(project);
  expect(warnings.filter((warning) => warning.includes('[hidden-file]'))).toEqual([
    expect.stringMatching(
      /^`COPY .*` in the Dockerfile reads docker\/keep-target\.sh and \d+ more, which \.dockerignore hides/,
    ),
    expect.stringMatching(/ reads docker\/memory-functions\.c, which \.dockerignore hides/),
    expect.stringMatching(/^`COPY \.env \/x` in the Dockerfile reads \.env, which \.dockerignore hides/),
  ]);
});

test('following the message brings the file back', () => {
  const files = { ...CRATE, 'src/a.rs': reading('include_str!("../package-lock.json")'), 'package-lock.json': '{}' };
  const { project, chef, warnings } = synth(files);
  const [text] = warnings.filter((warning) => warning.endsWith(' [hidden-file]'));
  const [, pattern] = /addPatterns\((".*")\)/.exec(text)!;
  MuslRustChef.of(project)!.dockerignore.addPatterns(JSON.parse(pattern));
  warnings.length = 0;
  synthesise(project);
  expect(chef.dockerignore).toBeDefined();
  expect(warnings.filter((warning) => warning.includes('[hidden-file]'))).toEqual([]);
});
