import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One build. */
export interface Build {
  readonly project: string;
  readonly scenario: 'cold' | 'kept' | 'ephemeral';
  readonly edit: string;
  readonly contender: string;
  readonly at: string;
  readonly seconds: number;
  /** The crates that cargo compiled. */
  readonly compiled: string[];
  /** What the builder downloaded of images and caches. */
  readonly importedBytes?: number;
  /** What stands in the registry for it: the cache, the seed image. */
  readonly exportedBytes?: number;
}

/** What identifies the builds that are compared with each other. */
export type Cell = Pick<Build, 'project' | 'scenario' | 'edit' | 'contender'>;

/** The builds that were measured, those of an earlier call among them. */
export class Results {
  private readonly builds: Build[] = [];

  /** @param kept which builds of an earlier call are still good */
  constructor(kept: (build: Build) => boolean) {
    const path = join(process.env.BENCH_RESULTS ?? join(__dirname, '../results'), 'rebuild.json');
    if (existsSync(path)) this.builds = JSON.parse(readFileSync(path, 'utf8')).raw.filter(kept);
  }

  public get all(): readonly Build[] {
    return this.builds;
  }

  public add(build: Build): void {
    this.builds.push(build);
  }

  public of(cell: Cell): Build[] {
    return this.builds.filter((build) =>
      (['project', 'scenario', 'edit', 'contender'] as const).every((key) => build[key] === cell[key]),
    );
  }
}
