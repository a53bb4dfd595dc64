/** What a synth costs: time, memory and files written, with the component and without it, for small and large workspaces. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { number, spread } from './lib/format';
import { run, tempDir, writeTree } from './lib/lab';
import { machine } from './lib/machine';
import { Plot } from './lib/plot';
import { writeResults } from './lib/report';
import { inRounds } from './lib/rounds';
import { summary } from './lib/stats';
import { compiledPackage } from './synth/compiled-package';
import { FilesOnDisk } from './synth/files-on-disk';
import { generatedWorkspace } from './synth/generated-workspace';

const MEMBERS = [1, 10, 100, 500];

interface Synth {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly peakMiB: number;
  readonly filesChanged: number;
  readonly filesWritten: number;
}

/** One measurement of each. */
interface Sample {
  readonly bare: Synth;
  readonly bareAgain: Synth;
  readonly withCargo: Synth;
  readonly first: Synth;
  readonly second: Synth;
}

const ABOUT = `
Each figure is of a fresh \`node .projenrc.js\` on a generated workspace: every member is a program with a library of five
modules, and depends on another one. With one member it is a lone crate.

- **bare projen**: \`new Project()\` and nothing else
- **first synth**: \`new MuslRustChef()\` with its defaults, in a folder where nothing was generated yet
- **second synth**: the same again
- **first, with cargo**: a first synth where \`Cargo.lock\` does not know the allocator yet, and cargo brings it up to date.
  In the other columns it knows it, and cargo is not called.

"Over bare" compares with the first or the second synth of bare projen in the same round. A file counts as written when its
inode or its time is new. To root every file is writable, so projen, which wants to see its files read-only, writes its own
ones again at every synth of root's.
`;

const repository = compiledPackage();
const modules = (...path: string[]) => JSON.stringify(join(repository, ...path));

function projenrc(component: boolean): string {
  return [
    `const { Project } = require(${modules('node_modules', 'projen')});`,
    ...(component ? [`const { MuslRustChef } = require(${modules()});`] : []),
    'const project = new Project({ name: "workspace" });',
    ...(component ? ['new MuslRustChef(project);'] : []),
    'project.synth();',
    // not maxRSS of resourceUsage(), which on Linux is at least that of the process that started this one
    'const peak = /VmHWM:\\s+(\\d+) kB/.exec(require("fs").readFileSync("/proc/self/status", "utf8"))[1];',
    'const { user, system } = process.cpuUsage();',
    'require("fs").writeFileSync(process.env.BENCH_USAGE, JSON.stringify({ peakMiB: peak / 1024, cpuMilliseconds: (user + system) / 1000 }));',
    '',
  ].join('\n');
}

const usage = join(tempDir(), 'usage.json');

/** Runs `.projenrc.js` in a folder, in a fresh process. */
function synth(folder: string): Synth {
  const before = new FilesOnDisk(folder);
  const start = performance.now();
  run([process.execPath, '.projenrc.js'], { cwd: folder, env: { BENCH_USAGE: usage } });
  const milliseconds = performance.now() - start;
  const after = new FilesOnDisk(folder);
  return {
    milliseconds,
    ...JSON.parse(readFileSync(usage, 'utf8')),
    filesChanged: after.changedSince(before).length,
    filesWritten: after.writtenSince(before).length,
  };
}

function workspace(members: number, component: boolean): string {
  const folder = writeTree(tempDir(), { ...generatedWorkspace(members), '.projenrc.js': projenrc(component) });
  // what a user has, who built it before
  run(['cargo', 'generate-lockfile', '--quiet'], { cwd: folder });
  return folder;
}

function measure(members: number): Sample {
  const bareFolder = workspace(members, false);
  const bare = synth(bareFolder);
  const bareAgain = synth(bareFolder);
  const adopted = workspace(members, true);
  const withCargo = synth(adopted);
  const fresh = workspace(members, true);
  // so that cargo, whose time is not ours, has nothing to do
  cpSync(join(adopted, 'Cargo.lock'), join(fresh, 'Cargo.lock'));
  const first = synth(fresh);
  const second = synth(fresh);
  // thousands of files each: not to be kept until the end
  [bareFolder, adopted, fresh].forEach((folder) => rmSync(folder, { recursive: true }));
  return { bare, bareAgain, withCargo, first, second };
}

async function main() {
  const measured = await inRounds(MEMBERS, measure);
  const of = (members: number, value: (sample: Sample) => number) => summary(measured.get(members)!.map(value));
  const cell = (value: (sample: Sample) => number) => (members: number) => spread(of(members, value));
  const table = (title: string, columns: Record<string, (sample: Sample) => number>) => ({
    title,
    columns: ['members', ...Object.keys(columns)],
    rows: MEMBERS.map((members) => [number(members), ...Object.values(columns).map((value) => cell(value)(members))]),
  });
  const lines = (title: string, y: string, series: Record<string, (sample: Sample) => number>): Plot => ({
    kind: 'lines',
    title,
    x: 'members of the workspace, each with a program',
    y,
    series: Object.entries(series).map(([name, value]) => ({
      name,
      points: MEMBERS.map((members) => ({ x: members, y: of(members, value) })),
    })),
  });

  writeResults('synth', {
    title: 'What a synth costs',
    about: ABOUT,
    machine: machine({
      projen: JSON.parse(readFileSync(join(repository, 'node_modules/projen/package.json'), 'utf8')).version,
      cargo: run(['cargo', '--version']).split(' ')[1],
    }),
    tables: [
      table('Time, ms', {
        'bare projen': ({ bare }) => bare.milliseconds,
        'first synth': ({ first }) => first.milliseconds,
        'second synth': ({ second }) => second.milliseconds,
        'first, over bare': ({ first, bare }) => first.milliseconds - bare.milliseconds,
        'second, over bare': ({ second, bareAgain }) => second.milliseconds - bareAgain.milliseconds,
        'first, with cargo': ({ withCargo }) => withCargo.milliseconds,
      }),
      table('Processor time, ms', {
        'bare projen': ({ bare }) => bare.cpuMilliseconds,
        'first synth': ({ first }) => first.cpuMilliseconds,
        'second synth': ({ second }) => second.cpuMilliseconds,
        'first, over bare': ({ first, bare }) => first.cpuMilliseconds - bare.cpuMilliseconds,
        'second, over bare': ({ second, bareAgain }) => second.cpuMilliseconds - bareAgain.cpuMilliseconds,
      }),
      table('Peak memory, MiB', {
        'bare projen': ({ bare }) => bare.peakMiB,
        'first synth': ({ first }) => first.peakMiB,
        'second synth': ({ second }) => second.peakMiB,
      }),
      table('Files', {
        'bare projen: written': ({ bare }) => bare.filesWritten,
        'first synth: written': ({ first }) => first.filesWritten,
        'second synth: written': ({ second }) => second.filesWritten,
        'second synth of bare projen: written': ({ bareAgain }) => bareAgain.filesWritten,
        'second synth: with other content': ({ second }) => second.filesChanged,
      }),
    ],
    plots: [
      lines('Time of a synth', 'ms', {
        'bare projen': ({ bare }) => bare.milliseconds,
        'first synth': ({ first }) => first.milliseconds,
        'second synth': ({ second }) => second.milliseconds,
      }),
      lines('Memory of a synth', 'peak memory, MiB', {
        'bare projen': ({ bare }) => bare.peakMiB,
        'first synth': ({ first }) => first.peakMiB,
        'second synth': ({ second }) => second.peakMiB,
      }),
    ],
    raw: MEMBERS.map((members) => ({ members, samples: measured.get(members) })),
  });
}

void main();
