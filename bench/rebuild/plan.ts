import { CONTENDERS, OURS } from './contender';
import { Build, Cell } from './results';
import { RUNS } from '../lib/rounds';

/** Cargo without an image build: the limit. */
export const BARE = 'bare cargo';
/** On an empty builder, ours with what was compiled before as an image. */
export const SEEDED = `${OURS.name}, seed image`;

/** What no target names and takes minutes is measured less often. */
const FEW = Math.min(RUNS, 1);

type Plan = Array<[edit: string, often: string[], rarely: string[]]>;

const [ours, chef, original, mounts, plain] = CONTENDERS.map(({ name }) => name);
const FIRST: Plan = [['none', [], [ours, chef, original, mounts, plain, BARE]]];

const PLANS: Record<string, Record<Build['scenario'], Plan>> = {
  service: {
    cold: FIRST,
    kept: [
      ['leaf', [ours, mounts, BARE], [chef, original, plain]],
      ['manifest', [], [ours, chef, mounts, BARE]],
      ['lock', [ours, mounts, BARE], [chef]],
      ['changelog', [], [ours, chef, mounts, BARE]],
    ],
    ephemeral: [
      ['leaf', [SEEDED, mounts, plain], [ours, chef]],
      ['lock', [SEEDED, chef], []],
    ],
  },
  workspace: {
    cold: FIRST,
    kept: [
      ['leaf', [ours, chef, mounts, BARE], [original, plain]],
      ['library', [ours, mounts, BARE], [chef]],
      ['manifest', [ours, mounts, BARE], [chef]],
      ['lock', [ours, mounts, BARE], [chef]],
      ['changelog', [ours, mounts, BARE], [chef]],
    ],
    ephemeral: [
      ['leaf', [ours, SEEDED, chef], [original, mounts, plain]],
      ['lock', [SEEDED, chef], []],
    ],
  },
};

export interface PlannedCell extends Cell {
  readonly runs: number;
}

/** What is to be measured of a project in a scenario, and how often. */
export function planned(project: string, scenario: Build['scenario']): PlannedCell[] {
  return PLANS[project][scenario].flatMap(([edit, often, rarely]) => [
    ...often.map((contender) => ({ project, scenario, edit, contender, runs: RUNS })),
    ...rarely.map((contender) => ({ project, scenario, edit, contender, runs: FEW })),
  ]);
}
