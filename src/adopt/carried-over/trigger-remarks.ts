import { AdoptedBranch, eventOf } from './adopted-branch';
import { listOf, OldTrigger } from '../old-workflow/old-triggers';
import { OldWorkflow } from '../old-workflow/old-workflow';
import { anyDoneOn, isDoneOn } from '../old-workflow/published-events';
import { holdsOn } from '../old-workflow/workflow-condition';
import { Place, Remark } from '../remark';

/** What started the old workflows and starts the new one not, and the reverse. */
export function triggerRemarks(workflows: readonly OldWorkflow[], adopted: AdoptedBranch, main: string): Remark[] {
  const { branch, events, others, isAny } = adopted;
  const triggers = workflows.flatMap((each) => each.triggers);
  const pushing = workflows.filter(({ isPushing }) => isPushing);
  const [first] = pushing.length > 0 ? pushing : workflows;
  const start = first.triggers[0]?.at ?? first.images[0].at;
  const pull = eventOf('pull_request', 'pull request', branch, main);
  const place = (event: string, ...names: string[]): Place =>
    triggers.find((each) => each.event === event && names.every((name) => listOf(each, name)))?.at ?? start;

  if (pushing.length === 0) {
    return [
      {
        ...start,
        text: `nothing pushed images until now: from now on a push to ${branch} and a tag like v1.2.3 do: by hand: \`imageRepository\` says where to, and \`workflow: false\` leaves all of the workflow out`,
      },
    ];
  }
  const publishing = [
    ...(events.branch ? [] : [`a push to ${branch}`]),
    // of one that releases otherwise something else is said
    ...(events.release ? [] : ['a tag like v1.2.3']),
  ];
  const more = [
    ...(publishing.length > 0 ? [`${publishing.join(' and ')} publishes too`] : []),
    ...(anyDoneOn(workflows, pull, 'built') ? [] : ['pull requests are built and tried']),
  ];
  const patterns = triggers.filter(({ event }) => event === 'push').flatMap((trigger) => listOf(trigger, 'tags') ?? []);
  const strange = patterns.filter((pattern) => !/^[v!]/.test(pattern));
  const pulls = triggers.filter(({ event }) => event === 'pull_request');
  return [
    ...(more.length > 0 ? [{ ...start, text: `from now on ${more.join(', and ')}` }] : []),
    ...(isAny || others.length > 0
      ? [
          {
            ...place(events.branch?.name ?? 'push'),
            text: `a push to ${isAny ? 'any branch' : others.join(', ')} published images: by hand: from now on one to ${branch} alone does, which \`branch\` says`,
          },
        ]
      : []),
    ...(strange.length > 0
      ? [
          {
            ...place('push', 'tags'),
            text: `tags: ${strange.join(', ')}: by hand: a release is a tag like v1.2.3 from now on, and other tags publish nothing`,
          },
        ]
      : []),
    ...(anyDoneOn(pushing, pull, 'pushed')
      ? [
          {
            ...place('pull_request'),
            text: 'pull requests pushed images: from now on they are built and tried, and none of them is pushed',
          },
        ]
      : []),
    ...pulls.flatMap((trigger) => pullRemarks(trigger, branch)),
    ...triggers.flatMap(otherRemarks),
    ...workflows.flatMap((workflow) => conditionRemarks(workflow, adopted, main)),
  ];
}

function pullRemarks(trigger: OldTrigger, branch: string): Remark[] {
  const types = (listOf(trigger, 'types') ?? []).filter(
    (type) => !['opened', 'synchronize', 'reopened'].includes(type),
  );
  const branches = (listOf(trigger, 'branches') ?? []).filter((pattern) => pattern !== branch);
  return [
    ...(types.length > 0
      ? [
          `types: ${types.join(', ')}: a pull request is built when it is opened and when it gets commits, and by nothing else from now on`,
        ]
      : []),
    ...(branches.length > 0
      ? [`branches: ${branches.join(', ')}: pull requests to ${branch} alone are built from now on`]
      : []),
  ].map((text) => ({ ...trigger.at, text }));
}

function otherRemarks(trigger: OldTrigger): Remark[] {
  const { event, said, at } = trigger;
  switch (event) {
    case 'release':
      return [
        {
          ...at,
          text: 'release: a tag like v1.2.3 publishes by itself from now on, before there is a release of it at GitHub or without one',
        },
      ];
    case 'create':
      return [{ ...at, text: 'create: by hand: a push to the branch and a tag like v1.2.3 publish from now on' }];
    case 'repository_dispatch': {
      const types = listOf(trigger, 'types');
      const options = types ? `{ types: [${types.map((type) => `'${type}'`).join(', ')}] }` : '{}';
      return [
        {
          ...at,
          text: `repository_dispatch: by hand: \`MuslRustChef.of(project).workflow?.on({ repositoryDispatch: ${options} })\` starts the new workflow by it`,
        },
      ];
    }
    case 'workflow_dispatch': {
      const inputs = Object.keys(Object(said.inputs) as object);
      return inputs.length === 0
        ? []
        : [
            {
              ...at,
              text: `inputs of workflow_dispatch: ${inputs.join(', ')}: a run that is started by hand has none from now on`,
            },
          ];
    }
    default:
      return [];
  }
}

/** Conditions of which a run alone knows whether they hold. */
function conditionRemarks(workflow: OldWorkflow, { branch, events }: AdoptedBranch, main: string): Remark[] {
  const all = [
    eventOf('pull_request', 'pull request', branch, main),
    ...[events.branch, events.release, events.schedule].flatMap((event) => event ?? []),
  ];
  return workflow.images.flatMap((image) =>
    [...image.builtIf, ...(image.pushedIf ?? [])]
      .filter(({ said, scope }) =>
        all.some((event) => isDoneOn(workflow, image, event, 'built') && holdsOn(said, event, scope) === undefined),
      )
      .map(({ said, at }) => ({
        ...at,
        text: `${`${said as string}`.trim()}: by hand: the new workflow builds and publishes without this condition; what has to pass before is \`publishAfter\``,
      })),
  );
}
