import { github } from 'projen';
import { assertSchedule } from './cron-schedule';
import { assertExtraTags } from './extra-tags';
import { pathPatternFault } from './filter-pattern';
import { PublishGate } from './publish-gate';
import { assertGates } from './publish-gates';
import { HOSTED_RUNNERS, RunnerLabels } from './runner-labels';
import { assertSteps } from './step-checks';
import { UserError } from '../messages/user-error';
import { Platform } from '../platform';
import { ContainerRegistry } from '../registry/container-registry';

/**
 * Where and when the GitHub workflow publishes.
 */
export interface PublishingOptions {
  /**
   * Add the GitHub workflow that builds, tries and publishes.
   *
   * @default true
   */
  readonly workflow?: boolean;

  /**
   * The branch to publish from; pull requests to it are built and tried. Its images get a tag of its name, so it
   * can't have the name of a release's tag (`latest`, `1.2`).
   *
   * @default - that of the committed workflow; in a new one the default branch of `origin`, else main or master if
   * just one of them exists, else the one that the first commit will be on, else main
   */
  readonly branch?: string;

  /**
   * The registry that the images are in.
   *
   * @default - that of the host in `imageRepository`; without that, ContainerRegistry.gitHub()
   */
  readonly registry?: ContainerRegistry;

  /**
   * The repository of the project's images, in full, in lower case and without a tag. An image's name is appended to
   * it, unless it is that of the project.
   *
   * @default - <registry>/<owner>/<repository> of the GitHub repository, in lower case, and the folder that the project
   * has in it
   */
  readonly imageRepository?: string;

  /**
   * Further registries that the workflow logs in to before it builds: those of private images that yours are made
   * from, or that your own lines in the Dockerfile name. GHCR is known, and so are the registries that it pushes to.
   * Pull requests log in too: give credentials that can only read. One for the host of `registry` is for pull
   * requests alone; what publishes logs in by `registry`.
   *
   * @default []
   */
  readonly registries?: ContainerRegistry[];

  /**
   * Steps of your own in the jobs that build, before the builder is set up: for example those that write a cluster's
   * kubeconfig. With a persistent `buildxBuilder`, pull requests run them only if they build there.
   *
   * @default []
   */
  readonly stepsBeforeBuild?: github.workflows.JobStep[];

  /**
   * What must pass before anything is published: jobs that are added to the workflow, or workflows of the repository that
   * it calls. They run beside the build. Where one fails or is skipped no tag is moved.
   *
   * @default - nothing but the images' own builds; in `RustProject` its tests, lints and formatting
   */
  readonly publishAfter?: PublishGate[];

  /**
   * Times at which the branch is built and published again, on the newest base images, e.g. `0 4 * * 1` for Mondays
   * at four (UTC). The tags of the branch and of its commit move; those of releases stay. GitHub runs the default
   * branch only.
   *
   * @default []
   */
  readonly schedule?: string[];

  /**
   * Let the workflow be started by hand. For the branch, or a release's tag, it publishes as a push does; for any
   * other branch it builds and tries, and pushes nothing.
   *
   * @default false
   */
  readonly manualStart?: boolean;

  /**
   * Run only for pushes to the branch and pull requests that change one of these paths (GitHub's patterns, from the
   * root of the repository). Tags run whatever they change. A run that is left out has no result: don't have a
   * protected branch require one.
   *
   * @default - at the root of the repository all; elsewhere the folder of the project, and the workflow itself
   */
  readonly paths?: string[];

  /**
   * Further tags that a push to the branch moves, e.g. `edge`.
   *
   * @default []
   */
  readonly branchTags?: string[];

  /**
   * Further tags that a release moves, where `{version}`, `{major}` and `{minor}` stand for its numbers: `stable`,
   * `{major}`, `v{version}`. A tag that several releases have is that of the newest. A pre-release moves only tags
   * with `{version}`.
   *
   * @default []
   */
  readonly releaseTags?: string[];

