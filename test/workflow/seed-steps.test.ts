import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plan, PlanOptions } from './plan';
import { BuildStrategy, ContainerRegistry, Platform } from '../../src';
import { ImageRepository } from '../../src/registry/image-repository';
import { runnersOf } from '../../src/workflow/runners';
import { SeedSteps } from '../../src/workflow/seed-steps';
import { tempDir, writeTree } from '../util';

/** Steps are unions of two kinds; here they are read as what they become. */
function seeds(options: PlanOptions = {}): any {
  const made = plan(options);
  return new SeedSteps(made, runnersOf(made, 'build'));
}

const seed = plan().options.repository.seed(undefined);
const CROSS = { strategy: BuildStrategy.CROSS };

describe('a seed', () => {
  const elsewhere = ImageRepository.parse('seedRepository', 'registry.example.com/acme/seed', [
    ContainerRegistry.withSecrets({ host: 'registry.example.com' }),
  ]);

  test.each<[string, PlanOptions, string | undefined]>([
    [
      'by the first of several runners',
      { seed },
      "github.ref == 'refs/heads/main' && matrix.platform == 'linux/amd64'",
    ],
    [
      'by the one that is there',
      { seed, platforms: [Platform.LINUX_ARM64] },
      "github.ref == 'refs/heads/main' && matrix.platform == 'linux/arm64'",
    ],
    ['by the runner of all platforms', { seed, ...CROSS }, "github.ref == 'refs/heads/main'"],
    ['by nobody where the registry has rules of its own for it', { seed: elsewhere }, undefined],
  ])('earlier ones are removed %s', (_, options, condition) => {
    const [step] = seeds(options).clean;
    expect(step?.if).toBe(condition);
    if (!step) return;
    expect(step).toMatchObject({
      id: 'clean-seeds',
      continueOnError: true,
      env: { GH_TOKEN: '${{ github.token }}', IMAGE: '${{ steps.seed.outputs.image }}' },
      run: 'bash docker/publish-images.sh clean "$IMAGE"',
    });
  });

  test('is not looked for where there is none', () => {
    expect(seeds().find).toEqual([]);
  });

  test.each<[string, PlanOptions, string]>([
    ['of the branch', {}, 'main-${{ matrix.pair }}'],
    ['of another', { branch: 'release/1.x' }, 'release-1.x-${{ matrix.pair }}'],
    ['of one with a long name', { branch: 'b'.repeat(200) }, `${'b'.repeat(80)}-\${{ matrix.pair }}`],
    ['of all platforms', CROSS, 'main-all'],
  ])('has one tag, which moves: that %s', (_, options, tag) => {
    const [{ id, env }] = seeds({ seed, ...options }).find;
    expect(id).toBe('seed');
    expect(Object.keys(env)).toEqual(['SEED', 'FILES']);
    expect(env.SEED).toBe(`\${{ env.REPOSITORY }}/muslrust-chef/seed:\${{ github.repository_id }}-${tag}`);
  });

  const SCRIPTS = ['docker/keep-target.sh', 'docker/restore-mtimes.sh'];

  test.each<[PlanOptions, string[]]>([
    [{}, [...SCRIPTS, '.cargo/**']],
    [{ directory: "it's" }, [...SCRIPTS.map((script) => `it''s/${script}`), "it''s/.cargo/**"]],
    [
      { configFiles: ['ci/cargo.toml', 'a[1]*?\\.toml'] },
      [...SCRIPTS, '.cargo/**', 'ci/cargo.toml', 'a[[]1][*][?]\\\\.toml'],
    ],
  ])('says by what it was compiled, as far as cargo does not know it: %j', (options, files) => {
    const [{ env }] = seeds({ seed, ...options }).find;
    expect(env.FILES).toBe(`\${{ hashFiles(${files.map((file) => `'${file}'`).join(', ')}) }}`);
  });

  const DOCKERFILE = '# Made by projen-muslrust-chef 1.2.3.\nFROM a\n';
  const keyOf = (dockerfile: string) =>
    `f1-${createHash('sha256')
      .update(dockerfile.replace(/^# Made by .*\n/m, ''))
      .digest('hex')}`;
  const KEY = keyOf(DOCKERFILE);
  const label = (key: string) => `{"config": {"Labels": {"muslrust-chef.key": "${key}"}}}`;

  /** What the step writes, on a builder where a seed is looked for by this script. */
  function find(script: string, dockerfile = DOCKERFILE): string {
    const folder = writeTree(tempDir(), {
      docker: [
        '#!/bin/sh',
        `[ "$*" = "buildx imagetools inspect --format {{ .Manifest.Digest }} {{ json .Image }} r/seed:1" ] || exit 9`,
        script,
        '',
      ].join('\n'),
      Dockerfile: dockerfile,
      output: '',
    });
    chmodSync(join(folder, 'docker'), 0o755);
    const result = spawnSync('bash', ['-e', '-c', seeds({ seed }).find[0].run], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${folder}:/usr/bin:/bin`,
        SEED: 'r/seed:1',
        FILES: 'f1',
        GITHUB_OUTPUT: join(folder, 'output'),
      },
    });
    expect(result).toMatchObject({ status: 0, stdout: '' });
    return readFileSync(join(folder, 'output'), 'utf8');
  }

  test.each<[string, string, boolean]>([
    ['there is none', 'exit 1', false],
    ['it is of these tools', `echo 'sha256:1 ${label(KEY)}'`, true],
    ['it is of two platforms', `echo 'sha256:1 {"linux/amd64": ${label(KEY)}, "linux/arm64": ${label(KEY)}}'`, true],
    ['it is of others', `echo 'sha256:1 ${label('b'.repeat(64))}'`, false],
    ['it does not say', `echo 'sha256:1 {"config": {}, "author": ""}'`, false],
    // a platform of it was removed
    ['half of it is there', `echo 'sha256:1 ${label(KEY)}' | head -c 20; exit 1`, false],
  ])('where %s', (_, script, isFound) => {
    expect(find(script)).toBe(
      `image=r/seed:1\nkey=${KEY}\n${isFound ? 'context=*.contexts.seed=docker-image://r/seed:1@sha256:1\n' : ''}`,
    );
  });

  test.each<[string, string, boolean]>([
    ['another release of this package, whose files are the same', DOCKERFILE.replace('1.2.3', '2.0.0'), true],
    ['another base', DOCKERFILE.replace('FROM a', 'FROM b'), false],
  ])('of %s', (_, dockerfile, isFound) => {
    expect(find(`echo 'sha256:1 ${label(KEY)}'`, dockerfile).includes('context=')).toBe(isFound);
  });
});
