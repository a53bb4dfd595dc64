import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { globSync } from 'fast-glob';
import { execute } from './execute';
import { Contexts, evaluate, FUNCTIONS, interpolate, isTrue } from './expressions';
import { StepFailure, use } from './uses';
import { refTypeOf, World } from './world';

export interface Step {
  readonly id: string;
  readonly if?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Record<string, string>;
  readonly with?: Record<string, unknown>;
  readonly 'continue-on-error'?: boolean;
}

export interface Job {
  readonly if?: string;
  readonly needs?: string | string[];
  readonly steps: Step[];
  /** The workflow that it calls, and with which secrets. */
  readonly uses?: string;
  readonly secrets?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly permissions: Record<string, string>;
  readonly outputs?: Record<string, string>;
  readonly defaults?: { readonly run: { readonly 'working-directory': string } };
  readonly strategy?: { readonly matrix: { readonly include: Matrix[] } };
}

/** The values of a job's matrix. */
export type Matrix = Record<string, string>;

export type Outcome = 'success' | 'failure' | 'skipped';

/** How a step ended. */
export interface StepResult {
  readonly outcome: Outcome;
  /** All that its commands wrote. */
  readonly output: string;
  readonly outputs: Partial<Record<string, string>>;
}

const KNOWN = ['id', 'name', 'if', 'run', 'uses', 'env', 'with', 'continue-on-error'];

/**
 * One run of a job, on a machine of its own: step by step, as a runner does it.
 */
export class JobRun {
  public readonly results: Record<string, StepResult> = {};
  /** How it ended, where it was run to its end. */
  public outcome?: Outcome;
  /** What the run's page shows of it. */
  public summary = '';
  /** `runner.temp`. */
  public readonly temp: string;
  /** What steps have told later ones. */
  private variables: Record<string, string> = {};

  constructor(
    private readonly world: World,
    private readonly workflowEnv: Record<string, string>,
    private readonly job: Job,
    private readonly matrix: Matrix = {},
  ) {
    this.temp = world.mkdir();
  }

  /** Runs all steps. */
  public run(): Outcome {
    this.job.steps.forEach(({ id }) => this.step(id));
    this.outcome = this.hasFailed ? 'failure' : 'success';
    return this.outcome;
  }

  /** What jobs that wait for it are told. */
  public get outputs(): Record<string, string> {
    const secrets = Object.values(this.world.secrets);
    return Object.fromEntries(
      Object.entries(this.evaluated(this.job.outputs ?? {}, {})).map(([name, value]) =>
        // actions/runner, JobExtension.cs: "Skip output '…' since it may contain secret."
        [name, secrets.some((secret) => value.includes(secret)) ? '' : value],
      ),
    );
  }

  /** What all steps have written. */
  public get log(): string {
    return Object.entries(this.results)
      .map(([id, { outcome, output }]) => `[${id}: ${outcome}]\n${output}`)
      .join('\n');
  }

  /**
   * Runs one step, if its condition holds.
   *
   * @param env variables that win over those of the workflow
   */
  public step(id: string, env: Record<string, string> = {}): StepResult {
    const step = this.job.steps.find((candidate) => candidate.id === id);
    if (!step) throw new Error(`there is no step ${id}`);
    const unknown = Object.keys(step).filter((key) => !KNOWN.includes(key));
    if (unknown.length > 0) throw new Error(`what is ${unknown.join(', ')} of the step ${id}?`);
    const result = this.isDue(step)
      ? this.attempt(step, env)
      : { outcome: 'skipped' as const, output: '', outputs: {} };
    this.results[id] = result;
    return result;
  }

  private get hasFailed(): boolean {
    return this.job.steps.some((step) => this.results[step.id]?.outcome === 'failure' && !step['continue-on-error']);
  }

