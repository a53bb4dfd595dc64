/**
 * What a rebuild costs after an edit, by this package's images and by other Dockerfiles, on a persistent builder and on
 * one that has nothing.
 *
 *   npx tsx bench/rebuild.ts [--project service|workspace] [--scenario cold|kept|ephemeral]
 *
 * Both options can be given several times; without them all is measured. What is measured replaces what an earlier call
 * measured of it, and nothing else; with BENCH_RESUME=1 only what is missing is measured. The lab must be up.
 */
import { parseArgs } from 'node:util';
import { Platform } from '../src';
import { publishTools } from './builder/builder-image';
import { toolVersions } from './builder/tool-versions';
import { PROJECTS } from './rebuild/project';
import { ProjectBench } from './rebuild/project-bench';
import { writeReport } from './rebuild/report';
import { Build, Results } from './rebuild/results';

const SCENARIOS: Array<Build['scenario']> = ['cold', 'ephemeral', 'kept'];

const { values } = parseArgs({
  options: { project: { type: 'string', multiple: true }, scenario: { type: 'string', multiple: true } },
});

/** Those that are named, or all; a name that none has is a mistake. */
function chosen<T>(all: T[], nameOf: (each: T) => string, names?: string[]): T[] {
  const unknown = names?.find((name) => !all.some((each) => nameOf(each) === name));
  if (unknown) throw new Error(`there is no ${unknown}, only ${all.map(nameOf).join(', ')}`);
  return all.filter((each) => names?.includes(nameOf(each)) ?? true);
}

const projects = chosen(PROJECTS, ({ name }) => name, values.project);
const scenarios = chosen(SCENARIOS, (name) => name, values.scenario);

const isAgain = (build: Build) =>
  projects.some(({ name }) => name === build.project) && scenarios.includes(build.scenario);
const results = new Results((build) => process.env.BENCH_RESUME === '1' || !isAgain(build));
const builderImage = publishTools([Platform.LINUX_AMD64]);
const versions = toolVersions(builderImage);
const save = () => writeReport(results.all, versions);
for (const project of projects) {
  new ProjectBench(project, builderImage, results, save).run(scenarios);
}
save();
