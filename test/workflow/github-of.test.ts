import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github, Project } from 'projen';
import { MuslRustChef, MuslRustChefBuilder } from '../../src';
import { CRATE, synthesise } from '../synth';
import { readTree, tempDir, writeTree } from '../util';

const GITHUB: Record<string, (outdir: string) => Project> = {
  'a project without GitHub': (outdir) => new Project({ name: 'app', outdir }),
  'GitHub with workflows': (outdir) => {
    const project = new Project({ name: 'app', outdir });
    new github.GitHub(project);
    return project;
  },
  'GitHub without workflows': (outdir) => {
    const project = new Project({ name: 'app', outdir });
    new github.GitHub(project, { workflows: false });
    return project;
  },
  'a project that wants no GitHub': (outdir) =>
    new github.GitHubProject({ name: 'app', outdir, github: false } as github.GitHubProjectOptions),
};
const HAS_WORKFLOWS = ['a project without GitHub', 'GitHub with workflows'];

const COMPONENTS: Record<
  string,
  [workflows: string[], add: (project: Project) => (MuslRustChef | MuslRustChefBuilder)[]]
> = {
  chef: [['image.yml'], (project) => [new MuslRustChef(project)]],
  builder: [['muslrust-chef.yml'], (project) => [new MuslRustChefBuilder(project)]],
  'chef and builder': [
    ['image.yml', 'muslrust-chef.yml'],
    (project) => [new MuslRustChef(project), new MuslRustChefBuilder(project)],
  ],
  'builder and chef, one without its workflow': [
    ['image.yml'],
    (project) => [new MuslRustChefBuilder(project, { workflow: false }), new MuslRustChef(project)],
  ],
};

describe.each(Object.keys(GITHUB))('%s', (gitHub) => {
  test.each(Object.entries(COMPONENTS))('has the workflows of %s, or none', (_, [expected, add]) => {
    const outdir = writeTree(tempDir(), CRATE);
    const synth = () => {
      const project = GITHUB[gitHub](outdir);
      jest.spyOn(project.logger, 'info').mockImplementation(() => {});
      const components = add(project);
      synthesise(project);
      return components;
    };
    const components = synth();
    const hasWorkflows = HAS_WORKFLOWS.includes(gitHub);
    const folder = join(outdir, '.github/workflows');
    const ours = ['image.yml', 'muslrust-chef.yml'];
    const files = existsSync(folder) ? readdirSync(folder).filter((file) => ours.includes(file)) : [];
    expect(files.sort()).toEqual(hasWorkflows ? expected : []);
    const withWorkflow = components.filter(({ workflow }) => workflow?.file);
    expect(withWorkflow).toHaveLength(files.length);
    // what only a workflow calls goes with it
    for (const { workflow, publishImagesScript, releaseTagsScript } of components) {
      expect([publishImagesScript, releaseTagsScript].map(Boolean)).toEqual([Boolean(workflow), Boolean(workflow)]);
    }

    // blocks that are kept are there once, and the next synth changes nothing
    for (const file of ['.gitignore', '.gitattributes']) {
      const marks = readFileSync(join(outdir, file), 'utf8').match(/^# .*(begin|end).*$/gim) ?? [];
      expect(new Set(marks).size).toBe(marks.length);
    }
    const before = readTree(outdir);
    synth();
    expect(readTree(outdir)).toEqual(before);
  });
});
