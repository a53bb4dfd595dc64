/** Something that starts a workflow, as its conditions see it. */
export interface WorkflowEvent {
  readonly name: string;
  readonly kind: 'branch' | 'tag' | 'pull request';
  /** The name of the branch, or of the tag; of a pull request the branch that it is for. */
  readonly ref: string;
  readonly defaultBranch: string;
}

/** The branch that a run is on: one after another workflow is on the default branch, whatever that ran for. */
export function branchOn({ name, ref, defaultBranch }: WorkflowEvent): string {
  return name === 'workflow_run' ? defaultBranch : ref;
}

/** What the contexts of an expression have on it; empty for what there is on other events. */
export function factOf(event: WorkflowEvent, name: string): string | null | undefined {
  const { kind, defaultBranch } = event;
  const ref = branchOn(event);
  const isPull = kind === 'pull request';
  const full = isPull ? 'refs/pull/1/merge' : `refs/${kind === 'tag' ? 'tags' : 'heads'}/${ref}`;
  const facts: Record<string, string> = {
    'github.event_name': event.name,
    'github.ref': full,
    'github.ref_name': isPull ? '1/merge' : ref,
    'github.ref_type': kind === 'tag' ? 'tag' : 'branch',
    'github.base_ref': isPull ? ref : '',
    'github.event.ref': full,
    'github.event.repository.default_branch': defaultBranch,
    ...(event.name === 'workflow_run' && {
      'github.event.workflow_run.conclusion': 'success',
      'github.event.workflow_run.event': 'push',
      'github.event.workflow_run.head_branch': event.ref,
    }),
  };
  if (facts[name] !== undefined) return facts[name];
  const of = /^(?:github\.event\.)?(inputs|pull_request|workflow_run|release)\./.exec(name)?.[1];
  const events: Record<string, string> = { inputs: 'workflow_dispatch' };
  return of !== undefined && !event.name.startsWith(events[of] ?? of) ? null : undefined;
}
