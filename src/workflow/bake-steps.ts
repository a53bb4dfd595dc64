import { github } from 'projen';
import { isBranch, textIf } from './expressions';
import { PublishPlan } from './publish-plan';
import { Runners } from './runners';
import { KEY_LABEL, SeedSteps } from './seed-steps';
import { actionStep, lines, THIS_REPOSITORY } from './steps';
import { BAKE_TARGETS } from '../image/bake-targets';
import { PrivateSource } from '../image/private-source';
import { archOf, Platform } from '../platform';

/** A folder of files that say what this runner has pushed. */
export const DIGESTS = '"$RUNNER_TEMP/digests"';

/**
 * The steps of one runner that call bake.
 */
export class BakeSteps {
  constructor(
    private readonly plan: PublishPlan,
    private readonly runners: Runners,
    /** Variables of the bake file. */
    private readonly variables: Record<string, string>,
  ) {}

  /** Pushes all images by digest, and notes the digests. */
  public get push(): github.workflows.JobStep[] {
    const { batches, options } = this.plan;
    const { cacheTo } = this;
    return batches.flatMap((batch, i, { length }) => {
      const number = i > 0 ? `-${i + 1}` : '';
      return [
        this.step(
          `push${number}`,
          `Build and push by digest${length > 1 ? ` (${i + 1} of ${length})` : ''}`,
          {
            ...(length > 1 ? { targets: lines(...batch.map(({ bakeTarget }) => bakeTarget)) } : {}),
            set: lines(
              `*.platform=${this.runners.platforms.join(',')}`,
              // a smoke test beside a single image is pushed nowhere
              `${options.images.length > 1 ? '*' : batch[0].bakeTarget}.output=type=image,push-by-digest=true,name-canonical=true,rewrite-timestamp=true,push=true`,
              ...this.sources,
              // the stages worth keeping are the same for all images: one of them writes the cache
              cacheTo && !options.isolated && i === 0 ? `${batch[0].bakeTarget}.cache-to=${cacheTo}` : undefined,
            ),
          },
          {
            // what is pushed by digest can't have a tag
            TAG: '',
            // bake's metadata is an output of its step: with the provenance, which has the event's payload for each
            // image, a few of them are more than the runner can hand to the next step
            BUILDX_METADATA_PROVENANCE: 'disabled',
            ...(cacheTo && options.isolated ? { CACHE_TO: cacheTo } : {}),
          },
        ),
        {
          id: `digests${number}`,
          name: 'Note the digests',
          env: { METADATA: `\${{ steps.push${number}.outputs.metadata }}`, FILE: `${this.runners.scope}${number}` },
          run: `${this.plan.script('publish-images.sh')} note ${DIGESTS}/"$FILE" <<< "$METADATA"`,
        },
      ];
    });
  }

  /** Loads all images of one platform into the engine. */
  public load(platform: string): github.workflows.JobStep {
    const several = this.runners.platforms.length > 1;
    return this.step(
      `load${several ? `-${archOf(platform as Platform)}` : ''}`,
      `Build${several ? ` for ${platform}` : ''} without pushing`,
      { set: lines(`*.platform=${platform}`, ...this.sources) },
    );
  }

  /** Pushes what was compiled, and removes what was pushed before where it is known how. */
  public get pushSeed(): github.workflows.JobStep[] {
    const step = this.step('push-seed', 'Push what was compiled, as the seed of later builds', {
      targets: BAKE_TARGETS.seed,
      set: lines(
        `*.platform=${this.runners.platforms.join(',')}`,
        ...this.sources,
        `${BAKE_TARGETS.seed}.tags=\${{ steps.seed.outputs.image }}`,
        `${BAKE_TARGETS.seed}.labels.${KEY_LABEL}=\${{ steps.seed.outputs.key }}`,
      ),
    });
    return [
      // as with a cache: the images are there all the same
      { ...step, if: isBranch(this.plan.options.branch), continueOnError: true },
      ...new SeedSteps(this.plan, this.runners).clean,
    ];
  }

  /** What caches of this runner are called; those of images that are compiled by themselves are told apart by bake. */
  private get cacheName(): string {
    const { cache, name, isolated } = this.plan.options;
    // GitHub's own cache is of one repository by itself
    const repository = cache._reference ? `${THIS_REPOSITORY}-` : '';
    return `${repository}${name}-${this.runners.scope}${isolated ? '-*' : ''}`;
  }

  /** The cache that is written: by the branch alone, since whatever else reads it trusts it. */
  private get cacheTo(): string | undefined {
    const { cache, branch } = this.plan.options;
    const cacheTo = cache._to(this.cacheName);
    return cacheTo && textIf(isBranch(branch), cacheTo);
  }

  /** What a build begins with. */
  private get sources(): (string | undefined)[] {
    const { cache, isolated, seed } = this.plan.options;
    const cacheFrom = isolated ? undefined : cache._from(this.cacheName);
    return [cacheFrom && `*.cache-from=${cacheFrom}`, seed && '${{ steps.seed.outputs.context }}'];
  }

  private step(
    id: string,
    name: string,
    inputs: Record<string, unknown>,
    variables: Record<string, string> = {},
  ): github.workflows.JobStep {
    const { cache, directory, isolated, privateSources } = this.plan.options;
    const cacheFrom = isolated ? cache._from(this.cacheName) : undefined;
    return {
      ...actionStep(id, name, 'docker/bake-action', {
        // the checkout, not a clone that BuildKit makes for itself; bake runs in this folder, and files are relative to it
        source: directory ? `./${directory}` : '.',
        files: 'docker-bake.json',
        // a bake file may not hand the agent to a build on its own account
        ...(PrivateSource._needAgent(privateSources) ? { allow: 'ssh' } : {}),
        // attestations are made of the index, when it is published: in the image they would give each build another digest
        provenance: false,
        ...inputs,
      }),
      env: {
        // files in the layers bear no time, so that what did not change keeps its digest
        SOURCE_DATE_EPOCH: '0',
        ...this.variables,
        ...(cacheFrom ? { CACHE_FROM: cacheFrom } : {}),
        ...variables,
        ...Object.fromEntries(
          PrivateSource._tokens(privateSources).map((token) => [token, `\${{ secrets.${token} }}`]),
        ),
      },
    };
  }
}