  /**
   * The labels of the runners, by platform: larger ones, or self-hosted. Each platform is compiled on its own runner,
   * unless `strategy` compiles all on one: that, and the jobs that compile nothing, run on the one of `linux/amd64`.
   * Pull requests are built there too, and their authors may run what they like: GitHub advises against self-hosted
   * runners for public repositories.
   *
   * @default - those of GitHub: ubuntu-24.04 for linux/amd64, ubuntu-24.04-arm for linux/arm64
   */
  readonly runners?: { [platform: string]: string[] };

  /**
   * Attest the provenance of each published index. GitHub offers this to public repositories, and to private ones on
   * its Enterprise plan. Attestations are pushed beside the image, with the credentials of its registry.
   *
   * @default - true, unless an image is in a registry without accounts
   */
  readonly attest?: boolean;
}

/** The options with their defaults. */
export interface Publishing {
  readonly branch?: string;
  readonly attest?: boolean;
  readonly stepsBeforeBuild: github.workflows.JobStep[];
  readonly publishAfter: PublishGate[];
  readonly schedule: string[];
  readonly manualStart: boolean;
  readonly paths?: string[];
  readonly branchTags: string[];
  readonly releaseTags: string[];
  readonly runners: RunnerLabels;
}

/** Fills the defaults in, and refuses what a workflow could not hold. */
export function publishing(options: PublishingOptions): Publishing {
  const { branch } = options;
  if (branch?.startsWith('refs/heads/')) {
    throw new UserError(
      `branch: ${JSON.stringify(branch)} is the whole ref. Name the branch alone: ${JSON.stringify(branch.slice('refs/heads/'.length))}.`,
    );
  }
  if (branch !== undefined && !isBranch(branch)) {
    throw new UserError(`branch: ${JSON.stringify(branch)} is not the name of a branch. Name one, e.g. "main".`);
  }
  const { publishAfter = [], stepsBeforeBuild = [] } = options;
  assertSteps('stepsBeforeBuild', stepsBeforeBuild);
  assertGates(publishAfter);
  const schedule = assertSchedule('schedule', options.schedule ?? []);
  const { branchTags = [], releaseTags = [], paths } = options;
  // a pattern that begins with `!` takes from those before it
  if (paths && (paths.includes('') || paths.every((path) => path.startsWith('!')))) {
    throw new UserError(
      `paths: ${JSON.stringify(paths)} name no path, so the workflow would never run for the branch. Name one, e.g. "crates/**".`,
    );
  }
  for (const [index, path] of (paths ?? []).entries()) {
    const fault = pathPatternFault(path);
    if (fault) throw new UserError(`paths[${index}]: ${JSON.stringify(path)}: ${fault}.`);
  }
  assertExtraTags(branchTags, releaseTags);
  return {
    branch,
    attest: options.attest,
    stepsBeforeBuild,
    publishAfter,
    schedule,
    manualStart: options.manualStart ?? false,
    paths,
    branchTags,
    releaseTags,
    runners: { ...HOSTED_RUNNERS, ...checkedRunners(options.runners ?? {}) },
  };
}

function checkedRunners(runners: Record<string, string[]>): Record<string, string[]> {
  const platforms: string[] = Object.values(Platform);
  for (const [platform, labels] of Object.entries(runners)) {
    if (!platforms.includes(platform)) {
      throw new UserError(
        `runners: ${JSON.stringify(platform)} is no platform. There are ${platforms.map((each) => JSON.stringify(each)).join(' and ')}.`,
      );
    }
    if (labels.length === 0 || labels.some((label) => !/^[^\p{Cc}\s](.*[^\p{Cc}\s])?$/u.test(label))) {
      throw new UserError(
        `runners: ${JSON.stringify(labels)} are not the labels of a runner for ${platform}. ` +
          'Name one or more, e.g. ["self-hosted", "linux", "arm64"].',
      );
    }
  }
  return runners;
}

/** By the rules of `git check-ref-format`; and a workflow would evaluate an expression. */
function isBranch(name: string): boolean {
  return (
    !/[\p{Cc} ~^:?*[\\]|\.\.|@\{|\$\{\{|^[-/]|\/\/|[./]$/u.test(name) &&
    name !== '@' &&
    name !== '' &&
    name.split('/').every((part) => !part.startsWith('.') && !part.endsWith('.lock'))
  );
}
