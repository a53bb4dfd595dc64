import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { Project, ProjenrcFile } from 'projen';
import { RcFile } from '../../src/files/rc-file';
import { tempDir, writeTree } from '../util';

const PATHS = ['.gitignore', "it's/.gitattributes"];
const root = tempDir();
const project = new Project({ name: 'app', outdir: root });
const JAVA = 'src/test/java/projenrc.java';

/** Where the Java projects of projen have theirs. */
class JavaRc extends ProjenrcFile {
  public readonly filePath = JAVA;
}
new JavaRc(project);

interface Edit {
  /** Whether it is said to be done. */
  readonly isDone: boolean;
  readonly text: string;
}

/** The rc file of a project that has just this one, or none. */
function rcFile(name?: string, bytes: Buffer | string = ''): RcFile | undefined {
  const dir = mkdtempSync(join(root, 'rc-'));
  Object.defineProperty(project, 'outdir', { value: dir, configurable: true });
  if (name) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), bytes);
  }
  return RcFile.of(project);
}

/** What becomes of an rc file; as latin1, so that each character is a byte. */
function edit(bytes: Buffer | string, name = '.projenrc.js'): Edit {
  const isDone = rcFile(name, bytes)!.addLeaveAlone(PATHS, 'kept');
  return { isDone, text: readFileSync(join(project.outdir, name), 'latin1') };
}

const BOM = Buffer.from('\uFEFF').toString('latin1');
const run = (f?: unknown) => void (typeof f === 'function' && f());
const latin1 = (text: string) => Buffer.from(text).toString('latin1');

/** What a program does, in its order; nothing for a program that JavaScript refuses. */
function trace(program: string): string[] | undefined {
  const events: string[] = [];
  const stub = {
    synth: () => void events.push('synth'),
    tryRemoveFile: (path: string) => void events.push(`leave ${path}`),
  };
  const values = { project: stub, app: { root: stub }, run, yes: true, no: false, x: 0 };
  let main: (...args: unknown[]) => void;
  try {
    main = new Function(...Object.keys(values), program) as typeof main;
  } catch {
    return undefined;
  }
  main(...Object.values(values));
  return events;
}

/** Statements that look like the call, or are in the way of seeing it. */
const OTHERS = [
  '',
  'x = 1;',
  'x = 2',
  'x = [3]',
  'x = "caf\u00e9 \u{1f980}"',
  'run(() => x)',
  'if (yes) run();',
  'if (yes) {\n  run();\n}',
  'function f() {\n  run()\n}',
  '// project.synth();',
  "x = 'project.synth();';",
  'x = "a \\" // \'";',
  "x = '// no comment /*';",
  '/*\nproject.synth();\n*/',
  '/* `\n */',
  'x = `\nproject.synth();\n`;',
  'x = `\\`\nproject.synth();\n`',
  'x = `${x}\n${`a`}`;',
  '// it\'s "so',
  'x = /[\'"]/;',
  'x = /`/;',
  'run(/[/`]/g)',
  'run(x, /\\/`/)',
  "x = x / 2; run('`'); x = x / 2",
  'x = x / 2; // /',
];

/** Calls; some of them where no second statement can be put before. */
const CALLS = [
  'project.synth();',
  'project.synth()',
  '  project.synth() ; // now',
  'app.root.synth();',
  '\tapp.root.synth();',
  'if (yes) {\n  project.synth();\n}',
  'if (yes) {\n  run()\n} else {\n  project.synth();\n}',
  'if (no)\n  project.synth();',
  'if (no) run();\nelse\n  project.synth();',
  'if ((no) || (no && run(")")))\n  // why\n  project.synth();',
  'for (const y of [1, 2])\n  project.synth();',
  'while (x++ < 2)\n  project.synth();',
  'do\n  project.synth()\nwhile (no)',
  'run(\n  project.synth()\n);',
  'run(() =>\n  project.synth()\n);',
  'run(() => {\n  project.synth();\n});',
  'x =\n  project.synth();',
  'x = no &&\n  project.synth();',
  'x = no ?\n  1 :\n  project.synth();',
  'x = void\n  project.synth();',
  'x = [\n  project.synth()\n];',
  'switch (1) {\n  case 1:\n    project.synth();\n}',
  '/* a */ project.synth();',
  '/*\n a */ project.synth();',
  'project.synth(); /* a\n b */',
  'run(); project.synth();',
];

