import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { evaluate, FUNCTIONS, interpolate, isTrue } from './expressions';
import { Job, JobRun, Matrix, Outcome } from './job-run';
import { refTypeOf, World, WorldOptions } from './world';

interface Workflow {
  readonly name: string;
  readonly on: Record<string, unknown>;
  readonly concurrency?: { readonly group: string };
  readonly jobs: Record<string, Job>;
  readonly env?: Record<string, string>;
}

/** How much an access is. */
const ACCESS = ['none', 'read', 'write'];

/**
 * A generated workflow, run as GitHub runs it: the jobs in their order, each on a machine of its own, with the actions'
 * part done by rules that are written from their sources.
 */
export class Rehearsal {
  public readonly world: World;
  /** The runs of each job, one for each of its matrix. */
  public readonly runs: Record<string, JobRun[]> = {};
  public readonly outcomes: Record<string, Outcome> = {};
  private readonly workflow: Workflow;

  /** @param file the workflow, by its name in `.github/workflows` */
  constructor(options: WorldOptions, file = 'image.yml') {
    this.world = new World(options);
    this.workflow = this.read(`.github/workflows/${file}`);
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
    const isDue =
      this.needs(name).every((need) => this.outcomes[need] === 'success') &&
      (!job.if || isTrue(evaluate(job.if, this.contexts(this.workflow))));
    const before = this.runs[name] ?? [];
    this.runs[name] = isDue
      ? job.uses !== undefined
        ? this.called(job)
        : // of a matrix those are run again that failed
          this.matrix(name).map((matrix, i) => (before[i]?.outcome === 'success' ? before[i] : this.job(name, matrix)))
      : [];
    const outcomes = this.runs[name].map((run) => run.outcome ?? run.run());
    this.outcomes[name] = isDue ? (outcomes.includes('failure') ? 'failure' : 'success') : 'skipped';
  }

  /** The jobs of a workflow that a job calls, none of which waits for another. */
  private called({ uses, permissions, secrets = {} }: Job): JobRun[] {
    const workflow = this.read(uses!);
    if (!('workflow_call' in workflow.on)) throw new Error(`${uses} has no workflow_call`);
    // `github` is that of the workflow that calls
    const [own, theirs] = [this.workflow, workflow].map(
      ({ concurrency }) => concurrency && interpolate(concurrency.group, this.contexts(this.workflow)),
    );
    if (own === theirs) throw new Error(`a deadlock for concurrency group '${own}' was detected`);
    const world = this.world.calledWith(
      Object.fromEntries(
        Object.entries(secrets).map(([name, value]) => {
          const declared = (workflow.on.workflow_call as { secrets?: object } | null)?.secrets ?? {};
          if (!(name in declared)) throw new Error(`secret ${name} is not defined in ${uses}`);
          return [name, interpolate(value, { values: { secrets: this.world.secrets }, functions: FUNCTIONS })];
        }),
      ),
    );
    return Object.entries(workflow.jobs).map(([name, job]) => {
      for (const [scope, access] of Object.entries(job.permissions)) {
        // https://docs.github.com/en/actions/reference/workflows-and-actions/reusable-workflows: kept or reduced, not elevated
        if (ACCESS.indexOf(access) > ACCESS.indexOf(permissions[scope] ?? 'none')) {
          throw new Error(`${uses}: ${name} is requesting '${scope}: ${access}', but is only allowed less`);
        }
      }
      if (job.if !== undefined || job.needs !== undefined) throw new Error(`the rehearsal does not know ${name}`);
      return new JobRun(world, workflow.env ?? {}, job);
    });
  }

  private contexts({ name: workflow }: Workflow) {
    const { name: event_name, ref } = this.world.event;
    const gitHub = { event_name, ref, ref_type: refTypeOf(ref), workflow };
    return { values: { github: gitHub }, functions: FUNCTIONS };
  }

  private read(path: string): Workflow {
    return parse(readFileSync(join(this.world.options.repository, path), 'utf8'));
  }

  private needs(name: string): string[] {
    return [this.workflow.jobs[name].needs ?? []].flat();
  }
}
