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
  const empty = (project: string, contender: string, edit = 'leaf') => cell(project, 'ephemeral', edit, contender);

  /** Whether the crates that are compiled are those of bare cargo. The cook's dummies have the names of what they stand for. */
  const crates = (edit: string) => {
    const [mine, other] = [OURS.name, BARE].map((contender) => figures.crates(kept(edit, contender)));
    return row(
      `workspace, kept builder, ${edit} edit: crates of ${BARE}`,
      'the same',
      mine && other && [mine, other].map((names) => [...new Set(names)]),
      (all) => all.map(({ length }) => length).join(' and '),
      ([own, bares]) => own.join() === bares.join(),
    );
  };

  const [own, bare] = [seconds(kept('leaf', OURS.name)), seconds(kept('leaf', BARE))];
  const lock = seconds(kept('lock', OURS.name));
  const [ownLock, mountsLock] = [OURS, CACHE_MOUNT].map(({ name }) => seconds(cell('service', 'kept', 'lock', name)));
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
        'at most 0.8 s slower',
        own && bare && own - bare,
        (difference) => `${number(difference)} s`,
        (difference) => difference <= 0.8,
      ),
      crates('library'),
      row(
        'workspace, kept builder, lock edit',
        'at most 4 s',
        lock,
        (measured) => `${number(measured)} s`,
        (measured) => measured <= 4,
      ),
      crates('lock'),
      row(
        `service, kept builder, lock edit: of the time of ${CACHE_MOUNT.name}`,
        'at most 1.3 times',
        ownLock && mountsLock && ownLock / mountsLock,
        (ratio) => `${number(ratio)} times`,
        (ratio) => ratio <= 1.3,
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
        (names) => String(names.length),
        (names) => names.length === 1,
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
      ...['workspace', 'service'].map((project) =>
        times(
          `${project}, empty builder, lock edit: than ${CARGO_CHEF.name}`,
          empty(project, SEEDED, 'lock'),
          empty(project, CARGO_CHEF.name, 'lock'),
          4,
        ),
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
