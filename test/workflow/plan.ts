import { Project } from 'projen';
import { BuildCache, BuildStrategy, BuildxBuilder, ContainerRegistry, Platform } from '../../src';
import { bakeTargetOf } from '../../src/image/bake-targets';
import { PINS } from '../../src/pins';
import { ProjectRepository } from '../../src/registry/project-repository';
import { PublishPlan, PublishPlanOptions } from '../../src/workflow/publish-plan';
import { HOSTED_RUNNERS } from '../../src/workflow/runner-labels';
import { tempDir } from '../util';

export interface PlanOptions extends Partial<PublishPlanOptions> {
  /** The names of the images; the project is called `shop`. */
  readonly names?: string[];
}

/** A plan that is made without a synth. */
export function plan({ names = ['shop'], ...options }: PlanOptions = {}): PublishPlan {
  const project = new Project({ name: 'shop', outdir: tempDir() });
  const repository = new ProjectRepository(project, {});
  return new PublishPlan({
    name: 'image',
    directory: '',
    scripts: 'docker',
    branch: 'main',
    checkout: {},
    tagPrefix: 'v',
    branchTags: [],
    releaseTags: [],
    manualStart: false,
    attest: true,
    images: names.map((name) => ({
      name,
      bakeTarget: bakeTargetOf(name),
      repository: repository.image(name),
      verifyCommand: (image) => ['verify', ...image, name].join(' '),
    })),
    isolated: false,
    platforms: [Platform.LINUX_AMD64, Platform.LINUX_ARM64],
    strategy: BuildStrategy.NATIVE,
    runners: HOSTED_RUNNERS,
    buildxBuilder: BuildxBuilder.container(),
    pins: PINS,
    cache: BuildCache.githubActions(),
    privateSources: [],
    repository,
    registries: [{ registry: ContainerRegistry.gitHub(), where: 'the images', reads: false, writes: true }],
    variables: {},
    ...options,
  });
}

/** The step of a job by its id. */
export function stepOf({ steps }: { readonly steps: { readonly id?: string }[] }, id: string): any {
  return steps.find((step) => step.id === id);
}
