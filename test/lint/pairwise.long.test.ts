import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { allPairs, chosenOptions, folderOf, pairwiseRows, Row, synthesiseRow } from './pairwise';
import { unusedStages } from '../dockerfile/stages';
import { describeWith, pathOf, run, Tool } from '../tools/tools';
import { tempDir } from '../util';
import { faultOf } from '../workflow/actions/actions';

const NO_FINDING = { status: 0, output: '' };
const rows = pairwiseRows();
const pairs = allPairs();

describe(`${pairs.length} pairs of choices, in ${rows.length} projects`, () => {
  let folder: string;
  // none begins with another: actionlint takes 1/ for the repository of 10/
  const at = (i: number) => join(folder, String(i).padStart(3, '0'));

  beforeAll(() => {
    folder = tempDir();
    rows.forEach((row, i) => synthesiseRow(row, at(i)));
  });

  test('has every pair', () => {
    const has = (row: Row, pair: Row) => Object.entries(pair).every(([factor, name]) => row[factor] === name);

    expect(pairs.filter((pair) => !rows.some((row) => has(row, pair)))).toEqual([]);
  });

  test('has every option', () => {
    const options = ['muslrust-chef-options', 'workflow/publishing-options', 'image/image-options'].flatMap((file) =>
      [...readFileSync(join(__dirname, '../../src', `${file}.ts`), 'utf8').matchAll(/^  readonly (\w+)\??:/gm)].map(
        ([, option]) => option,
      ),
    );
    const changeNothing = ['acknowledge', 'overwriteExisting', 'workflow'];

    expect(options.length).toBeGreaterThan(30);
    expect(options.filter((option) => ![...chosenOptions(), ...changeNothing].includes(option))).toEqual([]);
  });

  test('each input is one of its action', () => {
    const files = rows.flatMap((_, i) => {
      const workflows = join(at(i), '.github', 'workflows');
      return readdirSync(workflows).map((file) => join(workflows, file));
    });
    const faults = files
      .flatMap((file) => Object.values<any>(parse(readFileSync(file, 'utf8')).jobs))
      .flatMap((job) => (job.steps ?? []).filter(({ uses }: { uses?: string }) => uses).map(faultOf));

    expect(faults.length).toBeGreaterThan(10 * rows.length);
    expect(faults.filter((fault) => fault)).toEqual([]);
  });

  test('each stage is one of a bake target, or one that it needs', () => {
    const unused = rows.map((row, i) => {
      const project = join(at(i), folderOf(row));
      const [dockerfile, bake] = ['Dockerfile', 'docker-bake.json'].map((file) =>
        readFileSync(join(project, file), 'utf8'),
      );
      return unusedStages(dockerfile, bake);
    });

    expect(unused.flat()).toEqual([]);
  });

  lint('zizmor', (files) => [
    '--persona',
    'auditor',
    '--offline',
    '--no-config',
    '--format',
    'plain',
    ...files('.yml'),
  ]);
  lint('actionlint', (files) => ['-no-color', '-pyflakes=', `-shellcheck=${pathOf('shellcheck')}`, ...files('.yml')]);
  lint('hadolint', (files) => files('Dockerfile'));

  function lint(tool: Tool, args: (files: (name: string) => string[]) => string[]) {
    describeWith(tool, () => {
      test('has nothing to say of any', () => {
        const generated = readdirSync(folder, { recursive: true, encoding: 'utf8' });
        const files = (name: string) => {
          const found = generated.filter((file) => file.endsWith(name) && !file.includes('node_modules'));
          expect(found.length).toBeGreaterThanOrEqual(rows.length);
          return found;
        };

        const { status, output } = run(tool, args(files), { cwd: folder });

        expect(
          tool === 'zizmor' ? { status, output: output.match(/^No findings to report/m) && '' } : { status, output },
        ).toEqual(NO_FINDING);
      });
    });
  }
});
