import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_MOUNT, CARGO_CHEF, CONTENDERS, OURS, PLAIN } from './contender';
import { Figures } from './figures';
import { goalsTable } from './goals';
import { BARE, SEEDED } from './plan';
import { PROJECTS } from './project';
import { Build, Cell } from './results';
import { machine } from '../lib/machine';
import { Plot } from '../lib/plot';
import { Table, writeResults } from '../lib/report';

const packages = (project: string) =>
  readFileSync(join(__dirname, project, 'Cargo.lock'), 'utf8').match(/^\[\[package\]\]$/gm)!.length;

const ABOUT = `
What it costs to build an image again after an edit. Each run is a new edit, and the image that comes out of it must have it.
The time is that of \`docker buildx bake\` from its start to the image in a registry on the same machine.

Projects, in \`bench/rebuild/\`:
- **service**: an HTTP service of one crate; ${packages('service')} packages in its \`Cargo.lock\`.
- **workspace**: 24 libraries in eight layers and an executable, generated; ${packages('workspace') - 25} packages of other people.

Edits: **leaf**, a string in the executable's \`main.rs\`; **library**, a string in a library that six other crates depend on,
directly or not; **manifest**, the version of the executable's package; **lock**, another patch release of a third-party crate; **changelog**, a
changelog and notes in the executable's folder, which no crate reads.

Builders: **kept** has built the project before; **empty** has never built anything, and reads from a registry what the kept
one exported before the edit. **Cold** is the first build on a builder that has the base images and cargo-chef.

Contenders have the same sources, lock file, allocator, base images and flags; their Dockerfiles are in
\`bench/rebuild/dockerfiles/\`:
- **${OURS.name}**: what this package generates; on the empty builder by the cache of a registry, or by a seed image too;
  with a lock edit that is a seed of the other lock file.
- **${CARGO_CHEF.name}**: of its README. **original muslrust-chef**: as its template was.
- **${CACHE_MOUNT.name}**: as \`docker init\` writes them, target folder and registry in mounts. **${PLAIN.name}**: copy, and compile.
- **${BARE}**: no image at all, in the unpacked builder image by chroot: the limit.
`;

/** Writes tables, plots and the figures of what has been measured so far. */
export function writeReport(builds: readonly Build[], versions: Record<string, string>): void {
  const figures = new Figures(builds);
  const projects = PROJECTS.map(({ name, edits }) => tablesAndPlots(figures, name, Object.keys(edits)));
  writeResults('rebuild', {
    title: 'What a rebuild costs',
    about: ABOUT,
    machine: machine(versions),
    tables: [goalsTable(figures), ...projects.flatMap(({ tables }) => tables)],
    plots: projects.flatMap(({ plots }) => plots),
    summary: summaryPlots(figures),
    raw: builds,
  });
}

/** What a person wants to know first. */
function summaryPlots(figures: Figures): Plot[] {
  const of = (scenario: Build['scenario'], edit: string): [string, (contender: string) => Cell] => [
    `${edit} edit`,
    (contender) => ({ project: 'workspace', scenario, edit, contender }),
  ];
  const names = [OURS, CARGO_CHEF, CACHE_MOUNT].map(({ name }) => name);
  return [
    ...figures.plot(
      'Workspace of 25 crates, kept builder',
      [...names, BARE],
      ['leaf', 'lock', 'changelog'].map((edit) => of('kept', edit)),
    ),
    ...figures.plot('The same, empty builder', [SEEDED, ...names.slice(1)], [of('ephemeral', 'leaf')]),
  ];
}

function tablesAndPlots(figures: Figures, project: string, edits: string[]): { tables: Table[]; plots: Plot[] } {
  type CellOf = (contender: string) => Cell;
  const empty = ['leaf', 'lock'].map((edit): [string, CellOf] => [
    `${edit} edit`,
    (contender) => ({ project, scenario: 'ephemeral', edit, contender }),
  ]);
  const kept = edits.map((edit): [string, CellOf] => [
    `${edit} edit`,
    (contender) => ({ project, scenario: 'kept', edit, contender }),
  ]);
  const all: Array<[string, CellOf]> = [
    ['cold', (contender) => ({ project, scenario: 'cold', edit: 'none', contender })],
    ...kept,
  ];
  const names = CONTENDERS.map(({ name }) => name);
  const [onKept, onEmpty] = [
    [...names, BARE],
    [...names, SEEDED],
  ];
  return {
    tables: [
      figures.table(
        `${project}, kept builder: seconds`,
        onKept,
        all.map(([edit, cellOf]) => [edit, (contender) => figures.showSeconds(cellOf(contender))]),
      ),
      figures.table(
        `${project}, kept builder: crates compiled`,
        onKept,
        all.map(([edit, cellOf]) => [edit, (contender) => figures.showCrates(cellOf(contender))]),
      ),
      ...empty.map(([edit, cellOf]) =>
        figures.table(`${project}, empty builder, ${edit}`, onEmpty, [
          ['seconds', (contender) => figures.showSeconds(cellOf(contender))],
          ['crates compiled', (contender) => figures.showCrates(cellOf(contender))],
          ['downloaded, MB', (contender) => figures.showMegabytes(cellOf(contender), (build) => build.importedBytes)],
          [
            'in the registry for it, MB',
            (contender) => figures.showMegabytes(cellOf(contender), (build) => build.exportedBytes),
          ],
        ]),
      ),
    ],
    plots: [
      ...figures.plot(`${project}, kept builder`, onKept, kept),
      ...figures.plot(`${project}, empty builder`, onEmpty, empty),
    ],
  };
}
