import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { jobsDiagram, stagesDiagram } from './diagrams';
import { CRATE, synth } from './synth';

const PAGE = readFileSync(join(__dirname, '../docs/architecture.md'), 'utf8');
const DIAGRAMS = [...PAGE.matchAll(/^```mermaid\n(.*?)\n```$/gms)].map(([, diagram]) => diagram);

describe('the diagrams of the architecture are those of what is generated', () => {
  const { chef, dir } = synth(CRATE, { workflow: true, seedImages: true });

  test('the stages of the Dockerfile', () => expect(DIAGRAMS[0]).toBe(stagesDiagram(chef.dockerfile.stages)));

  test('the jobs of the workflow', () => {
    const { jobs } = parse(readFileSync(join(dir, '.github/workflows/image.yml'), 'utf8'));
    expect(DIAGRAMS[1]).toBe(jobsDiagram(jobs));
  });
});
