import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { github, Project } from 'projen';
import { parse } from 'yaml';
import { MuslRustChef, MuslRustChefBuilder, MuslRustChefOptions, RustProject } from '../../src';
import { CRATE, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

/** A repository with a crate in each of these folders. */
function monorepo(...folders: string[]): Project {
  const root = new Project({ name: 'acme', outdir: tempDir() });
  for (const folder of folders) {
    writeTree(join(root.outdir, folder), CRATE);
    new MuslRustChef(new Project({ name: 'app', parent: root, outdir: folder }));
  }
  return root;
}

function workflows(root: Project): Record<string, any> {
  synthesise(root);
  const folder = join(root.outdir, '.github/workflows');
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, parse(readFileSync(join(folder, file), 'utf-8'))]),
  );
}

test('a project is built for what changes in its folder, and for each tag', () => {
  const { 'image-services-api.yml': api } = workflows(monorepo('services/api'));
  const paths = ['services/api/**', '.github/workflows/image-services-api.yml'];
  expect(api.on).toEqual({
    push: { branches: ['main'], tags: ['v*'], paths },
    pull_request: { branches: ['main'], paths },
  });
});

test('the filter can be taken out, as the page says', () => {
  const page = readFileSync(join(__dirname, '../../docs/monorepo.md'), 'utf-8');
  const root = new Project({ name: 'acme', outdir: tempDir() });
  writeTree(join(root.outdir, 'services/api'), CRATE);
  const project = new Project({ name: 'app', parent: root, outdir: 'services/api' });
  new Function('MuslRustChef', 'project', page.split('```js\n')[2].split('```')[0])(MuslRustChef, project);
  const { on } = workflows(root)['image-services-api.yml'];
  expect(on).toEqual({
    push: { branches: ['main'], tags: ['v*'] },
    pull_request: { branches: ['main'] },
    merge_group: { branches: ['main'] },
  });
});

test('at the root there is no such filter', () => {
  const root = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
  new MuslRustChef(root);
  expect(workflows(root)['image.yml'].on.push).toEqual({ branches: ['main'], tags: ['v*'] });
});

test.each(["it's", 'a,b', '$x', 'two words', 'c++', 'Grüße', 'a&b', '(x)', 'a=b', 'a@b', '-x', 'v1.2', 'a;b'])(
  'the folder %s is one that a workflow can name',
  (folder) => {
    const [[file, workflow]] = Object.entries(workflows(monorepo(folder)));
    const { build } = workflow.jobs;
    expect(file).toMatch(/^image-[\w-]+\.yml$/);
    expect(build.defaults.run['working-directory']).toBe(folder);
    expect(build.steps.find(({ id }: any) => id === 'push').with.source).toBe(`./${folder}`);
    expect(workflow.on.push.paths[0].replace(/\\(.)/g, '$1')).toBe(`${folder}/**`);
  },
);

test('a quote in a folder is one in an expression', () => {
  const root = new Project({ name: 'acme', outdir: tempDir() });
  writeTree(join(root.outdir, "it's"), CRATE);
  new MuslRustChef(new Project({ name: 'app', parent: root, outdir: "it's" }), { seedImages: true });
  expect(JSON.stringify(Object.values(workflows(root))[0])).toContain("hashFiles('it''s/docker/keep-target.sh'");
});

test.each(['a*b', 'what?', '[x]', 'a{b', '!x', '#x', 'a`b', '~x', 'a:b', 'a|b', 'a\nb', 'a"b', 'a\\b'])(
  'the folder %j is refused, with two ways out',
  (folder) => {
    expect(() => monorepo(folder)).toThrow(
      /a workflow can't name a folder with .* in it\. Rename the folder, or .*`workflow: false`/,
    );
  },
);

test('a folder of whose name nothing is left is refused, with two ways out', () => {
  expect(() => monorepo('日本')).toThrow(/^"日本": .*Rename it, or say by `imageRepository`/);
});

