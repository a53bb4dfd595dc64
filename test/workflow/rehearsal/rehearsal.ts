import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { evaluate, FUNCTIONS, isTrue } from './expressions';
import { Job, JobRun, Matrix, Outcome } from './job-run';
import { refTypeOf, World, WorldOptions } from './world';

/**
 * A generated workflow, run as GitHub runs it: the jobs in their order, each on a machine of its own, with the actions'
 * part done by rules that are written from their sources.
 */
export class Rehearsal {
  public readonly world: World;
  /** The runs of each job, one for each of its matrix. */
  public readonly runs: Record<string, JobRun[]> = {};
  public readonly outcomes: Record<string, Outcome> = {};
  private readonly workflow: { readonly jobs: Record<string, Job>; readonly env?: Record<string, string> };

  /** @param file the workflow, by its name in `.github/workflows` */
  constructor(options: WorldOptions, file = 'image.yml') {
    this.world = new World(options);
    this.workflow = parse(readFileSync(join(options.repository, '.github', 'workflows', file), 'utf8'));
  }

  /** What a job is run for: each of its matrix, or once. */
  public matrix(job: string): Matrix[] {
    return this.workflow.jobs[job].strategy?.matrix.include ?? [{}];
  }

  /** A run of one job, to be taken step by step. */
  public job(job: string, matrix: Matrix = {}): JobRun {
    return new JobRun(this.world, this.workflow.env ?? {}, this.workflow.jobs[job], matrix);
  }

  /** Runs the workflow. */
  public run(): this {
    for (const name of Object.keys(this.workflow.jobs)) this.runJob(name);
    return this;
  }

  /** Runs the jobs that have failed once more, and what waited for them. */
  public rerunFailed(): this {
    this.world.attempt += 1;
    for (const name of Object.keys(this.workflow.jobs)) {
      const needs = this.needs(name);
      if (this.outcomes[name] === 'failure' || (needs.length > 0 && this.outcomes[name] === 'skipped')) {
        this.runJob(name);
      }
    }
    return this;
  }

  /** All that was written, for messages. */
  public get log(): string {
    return Object.entries(this.runs)
      .map(([job, runs]) => `== ${job}: ${this.outcomes[job]}\n${runs.map(({ log }) => log).join('\n')}`)
      .join('\n');
  }

  private runJob(name: string): void {
    const job = this.workflow.jobs[name];
    const { event } = this.world;
    const { name: event_name, ref } = event;
    const contexts = { values: { github: { event_name, ref, ref_type: refTypeOf(ref) } }, functions: FUNCTIONS };
    const isDue =
      this.needs(name).every((need) => this.outcomes[need] === 'success') &&
      (!job.if || isTrue(evaluate(job.if, contexts)));
    const before = this.runs[name] ?? [];
    this.runs[name] = isDue
      ? // of a matrix those are run again that failed
        this.matrix(name).map((matrix, i) => (before[i]?.outcome === 'success' ? before[i] : this.job(name, matrix)))
      : [];
    const outcomes = this.runs[name].map((run) => run.outcome ?? run.run());
    this.outcomes[name] = isDue ? (outcomes.includes('failure') ? 'failure' : 'success') : 'skipped';
  }

  private needs(name: string): string[] {
    return [this.workflow.jobs[name].needs ?? []].flat();
  }
}
