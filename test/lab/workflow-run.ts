import { randomBytes } from 'node:crypto';
import { attempt, attemptBuild } from './shell';
import { Rehearsal } from '../workflow/rehearsal/rehearsal';
import { WorldOptions } from '../workflow/rehearsal/world';

export interface LabWorkflowOptions extends Partial<WorldOptions> {
  /** By its name in `.github/workflows`. */
  readonly file?: string;
  /** What is pushed. */
  readonly ref?: string;
  /** The commit that it points to. */
  readonly sha?: string;
}

/**
 * The generated workflow of a project, to be run on the lab's builder and registry.
 */
export function workflowRun(project: string, options: LabWorkflowOptions = {}): Rehearsal {
  const {
    file,
    ref = 'refs/heads/main',
    // a commit of its own for each, or one would overwrite what another has published
    sha = randomBytes(20).toString('hex'),
    env,
    ...world
  } = options;
  return new Rehearsal(
    {
      repository: project,
      event: { name: 'push', ref, sha },
      // with the lab's registry a login is not needed; what it is logged in with is
      secrets: { REGISTRY_USERNAME: 'lab', REGISTRY_PASSWORD: 'lab' },
      hasBuilder: true,
      env: { BUILDKIT_PROGRESS: 'plain', ...env },
      exec: (command, how) => (command.includes('bake') ? attemptBuild : attempt)(command, how),
      ...world,
    },
    file,
  );
}

/** The same, run to its end, which must be a good one. */
export function published(project: string, options?: LabWorkflowOptions): Rehearsal {
  const rehearsal = workflowRun(project, options).run();
  if (Object.values(rehearsal.outcomes).includes('failure')) throw new Error(rehearsal.log.slice(-8000));
  return rehearsal;
}