test('folders that look alike have a workflow each', () => {
  const root = new Project({ name: 'acme', outdir: tempDir() });
  for (const [folder, imageRepository] of [
    ['a/b', 'ghcr.io/acme/one'],
    ['a-b', 'ghcr.io/acme/two'],
    ['a_b', 'ghcr.io/acme/three'],
    ['a.b', 'ghcr.io/acme/four'],
  ]) {
    writeTree(join(root.outdir, folder), CRATE);
    new MuslRustChef(new Project({ name: 'app', parent: root, outdir: folder }), { imageRepository });
  }
  expect(Object.keys(workflows(root)).sort()).toEqual([
    'image-a--b.yml',
    'image-a-b.yml',
    'image-a_2e_b.yml',
    'image-a__b.yml',
  ]);
});

test('so have builder images', () => {
  const root = new Project({ name: 'acme', outdir: tempDir() });
  new MuslRustChefBuilder(root);
  new MuslRustChefBuilder(new Project({ name: 'tools', parent: root, outdir: 'tools' }), { zig: true });
  const files = workflows(root);
  expect(Object.keys(files).sort()).toEqual(['muslrust-chef-tools.yml', 'muslrust-chef.yml']);
  expect(JSON.stringify(files['muslrust-chef.yml'])).toContain('${GITHUB_REPOSITORY,,}\\"');
  expect(JSON.stringify(files['muslrust-chef-tools.yml'])).toContain('${GITHUB_REPOSITORY,,}/tools\\"');
});

test.each<[string, string, (project: Project) => unknown]>([
  ['image', 'workflow: false', (project) => new MuslRustChef(project)],
  ['muslrust-chef', 'workflow: false', (project) => new MuslRustChefBuilder(project)],
])('a workflow %s of the user is named, with the way out', (name, wayOut, add) => {
  const project = new Project({ name: 'app', outdir: writeTree(tempDir(), CRATE) });
  new github.GithubWorkflow(new github.GitHub(project), name);
  expect(() => add(project)).toThrow(`the project has a workflow "${name}" already`);
  expect(() => add(project)).toThrow();
  expect(wayOut).toBe('workflow: false');
});

test('a Rust project in a folder is tested there, by a workflow at the root', () => {
  const root = new Project({ name: 'acme', outdir: tempDir() });
  const project = new RustProject({ name: 'api', parent: root, outdir: 'services/api' });
  const { 'rust-services-api.yml': rust } = workflows(root);
  expect(rust.jobs.check.defaults.run['working-directory']).toBe('services/api');
  expect(rust.on.pull_request.paths).toEqual(['services/api/**', '.github/workflows/rust-services-api.yml']);
  expect(readdirSync(project.outdir)).not.toContain('.github');
  // the root has what synthesises
  expect(readdirSync(project.outdir)).not.toContain('package.json');
  expect(project.package).toBeUndefined();
});

describe.each(['服务', 'services/üñï', '服务/_'])(
  'a folder of whose name nothing can be in that of an image: %s',
  (folder) => {
    const of = (options: MuslRustChefOptions): Project => {
      const root = new Project({ name: 'acme', outdir: tempDir() });
      writeTree(join(root.outdir, folder), CRATE);
      new MuslRustChef(new Project({ name: 'svc', parent: root, outdir: folder }), options);
      return root;
    };

    test.each<[MuslRustChefOptions, number]>([
      [{ imageRepository: 'ghcr.io/acme/app' }, 1],
      [{ imageRepository: 'ghcr.io/acme/app', seedImages: true }, 1],
      [{ workflow: false }, 0],
      [{ workflow: false, seedImages: true }, 0],
    ])('is nothing to %j', (options, count) => {
      const root = of(options);
      synthesise(root);
      expect(readdirSync(join(root.outdir, folder))).toEqual(
        expect.arrayContaining(['Dockerfile', 'docker-bake.json']),
      );
      const folders = readdirSync(root.outdir).includes('.github') ? ['.github/workflows'] : [];
      const names = folders.flatMap((path) => readdirSync(join(root.outdir, path)));
      expect(names.filter((name) => /^image-[\w-]+\.yml$/.test(name))).toHaveLength(count);
    });

    test('is named where its images would be published by it', () => {
      expect(() => of({})).toThrow(/nothing of the name of this folder .* say by `imageRepository`/);
    });
  },
);
