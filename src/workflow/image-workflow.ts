import { relative } from 'path';
import { github, javascript, Project } from 'projen';
import { BuildCache } from './build-cache';
import { CommentedWorkflow } from './commented-workflow';
import { actionStep, checkoutStep } from './steps';
import { Image } from '../image/image';
import { PINS } from '../pins';
import { Platform } from '../platform';

const { JobPermission } = github.workflows;

/** Native runners: GitHub hosts both architectures. */
const RUNNERS: Record<Platform, string> = {
  [Platform.LINUX_AMD64]: 'ubuntu-24.04',
  [Platform.LINUX_ARM64]: 'ubuntu-24.04-arm',
};

const NOT_A_PULL_REQUEST = "github.event_name != 'pull_request'";

export interface ImageWorkflowOptions {
  readonly images: Image[];
  readonly platforms: Platform[];
  readonly cache: BuildCache;
  readonly branch: string;
  /** The repository of the images; GHCR's for this repository if there is none. */
  readonly imageRepository?: string;
  readonly registryUsernameSecret: string;
  readonly registryPasswordSecret: string;
  readonly attest: boolean;
}

/**
 * `.github/workflows/image.yml`: every platform is built, pushed by digest and smoke-tested on a runner of its own;
 * only when all have passed are they merged to one index and its tags moved.
 */
export class ImageWorkflow extends CommentedWorkflow {
  /** Where the project is in the repository. */
  private readonly directory: string;

  constructor(gitHub: github.GitHub, project: Project, private readonly image: ImageWorkflowOptions) {
    const directory = relative(project.root.outdir, project.outdir).replace(/\\/g, '/');
    super(gitHub, directory ? `image-${directory.replace(/\//g, '-')}` : 'image', {
      env: image.imageRepository ? { REPOSITORY: image.imageRepository } : undefined,
    });
    this.directory = directory;

    this.on({
      push: { branches: [image.branch], tags: ['v*'] },
      pullRequest: { branches: [image.branch] },
    });
    this.commentPermission('packages', 'write', 'push images');
    this.commentPermission('id-token', 'write', 'sign attestations with the identity of this workflow');
    this.commentPermission('attestations', 'write', 'store attestations');

    this.addJob('build', this.buildJob());
    this.addJob('merge', this.mergeJob());
    const nodePackage = javascript.NodePackage.of(project.root);
    if (nodePackage?.packageManager === javascript.NodePackageManager.NPM) {
      this.addJob('sync', this.syncJob(project.root));
    }
  }

