import { BUILD_ACTION, isOfRegistry, usesOf } from './image-steps';
import { Remark } from '../remark';
import { WorkflowFile } from './workflow-file';
import { OldJob } from './workflow-jobs';
import { mappingOf } from '../../syntax/yaml-mapping';

/** Inputs of actions that an option stands for, or nothing does, and what to do. */
const INPUTS: readonly { uses: RegExp; names: readonly string[]; isOurs?: RegExp; hint: string }[] = [
  {
    uses: BUILD_ACTION,
    names: ['secrets', 'secret-files', 'secret-envs', 'ssh', 'build-contexts', 'add-hosts'],
    hint: 'credentials of dependencies are `privateSources`, images that yours begin from are `registries`',
  },
  {
    uses: BUILD_ACTION,
    names: ['labels', 'annotations'],
    // those of metadata-action say what the new labels do
    isOurs: /^\s*\$\{\{\s*steps\.[\w-]+\.outputs\.(labels|annotations)\s*\}\}\s*$/,
    hint: 'what the images are labelled with is `labels`',
  },
  {
    uses: /^docker\/metadata-action@/,
    names: ['labels', 'annotations'],
    hint: 'what the images are labelled with is `labels`',
  },
  {
    uses: BUILD_ACTION,
    names: ['sbom'],
    isOurs: /^(false|0)?$/,
    hint: 'no SBOM is made from now on: a job of your own, by `addJob` of the workflow, may',
  },
  {
    uses: BUILD_ACTION,
    names: ['network', 'allow', 'attests', 'ulimit', 'shm-size', 'cgroup-parent'],
    isOurs: /^(default|mode=.*)?$/,
    hint: 'the builds of the new workflow do without it',
  },
  {
    uses: /^docker\/setup-buildx-action@/,
    names: ['endpoint', 'append', 'config', 'config-inline', 'buildkitd-config', 'buildkitd-config-inline'],
    hint: 'where BuildKit runs, and its configuration, is `buildxBuilder`',
  },
  {
    uses: /^docker\/setup-buildx-action@/,
    names: ['driver'],
    isOurs: /^docker(-container)?$/,
    hint: 'where BuildKit runs is `buildxBuilder`',
  },
  {
    uses: /^actions\/checkout@/,
    names: ['token', 'ssh-key', 'ref'],
    isOurs: /^(\s*\$\{\{\s*(github\.(token|sha|ref|ref_name)|secrets\.GITHUB_TOKEN)\s*\}\}\s*)?$/,
    hint: 'the new workflow checks out what started it, by the token of the run',
  },
];

/** Minutes that a job of the new workflow may take. */
const MINUTES = 60;

/** What else a job that builds images is told, and the new workflow is not. */
export function settingRemarks(file: WorkflowFile, { id, content, steps }: OldJob): Remark[] {
  if (!steps.some(isOfRegistry)) return [];
  const { environment, 'timeout-minutes': minutes } = content;
  const name = typeof environment === 'string' ? environment : mappingOf(environment).name;
  const override = (job: string, key: string, value: string) =>
    `\`MuslRustChef.of(project).workflow?.file?.addOverride('jobs.${job}.${key}', ${value})\``;
  const ofJob = [
    ...(name === undefined
      ? []
      : [
          {
            key: 'environment',
            text: `environment ${name as string}: by hand: ${override('build', 'environment', `'${name as string}'`)}, and the same for \`jobs.publish.environment\`; without that its secrets and its protection are not there`,
          },
        ]),
    ...(typeof minutes === 'number' && minutes > MINUTES
      ? [
          {
            key: 'timeout-minutes',
            text: `timeout-minutes: ${minutes}: by hand, where a build takes that long: ${override('build', 'timeout-minutes', `${minutes}`)}`,
          },
        ]
      : []),
  ];
  const ofSteps = steps.flatMap((step, i) =>
    INPUTS.filter(({ uses }) => uses.test(usesOf(step))).flatMap(({ names, isOurs, hint }) =>
      names
        .filter((each) => {
          const said = mappingOf(step.with)[each];
          return said !== undefined && said !== null && !isOurs?.test(`${said as string}`);
        })
        .map((each) => ({
          ...file.at('jobs', id, 'steps', i, 'with', each),
          text: `${each} of ${usesOf(step).replace(/@.*/, '')}: by hand: ${hint}`,
        })),
    ),
  );
  return [...ofJob.map(({ key, text }) => ({ ...file.at('jobs', id, key), text })), ...ofSteps];
}