describe('the call of synth() in the rc file', () => {
  const others = fc.array(fc.constantFrom(...OTHERS), { maxLength: 4 });
  const calls = fc.array(fc.constantFrom(...CALLS), { maxLength: 2, minLength: 1 });
  const programs = fc
    .tuple(others, calls, others, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean())
    .map(([before, [call, ...more], after, eol, hasBom, isEnded]) => {
      const lines = [...before, call, ...more, ...after].join('\n') + (isEnded ? '\n' : '');
      return (hasBom ? '\uFEFF' : '') + lines.replace(/\n/g, eol);
    });

  test('has the statements right before it, or nothing is changed; whatever else is there', () => {
    let edited = 0;
    fc.assert(
      fc.property(programs, (program) => {
        const before = trace(program);
        fc.pre(before !== undefined);
        const { isDone, text } = edit(program);
        if (!isDone) {
          expect(text).toBe(latin1(program));
          return;
        }
        edited += 1;
        // as text: three lines came, in one place and with the line ends of the file, and no byte went
        const added = /^[ \t]*\/\/ kept(\r?\n)(?:[ \t]*\w+(?:\.\w+)*\.tryRemoveFile\('.*'\);\1){2}/m.exec(
          text.replace(BOM, '\n'),
        )!;
        expect(text.replace(added[0], '')).toBe(latin1(program));
        expect(added[1]).toBe(program.includes('\r\n') ? '\r\n' : '\n');
        // as a program: it leaves the files alone whenever it synthesises, and does all else as before
        const after = trace(Buffer.from(text, 'latin1').toString())!;
        const leaves = PATHS.map((path) => `leave ${path}`);
        expect(after).toEqual(before!.flatMap((event) => (event === 'synth' ? [...leaves, event] : [event])));
        // once is enough
        expect(edit(Buffer.from(text, 'latin1'))).toEqual({ isDone: false, text });
      }),
      { numRuns: 500 },
    );
    // it is not that nothing ever is changed: of 500 it is some 120
    expect(edited).toBeGreaterThan(50);
  });

  test.each<[string, string, string?]>([
    ['the usual', 'new MuslRustChef(project);\nproject.synth();\n'],
    ['beside a method that is called alike', 'project.synthesizer();\nproject.synth();\n'],
    ['without semicolons', 'new MuslRustChef(project)\nproject.synth()\n'],
    ['after strings, comments and templates that have one', OTHERS.slice(9, 18).join('\n') + '\nproject.synth();'],
    ['in a function', 'async function main() {\n  project.synth();\n}\nmain();\n'],
    [
      'in TypeScript',
      'const project = new Project({ name: "a" } as ProjectOptions)\nproject.synth();\n',
      '.projenrc.ts',
    ],
    ['Python', 'MuslRustChef(project)\nproject.synth()\n', '.projenrc.py'],
    ['Python, in main', 'if __name__ == "__main__":\n    project.synth()\n', '.projenrc.py'],
    [
      'Python, after a docstring',
      '"""\nproject.synth()\n"""\n# project.synth()\nx = "\\"#"\nproject.synth()',
      '.projenrc.py',
    ],
    ['Java', '// project.synth();\nString a = \"\"\"\nproject.synth();\n\"\"\";\nproject.synth();\n', JAVA],
    ['Python, after brackets', "x = {\n  'a': [')'],  # (\n}\nproject.synth()\n", '.projenrc.py'],
  ])('%s: it is put in, once', (...[, text, name]) => {
    const once = edit(text, name);
    expect(once.isDone).toBe(true);
    expect(once.text.replace(/^.*(kept|emove_?[fF]ile\(.*)\n/gm, '')).toBe(text);
    expect(edit(once.text, name)).toEqual({ isDone: false, text: once.text });
  });

  test('one that is elsewhere by a link, and may be that of others too: nothing is put in', () => {
    const text = 'new MuslRustChef(project);\nproject.synth();\n';
    const elsewhere = writeTree(tempDir(), { 'rc.js': text });
    const dir = writeTree(tempDir(), { 'rc/rc.js': text });
    const leaveAlone = () => RcFile.of(new Project({ name: 'app', outdir: dir }))!.addLeaveAlone(PATHS, 'kept');
    symlinkSync(join(elsewhere, 'rc.js'), join(dir, '.projenrc.js'));
    expect([leaveAlone(), readFileSync(join(elsewhere, 'rc.js'), 'utf8')]).toEqual([false, text]);
    rmSync(join(dir, '.projenrc.js'));
    symlinkSync('rc/rc.js', join(dir, '.projenrc.js'));
    expect(leaveAlone()).toBe(true);
    expect(readFileSync(join(dir, 'rc/rc.js'), 'utf8')).not.toBe(text);
  });

  test.each<[name: string, comment: string, ...statements: string[]]>([
    ...['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map((extension): [string, string, string, string] => [
      `.projenrc.${extension}`,
      '//',
      ".tryRemoveFile('.gitignore');",
      ".tryRemoveFile('it\\'s/.gitattributes');",
    ]),
    ['.projenrc.py', '#', '.try_remove_file(".gitignore")', `.try_remove_file("it's/.gitattributes")`],
    [JAVA, '//', '.tryRemoveFile(".gitignore");', `.tryRemoveFile("it's/.gitattributes");`],
  ])('%s: the statements are of its language, and are made as the call is', (name, comment, ...statements) => {
    expect(edit('x;\n  app.my_root.synth();\n', name)).toEqual({
      isDone: true,
      text: [
        'x;',
        `  ${comment} kept`,
        ...statements.map((call) => `  app.my_root${call}`),
        '  app.my_root.synth();\n',
      ].join('\n'),
    });
    expect(rcFile(name)!.leaveAlone(PATHS)).toEqual(statements.map((call) => `project${call}`));
    expect(rcFile(name)!.isProgram).toBe(true);
  });

  test('an rc file of JSON is no program, and shows what one of JavaScript would have', () => {
    const json = rcFile('.projenrc.json', '{}\n')!;
    expect([json.name, json.isProgram]).toEqual(['.projenrc.json', false]);
    expect(json.leaveAlone(['.gitignore'])).toEqual(["project.tryRemoveFile('.gitignore');"]);
  });

  test('there may be no rc file', () => {
    expect(rcFile()).toBeUndefined();
  });

  test.each<[string, string | Buffer, string?]>([
    ['one that goes on', 'project.synth().then();\n'],
    ['one that another statement follows', 'project.synth();run();\n'],
    ['one on its own line, and another with a blank in it', 'project.synth();\nif (x) y.synth ();\n'],
    ['two of them', 'a.synth();\nb.synth();\n'],
    ['none', '// project.synth();\n'],
    ['one on its own line, and another', 'project.synth();\nif (x) y.synth();\n'],
    ['one within a string', 'x = `${\nproject.synth()\n}`;\n'],
    ['a chain', 'new Project({})\n  .synth();\n'],
    ['one that is awaited', 'await project.synth();\n'],
    ['Python, a value of something', 'run(\n    project.synth()\n)\n', '.projenrc.py'],
    ['Python, a line that goes on', 'x = \\\n  project.synth()\n', '.projenrc.py'],
    ['Python, in a docstring', "'''\nproject.synth()\n'''\n", '.projenrc.py'],
    ['JSON', '{ "a": "project.synth();" }\n', '.projenrc.json'],
    ['Latin-1', Buffer.from('# caf\u00e9\nproject.synth()\n', 'latin1'), '.projenrc.py'],
    ['statements that are there, but after it', "project.synth();\nproject.tryRemoveFile('.gitignore');\n"],
  ])('%s: nothing is put in', (...[, text, name]) => {
    expect(edit(text, name)).toEqual({ isDone: false, text: Buffer.from(text).toString('latin1') });
  });
});
