/** What a fleet costs: a hundred repositories synthesised by one process and reported on, with drift planted in seven. */
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LogLevel } from 'projen';
import type * as Api from '../src';
import { spread } from './lib/format';
import { run, tempDir, writeTree } from './lib/lab';
import { machine } from './lib/machine';
import { writeResults } from './lib/report';
import { inRounds } from './lib/rounds';
import { summary } from './lib/stats';
import { compiledPackage } from './synth/compiled-package';
import { generatedWorkspace } from './synth/generated-workspace';

const REPOSITORIES = 100;
const MEMBERS = [1, 1, 3, 10];
const GOALS = { synth: 120, report: 5 };

const ABOUT = `
${REPOSITORIES} repositories, of ${[...new Set(MEMBERS)].join(', ')} crates in turn. One process synthesises a \`RustProject\` for each (nothing is
installed, no cargo runs), and all of them again with another default of their base class. Then \`npx projen-muslrust-chef report\`
reads all of them, as they are, and with drift planted in seven: an edit, a file that is gone, a formatter's change. It found
exactly these seven, in every run. The goals are two minutes for a synth of all, and five seconds for a report.
`;

const repository = compiledPackage();
const { Allocator, RustProject } = createRequire(__filename)(repository) as typeof Api;

interface Fleet {
  readonly first: number;
  readonly again: number;
  readonly report: number;
  readonly withDrift: number;
}

/** Seconds that something takes. */
function timed(work: () => void): number {
  const begin = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - begin) / 1e9;
}

function synthesise(folders: string[], allocator: Api.Allocator): void {
  for (const [index, outdir] of folders.entries()) {
    const logging = { level: LogLevel.OFF };
    new RustProject({ name: `service-${index}`, outdir, logging, muslRustChefOptions: { allocator } }).synth();
  }
}

/** The paths of projects with drift, by the command as users have it. */
function driftIn(root: string): string[] {
  const output = execFileSync(process.execPath, [join(repository, 'lib/cli/main.js'), 'report', '--json', root], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const { projects } = JSON.parse(output) as { projects: { path: string; drift: unknown[] }[] };
  if (projects.length !== REPOSITORIES) {
    throw new Error(`the report has ${projects.length} of ${REPOSITORIES} projects`);
  }
  return projects.filter(({ drift }) => drift.length > 0).map(({ path }) => path);
}

/** Edits a generated file of each of some, which projen has made read-only. */
function plant(folders: string[]): void {
  folders.forEach((folder, index) => {
    const path = join(folder, ['Dockerfile', 'docker/run-docker.sh', '.github/workflows/image.yml'][index % 3]);
    const text = readFileSync(path, 'utf8');
    rmSync(path);
    if (index % 3 !== 1) writeFileSync(path, index % 2 === 0 ? `${text}\n# by hand\n` : text.replace(/^ +/gm, ' '));
  });
}

function measure(): Fleet {
  process.env.PROJEN_DISABLE_POST = 'true';
  const root = tempDir();
  const folders = Array.from({ length: REPOSITORIES }, (_, index) => {
    const folder = join(root, `service-${index}`);
    writeTree(folder, { ...generatedWorkspace(MEMBERS[index % MEMBERS.length]), 'package-lock.json': '{}\n' });
    run(['git', 'init', '--quiet'], { cwd: folder });
    return folder;
  });
  const first = timed(() => synthesise(folders, Allocator.mimalloc()));
  for (const folder of folders) {
    run(['git', 'add', '.'], { cwd: folder });
    run(['git', '-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '-m', 'all'], { cwd: folder });
  }
  const again = timed(() => synthesise(folders, Allocator.mimalloc({ memoryBounded: true })));
  const unchanged = folders.filter(
    (folder) => !run(['git', 'status', '--porcelain'], { cwd: folder }).includes(' Dockerfile'),
  );
  if (unchanged.length > 0) throw new Error(`the new default is not in ${unchanged.join(', ')}`);
  let found: string[] = [];
  const report = timed(() => (found = driftIn(root)));
  if (found.length > 0) throw new Error(`drift where there is none: ${found.join(', ')}`);
  const drifted = [3, 14, 15, 41, 65, 92, 99].map((index) => folders[index]);
  plant(drifted);
  const withDrift = timed(() => (found = driftIn(root)));
  if (found.join() !== [...drifted].sort().join()) throw new Error(`drift was found in ${found.join(', ')}`);
  rmSync(root, { recursive: true });
  return { first, again, report, withDrift };
}

const FIGURES: [string, (fleet: Fleet) => number, number][] = [
  [`first synth of ${REPOSITORIES} repositories`, ({ first }) => first, GOALS.synth],
  ['synth of all, with another default', ({ again }) => again, GOALS.synth],
  ['report', ({ report }) => report, GOALS.report],
  ['report, with drift in seven', ({ withDrift }) => withDrift, GOALS.report],
];

async function main() {
  const samples = (await inRounds(['fleet'], measure)).get('fleet')!;
  writeResults('fleet', {
    title: 'What a fleet costs',
    about: ABOUT,
    machine: machine({
      projen: JSON.parse(readFileSync(join(repository, 'node_modules/projen/package.json'), 'utf8')).version,
    }),
    tables: [
      {
        title: 'Time, s',
        columns: ['', 'time', 'goal'],
        rows: FIGURES.map(([name, figure, goal]) => [name, spread(summary(samples.map(figure))), `${goal}`]),
      },
    ],
    plots: [],
    raw: samples,
  });
  const missed = FIGURES.filter(([, figure, goal]) => samples.some((sample) => figure(sample) > goal));
  if (missed.length > 0) throw new Error(`over the goal: ${missed.map(([name]) => name).join(', ')}`);
}

void main();
