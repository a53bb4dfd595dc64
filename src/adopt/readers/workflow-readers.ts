import { posix } from 'node:path';
import { listOf, triggersOf } from '../old-workflow/old-triggers';
import { OldWorkflow } from '../old-workflow/old-workflow';
import { Remark } from '../remark';
import { escaped, linesWith, TextFile } from './text-files';
import { WorkflowFile } from '../old-workflow/workflow-file';

/** A workflow that goes, and those that are generated in its place. */
export interface ReplacedWorkflow {
  readonly old: Pick<OldWorkflow, 'file' | 'name'>;
  readonly now: readonly string[];
}

/** What names a workflow that goes: another one that waits for it, a badge, a command. */
export function workflowReaders(replaced: readonly ReplacedWorkflow[], texts: readonly TextFile[]): Remark[] {
  const gone = replaced.map(({ old }) => old.file);
  return texts
    .filter(({ path }) => !gone.includes(path))
    .flatMap((text) => replaced.flatMap((each) => [...waiting(each, text), ...naming(each, text)]));
}

function waiting({ old, now }: ReplacedWorkflow, { path, text }: TextFile): Remark[] {
  const names = now.map((file) => posix.basename(file, '.yml'));
  const file = /^\.github\/workflows\//.test(path) ? WorkflowFile.parse(path, text) : undefined;
  if (!file || names.includes(old.name)) return [];
  return triggersOf(file)
    .filter((trigger) => trigger.event === 'workflow_run' && listOf(trigger, 'workflows')?.includes(old.name))
    .map(({ at }) => ({
      ...at,
      text: `workflow_run of ${old.name}: that is removed, so this would never run: by hand: name ${names.join(', ')} in its place`,
    }));
}

function naming({ old, now }: ReplacedWorkflow, { path, text }: TextFile): Remark[] {
  if (now.includes(old.file)) return [];
  const name = escaped(posix.basename(old.file));
  const patterns = [
    `workflows/${name}(?![\\w.-])`,
    `\\b(gh\\s+(workflow|run)|workflow_id|workflow-file-name|--workflow)\\b.*[\\s"'=]${name}(?![\\w.-])`,
    // a badge of old
    `/workflows/${escaped(encodeURIComponent(old.name))}/badge\\.svg`,
  ];
  return linesWith(text, new RegExp(patterns.join('|'))).map((line) => ({
    file: path,
    line,
    text: `it names ${old.file}, which is removed: by hand: ${now.join(', ')}`,
  }));
}
