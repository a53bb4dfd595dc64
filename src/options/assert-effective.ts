import { UserError } from '../messages/user-error';

/** An option that does nothing beside what another says. */
interface Idle {
  readonly option: string;
  readonly where: (said: Record<string, unknown>) => unknown;
  readonly reason: string;
  /** What is wrong of what it says; by itself, whatever asks for something. */
  readonly asks?: (value: unknown) => boolean;
  readonly remedy?: string;
  /** Whether there is no workflow: the reason follows on why. */
  readonly isOfWorkflow?: true;
}

/** What asks for nothing is no contradiction: a project takes back by it what a base class sets for all. */
const asks = (value: unknown): boolean =>
  value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);

const idleWithoutWorkflow = (option: string, nothing: string): Idle => ({
  option,
  where: ({ workflow }) => workflow === false,
  reason: 'and nothing else would do this',
  isOfWorkflow: true,
  remedy: `Leave one of the two out; where a base class sets it for all projects, \`${option}: ${nothing}\` takes it back.`,
});

/**
 * Refused is what asks for something that would not be there. How a thing is done may be said of all projects by a base
 * class, and harms none that has no such thing: `runners` of a platform that is not built, `registries`, `stepsBeforeBuild`,
 * `attest`, `branch`. Seeds without a workflow are a target of the bake file, for another CI.
 */
const IDLE: Idle[] = [
  {
    option: 'workflow',
    where: ({ workflow }) => workflow === false,
    asks: (value) => value === true,
    reason: 'so there would be none',
    isOfWorkflow: true,
  },
  idleWithoutWorkflow('schedule', '[]'),
  idleWithoutWorkflow('manualStart', 'false'),
  idleWithoutWorkflow('paths', 'undefined'),
  idleWithoutWorkflow('branchTags', '[]'),
  idleWithoutWorkflow('releaseTags', '[]'),
  idleWithoutWorkflow('publishAfter', '[]'),
  {
    option: 'builderImage',
    where: ({ builderBase }) => builderBase !== undefined,
    reason: 'that image is made from a base already, so builderBase would have no effect',
  },
  {
    option: 'defaultFeatures',
    where: ({ allFeatures }) => allFeatures,
    asks: (value) => value === false,
    reason: '`allFeatures` switches the default ones on too, so false would have no effect',
  },
  {
    option: 'seedImages',
    where: ({ isolated }) => isolated,
    reason: 'isolated images are compiled one by one, so there is no target folder that all share',
  },
  {
    option: 'seedRepository',
    where: ({ isolated }) => isolated,
    reason: 'there are no seeds where images are isolated',
  },
  {
    option: 'seedImages',
    where: ({ incremental }) => incremental === false,
    reason: 'a build would begin with what an earlier one compiled, which `incremental: false` is there to avoid',
  },
  {
    option: 'seedRepository',
    where: ({ incremental }) => incremental === false,
    reason: 'there are no seeds where `incremental` is false',
  },
  {
    option: 'seedRepository',
    where: ({ seedImages }) => seedImages === false,
    reason: 'there are no seeds where `seedImages` is false',
  },
];

/**
 * Refuses options that would have no effect beside others.
 *
 * @param whyNoWorkflow where the project has none, whatever the options say
 */
export function assertEffective(options: object, whyNoWorkflow?: string): void {
  const said = options as Record<string, unknown>;
  const all = whyNoWorkflow === undefined ? said : { ...said, workflow: false };
  const idle = IDLE.find(({ option, where, asks: isWrong = asks }) => isWrong(said[option]) && where(all));
  if (idle) {
    const reason = `${idle.isOfWorkflow ? `${whyNoWorkflow ?? '`workflow` is false'}, ` : ''}${idle.reason}`;
    throw new UserError(`${idle.option}: ${reason}. ${idle.remedy ?? 'Leave one of the two out.'}`);
  }
}
