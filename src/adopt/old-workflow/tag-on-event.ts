import { OldTag } from './old-tags';
import { expressionOn, holdsOn } from './workflow-condition';
import { branchOn, WorkflowEvent } from './workflow-event';
import { valueOf } from './workflow-value';
import { tagOfBranch } from '../../workflow/extra-tags';

/** What stands in a tag for what differs from one commit to the next; a release's are those of the option `releaseTags`. */
export const BRANCH = '{branch}';
export const COMMIT = '{commit}';

/**
 * The tag that an event moves, with what differs in braces; with a `$` or a `{{` left in it where a run alone knows.
 * Nothing where the event does not move it.
 */
export function tagOn(tag: OldTag, event: WorkflowEvent): string | undefined {
  if (!tag.flavor) return filledIn(tag.said, tag, event);
  const fields = fieldsOf(tag.said);
  const { type = 'raw', enable = 'true', prefix = tag.flavor.prefix, suffix = tag.flavor.suffix } = fields;
  if (isEnabled(enable, tag, event) === false) return undefined;
  const made = ofType(type, fields, tag, event);
  if (made === undefined) return undefined;
  return type === 'sha' ? `${fields.prefix ?? 'sha-'}${made}${suffix}` : `${prefix}${made}${suffix}`;
}

/** (docker/metadata-action, README.md: "tags input") */
function ofType(type: string, fields: Record<string, string>, tag: OldTag, event: WorkflowEvent): string | undefined {
  const isTag = event.kind === 'tag';
  const isBranch = event.kind === 'branch' && event.name !== 'schedule';
  switch (type) {
    case 'raw':
      return filledIn(fields.value ?? fields[''] ?? '', tag, event);
    case 'schedule':
      return event.name === 'schedule' ? (fields.pattern ?? 'nightly') : undefined;
    case 'edge':
      return isBranch && (fields.branch ?? event.defaultBranch) === branchOn(event) ? 'edge' : undefined;
    case 'ref': {
      const kinds: Record<string, boolean> = { branch: isBranch, tag: isTag, pr: event.kind === 'pull request' };
      return kinds[fields.event] ? nameOn(event) : undefined;
    }
    case 'sha':
      return fields.format === 'long' ? COMMIT : '$short';
    case 'semver':
    case 'pep440': {
      if (!isTag) return undefined;
      if (fields.value !== undefined && !/github\.ref_name/.test(fields.value)) return fields.value;
      return (fields.pattern ?? '').replace(/\{\{(version|major|minor)\}\}/g, '{$1}').replace('{{raw}}', nameOn(event));
    }
    case 'match':
      if (!isTag) return undefined;
      return /^v?\(?(\.\*|(\\d\+?|\[0-9\]\+?)(\\?\.(\\d\+?|\[0-9\]\+?)){2})\)?$/.test(fields.pattern ?? '')
        ? '{version}'
        : `$${fields.pattern}`;
    default:
      return `$${type}`;
  }
}

function nameOn(event: WorkflowEvent): string {
  const { kind, ref } = event;
  if (kind === 'pull request') return 'pr-1';
  if (kind === 'branch') return ref === branchOn(event) ? BRANCH : tagOfBranch(branchOn(event));
  return ref.startsWith('v') ? 'v{version}' : '{version}';
}

function filledIn(said: string, tag: OldTag, event: WorkflowEvent): string {
  return valueOf(said, tag.scope)
    .replace(/\$\{\{\s*([^]*?)\s*\}\}/g, (part, expression: string) => {
      if (expression === 'github.sha') return COMMIT;
      if (/^github\.(ref_name|head_ref \|\| github\.ref_name)$/.test(expression)) return nameOn(event);
      const value = expressionOn(part, event, tag.scope);
      return value === undefined || value === null ? part : `${value}`;
    })
    .replace(/\{\{branch\}\}/g, event.kind === 'branch' ? nameOn(event) : '')
    .replace(/\{\{tag\}\}/g, event.kind === 'tag' ? nameOn(event) : '');
}

function isEnabled(said: string, { scope }: OldTag, event: WorkflowEvent): boolean | undefined {
  const isDefault = event.kind === 'branch' && branchOn(event) === event.defaultBranch;
  return holdsOn(said.replace(/\{\{is_default_branch\}\}/g, `${isDefault}`), event, scope);
}

/** Of a line of comma-separated values, in which an expression may have commas of its own. */
function fieldsOf(line: string): Record<string, string> {
  const parts = line.match(/(?:\$\{\{.*?\}\}|"[^"]*"|[^,])+/g) ?? [];
  return Object.fromEntries(
    parts.map((part) => {
      const [, name = '', value] = /^\s*(?:([\w-]+)=)?([^]*?)\s*$/.exec(part)!;
      return [name, value.replace(/^"(.*)"$/, '$1')];
    }),
  );
}
