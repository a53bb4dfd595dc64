import { github } from 'projen';
import { isBranch, literal } from './expressions';
import { tagOfBranch } from './extra-tags';
import { PublishPlan } from './publish-plan';
import { Runners } from './runners';
import { lines, THIS_REPOSITORY } from './steps';

/** By what an image says which tools and flags it was compiled by. */
export const KEY_LABEL = 'muslrust-chef.key';

/** The steps of one runner that look for a seed, and remove earlier ones. Bake makes it. */
export class SeedSteps {
  constructor(
    private readonly plan: PublishPlan,
    private readonly runners: Runners,
  ) {}

  /**
   * Looks for what the branch has compiled last. There is one tag for it, which moves, and a label says of which tools and
   * flags it is; of all else cargo knows whether it is up to date. Where there is none, the dependencies are cooked.
   */
  public get find(): github.workflows.JobStep[] {
    const { branch, seed } = this.plan.options;
    return seed
      ? [
          {
            id: 'seed',
            name: 'Find a seed',
            env: {
              SEED: `${seed.behind('${{ env.REPOSITORY }}')}:${[THIS_REPOSITORY, tagOfBranch(branch).slice(0, 80), this.runners.scope].join('-')}`,
              FILES: this.hashOfFiles,
            },
            run: lines(
              '# without the header, which names a release of the generator',
              `key=$FILES-$(sed '/^# Made by /d' Dockerfile | sha256sum | cut -c 1-64)`,
              'echo "image=$SEED" >> "$GITHUB_OUTPUT"',
              'echo "key=$key" >> "$GITHUB_OUTPUT"',
              '# by its digest, since the tag may move before the build',
              `found=$(docker buildx imagetools inspect --format '{{ .Manifest.Digest }} {{ json .Image }}' "$SEED" || true)`,
              `if [[ $found == *"\\"${KEY_LABEL}\\": \\"$key\\""* ]]; then`,
              '  echo "context=*.contexts.seed=docker-image://$SEED@${found%% *}" >> "$GITHUB_OUTPUT"',
              'fi',
            ),
          },
        ]
      : [];
  }

  /** Removes what was pushed before, where it is known how. */
  public get clean(): github.workflows.JobStep[] {
    const { branch, platforms, seed } = this.plan.options;
    const isOnBranch = isBranch(branch);
    return seed?.registry._login?.kind === 'github-token'
      ? [
          {
            id: 'clean-seeds',
            name: 'Remove earlier seeds',
            // one of the runners does it for all
            if: this.plan.isOneRunner ? isOnBranch : `${isOnBranch} && matrix.platform == ${literal(platforms[0])}`,
            continueOnError: true,
            env: { GH_TOKEN: '${{ github.token }}', IMAGE: '${{ steps.seed.outputs.image }}' },
            run: `${this.plan.script('publish-images.sh')} clean "$IMAGE"`,
          },
        ]
      : [];
  }

  /**
   * A hash of what decides on compiled code and cargo's fingerprints don't know, beside the Dockerfile, which has base image,
   * compilers, variables and flags: cargo's configuration, and what a target folder looks like. Not of the lock file, nor of
   * the toolchain file: cargo looks at each package's version, and at the compiler's.
   */
  private get hashOfFiles(): string {
    const { configFiles = [], directory, scripts } = this.plan.options;
    const files = [
      ...['keep-target.sh', 'restore-mtimes.sh'].map((name) => `${scripts}/${name}`),
      '.cargo/**',
      ...configFiles.map(globEscape),
    ];
    const folder = directory && `${directory}/`;
    return `\${{ hashFiles(${files.map((file) => literal(folder + file)).join(', ')}) }}`;
  }
}

/** A path in a pattern of `hashFiles`. (actions/toolkit, packages/glob/src/internal-pattern.ts) */
function globEscape(path: string): string {
  return path.replace(/\\/g, '\\\\').replace(/[[?*]/g, '[$&]');
}
