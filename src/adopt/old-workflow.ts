import { parseDocument } from 'yaml';
import { LOGIN_COMMAND, loginsOf, OldLogin } from './old-logins';
import { buildOfAction, buildsOfScript, linesOf, OldPublishing } from './old-publishing';
import { Remark } from './remark';
import { choicesOf, valueOf } from './workflow-value';
import { entriesOf, mappingOf } from '../syntax/yaml-mapping';

export interface OldWorkflow {
  readonly file: string;
  readonly images: readonly OldPublishing[];
  readonly logins: readonly OldLogin[];
  readonly on: { readonly schedule: readonly string[]; readonly manualStart: boolean };
  /** Whether it does nothing else. */
  readonly isForImagesOnly: boolean;
  readonly remarks: readonly Remark[];
}

const OF_IMAGES =
  /^(actions\/(checkout|cache|attest(-build-provenance)?|upload-artifact|download-artifact)|docker\/[\w-]+|sigstore\/cosign-installer|aws-actions\/[\w-]+|google-github-actions\/(auth|setup-gcloud)|azure\/(login|docker-login)|redhat-actions\/podman-login|anchore\/sbom-action|aquasecurity\/trivy-action|github\/codeql-action\/upload-sarif)@/i;

/** A workflow, if it builds images. */
export function readWorkflow(file: string, text: string): OldWorkflow | undefined {
  const document = parseDocument(text, { logLevel: 'silent' });
  if (document.errors.length > 0) return undefined;
  const workflow = mappingOf(document.toJS());
  const remarks: Remark[] = [];
  const lineOf = (...path: (string | number)[]) => {
    const node = document.getIn(path, true) as { range?: [number, number, number] } | undefined;
    return text.slice(0, node?.range?.[0] ?? 0).split('\n').length;
  };
  const jobs = entriesOf(workflow.jobs);
  const logins: OldLogin[] = [];
  const images: OldPublishing[] = [];
  const foreign: string[] = [];
  for (const [id, job] of jobs) {
    const steps = Array.isArray(job.steps) ? job.steps.map(mappingOf) : [];
    const choices = choicesOf(job);
    const ofJob = [workflow.env, job.env].map(mappingOf);
    const { logins: ofSteps, outputs } = loginsOf(steps, { matrix: choices[0] ?? {}, env: ofJob });
    logins.push(...ofSteps);
    for (const [i, step] of steps.entries()) {
      const where = lineOf('jobs', id, 'steps', i);
      const uses = `${(step.uses as string | undefined) ?? ''}`;
      const inputs = mappingOf(step.with);
      const scopes = choices.map((matrix) => ({ matrix, outputs, env: [...ofJob, mappingOf(step.env)] }));
      if (/^docker\/build-push-action@/.test(uses)) {
        images.push(...scopes.map((scope) => buildOfAction(inputs, steps.slice(0, i), scope)));
        for (const name of ['secrets', 'secret-files', 'ssh', 'build-contexts', 'add-hosts'].filter(
          (each) => inputs[each] !== undefined,
        )) {
          remarks.push({
            file,
            line: lineOf('jobs', id, 'steps', i, 'with', name),
            text: `${name} of docker/build-push-action: by hand: credentials of dependencies are \`privateSources\`, images that yours begin from are \`registries\``,
          });
        }
      } else if (typeof step.run === 'string' && /\bdocker\s+(buildx\s+)?build\b/.test(step.run)) {
        images.push(
          ...scopes.flatMap((scope) =>
            buildsOfScript(
              valueOf(step.run, scope).replace(
                /\$\{?(\w+)\}?/g,
                (part, name: string) =>
                  ENVIRONMENT[name] ?? valueOf(`\${{ env.${name} }}`, scope).replace(/^\$\{\{.*/, part),
              ),
            ),
          ),
        );
      } else if (!OF_IMAGES.test(uses) && !(typeof step.run === 'string' && isOfImages(step.run))) {
        foreign.push(`jobs.${id}.steps[${i}]`);
      }
      if (/^docker\/metadata-action@/.test(uses)) {
        remarks.push(...tagRemarks(file, where, `${(inputs.tags as string | undefined) ?? ''}`));
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
function tagRemarks(file: string, line: number, tags: string): Remark[] {
  return linesOf(tags, /\n/)
    .filter((tag) => !/type=(semver|ref|sha|edge|schedule|pep440)|enable=\{\{is_default_branch\}\}/.test(tag))
    .map((tag) => ({ file, line, text: `${tag}: by hand: further tags are \`branchTags\` and \`releaseTags\`` }));
}
