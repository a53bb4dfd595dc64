import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, constantFrom, nat, property } from 'fast-check';
import { Logger, LogLevel, Project } from 'projen';
import { CAUSES, GOOGLE, listen, plant } from './causes';
import { BuildStrategy, MuslRustChef, MuslRustChefBuilder, MuslRustChefOptions } from '../../src';
import { Finding } from '../../src/messages/finding';
import { PASSING, WarningId, WARNINGS } from '../../src/messages/warning-ids';
import { Warnings } from '../../src/messages/warnings';
import { readRecord } from '../../src/record/read-record';
import { RECORD } from '../../src/record/synth-record';
import { CRATE } from '../synth';
import { tempDir, writeTree } from '../util';

/** What is said of a crate that brings up a warning. */
const said = (id: WarningId, acknowledge?: string[], outdir = plant(CAUSES[id])) =>
  listen(outdir, CAUSES[id], { ...CAUSES[id].options, acknowledge });

test.each(Object.keys(WARNINGS) as WarningId[])('%s ends with its id, and is silenced by it', (id) => {
  const folders = [plant(CAUSES[id]), plant(CAUSES[id])];
  const ids = said(id, undefined, folders[0]).map((text) => / \[([a-z-]+)\]$/m.exec(text)?.[1]);
  expect(ids).toContain(id);
  expect(ids.filter((other) => other === undefined)).toEqual([]);
  expect(said(id, [id], folders[1]).map((text) => / \[([a-z-]+)\]$/m.exec(text)?.[1])).toEqual(
    ids.filter((other) => other !== id),
  );
  // what is recorded is of no folder, and of the id it says that it was acknowledged
  const [findings, acknowledged] = folders.map((folder) => findingsIn(folder));
  const isRecorded = !PASSING.has(id);
  expect(findings.map((finding) => finding.id)).toEqual(
    isRecorded ? expect.arrayContaining([id]) : expect.not.arrayContaining([id]),
  );
  expect(acknowledged).toEqual(findings.map((finding) => ({ ...finding, acknowledged: finding.id === id })));
});

/** What the record says, but for paths that the crate itself has. */
function findingsIn(folder: string): Finding[] {
  const text = readFileSync(join(folder, RECORD), 'utf8').replaceAll(folder, '<project>');
  return readRecord(text, RECORD).findings as Finding[];
}

test.each<[string, MuslRustChefOptions]>([
  ['what is cross-compiled', { strategy: BuildStrategy.CROSS, registry: GOOGLE }],
  ['what is compiled natively', { registry: GOOGLE }],
  ['another registry', { strategy: BuildStrategy.EMULATED, registries: [GOOGLE] }],
  ['no workflow', { strategy: BuildStrategy.EMULATED, registry: GOOGLE, workflow: false }],
])("an hour of Google's is said nothing of for %s", (_, options) => {
  const messages: string[] = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((...text) => void messages.push(text.join(' ')));
  new MuslRustChef(new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) }), options);
  jest.restoreAllMocks();
  expect(messages.filter((text) => text.includes('google'))).toEqual([]);
});

test('lines to paste come after the id', () => {
  const [text] = said('allocator-by-hand');
  expect(text).toMatch(/^src\/main\.rs: [^\n]* \[allocator-by-hand\]\n/);
  expect(text).toMatch(/\n\/\/ muslrust-chef: end allocator\n$/);
});

test.each([
  ['native-cod-cpp', 'native-code-cpp'],
  ['skipped-binaries', 'skipped-binary'],
  ['lockfile', 'lock-file'],
  ['runtime-bases', 'runtime-base'],
])('%j is no id: %s is the nearest', (id, nearest) => {
  for (const component of [MuslRustChef, MuslRustChefBuilder]) {
    const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE), logging: { level: LogLevel.OFF } });
    expect(() => new component(project, { acknowledge: ['lock-file', id] })).toThrow(
      `acknowledge: no warning has the id "${id}". The nearest is "${nearest}"; all of them are: ${Object.keys(WARNINGS).join(', ')}.`,
    );
  }
});

test.each(['', 'toString', '__proto__', 'Lock-File'])('%j is no id either', (id) => {
  const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE), logging: { level: LogLevel.OFF } });
  expect(() => new MuslRustChef(project, { acknowledge: [id] })).toThrow(/^acknowledge: no warning has the id/);
});

describe('of a project', () => {
  const project = () => new Project({ name: 'app', outdir: tempDir() });
  const ids = Object.keys(WARNINGS) as WarningId[];

  /** What its logger is told, by levels. */
  function told(run: (warnings: Warnings) => void): string[] {
    const made = project();
    const lines: string[] = [];
    for (const level of ['info', 'warn'] as const) {
      jest.spyOn(made.logger, level).mockImplementation((...text) => void lines.push(`${level}: ${text.join(' ')}`));
    }
    run(Warnings.of(made));
    return lines;
  }

  test('a warning and a note have their levels, and the id behind the first line', () => {
    const text = (warnings: Warnings) => {
      warnings.warn({ id: 'branch', text: 'a\nb' });
      warnings.note({ id: 'rc-file', text: 'c' });
    };
    expect(told(text)).toEqual(['warn: a [branch]\nb', 'info: c [rc-file]']);
  });

  test('there is one of a project, wherever it is asked for', () => {
    const made = project();
    expect(Warnings.of(made)).toBe(Warnings.of(made));
    expect(Warnings.of(project())).not.toBe(Warnings.of(made));
  });

  test('what is acknowledged is not said from then on, and the rest is', () => {
    const lines = told((warnings) => {
      warnings.warn({ id: 'branch', text: 'a' });
      warnings.acknowledge(['branch', 'lock-file']);
      warnings.warn({ id: 'branch', text: 'a' });
      warnings.note({ id: 'lock-file', text: 'b' });
      warnings.note({ id: 'rc-file', text: 'c' });
    });
    expect(lines).toEqual(['warn: a [branch]', 'info: c [rc-file]']);
  });

  test('of what is wrong by two letters at most, the nearest is what was meant', () => {
    const warnings = Warnings.of(project());
    // of two that are as near to each other either is right
    const far = ids.filter((id) => !ids.some((other) => `${id}s` === other || id === `${other}s`));
    assert(
      property(constantFrom(...far), nat(99), constantFrom('', 'x', 'xy'), nat(1), (id, place, more, fewer) => {
        const at = place % (id.length + 1);
        const typo = id.slice(0, at) + more + id.slice(at + fewer);
        if (typo === id) return;
        expect(() => warnings.acknowledge([typo])).toThrow(`"${typo}". The nearest is "${id}";`);
      }),
    );
  });
});

test('docs/warnings.md has all of them, in alphabetical order, and no other', () => {
  const page = readFileSync(join(__dirname, '../../docs/warnings.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (.*) \|$/gm)].map(([, id, text]) => [id, text]);
  expect(rows).toEqual(Object.entries(WARNINGS));
  expect(Object.keys(WARNINGS)).toEqual(Object.keys(WARNINGS).sort());
});

test('every message of this package goes by the mechanism', () => {
  const direct = spawnSync('grep', ['-rnE', 'logger\\.(warn|info|error)|console\\.', 'src'], {
    cwd: join(__dirname, '../..'),
    encoding: 'utf8',
  });
  const lines = direct.stdout.split('\n').filter((line) => line !== '');
  // how to go on with a new project: nothing that one could silence
  expect(lines.filter((line) => !line.startsWith('src/starter/next-steps.ts:'))).toEqual([]);
});
