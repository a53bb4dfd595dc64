import { github } from 'projen';
import { CommentedWorkflow } from './commented-workflow';
import { Publishing } from './publishing-options';
import { RegistryLogins } from './registry-login';
import { actionStep, checkoutStep, lines, sshAgentStep } from './steps';
import { BuildStrategy } from '../build-strategy';
import { BuildxBuilder } from '../buildx-builder';
import { BAKE_TARGETS } from '../image/bake-targets';
import { PrivateSource } from '../image/private-source';
import { PINS } from '../pins';
import { archOf, Platform } from '../platform';
import { BuildCache } from '../registry/build-cache';
import { ImageRepository } from '../registry/image-repository';
import { ProjectRepository } from '../registry/project-repository';
import { RegistryUse } from '../registry/registry-use';

const { JobPermission } = github.workflows;

/** Native runners: GitHub hosts both architectures. */
const RUNNERS: Record<Platform, string> = {
  [Platform.LINUX_AMD64]: 'ubuntu-24.04',
  [Platform.LINUX_ARM64]: 'ubuntu-24.04-arm',
};

const A_PULL_REQUEST = "github.event_name == 'pull_request'";
const NOT_A_PULL_REQUEST = "github.event_name != 'pull_request'";

/** An image that is published. */
export interface PublishedImage {
  readonly name: string;
  readonly bakeTarget: string;
  readonly repository: ImageRepository;
  /** The command that tries it: options and its reference, quoted for the shell already. None where its build does that. */
  verifyCommand?(image: string[]): string;
}

export interface PublishOptions extends Publishing {
  readonly branch: string;
  /** Where the bake file is in the repository. */
  readonly directory: string;
  /** Variables of the bake file. */
  readonly variables?: Record<string, string>;
  readonly images: PublishedImage[];
  readonly platforms: Platform[];
  readonly strategy: BuildStrategy;
  readonly buildxBuilder: BuildxBuilder;
  readonly cache: BuildCache;
  readonly privateSources: PrivateSource[];
  /** What docker/metadata-action makes tags of. */
  readonly tags: string[];
  /** Where the images are, unless one says otherwise. */
  readonly repository: ProjectRepository;
  /** Where the image is of what the branch has compiled last; none where builds do not begin with it. */
  readonly seed?: ImageRepository;
  /** What the workflow reads and writes. */
  readonly registries: RegistryUse[];
}

/**
 * A workflow that builds images for every platform, pushes them by digest and tries them; only when all have passed are
 * they merged to one index each, and its tags moved.
 */
export class PublishWorkflow extends CommentedWorkflow {
  constructor(
    gitHub: github.GitHub,
    name: string,
    private readonly publish: PublishOptions,
  ) {
    super(gitHub, name, { env: publish.repository.literal ? { REPOSITORY: publish.repository.literal } : undefined });
    this.commentPermission('packages', 'write', 'push images');
    this.commentPermission('packages', 'read', 'pull images');
    const why = [
      ...(RegistryLogins.ofBuild(publish.registries).byIdentity ? ['log in to registries'] : []),
      ...(publish.attest ? ['sign attestations'] : []),
    ];
    this.commentPermission('id-token', 'write', `${why.join(' and ')} with the identity of this workflow`);
    this.commentPermission('attestations', 'write', 'store attestations');
    this.addJob('build', this.buildJob());
    this.addJob('merge', this.mergeJob());
  }

  /** Whether one runner builds all platforms. */
  private get isOneRunner(): boolean {
    return this.publish.strategy !== BuildStrategy.NATIVE;
  }

  /** How many digests there are of an image: one for each platform, or that of an index of all. */
  private get digests(): number {
    return this.isOneRunner ? 1 : this.publish.platforms.length;
  }

  /** Builds, pushes and tries all images. */
  private buildJob(): github.workflows.Job {
    const { platforms, registries } = this.publish;
    const logins = RegistryLogins.ofBuild(registries);
    const { steps, ...where } = this.isOneRunner
      ? {
          name: 'build',
          runsOn: [RUNNERS[Platform.LINUX_AMD64]],
          steps: this.buildSteps(
            'all',
            platforms,
            platforms.some((platform) => platform !== Platform.LINUX_AMD64),
          ),
        }
      : {
          name: 'build (${{ matrix.platform }})',
          runsOn: ['${{ matrix.runner }}'],
          strategy: {
            failFast: false,
            matrix: {
              include: platforms.map((platform) => ({
                platform,
                pair: platform.replace('/', '-'),
                runner: RUNNERS[platform],
              })),
            },
          },
          steps: this.buildSteps('${{ matrix.pair }}', ['${{ matrix.platform }}'], false),
        };
    return {
      ...where,
      timeoutMinutes: this.publish.strategy === BuildStrategy.EMULATED ? 360 : 60,
      permissions: { contents: JobPermission.READ, ...logins.permissions },
      ...(Object.keys(logins.env).length > 0 ? { env: logins.env } : {}),
      ...(this.publish.directory ? { defaults: { run: { workingDirectory: this.publish.directory } } } : {}),
      steps,
    };
  }

