import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Project } from 'projen';
import { parse } from 'yaml';
import { ComposeFile, ImageOptions, MuslRustChef } from '../../src';
import { CRATE, synthesise } from '../synth';
import { tempDir, writeTree } from '../util';

function composed(images: ImageOptions[], files = {}) {
  const dir = writeTree(tempDir(), { ...CRATE, ...files });
  const project = new Project({ name: 'app', outdir: dir });
  const chef = new MuslRustChef(project, { images });
  new ComposeFile(chef);
  synthesise(project);
  return { chef, compose: parse(readFileSync(join(dir, 'compose.yaml'), 'utf8')) };
}

test('each image is a service, built by its stage, with as little as in production', () => {
  const { chef, compose } = composed([
    { binary: 'app', ports: [8080], volumes: ['/data'] },
    { binary: 'app', name: 'import', args: ['import'] },
  ]);
  expect(Object.keys(compose.services)).toEqual(['app', 'import']);
  const stages = chef.dockerfile.stages.map(({ name }) => name);
  for (const { build, ...rest } of Object.values<any>(compose.services)) {
    expect(stages).toContain(build.target);
    expect(rest).toMatchObject({
      init: true,
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      tmpfs: ['/tmp'],
    });
  }
  expect(compose.services.app).toMatchObject({ ports: ['127.0.0.1:8080:8080'], volumes: ['app-1:/data'] });
  expect(compose.services.import).not.toHaveProperty('ports');
  expect(compose.volumes).toEqual({ 'app-1': {} });
});

test('a compose file that somebody wrote by hand stays', () => {
  expect(() => composed([{ binary: 'app' }], { 'compose.yaml': 'services: {}\n' })).toThrow(/compose\.yaml/);
});
