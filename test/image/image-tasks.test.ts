import { CRATE, synth, WORKSPACE } from '../synth';

const exec = (project: any, name: string) => project.tasks.tryFind(name)?.steps.map((step: any) => step.exec);

test('the tasks of one image', () => {
  const { project } = synth(CRATE, { images: [{ binary: 'app', ports: [8080], smokeTest: ['--say', "it's"] }] });
  expect(exec(project, 'image:build')).toEqual(['docker buildx bake']);
  expect(exec(project, 'image:run')).toEqual(['docker run --rm --init --publish 8080:8080 app:latest']);
  expect(exec(project, 'image:verify')).toEqual(['docker/verify-image.sh app:latest /usr/local/bin/app --say "it\'s"']);
});

test('several images have a task each, and the default one runs without a name', () => {
  const { project } = synth({
    ...CRATE,
    'Cargo.toml': CRATE['Cargo.toml'].replace('edition', 'default-run = "tool"\nedition'),
    'src/bin/tool.rs': 'fn main() {}\n',
  });
  expect(exec(project, 'image:run')).toEqual(['docker run --rm --init app/tool:latest']);
  expect(exec(project, 'image:run:app')).toEqual(['docker run --rm --init app/app:latest']);
  expect(exec(project, 'image:run:tool')).toEqual(['docker run --rm --init app/tool:latest']);
  expect(exec(project, 'image:verify')).toHaveLength(2);
});

test('arguments reach the build and the program', () => {
  const { project } = synth(WORKSPACE);
  for (const name of ['image:build', 'image:run', 'image:run:server']) {
    expect(project.tasks.tryFind(name)?.steps[0].receiveArgs).toBe(true);
  }
});