  /**
   * @param scope what the cache and the digests of this runner are called
   * @param platforms those that this runner builds
   * @param emulates whether it is not of one of them
   */
  private buildSteps(scope: string, platforms: string[], emulates: boolean): github.workflows.JobStep[] {
    const logins = RegistryLogins.ofBuild(this.publish.registries);
    const { images, cache, privateSources, directory, branch } = this.publish;
    const cacheName = `${this.name}-${scope}`;
    const cacheFrom = cache._from(cacheName);
    const cacheTo = cache._to(cacheName);
    const credentials = Object.fromEntries(
      PrivateSource._tokens(privateSources).map((name) => [name, `\${{ secrets.${name} }}`]),
    );
    const { seed } = this.publish;
    /** What a build begins with. */
    const sources = [cacheFrom && `*.cache-from=${cacheFrom}`, seed ? '${{ steps.seed.outputs.context }}' : undefined];
    const bake = (id: string, name: string, inputs: Record<string, unknown>) => ({
      ...actionStep(id, name, 'docker/bake-action', {
        // the checkout, not a clone that BuildKit makes for itself; bake runs in this folder, and files are relative to it
        source: directory ? `./${directory}` : '.',
        files: 'docker-bake.json',
        // a bake file may not hand the agent to a build on its own account
        ...(PrivateSource._needAgent(privateSources) ? { allow: 'ssh' } : {}),
        // attestations are made of the index, in the merge job: in the image they would give each build another digest
        provenance: false,
        ...inputs,
      }),
      env: {
        // files in the layers bear no time, so that what did not change keeps its digest
        SOURCE_DATE_EPOCH: '0',
        ...this.publish.variables,
        ...(id.startsWith('push') ? NO_PROVENANCE_IN_METADATA : {}),
        ...credentials,
      },
    });
    return [
      checkoutStep(),
      ...this.repositoryStep,
      ...(PrivateSource._needAgent(privateSources) ? [sshAgentStep()] : []),
      ...(emulates ? [this.emulationStep] : []),
      this.builderStep,
      ...logins.steps,
      ...(seed ? [this.seedStep(seed, scope)] : []),
      ...batches(images).flatMap((batch, i, { length }) => {
        const number = batchNumber(i);
        return [
          {
            ...bake(`push${number}`, `Build and push by digest${length > 1 ? ` (${i + 1} of ${length})` : ''}`, {
              ...(length > 1 ? { targets: lines(...batch.map(({ bakeTarget }) => bakeTarget)) } : {}),
              set: lines(
                `*.platform=${platforms.join(',')}`,
                // a tag can't be pushed by digest; the merge job moves the tags
                '*.tags=',
                ...sources,
                // the stages worth keeping are the same for all images: one of them writes the cache
                cacheTo && i === 0 ? `${batch[0].bakeTarget}.cache-to=${cacheTo}` : undefined,
                ...batch.map((image) =>
                  [
                    `${image.bakeTarget}.output=type=image`,
                    `name=${image.repository.behind(REPOSITORY)}`,
                    'push-by-digest=true,name-canonical=true,rewrite-timestamp=true,push=true',
                  ].join(','),
                ),
              ),
            }),
            if: NOT_A_PULL_REQUEST,
          },
          { ...digestsStep(number, scope), if: NOT_A_PULL_REQUEST },
        ];
      }),
      ...platforms.flatMap((platform) => {
        const suffix = platforms.length > 1 ? `-${archOf(platform as Platform)}` : '';
        return [
          {
            ...bake(`load${suffix}`, `Build ${platforms.length > 1 ? `for ${platform} ` : ''}without pushing`, {
              set: lines(`*.platform=${platform}`, ...sources),
            }),
            if: A_PULL_REQUEST,
          },
          ...images.flatMap((image) =>
            image.verifyCommand
              ? [
                  {
                    id: `verify-${image.bakeTarget}${suffix}`,
                    name: `Verify ${image.name}${platforms.length > 1 ? ` for ${platform}` : ''}`,
                    env: {
                      PLATFORM: platform,
                      // what was pushed, or on a pull request what was loaded
                      DIGEST: `\${{ fromJSON(steps.push${batchNumber(Math.floor(images.indexOf(image) / BATCH))}.outputs.metadata || '{}')['${image.bakeTarget}']['containerimage.digest'] }}`,
                    },
                    run: image.verifyCommand([
                      '--platform "$PLATFORM"',
                      `"${image.repository.behind('$REPOSITORY')}\${DIGEST:+@$DIGEST}"`,
                    ]),
                  },
                ]
              : [],
          ),
        ];
      }),
      ...(seed
        ? [
            {
              ...bake('push-seed', 'Push what was compiled, as the seed of later builds', {
                targets: BAKE_TARGETS.seed,
                set: lines(
                  `*.platform=${platforms.join(',')}`,
                  ...sources,
                  `${BAKE_TARGETS.seed}.tags=\${{ steps.seed.outputs.image }}`,
                ),
              }),
              if: `github.ref == 'refs/heads/${branch.replace(/'/g, "''")}'`,
              // as with a cache: the images are there all the same
              continueOnError: true,
            },
          ]
        : []),
      {
        ...actionStep('upload', 'Hand the digests to the merge job', 'actions/upload-artifact', {
          name: `${this.name}-digests-${scope}`,
          path: '${{ runner.temp }}/digests',
          'if-no-files-found': 'error',
          'retention-days': 1,
        }),
        if: NOT_A_PULL_REQUEST,
      },
    ];
  }

