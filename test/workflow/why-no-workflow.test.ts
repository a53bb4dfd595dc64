import { github, Project } from 'projen';
import { MuslRustChef, MuslRustChefBuilder, RustProject } from '../../src';
import { whyNoWorkflow } from '../../src/workflow/why-no-workflow';
import { CRATE } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const off = (outdir: string) =>
  new github.GitHubProject({ name: 'app', outdir, github: false } as github.GitHubProjectOptions);
const without = (outdir: string) => {
  const project = new Project({ name: 'app', outdir });
  new github.GitHub(project, { workflows: false });
  return project;
};

describe.each([
  ['`github` of the project is false', off],
  ["the project's GitHub component has no workflows (`workflows: false`)", without],
])('where %s', (why, projectIn) => {
  test('options of a workflow are refused, in projects below too', () => {
    const outdir = writeTree(tempDir(), {
      ...CRATE,
      ...Object.fromEntries(Object.entries(CRATE).map(([path, text]) => [`sub/${path}`, text])),
    });
    const before = readTree(outdir);
    const root = projectIn(outdir);
    const below = new Project({ name: 'sub', parent: root, outdir: 'sub' });
    for (const project of [root, below]) {
      expect(() => new MuslRustChef(project, { schedule: ['0 4 * * 1'] })).toThrow(
        `schedule: ${why}, and nothing else`,
      );
    }
    expect(() => new MuslRustChefBuilder(below, { manualStart: true })).toThrow(`manualStart: ${why}, and nothing`);
    expect(readTree(outdir)).toEqual(before);
  });

  test('the workflow of a Rust project below is refused where it is asked for, and else left out', () => {
    const parent = projectIn(tempDir());
    const options = { name: 'app', parent, muslRustChef: false };
    expect(() => new RustProject({ ...options, outdir: 'a', rustWorkflow: true })).toThrow(
      `rustWorkflow: ${why}, so there would be none. Leave one of the two out.`,
    );
    expect(new RustProject({ ...options, outdir: 'b' }).rustWorkflow).toBeUndefined();
  });

  test('all else is fine', () => {
    const project = projectIn(writeTree(tempDir(), CRATE));
    expect(new MuslRustChef(project, { branch: 'main', attest: false }).workflow).toBeUndefined();
  });
});

test('elsewhere there are workflows', () => {
  expect(whyNoWorkflow(new Project({ name: 'app', outdir: tempDir() }))).toBeUndefined();
  expect(whyNoWorkflow(new github.GitHubProject({ name: 'app', outdir: tempDir() }))).toBeUndefined();
});