  /** Builds, pushes and tries all images for one platform. */
  private buildJob(): github.workflows.Job {
    const { images, platforms, cache } = this.image;
    const scope = `${this.name}-\${{ matrix.pair }}`;
    const cacheFrom = cache._from(scope);
    const cacheTo = cache._to(scope);
    return {
      name: 'build (${{ matrix.platform }})',
      runsOn: ['${{ matrix.runner }}'],
      timeoutMinutes: 60,
      permissions: { contents: JobPermission.READ, packages: JobPermission.WRITE },
      ...this.defaults,
      strategy: {
        failFast: false,
        matrix: {
          include: platforms.map((platform) => ({
            platform, pair: platform.replace('/', '-'), runner: RUNNERS[platform],
          })),
        },
      },
      steps: [
        checkoutStep(),
        ...this.repositoryStep,
        {
          id: 'times',
          name: 'Source date epoch',
          run: lines(
            '# files in the layers bear the time of the commit, so that equal sources give equal layers',
            'echo "SOURCE_DATE_EPOCH=$(git log -1 --pretty=%ct)" >> "$GITHUB_ENV"',
          ),
        },
        this.builderStep,
        { ...this.loginStep, if: NOT_A_PULL_REQUEST },
        {
          ...actionStep('push', 'Build and push by digest', 'docker/bake-action', {
            ...this.bakeInputs,
            provenance: 'mode=max',
            set: lines(
              '*.platform=${{ matrix.platform }}',
              // a tag can't be pushed by digest; the merge job moves the tags
              '*.tags=',
              cacheFrom && `*.cache-from=${cacheFrom}`,
              // the stages worth keeping are the same for all images: one of them writes the cache
              cacheTo && `${images[0].bakeTarget}.cache-to=${cacheTo}`,
              ...images.map((image) => [
                `${image.bakeTarget}.output=type=image`,
                `name=\${{ env.REPOSITORY }}${image.repositorySuffix}`,
                'push-by-digest=true,name-canonical=true,rewrite-timestamp=true,push=true',
              ].join(',')),
            ),
          }),
          if: NOT_A_PULL_REQUEST,
        },
        {
          ...actionStep('load', 'Build without pushing', 'docker/bake-action', {
            ...this.bakeInputs,
            // the local engine's store holds no attestations
            provenance: false,
            set: lines('*.platform=${{ matrix.platform }}', cacheFrom && `*.cache-from=${cacheFrom}`),
          }),
          if: "github.event_name == 'pull_request'",
        },
        ...images.map((image) => ({
          id: `verify-${image.bakeTarget}`,
          name: `Verify ${image.name}`,
          // what was pushed, or on a pull request what was loaded
          env: { DIGEST: `\${{ fromJSON(steps.push.outputs.metadata || '{}')['${image.bakeTarget}']['containerimage.digest'] }}` },
          run: image.verifyCommand(`"$REPOSITORY${image.repositorySuffix}\${DIGEST:+@$DIGEST}"`),
        })),
        {
          id: 'digests',
          name: 'Note the digests',
          if: NOT_A_PULL_REQUEST,
          env: { METADATA: '${{ steps.push.outputs.metadata }}', PAIR: '${{ matrix.pair }}' },
          run: 'echo "$METADATA" > "$RUNNER_TEMP/$PAIR.json"',
        },
        {
          ...actionStep('upload', 'Hand the digests to the merge job', 'actions/upload-artifact', {
            'name': `${this.name}-digests-\${{ matrix.pair }}`,
            'path': '${{ runner.temp }}/${{ matrix.pair }}.json',
            'if-no-files-found': 'error',
            'retention-days': 1,
          }),
          if: NOT_A_PULL_REQUEST,
        },
      ],
    };
  }

  /** Makes one index of an image's platforms, and moves its tags there. */
  private mergeJob(): github.workflows.Job {
    const { images, platforms, attest } = this.image;
    return {
      name: 'merge (${{ matrix.image }})',
      if: NOT_A_PULL_REQUEST,
      needs: ['build'],
      runsOn: ['ubuntu-24.04'],
      timeoutMinutes: 15,
      permissions: {
        packages: JobPermission.WRITE,
        ...(attest ? { idToken: JobPermission.WRITE, attestations: JobPermission.WRITE } : {}),
      },
      strategy: {
        failFast: false,
        matrix: {
          include: images.map((image) => ({ image: image.name, target: image.bakeTarget, suffix: image.repositorySuffix })),
        },
      },
      steps: [
        ...this.repositoryStep,
        actionStep('download', 'Fetch the digests', 'actions/download-artifact', {
          'path': '${{ runner.temp }}/digests',
          'pattern': `${this.name}-digests-*`,
          'merge-multiple': true,
        }),
        this.builderStep,
        this.loginStep,
        actionStep('meta', 'Tags', 'docker/metadata-action', {
          images: '${{ env.REPOSITORY }}${{ matrix.suffix }}',
          // the branch's name for its newest commit; 1.2.3, 1.2 and latest for the tag v1.2.3
          tags: lines('type=ref,event=branch', 'type=semver,pattern={{version}}', 'type=semver,pattern={{major}}.{{minor}}'),
        }),
        {
          id: 'index',
          name: 'Create the index',
          env: { IMAGE: '${{ env.REPOSITORY }}${{ matrix.suffix }}', TARGET: '${{ matrix.target }}' },
          run: lines(
            "mapfile -t tags < <(jq -r '.tags[]' <<< \"$DOCKER_METADATA_OUTPUT_JSON\")",
            'mapfile -t digests < <(jq -r --arg target "$TARGET" \'.[$target]["containerimage.digest"] // empty\' "$RUNNER_TEMP"/digests/*.json)',
            `if [ "\${#digests[@]}" -ne ${platforms.length} ]; then`,
            `  echo "::error::expected ${platforms.length} digests of $IMAGE, got \${#digests[@]}"`,
            '  exit 1',
            'fi',
            'docker buildx imagetools create \\',
            '  --metadata-file "$RUNNER_TEMP/index.json" \\',
            '  --annotation "index:org.opencontainers.image.revision=$GITHUB_SHA" \\',
            '  "${tags[@]/#/--tag=}" "${digests[@]/#/$IMAGE@}"',
            'echo "digest=$(jq -r \'.["containerimage.descriptor"].digest\' "$RUNNER_TEMP/index.json")" >> "$GITHUB_OUTPUT"',
          ),
        },
        ...(attest
          ? [actionStep('attest', 'Attest where the index comes from', 'actions/attest', {
            'subject-name': '${{ env.REPOSITORY }}${{ matrix.suffix }}',
            'subject-digest': '${{ steps.index.outputs.digest }}',
            'push-to-registry': true,
          })]
          : []),
      ],
    };
  }

