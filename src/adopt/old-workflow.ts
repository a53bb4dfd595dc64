import { parseDocument } from 'yaml';
import { LOGIN_COMMAND, loginsOf, OldLogin } from './old-logins';
import { buildOfAction, buildsOfScript, linesOf, OldPublishing } from './old-publishing';
import { Place, Remark } from './remark';
import { choicesOf, valueOf } from './workflow-value';
import { entriesOf, mappingOf } from '../syntax/yaml-mapping';

/** An image that a workflow builds, and where it says so. */
export interface PlacedPublishing extends OldPublishing {
  readonly at: Place & {
    /** What names the repositories, and the platforms. */
    readonly repositories: Place;
    readonly platforms: Place;
  };
}

export interface OldWorkflow {
  readonly file: string;
  readonly images: readonly PlacedPublishing[];
  readonly logins: readonly (OldLogin & { readonly at: Place })[];
  readonly on: { readonly schedule: readonly string[]; readonly manualStart: boolean };
  /** Whether it does nothing else. */
  readonly isForImagesOnly: boolean;
  readonly remarks: readonly Remark[];
}

const OF_IMAGES =
  /^(actions\/(checkout|cache|attest(-build-provenance)?|upload-artifact|download-artifact)|docker\/[\w-]+|sigstore\/cosign-installer|aws-actions\/[\w-]+|google-github-actions\/(auth|setup-gcloud)|azure\/(login|docker-login)|redhat-actions\/podman-login|anchore\/sbom-action|aquasecurity\/trivy-action|github\/codeql-action\/upload-sarif)@/i;

const BUILD = /\bdocker\s+(buildx\s+)?build\b/;

