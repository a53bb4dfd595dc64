import { CACHE_MOUNT, CARGO_CHEF, OURS, PLAIN } from './contender';
import { Figures } from './figures';
import { BARE, SEEDED } from './plan';
import { Build, Cell } from './results';
import { number } from '../lib/format';
import { Table } from '../lib/report';

/** What this package wants to reach, and whether it does. */
export function goalsTable(figures: Figures): Table {
  const cell = (project: string, scenario: Build['scenario'], edit: string, contender: string): Cell => ({
    project,
    scenario,
    edit,
    contender,
  });
  const seconds = (each: Cell) => figures.seconds(each)?.median;

  /** How many times faster one is than the other. */
  const times = (what: string, ours: Cell, theirs: Cell, atLeast: number) => {
    const [mine, other] = [seconds(ours), seconds(theirs)];
    return row(
      what,
      `at least ${atLeast} times faster`,
      mine && other && other / mine,
      (ratio) => `${number(ratio)} times`,
      (ratio) => ratio >= atLeast,
    );
  };
  const kept = (edit: string, contender: string) => cell('workspace', 'kept', edit, contender);
  const empty = (project: string, contender: string) => cell(project, 'ephemeral', 'leaf', contender);

  const [own, bare] = [seconds(kept('leaf', OURS.name)), seconds(kept('leaf', BARE))];
  const [ownCrates, bareCrates] = [OURS.name, BARE].map((contender) => figures.crates(kept('library', contender)));
  const [notes, notesCrates] = [seconds(kept('changelog', OURS.name)), figures.crates(kept('changelog', OURS.name))];
  const seeded = figures.crates(empty('workspace', SEEDED));
  return {
    title: 'What this package wants to reach',
    columns: ['', 'goal', 'measured', 'reached'],
    rows: [
      times(
        `workspace, kept builder, leaf edit: than ${CARGO_CHEF.name}`,
        kept('leaf', OURS.name),
        kept('leaf', CARGO_CHEF.name),
        30,
      ),
      row(
        `workspace, kept builder, leaf edit: than ${BARE}`,
        'at most 1 s slower',
        own && bare && own - bare,
        (difference) => `${number(difference)} s`,
        (difference) => difference <= 1,
      ),
      row(
        `workspace, kept builder, library edit: crates of ${BARE}`,
        'the same',
        ownCrates && bareCrates && [ownCrates, bareCrates],
        (crates) => crates.map(({ length }) => length).join(' and '),
        ([mine, other]) => mine.join() === other.join(),
      ),
      row(
        'workspace, kept builder, changelog: crates compiled, and seconds',
        '0 in less than 1.5 s',
        notes !== undefined && notesCrates ? { seconds: notes, crates: notesCrates.length } : undefined,
        (measured) => `${measured.crates} in ${number(measured.seconds)} s`,
        (measured) => measured.crates === 0 && measured.seconds < 1.5,
      ),
      row(
        'workspace, empty builder, leaf edit: crates compiled',
        '1',
        seeded,
        (crates) => String(crates.length),
        (crates) => crates.length === 1,
      ),
      times(
        `workspace, empty builder, leaf edit: than ${CARGO_CHEF.name}`,
        empty('workspace', SEEDED),
        empty('workspace', CARGO_CHEF.name),
        5,
      ),
      times(
        `service, empty builder, leaf edit: than ${PLAIN.name}`,
        empty('service', SEEDED),
        empty('service', PLAIN.name),
        5,
      ),
      times(
        `service, empty builder, leaf edit: than ${CACHE_MOUNT.name}`,
        empty('service', SEEDED),
        empty('service', CACHE_MOUNT.name),
        3,
      ),
    ],
  };
}

function row<T>(
  what: string,
  goal: string,
  value: T | undefined,
  show: (value: T) => string,
  isReached: (value: T) => boolean,
): string[] {
  return value === undefined ? [what, goal, '', ''] : [what, goal, show(value), isReached(value) ? 'yes' : 'no'];
}
