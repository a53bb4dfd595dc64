import { dirname, join } from 'node:path';
import { Project } from 'projen';
import { ImageBuild, REAL } from './image-build';
import { run } from './shell';
import { published } from './workflow-run';
import { MuslRustChefBuilder, MuslRustChefBuilderOptions } from '../../src';
import { tempDir } from '../util';

/** A builder image for both platforms; with the machine's own engine there is none, and projects install the tools. */
export const BUILDER_IMAGE = REAL ? undefined : `${process.env.LAB_REGISTRY}/acme/muslrust-chef:1.2`;

/** The same with zig, for the platform that builds. */
export const ZIG_BUILDER_IMAGE = REAL ? undefined : `${process.env.LAB_REGISTRY}/acme/zig/muslrust-chef:latest`;

const RELEASE = 'muslrust-chef-v1.2.3';

/** Publishes both, once for all files of tests: tools compile longer than most of these do. */
export function publishBuilderImages(): void {
  if (BUILDER_IMAGE && ZIG_BUILDER_IMAGE) {
    publishByWorkflow(repositoryOf(BUILDER_IMAGE));
    publishWithZig(dirname(ZIG_BUILDER_IMAGE));
  }
}

const repositoryOf = (image: string) => image.slice(0, image.lastIndexOf(':'));

/**
 * The workflow builds each platform on a machine of its own. Here that of arm64 is an emulated one, on which cargo-chef
 * would take ten minutes to compile; so one machine builds both, and compiles for the other.
 */
function publishByWorkflow(repository: string): void {
  const folder = synthesised({ imageRepository: repository });
  const git = (...args: string[]) =>
    run(['git', '-c', 'user.name=lab', '-c', 'user.email=lab@example.com', ...args], { cwd: folder });
  git('init', '--quiet');
  git('remote', 'add', 'origin', folder);
  git('commit', '--quiet', '--allow-empty', '--message', 'release');
  git('tag', RELEASE);
  published(folder, { file: 'muslrust-chef.yml', ref: `refs/tags/${RELEASE}`, sha: git('rev-parse', 'HEAD') });
  const [first, ...others] = ['1.2.3', '1.2', 'latest'].map((tag) => run(['crane', 'digest', `${repository}:${tag}`]));
  if (others.some((other) => other !== first)) throw new Error(`the tags of ${repository} are not one image`);
}

function publishWithZig(repository: string): void {
  const folder = join(synthesised({ zig: true, workflow: false }), 'muslrust-chef');
  const args = ['--set', '*.platform=linux/amd64', 'muslrust-chef'];
  // as it comes from the stand-ins: an empty builder pulls it several times
  const output = 'type=registry,compression=uncompressed';
  void new ImageBuild(folder, { args, output, env: { REPOSITORY: repository } }).succeeded;
}

function synthesised(options: MuslRustChefBuilderOptions): string {
  const outdir = tempDir();
  const project = new Project({ name: 'builder', outdir });
  new MuslRustChefBuilder(project, options);
  project.synth();
  return outdir;
}
