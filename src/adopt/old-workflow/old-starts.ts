import { listOf, OldTrigger } from './old-triggers';
import { WorkflowEvent } from './workflow-event';

/** Whether a trigger starts its workflow on an event. */
export function startsOn(trigger: OldTrigger, { name, kind, ref }: WorkflowEvent): boolean {
  if (trigger.event !== name) return false;
  const of = (what: string) => listOf(trigger, what);
  if (kind === 'tag' && name === 'push') {
    const isOfBranches = of('branches') ?? of('branches-ignore');
    const [patterns, ignored] = [of('tags'), of('tags-ignore')];
    if (!patterns && !ignored) return isOfBranches === undefined;
    return patterns ? areFor(patterns, ref) : !areFor(ignored!, ref);
  }
  const [patterns, ignored] = [of('branches'), of('branches-ignore')];
  if (name === 'push' && !patterns && !ignored) return (of('tags') ?? of('tags-ignore')) === undefined;
  if (patterns) return areFor(patterns, ref);
  return ignored ? !areFor(ignored, ref) : true;
}

/** Whether patterns match a name, of which the last one that does counts. */
function areFor(patterns: readonly string[], name: string): boolean {
  return patterns.reduce((is, pattern) => {
    const bare = pattern.replace(/^!/, '');
    return sourceOf(bare).test(name) ? bare === pattern : is;
  }, false);
}

/** (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet) */
function sourceOf(pattern: string): RegExp {
  const source = pattern.replace(/\\.|\*\*|\*|\[[^\]]*\]|[.()|^$\\/{}]/g, (part) => {
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part.length > 1 ? part : `\\${part}`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return /^$/;
  }
}
