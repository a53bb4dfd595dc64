import { BUILD_COMMAND, PUSH_COMMAND } from './image-commands';
import { BUILD_ACTION, usesOf } from './image-steps';
import { buildOfAction, buildsOfScript, OldPublishing } from './old-publishing';
import { Place } from '../remark';
import { WorkflowFile } from './workflow-file';
import { OldJob, scopeIn } from './workflow-jobs';
import { valueOf, WorkflowScope } from './workflow-value';
import { mappingOf, YamlMapping } from '../../syntax/yaml-mapping';

/** What must hold for an image to be pushed. */
export interface OldCondition {
  /** An `if`, or the input `push`. */
  readonly said: unknown;
  readonly at: Place;
  readonly scope: WorkflowScope;
}

/** An image that a workflow builds, and where it says so. */
export interface PlacedPublishing extends OldPublishing {
  readonly job: OldJob;
  readonly scope: WorkflowScope;
  /** What it is built by, and what it is pushed by beside that; none where it is not pushed. */
  readonly builtIf: readonly OldCondition[];
  readonly pushedIf?: readonly OldCondition[];
  readonly at: Place & {
    /** What names the repositories, the platforms, and the runner. */
    readonly repositories: Place;
    readonly platforms: Place;
    readonly runner: Place;
  };
}

/** The images that a job builds, for each choice of its matrix. */
export function publishingsOf(file: WorkflowFile, job: OldJob, jobs: readonly OldJob[]): PlacedPublishing[] {
  const awaited = [...jobs.filter(({ id }) => job.needs.includes(id)), job];
  return job.steps.flatMap((step, i) =>
    job.scopes.flatMap((ofJob): PlacedPublishing[] => {
      const scope = scopeIn(ofJob, step);
      const ofStep = (at: number, name = 'if') => ({
        said: name === 'if' ? job.steps[at].if : mappingOf(job.steps[at].with)[name],
        at: file.at('jobs', job.id, 'steps', at, ...(name === 'if' ? ['if'] : ['with', name])),
        scope: ofJob,
      });
      const builtIf = [
        ...awaited.map(({ id, content }) => ({ said: content.if, at: file.at('jobs', id, 'if'), scope: ofJob })),
        ofStep(i),
      ].filter(({ said }) => said !== undefined && said !== null);
      const later = job.steps.findIndex(({ run }, at) => at > i && typeof run === 'string' && PUSH_COMMAND.test(run));
      const byLater = later < 0 ? undefined : job.steps[later].if === undefined ? [] : [ofStep(later)];
      const common = { job, scope: ofJob, builtIf };
      if (BUILD_ACTION.test(usesOf(step))) {
        const pushedIf = isPushedByAction(step, scope) ?? [ofStep(i, 'push')];
        return [
          {
            ...buildOfAction(mappingOf(step.with), job.steps.slice(0, i), scope),
            ...common,
            pushedIf: pushedIf === true ? [] : pushedIf === false ? byLater : pushedIf,
            at: placesOf(file, job, i),
          },
        ];
      }
      if (typeof step.run !== 'string' || !BUILD_COMMAND.test(step.run)) return [];
      const start = file.at('jobs', job.id, 'steps', i, 'run');
      const runner = file.at('jobs', job.id, 'runs-on');
      const pushedIf = PUSH_COMMAND.test(step.run) ? [] : byLater;
      return buildsOfScript(scriptOf(step.run, scope), job.folderOf(step)).map((each, count) => {
        const place = file.lineIn(start, (line) => BUILD_COMMAND.test(line), count);
        return { ...each, ...common, pushedIf, at: { ...place, repositories: place, platforms: place, runner } };
      });
    }),
  );
}

/** A script with the variables in it that are known; an expression has no blanks then, so that it is one word. */
export function scriptOf(run: string, scope: WorkflowScope): string {
  const named = (name: string) => ENVIRONMENT[name] ?? valueOf(`\${{ env.${name} }}`, scope);
  return valueOf(run, scope)
    .replace(/\$(?:(\w+)|\{(\w+)\})/g, (part, bare?: string, braced?: string) => {
      const value = named((bare ?? braced)!);
      return value.startsWith('${{ env.') ? part : value;
    })
    .replace(/\$\{\{.*?\}\}/g, (part) => part.replace(/\s+/g, ''));
}

const ENVIRONMENT: Record<string, string> = {
  GITHUB_REPOSITORY: '<owner>/<repository>',
  GITHUB_REPOSITORY_OWNER: '<owner>',
  GITHUB_SHA: '${{ github.sha }}',
  GITHUB_REF_NAME: '${{ github.ref_name }}',
};

/** Whether it pushes whenever it runs, or never; nothing where an expression says when. */
function isPushedByAction({ with: inputs }: YamlMapping, scope: WorkflowScope): boolean | undefined {
  const { push, outputs } = mappingOf(inputs);
  const said = valueOf(push, scope);
  if (said.includes('${{')) return undefined;
  return said === 'true' || /push=true|type=registry/.test(valueOf(outputs, scope));
}

function placesOf(file: WorkflowFile, job: OldJob, i: number): PlacedPublishing['at'] {
  const ofInput = (name: string, step = i) => file.at('jobs', job.id, 'steps', step, 'with', name);
  const { tags, outputs } = mappingOf(job.steps[i].with);
  const [, metadata] = /steps\.([\w-]+)\.outputs/.exec(`${tags as string}${outputs as string}`) ?? [];
  const named = job.steps.findIndex((each) => each.id === metadata && metadata !== undefined);
  return {
    ...file.at('jobs', job.id, 'steps', i),
    repositories: named >= 0 ? ofInput('images', named) : ofInput(tags === undefined ? 'outputs' : 'tags'),
    platforms: ofInput('platforms'),
    runner: file.at('jobs', job.id, 'runs-on'),
  };
}
