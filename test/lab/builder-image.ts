import { Project } from 'projen';
import { run } from './shell';
import { published } from './workflow-run';
import { MuslRustChefBuilder } from '../../src';
import { tempDir } from '../util';

const REPOSITORY = `${process.env.LAB_REGISTRY}/acme/muslrust-chef`;
const RELEASE = 'muslrust-chef-v1.2.3';

/** A repository of a builder image, with a release. */
export function builderRepository(): string {
  const outdir = tempDir();
  const project = new Project({ name: 'builder', outdir });
  new MuslRustChefBuilder(project, { imageRepository: REPOSITORY });
  project.synth();
  const git = (...args: string[]) =>
    run(['git', '-c', 'user.name=lab', '-c', 'user.email=lab@example.com', ...args], { cwd: outdir });
  git('init', '--quiet');
  git('remote', 'add', 'origin', outdir);
  git('commit', '--quiet', '--allow-empty', '--message', 'release');
  git('tag', RELEASE);
  return outdir;
}

let builderImage: string | undefined;

/** The reference of a builder image for both platforms, which is published where this file of tests has not done so yet. */
export function publishBuilderImage(): string {
  builderImage ??= publish();
  return builderImage;
}

/**
 * Only the first call of a lab has to compile.
 *
 * The workflow builds each platform on a machine of its own. Here that of arm64 is an emulated one, on which cargo-chef
 * would take ten minutes to compile; so one machine builds both, and compiles for the other.
 */
function publish(): string {
  published(builderRepository(), { file: 'muslrust-chef.yml', ref: `refs/tags/${RELEASE}` });
  const tags = ['1.2.3', '1.2', 'latest'].map((tag) => `${REPOSITORY}:${tag}`);
  const [first, ...others] = tags.map((tag) => run(['crane', 'digest', tag]));
  if (others.some((other) => other !== first)) throw new Error(`${tags.join(', ')} are not one image`);
  return tags[1];
}
