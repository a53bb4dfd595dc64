import { PUSH_COMMAND } from './image-commands';
import { BUILD_ACTION, usesOf } from './image-steps';
import { linesOf } from './old-publishing';
import { scriptOf } from './old-publishings';
import { mappingOf, YamlMapping } from '../../syntax/yaml-mapping';
import { Place } from '../remark';
import { WorkflowFile } from './workflow-file';
import { OldJob, scopeIn } from './workflow-jobs';
import { WorkflowScope } from './workflow-value';
import { words } from '../old-dockerfile/dockerfile-words';

/** A tag that a workflow gives images, as it is written. */
export interface OldTag {
  readonly said: string;
  readonly at: Place;
  readonly scope: WorkflowScope;
  /** Of docker/metadata-action, what it puts round each tag; else what is said is the tag itself. */
  readonly flavor?: { readonly prefix: string; readonly suffix: string; readonly latest: string };
}

/** What docker/metadata-action makes where it is told nothing. (its README.md, `tags` input) */
const DEFAULTS = ['type=schedule', 'type=ref,event=branch', 'type=ref,event=tag', 'type=ref,event=pr'];

export function tagsOf(file: WorkflowFile, job: OldJob): OldTag[] {
  return job.steps.flatMap((step, i) =>
    job.scopes.flatMap((ofJob): OldTag[] => {
      const scope = scopeIn(ofJob, step);
      const inputs = mappingOf(step.with);
      const at = (...path: string[]) => file.at('jobs', job.id, 'steps', i, ...path);
      const within = (place: Place, part: string) => file.lineIn(place, (line) => line.includes(part));
      if (/^docker\/metadata-action@/.test(usesOf(step))) {
        const said = linesOf(`${(inputs.tags as string | undefined) ?? ''}`, /\n/);
        const flavor = flavorOf(inputs);
        return [
          ...(said.length > 0 ? said : DEFAULTS).map((each) => ({
            said: each,
            at: said.length > 0 ? within(at('with', 'tags'), each) : at('with'),
            scope,
            flavor,
          })),
          ...(flavor.latest === 'true' ? [{ said: 'latest', at: at('with', 'flavor'), scope }] : []),
        ];
      }
      if (BUILD_ACTION.test(usesOf(step))) {
        return (
          linesOf(`${(inputs.tags as string | undefined) ?? ''}`, /[\n,](?![^{]*\}\})/)
            // metadata-action is read by itself
            .filter((each) => !/^\$\{\{\s*(steps\.[\w-]+\.outputs\.tags|env\.DOCKER_METADATA_\w+)\s*\}\}$/.test(each))
            .map((each) => ({ said: tagIn(each), at: within(at('with', 'tags'), each), scope }))
        );
      }
      if (typeof step.run !== 'string') return [];
      return taggedIn(scriptOf(step.run, scope)).map((each) => ({
        said: tagIn(each),
        at: file.lineIn(at('run'), (line) => PUSH_COMMAND.test(line)),
        scope,
      }));
    }),
  );
}

/** The references that commands give: those that they push where any are, since others are of the runner alone. */
function taggedIn(script: string): string[] {
  const text = script.replace(/\\\r?\n/g, ' ');
  const pushed = [...text.matchAll(/\bdocker\s+(?:image\s+)?push\s+(?:-\S+\s+)*([^\s;&|]+)/g)].map(([, name]) => name);
  const built = [...text.matchAll(/\bdocker\s+(?:buildx\s+)?(?:build|imagetools\s+create)\s([^;&|\n]*)/g)]
    .filter(([all]) => /\s--push\b|imagetools/.test(all))
    .flatMap(([all]) => [...all.matchAll(/\s(?:-t|--tag)[ =]("[^"]*"|[^\s]+)/g)].map(([, name]) => name));
  return [
    ...new Set(
      [...pushed, ...built].map((each) => words(each)[0] ?? '').filter((each) => each !== '' && !each.startsWith('$(')),
    ),
  ];
}

/** The tag of a reference; all of its last part where a run alone knows whether that has one. */
function tagIn(reference: string): string {
  const bare = reference.replace(/\$\{\{.*?\}\}/g, (part) => part.replace(/[/:]/g, '-'));
  const start = bare.lastIndexOf('/') + 1;
  const colon = bare.indexOf(':', start);
  if (colon >= 0) return reference.slice(colon + 1);
  return bare.slice(start).includes('$') ? reference.slice(start) : 'latest';
}

function flavorOf({ flavor }: YamlMapping): NonNullable<OldTag['flavor']> {
  const said = Object.fromEntries(
    linesOf(`${(flavor as string | undefined) ?? ''}`).map((line) => [
      line.split('=')[0],
      line.split('=').slice(1).join('='),
    ]),
  );
  return { prefix: said.prefix ?? '', suffix: said.suffix ?? '', latest: said.latest ?? 'auto' };
}