  /** Fails where a generated file is not what synth makes of the rc file. */
  private syncJob(root: Project): github.workflows.Job {
    return {
      name: 'generated files are in sync',
      runsOn: ['ubuntu-24.04'],
      timeoutMinutes: 10,
      permissions: { contents: JobPermission.READ },
      steps: [
        checkoutStep(),
        actionStep('node', 'Set up Node.js', 'actions/setup-node', { 'node-version': 'lts/*', 'package-manager-cache': false }),
        { id: 'install', name: 'Install', run: 'npm ci' },
        { id: 'synth', name: 'Synthesise', run: root.projenCommand },
        {
          id: 'diff',
          name: 'Compare',
          run: lines(
            'git add --intent-to-add .',
            'if ! git diff --exit-code; then',
            `  echo "::error::generated files differ; run '${root.projenCommand}' and commit what it changes"`,
            '  exit 1',
            'fi',
          ),
        },
      ],
    };
  }

  /** What later steps call the images. */
  private get repositoryStep(): github.workflows.JobStep[] {
    return this.image.imageRepository ? [] : [{
      id: 'repository',
      name: 'Image repository',
      run: lines(
        "# image names are lower case; the repository's need not be",
        'echo "REPOSITORY=ghcr.io/${GITHUB_REPOSITORY,,}" >> "$GITHUB_ENV"',
      ),
    }];
  }

  private get builderStep(): github.workflows.JobStep {
    return actionStep('buildx', 'Set up Docker Buildx', 'docker/setup-buildx-action', {
      'version': PINS.buildx,
      'cache-binary': false,
      'driver-opts': `image=moby/buildkit:${PINS.buildkit}`,
    });
  }

  private get loginStep(): github.workflows.JobStep {
    const { imageRepository = 'ghcr.io/', registryUsernameSecret, registryPasswordSecret } = this.image;
    const registry = imageRepository.split('/')[0];
    const ghcr = registry === 'ghcr.io';
    return actionStep('login', `Log in to ${registry}`, 'docker/login-action', {
      registry,
      username: ghcr ? '${{ github.actor }}' : `\${{ secrets.${registryUsernameSecret} }}`,
      password: ghcr ? '${{ secrets.GITHUB_TOKEN }}' : `\${{ secrets.${registryPasswordSecret} }}`,
    });
  }

  private get bakeInputs() {
    return {
      // the checkout, not a clone that BuildKit makes for itself
      source: '.',
      ...(this.directory ? { workdir: this.directory } : {}),
      files: 'docker-bake.json',
    };
  }

  private get defaults() {
    return this.directory ? { defaults: { run: { workingDirectory: this.directory } } } : {};
  }
}

function lines(...values: (string | undefined)[]): string {
  return values.filter((value) => value !== undefined).join('\n');
}