  /** Makes one index of an image's platforms, and moves its tags there. */
  private mergeJob(): github.workflows.Job {
    const { images, attest, tags, registries } = this.publish;
    const logins = RegistryLogins.ofMerge(
      registries,
      images.map(({ repository }) => repository),
    );
    const ofMatrix = images.some(({ repository }) => repository.isWhole)
      ? "${{ matrix.repository || format('{0}{1}', env.REPOSITORY, matrix.suffix) }}"
      : '${{ env.REPOSITORY }}${{ matrix.suffix }}';
    return {
      name: 'merge (${{ matrix.image }})',
      if: NOT_A_PULL_REQUEST,
      needs: ['build'],
      runsOn: [RUNNERS[Platform.LINUX_AMD64]],
      timeoutMinutes: 15,
      permissions: {
        ...logins.permissions,
        ...(attest ? { idToken: JobPermission.WRITE, attestations: JobPermission.WRITE } : {}),
      },
      strategy: {
        failFast: false,
        matrix: {
          include: images.map((image) => ({
            image: image.name,
            ...(image.repository.isWhole
              ? { repository: image.repository.name }
              : { suffix: image.repository.behind('') }),
          })),
        },
      },
      steps: [
        ...this.repositoryStep,
        actionStep('download', 'Fetch the digests', 'actions/download-artifact', {
          path: '${{ runner.temp }}/digests',
          pattern: `${this.name}-digests-*`,
          'merge-multiple': true,
        }),
        actionStep('buildx', 'Set up Docker Buildx', 'docker/setup-buildx-action', {
          ...BUILDX,
          'driver-opts': BUILDKIT_IMAGE,
        }),
        ...logins.steps,
        actionStep('meta', 'Tags', 'docker/metadata-action', {
          images: ofMatrix,
          tags: lines(...tags),
        }),
        {
          id: 'index',
          name: 'Create the index',
          env: { IMAGE: ofMatrix },
          run: lines(
            'mapfile -t tags < <(jq -r \'.tags[]\' <<< "$DOCKER_METADATA_OUTPUT_JSON")',
            'mapfile -t digests < <(jq -r --arg image "$IMAGE" \'.[$image] // empty\' "$RUNNER_TEMP"/digests/*.json)',
            `if [ "\${#digests[@]}" -ne ${this.digests} ]; then`,
            `  echo "::error::expected ${this.digests} digests of $IMAGE, got \${#digests[@]}"`,
            '  exit 1',
            'fi',
            'docker buildx imagetools create --metadata-file "$RUNNER_TEMP/index.json" \\',
            '  "${tags[@]/#/--tag=}" "${digests[@]/#/$IMAGE@}"',
            'echo "digest=$(jq -r \'.["containerimage.descriptor"].digest\' "$RUNNER_TEMP/index.json")" >> "$GITHUB_OUTPUT"',
          ),
        },
        ...(attest
          ? [
              actionStep('attest', 'Attest where the index comes from', 'actions/attest', {
                'subject-name': ofMatrix,
                'subject-digest': '${{ steps.index.outputs.digest }}',
                'push-to-registry': true,
              }),
            ]
          : []),
      ],
    };
  }

  /** What later steps call the images. */
  private get repositoryStep(): github.workflows.JobStep[] {
    const { script } = this.publish.repository;
    return script ? [{ id: 'repository', name: 'Image repository', run: script }] : [];
  }

