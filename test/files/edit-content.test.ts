import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IResolver, JsonFile, Project, TextFile } from 'projen';
import { editContent } from '../../src/files/edit-content';
import { synthesise } from '../synth';
import { tempDir } from '../util';

const project = () => new Project({ name: 'app', outdir: tempDir() });

test("the edit comes after the file's own overrides", () => {
  const made = project();
  const file = new JsonFile(made, 'a.json', { obj: { a: 1 }, marker: false });
  editContent(file, (content) => `${content}# ${Object.keys(JSON.parse(content))}\n`);
  file.addOverride('b', 2);
  synthesise(made);
  expect(readFileSync(join(made.outdir, 'a.json'), 'utf8')).toBe('{\n  "a": 1,\n  "b": 2\n}\n# a,b\n');
});

test('a file that renders nothing is not there, and nothing is edited', () => {
  class Nothing extends TextFile {
    protected synthesizeContent(_: IResolver): string | undefined {
      return undefined;
    }
  }
  const made = project();
  const edit = jest.fn((content: string) => content);
  editContent(new Nothing(made, 'a.txt'), edit);
  synthesise(made);
  expect(edit).not.toHaveBeenCalled();
  expect(existsSync(join(made.outdir, 'a.txt'))).toBe(false);
});
