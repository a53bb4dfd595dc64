import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'fast-glob';
import { parse } from 'yaml';
import { attempt, attemptBuild, Result } from './shell';
import { tempDir } from '../util';

interface Step {
  readonly id: string;
  readonly run: string;
  readonly env?: Record<string, string>;
  readonly with: Record<string, string>;
}

interface Job {
  readonly steps: Step[];
  readonly strategy?: { readonly matrix: { readonly include: Record<string, string>[] } };
}

/** The values of a job's matrix. */
export type Matrix = Record<string, string>;

/**
 * The generated workflow, run step by step as a runner would run it: the overrides of bake, and the scripts. What stands
 * between them on GitHub (artifacts, logins, attestations) is left out.
 */
export class WorkflowRun {
  private readonly jobs: Record<string, Job>;
  private readonly temp = tempDir();
  private readonly outputs: Record<string, Record<string, string>> = {};
  private metadata = '{}';

  /**
   * @param project the folder that has the workflow
   * @param repository of the images
   */
  constructor(
    private readonly project: string,
    private readonly repository: string,
    file = 'image.yml',
  ) {
    ({ jobs: this.jobs } = parse(readFileSync(join(project, '.github/workflows', file), 'utf8')));
  }

  /** What the matrix of a job runs through; one run without values where it has none. */
  public matrix(job: string): Matrix[] {
    return this.jobs[job].strategy?.matrix.include ?? [{}];
  }

  /** Builds and pushes by digest, as the step `push` does. */
  public push(matrix: Matrix, env: Record<string, string> = {}): Result {
    const file = join(this.temp, 'bake.json');
    const result = this.bake('push', matrix, env, ['--metadata-file', file]);
    if (result.status === 0) this.metadata = readFileSync(file, 'utf8');
    return result;
  }

  /** Runs a step of the build that calls bake. */
  public bake(id: string, matrix: Matrix, env: Record<string, string> = {}, args: string[] = []): Result {
    const step = this.step('build', id);
    const { set, files, targets, provenance, source } = step.with;
    const { SOURCE_DATE_EPOCH, CACHE_SCOPE = '' } = step.env!;
    const overrides = set
      .split('\n')
      .map((line) => this.evaluate(line, matrix))
      .filter((line) => line !== '');
    return attemptBuild(
      [
        'docker',
        'buildx',
        'bake',
        '--progress',
        'plain',
        '--file',
        files,
        '--provenance',
        String(provenance),
        ...args,
        ...overrides.flatMap((override) => ['--set', override]),
        ...(targets ? [targets] : []),
      ],
      {
        cwd: join(this.project, source),
        env: { SOURCE_DATE_EPOCH, CACHE_SCOPE: this.evaluate(CACHE_SCOPE, matrix), ...env },
      },
    );
  }

  /** The digest of an image that was pushed last. */
  public digest(target: string): string {
    return JSON.parse(this.metadata)[target]['containerimage.digest'];
  }

  /** Hands the digests of a build to the merge job. */
  public noteDigests(matrix: Matrix): void {
    const { status, output } = this.runStep('build', 'digests', matrix);
    if (status !== 0) throw new Error(output);
  }

  /** Makes the index of an image, with its tags; returns its digest. */
  public merge(image: Matrix, tags: string[]): string {
    const { status, output } = this.runStep('merge', 'index', image, {
      DOCKER_METADATA_OUTPUT_JSON: JSON.stringify({ tags }),
    });
    if (status !== 0) throw new Error(output);
    return this.outputs.index.digest;
  }

  /** Runs the script of a step, as GitHub does: by bash, which stops at the first error, also in a pipe. */
  public runStep(job: string, id: string, matrix: Matrix, env: Record<string, string> = {}): Result {
    const { run: script, env: variables = {} } = this.step(job, id);
    const own = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, this.evaluate(value, matrix)]),
    );
    const outputs = join(this.temp, 'outputs');
    writeFileSync(outputs, '');
    const result = attempt(['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: this.project,
      env: { RUNNER_TEMP: this.temp, REPOSITORY: this.repository, GITHUB_OUTPUT: outputs, ...own, ...env },
    });
    this.outputs[id] = Object.fromEntries(
      readFileSync(outputs, 'utf8')
        .split('\n')
        .filter((line) => line)
        .map((line) => /^(\w+)=(.*)$/.exec(line)!.slice(1)),
    );
    return result;
  }

  /** The ids of the steps of a job that begin with `prefix`. */
  public steps(job: string, prefix: string): string[] {
    return this.jobs[job].steps.map(({ id }) => id).filter((id) => id.startsWith(prefix));
  }

  private step(job: string, id: string): Step {
    return this.jobs[job].steps.find((candidate) => candidate.id === id)!;
  }

  /** What GitHub makes of the expressions in a text. */
  private evaluate(text: string, matrix: Matrix): string {
    return text.replace(/\$\{\{ (.*?) \}\}/g, (whole, expression: string) => {
      const target =
        /^fromJSON\(steps\.push\.outputs\.metadata \|\| '\{\}'\)\['(.*)'\]\['containerimage\.digest'\]$/.exec(
          expression,
        );
      if (target) return this.digest(target[1]);
      const output = /^steps\.(seed)\.outputs\.(\w+)$/.exec(expression);
      // nothing, where the step was not run or wrote none
      if (output) return this.outputs[output[1]]?.[output[2]] ?? '';
      const files = /^hashFiles\((.*)\)$/.exec(expression);
      if (files) return this.hashFiles(files[1].split(', ').map((pattern) => pattern.slice(1, -1)));
      if (expression.startsWith('matrix.')) return matrix[expression.slice('matrix.'.length)];
      if (expression === 'steps.push.outputs.metadata') return this.metadata;
      if (expression === 'env.REPOSITORY') return this.repository;
      if (expression === 'github.repository') return 'acme/app';
      throw new Error(`what is ${whole}?`);
    });
  }

  private hashFiles(patterns: string[]): string {
    const hash = createHash('sha256');
    globSync(patterns, { cwd: this.project, dot: true })
      .sort()
      .forEach((file) => hash.update(readFileSync(join(this.project, file))));
    return hash.digest('hex');
  }
}