  private get emulationStep(): github.workflows.JobStep {
    const others = this.publish.platforms.filter((platform) => platform !== Platform.LINUX_AMD64);
    return actionStep(
      'qemu',
      this.publish.strategy === BuildStrategy.EMULATED ? 'Set up QEMU' : 'Set up QEMU, to try what was cross-compiled',
      'docker/setup-qemu-action',
      { platforms: others.map(archOf).join(','), 'cache-image': false },
    );
  }

  private get builderStep(): github.workflows.JobStep {
    const {
      _driver: driver,
      _nodes: [first, ...others],
    } = this.publish.buildxBuilder;
    if (!first) {
      return actionStep('buildx', 'Set up Docker Buildx', 'docker/setup-buildx-action', {
        ...BUILDX,
        'driver-opts': BUILDKIT_IMAGE,
      });
    }
    const inputs = ({ endpoint, platform, driverOpts }: typeof first) => ({
      ...(endpoint ? { endpoint } : {}),
      ...(platform ? { platforms: platform } : {}),
      ...(driverOpts.length > 0 ? { 'driver-opts': driverOpts } : {}),
    });
    const tls = this.publish.buildxBuilder._nodes.flatMap(({ endpoint }, i) =>
      endpoint?.startsWith('tcp://')
        ? ['CACERT', 'CERT', 'KEY'].map((part) => `BUILDER_NODE_${i}_AUTH_TLS_${part}`)
        : [],
    );
    return {
      ...actionStep('buildx', 'Set up Docker Buildx', 'docker/setup-buildx-action', {
        ...BUILDX,
        driver,
        ...inputs(first),
        ...(first.driverOpts.length > 0 ? { 'driver-opts': lines(...first.driverOpts) } : {}),
        // YAML in YAML, and JSON is YAML; there the options are a list, else they are taken letter by letter
        ...(others.length > 0 ? { append: JSON.stringify(others.map(inputs), undefined, 2) } : {}),
      }),
      ...(tls.length > 0 ? { env: Object.fromEntries(tls.map((name) => [name, `\${{ secrets.${name} }}`])) } : {}),
    };
  }

  /**
   * Looks for an image of what the branch has compiled, by the same tools, flags and versions of dependencies. Where
   * there is none, the dependencies are cooked.
   */
  private seedStep(seed: ImageRepository, scope: string): github.workflows.JobStep {
    const { directory } = this.publish;
    const files = ['Dockerfile', 'Cargo.lock', 'rust-toolchain*', '.cargo/**'].map(
      (file) => `'${directory ? `${directory.replace(/'/g, "''")}/` : ''}${file}'`,
    );
    return {
      id: 'seed',
      name: 'Find a seed',
      env: { SEED: `${seed.behind(REPOSITORY)}:${scope}-\${{ hashFiles(${files.join(', ')}) }}` },
      run: lines(
        'echo "image=$SEED" >> "$GITHUB_OUTPUT"',
        'if docker buildx imagetools inspect "$SEED" > /dev/null; then',
        '  echo "context=*.contexts.seed=docker-image://$SEED" >> "$GITHUB_OUTPUT"',
        'fi',
      ),
    };
  }
}

/**
 * bake's metadata is an output of its step. The builder's provenance has the event's payload, and that for each image:
 * a few of them are more than the runner can hand to a step.
 */
const NO_PROVENANCE_IN_METADATA = { BUILDX_METADATA_PROVENANCE: 'disabled' };

/** How many images one call of bake builds: its metadata has 700 bytes for each, and a step's variable holds 128 KiB. */
const BATCH = 100;

function batches(images: PublishedImage[]): PublishedImage[][] {
  return images.flatMap((_, i) => (i % BATCH === 0 ? [images.slice(i, i + BATCH)] : []));
}

/** What the ids of the steps of a batch end in. */
function batchNumber(index: number): string {
  return index > 0 ? `-${index + 1}` : '';
}

/** Writes what a call of bake has pushed into a file: the digests, by image. */
function digestsStep(number: string, scope: string): github.workflows.JobStep {
  return {
    id: `digests${number}`,
    name: 'Note the digests',
    env: { METADATA: `\${{ steps.push${number}.outputs.metadata }}`, FILE: `${scope}${number}.json` },
    run: lines(
      'mkdir -p "$RUNNER_TEMP/digests"',
      `jq '[.[] | objects | select(.["containerimage.digest"]) | {(.["image.name"]): .["containerimage.digest"]}] | add' \\`,
      '  <<< "$METADATA" > "$RUNNER_TEMP/digests/$FILE"',
    ),
  };
}

/** The variable of the repository, in an expression. */
const REPOSITORY = '${{ env.REPOSITORY }}';

const BUILDX = { version: PINS.buildx, 'cache-binary': false };
const BUILDKIT_IMAGE = `image=moby/buildkit:${PINS.buildkit}`;
