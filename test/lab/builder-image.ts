import { Project } from 'projen';
import { run } from './shell';
import { WorkflowRun } from './workflow-run';
import { MuslRustChefBuilder } from '../../src';
import { tempDir } from '../util';

const REPOSITORY = `${process.env.LAB_REGISTRY}/acme/muslrust-chef`;

/** The steps of the workflow of the builder image, in a repository of its own. */
export function builderWorkflow(): WorkflowRun {
  const outdir = tempDir();
  const project = new Project({ name: 'builder', outdir });
  new MuslRustChefBuilder(project, { imageRepository: REPOSITORY });
  project.synth();
  return new WorkflowRun(outdir, REPOSITORY, 'muslrust-chef.yml');
}

let published: string | undefined;

/** The reference of a builder image for both platforms, which is published where this file of tests has not done so yet. */
export function publishBuilderImage(): string {
  published ??= publish();
  return published;
}

/**
 * Only the first call of a lab has to compile.
 *
 * The workflow builds each platform on a machine of its own. Here that of arm64 is an emulated one, on which cargo-chef
 * would take ten minutes to compile; so one machine builds both, and compiles for the other.
 */
function publish(): string {
  const workflow = builderWorkflow();
  for (const matrix of workflow.matrix('build')) {
    const { status, output } = workflow.push(matrix);
    if (status !== 0) throw new Error(output.slice(-8000));
    workflow.noteDigests(matrix);
  }
  const [image] = workflow.matrix('merge');
  const tags = ['1.2.3', '1.2', 'latest'].map((tag) => `${REPOSITORY}:${tag}`);
  const digest = workflow.merge(image, tags);
  const [first, ...others] = tags.map((tag) => run(['crane', 'digest', tag]));
  if (first !== digest || others.some((other) => other !== first)) {
    throw new Error(`${tags.join(', ')} are not all ${digest}`);
  }
  return tags[1];
}
