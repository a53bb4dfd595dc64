import { resolve } from 'node:path';
import { findProjects } from './find-projects';
import { ProjectReport, reportOn } from './project-report';
import { GENERATOR } from '../generator';

/** What can be wrong in a fleet. */
export const CONCERNS = ['drift', 'pins', 'findings'] as const;

export type Concern = (typeof CONCERNS)[number];

/** What is said of repositories. */
export interface FleetReport {
  /** Who says it: pins are held against those of this release. */
  readonly generator: { readonly name: string; readonly version: string };
  readonly projects: readonly ProjectReport[];
  /** Git repositories in which nothing was synthesised, or with an older release that left no record. */
  readonly without: readonly string[];
}

/** Reads the records below some folders, without network, and without what the projects have installed. */
export function reportOnFleet(folders: readonly string[]): FleetReport {
  const found = folders.map((folder) => findProjects(folder.replace(/(?<=.)[\\/]+$/, '')));
  // as it was called first, where it was called in several ways
  const all = (lists: string[][]) =>
    [
      ...new Map(
        lists
          .flat()
          .reverse()
          .map((path) => [resolve(path), path]),
      ).values(),
    ].sort();
  return {
    generator: GENERATOR,
    projects: all(found.map(({ projects }) => projects)).map(reportOn),
    without: all(found.map(({ without }) => without)),
  };
}

/** The projects in which something is wrong: a note is nothing wrong, nor is what was acknowledged. */
export function concerned({ projects }: FleetReport, concern: Concern): ProjectReport[] {
  return projects.filter((project) =>
    concern === 'findings'
      ? project.findings.some(({ level, acknowledged }) => level !== 'note' && !acknowledged)
      : project[concern].length > 0,
  );
}