/** A workflow, if it builds images. */
export function readWorkflow(file: string, text: string): OldWorkflow | undefined {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return undefined;
  const workflow = mappingOf(document.toJS());
  const remarks: Remark[] = [];
  // of what is not there, the line of what it would be in
  const lineOf = (...path: (string | number)[]): number => {
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    if (!node?.range && path.length > 0) return lineOf(...path.slice(0, -1));
    return text.slice(0, node?.range?.[0] ?? 0).split('\n').length;
  };
  const lines = text.split('\n');
  const lineFrom = (start: number, isIt: (line: string) => boolean, count = 0): number => {
    const all = lines.flatMap((line, i) => (i + 1 >= start && isIt(line) ? [i + 1] : []));
    return all[count] ?? start;
  };
  const jobs = entriesOf(workflow.jobs);
  const logins: OldWorkflow['logins'][number][] = [];
  const images: PlacedPublishing[] = [];
  const foreign: string[] = [];
  for (const [id, job] of jobs) {
    const steps = Array.isArray(job.steps) ? job.steps.map(mappingOf) : [];
    const choices = choicesOf(job);
    const ofJob = [workflow.env, job.env].map(mappingOf);
    const { logins: ofSteps, outputs } = loginsOf(steps, { matrix: choices[0] ?? {}, env: ofJob });
    logins.push(
      ...ofSteps.map(({ step, ...login }) => ({ ...login, at: { file, line: lineOf('jobs', id, 'steps', step) } })),
    );
    for (const [i, step] of steps.entries()) {
      const where = lineOf('jobs', id, 'steps', i);
      const uses = `${(step.uses as string | undefined) ?? ''}`;
      const inputs = mappingOf(step.with);
      const scopes = choices.map((matrix) => ({ matrix, outputs, env: [...ofJob, mappingOf(step.env)] }));
      if (/^docker\/build-push-action@/.test(uses)) {
        const ofInput = (name: string, of = i) => ({ file, line: lineOf('jobs', id, 'steps', of, 'with', name) });
        const [, metadata] =
          /steps\.([\w-]+)\.outputs/.exec(`${inputs.tags as string}${inputs.outputs as string}`) ?? [];
        const named = steps.findIndex((each) => each.id === metadata && metadata !== undefined);
        const repositories =
          named >= 0 ? ofInput('images', named) : ofInput(inputs.tags === undefined ? 'outputs' : 'tags');
        const at = { file, line: where, repositories, platforms: ofInput('platforms') };
        images.push(...scopes.map((scope) => ({ ...buildOfAction(inputs, steps.slice(0, i), scope), at })));
        for (const name of ['secrets', 'secret-files', 'ssh', 'build-contexts', 'add-hosts'].filter(
          (each) => inputs[each] !== undefined,
        )) {
          remarks.push({
            file,
            line: lineOf('jobs', id, 'steps', i, 'with', name),
            text: `${name} of docker/build-push-action: by hand: credentials of dependencies are \`privateSources\`, images that yours begin from are \`registries\``,
          });
        }
      } else if (typeof step.run === 'string' && BUILD.test(step.run)) {
        const start = lineOf('jobs', id, 'steps', i, 'run');
        images.push(
          ...scopes.flatMap((scope) =>
            buildsOfScript(
              valueOf(step.run, scope).replace(
                /\$\{?(\w+)\}?/g,
                (part, name: string) =>
                  ENVIRONMENT[name] ?? valueOf(`\${{ env.${name} }}`, scope).replace(/^\$\{\{.*/, part),
              ),
            ).map((each, count) => {
              const place = { file, line: lineFrom(start, (line) => BUILD.test(line), count) };
              return { ...each, at: { ...place, repositories: place, platforms: place } };
            }),
          ),
        );
      } else if (!OF_IMAGES.test(uses) && !(typeof step.run === 'string' && isOfImages(step.run))) {
        foreign.push(`jobs.${id}.steps[${i}]`);
      }
      if (/^docker\/metadata-action@/.test(uses)) {
        const start = lineOf('jobs', id, 'steps', i, 'with', 'tags');
        remarks.push(
          ...otherTags(`${(inputs.tags as string | undefined) ?? ''}`).map((tag) => ({
            file,
            line: lineFrom(start, (line) => line.includes(tag)),
            text: `${tag}: by hand: further tags are \`branchTags\` and \`releaseTags\``,
          })),
        );
      }
    }
    if (typeof job.uses === 'string') foreign.push(`jobs.${id}`);
  }
  if (images.length === 0) return undefined;
  const on = mappingOf(workflow.on);
  return {
    file,
    images,
    logins,
    on: {
      schedule: (Array.isArray(on.schedule) ? on.schedule : []).map((each) => `${mappingOf(each).cron as string}`),
      manualStart:
        'workflow_dispatch' in on ||
        workflow.on === 'workflow_dispatch' ||
        (Array.isArray(workflow.on) && workflow.on.includes('workflow_dispatch')),
    },
    isForImagesOnly: foreign.length === 0,
    remarks:
      foreign.length === 0
        ? remarks
        : [
            {
              file,
              line: lineOf('jobs'),
              text: `it builds images, and does more (${foreign.join(', ')}), so it stays: by hand: take out what builds and pushes images, or they are published twice`,
            },
            ...remarks,
          ],
  };
}

const ENVIRONMENT: Record<string, string> = {
  GITHUB_REPOSITORY: '<owner>/<repository>',
  GITHUB_REPOSITORY_OWNER: '<owner>',
};

function isOfImages(run: string): boolean {
  return run
    .split('\n')
    .map((line) => line.trim())
    .every(
      (line) =>
        line === '' ||
        LOGIN_COMMAND.test(line) ||
        /^(#|\||docker\s|-|echo\s|cosign\s|set\s|export\s|IMAGE|TAG|REPO)/i.test(line),
    );
}

/** Of the tags that metadata-action makes, those that the new workflow does not. */
function otherTags(tags: string): string[] {
  return linesOf(tags, /\n/).filter(
    (tag) => !/type=(semver|ref|sha|edge|schedule|pep440)|enable=\{\{is_default_branch\}\}/.test(tag),
  );
}
