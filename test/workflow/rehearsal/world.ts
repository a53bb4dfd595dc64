import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '../../util';

/** Why a workflow runs. */
export interface Event {
  readonly name: string;
  readonly ref: string;
  readonly sha: string;
  /** Of a pull request: whether it comes from a fork, which gets no secrets. */
  readonly isFork?: boolean;
}

/** `github.ref_type`. */
export function refTypeOf(ref: string): string {
  return ref.startsWith('refs/tags/') ? 'tag' : 'branch';
}

export interface WorldOptions {
  /** The checkout: the root of the repository, with the workflow in it. */
  readonly repository: string;
  /** What GitHub counts it by. */
  readonly repositoryId?: number;
  readonly event: Event;
  /** The secrets of the repository. */
  readonly secrets?: Record<string, string>;
  /** Whether GitHub stores attestations of this repository. */
  readonly attests?: boolean;
  /** Variables of all commands: where `docker` is, say. */
  readonly env?: Record<string, string>;
  /** Variables of the machine that a job of this matrix gets. */
  readonly machine?: (matrix: Record<string, string>) => Record<string, string>;
  /** Whether the machine has a builder, and none is to be made. */
  readonly hasBuilder?: boolean;
  /** Runs a command to its end. */
  readonly exec?: (command: string[], options: ExecOptions) => Executed;
}

export interface ExecOptions {
  readonly cwd: string;
  readonly env: Record<string, string>;
}

export interface Executed {
  readonly status: number | null;
  readonly output: string;
}

/** What a run has around it, and what it leaves there. */
export class World {
  /** Artifacts of the run, each a folder; they outlive its attempts. */
  public readonly artifacts = new Map<string, string>();
  /** How often the run was started. */
  public attempt = 1;
  /** Hosts that a job has logged in to, by job. */
  public readonly logins: string[] = [];
  /** Where attestations are noted, for `gh`. */
  public readonly attestations: string;
  private readonly folder = tempDir();

  constructor(public readonly options: WorldOptions) {
    this.attestations = join(this.folder, 'attestations');
    mkdirSync(this.attestations);
  }

  /** A fresh folder. */
  public mkdir(): string {
    return mkdtempSync(join(this.folder, 'folder-'));
  }

  public get event(): Event {
    return this.options.event;
  }

  /** The same for a workflow that is called with these secrets. */
  public calledWith(secrets: Record<string, string>): World {
    return Object.create(this, { secrets: { value: { ...secrets, GITHUB_TOKEN: 'token' } } }) as World;
  }

  /** What a run of this event may read. */
  public get secrets(): Record<string, string> {
    return { ...(this.event.isFork ? {} : this.options.secrets), GITHUB_TOKEN: 'token' };
  }
}