  private isDue({ if: condition }: Step): boolean {
    // without a function that asks for it, a step is for jobs that have not failed
    if (!condition) return !this.hasFailed;
    const asks = /\b(always|failure|success|cancelled)\(/.test(condition);
    return (asks || !this.hasFailed) && isTrue(evaluate(condition, this.contexts(this.outer)));
  }

  private attempt(step: Step, extra: Record<string, string>): StepResult {
    const files = {
      GITHUB_OUTPUT: join(this.temp, 'output'),
      GITHUB_ENV: join(this.temp, 'env'),
      GITHUB_STEP_SUMMARY: join(this.temp, 'summary'),
    };
    Object.values(files).forEach((file) => writeFileSync(file, ''));
    const { outer } = this;
    const env = { ...outer, ...this.evaluated(step.env ?? {}, outer) };
    let output = '';
    const exec = (command: string[], cwd: string) => {
      const { status, output: text } = (this.world.options.exec ?? execute)(command, {
        cwd,
        env: { ...this.defaults, ...files, ...this.world.options.env, ...this.machine, ...env, ...extra },
      });
      output += text;
      if (status !== 0) throw new StepFailure(`${command[0]} exited with ${status}`);
    };
    const { repository } = this.world.options;
    try {
      let outputs: StepResult['outputs'];
      if (step.uses !== undefined) {
        const inputs = Object.fromEntries(Object.entries(step.with ?? {}).map(([key, value]) => [key, String(value)]));
        outputs = use(
          { uses: step.uses, with: this.evaluated(inputs, env) },
          { world: this.world, workspace: repository, temp: this.temp, permissions: this.job.permissions, exec },
        );
      } else {
        // actions/runner, ScriptHandlerHelpers.cs: bash, by default without pipefail, and stopped by the first error
        writeFileSync(join(this.temp, 'script'), step.run!);
        const folder = join(repository, this.job.defaults?.run['working-directory'] ?? '.');
        if (step.run!.includes('${{')) throw new Error(`the script of ${step.id} has an expression`);
        exec(['bash', '-e', join(this.temp, 'script')], folder);
        outputs = pairs(readFileSync(files.GITHUB_OUTPUT, 'utf8'));
      }
      Object.assign(this.variables, pairs(readFileSync(files.GITHUB_ENV, 'utf8')));
      this.summary += readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8');
      return { outcome: 'success', output, outputs };
    } catch (error) {
      if (!(error instanceof StepFailure)) throw error;
      return { outcome: 'failure', output: `${output}${error.message}\n`, outputs: {} };
    }
  }

  /** The variables that a step finds. */
  private get outer(): Record<string, string> {
    return { ...this.evaluated({ ...this.workflowEnv, ...this.job.env }, {}), ...this.variables };
  }

  private evaluated(texts: Record<string, string>, env: Record<string, string>): Record<string, string> {
    const contexts = this.contexts(env);
    return Object.fromEntries(
      Object.entries(texts).map(([key, text]) => {
        // an expression and what is around it are one expression to GitHub
        if (String(text).includes('${{') && text.length > 21_000) {
          throw new Error(`${key}: exceeded max expression length`);
        }
        return [key, interpolate(String(text), contexts)];
      }),
    );
  }

  private contexts(env: Record<string, string>): Contexts {
    const { event, secrets, attempt } = this.world;
    return {
      values: {
        env: { ...this.workflowEnv, ...this.job.env, ...this.variables, ...env },
        github: {
          actor: 'octocat',
          event_name: event.name,
          ref: event.ref,
          ref_type: refTypeOf(event.ref),
          repository: REPOSITORY,
          repository_id: String(this.world.options.repositoryId ?? 1),
          run_attempt: attempt,
          sha: event.sha,
          token: 'token',
          event: {
            ...(event.name === 'pull_request'
              ? {
                  pull_request: { number: 1, head: { repo: { full_name: event.isFork ? 'mallory/App' : REPOSITORY } } },
                }
              : {}),
          },
        },
        matrix: this.matrix,
        runner: { temp: this.temp },
        secrets,
        // a step that has not run is there, with nothing in it
        steps: this.results,
      },
      functions: {
        ...FUNCTIONS,
        failure: () => this.hasFailed,
        success: () => !this.hasFailed,
        always: () => true,
        hashFiles: (...patterns) => this.hashFiles(patterns.map(String)),
      },
    };
  }

  private get machine(): Record<string, string> {
    const { env, machine } = this.world.options;
    const { PATH } = { ...process.env, ...env };
    return { PATH: `${GITHUB_CLI}${delimiter}${PATH}`, ...machine?.(this.matrix) };
  }

  private get defaults(): Record<string, string> {
    const { event, attempt } = this.world;
    return {
      GITHUB_EVENT_NAME: event.name,
      GITHUB_REF: event.ref,
      GITHUB_REPOSITORY: REPOSITORY,
      GITHUB_RUN_ATTEMPT: String(attempt),
      GITHUB_SHA: event.sha,
      GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/image.yml@${event.ref}`,
      RUNNER_TEMP: this.temp,
      ATTESTATIONS: this.world.attestations,
    };
  }

  private hashFiles(patterns: string[]): string {
    const { repository } = this.world.options;
    const hash = createHash('sha256');
    globSync(patterns, { cwd: repository, dot: true })
      .sort()
      .forEach((file) => hash.update(readFileSync(join(repository, file))));
    return hash.digest('hex');
  }
}

/** A `gh` that knows the attestations of the world. */
const GITHUB_CLI = join(__dirname, 'github-cli');

/** Not in lower case, as a repository's name need not be. */
export const REPOSITORY = 'Acme/App';

/** What a script has written for the runner; it knows texts of several lines too, and these scripts do not. */
function pairs(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line)
      .map((line) => {
        const [, key, value] = /^([\w-]+)=(.*)$/.exec(line) ?? [];
        if (key === undefined) throw new Error(`what is ${line}?`);
        return [key, value];
      }),
  );
}
