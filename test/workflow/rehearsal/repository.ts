import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Project } from 'projen';
import { bake } from './bake';
import { execute } from './execute';
import { Rehearsal } from './rehearsal';
import { Event, ExecOptions, Executed, WorldOptions } from './world';
import { git, gitAll } from '../../git';
import { synthesise } from '../../synth';
import { tempDir, writeTree } from '../../util';

/** A `docker` that builds nothing. */
const ENGINE = join(__dirname, 'engine');

export interface RehearseOptions extends Omit<WorldOptions, 'repository' | 'repositoryId' | 'event'> {
  readonly name?: Event['name'];
  /** `main`, or a tag; any other by its full name. */
  readonly ref?: string;
  readonly isFork?: boolean;
  /** A regular expression: what is done and matches it fails. */
  readonly fails?: string;
  /** The workflow's file. */
  readonly workflow?: string;
}

/**
 * A repository on GitHub, with a registry beside it: commits, tags, and what its workflows leave behind.
 */
export class Repository {
  private static count = 0;

  public readonly dir: string;
  private readonly id = ++Repository.count;
  private readonly logFile = join(tempDir(), 'log');

  /**
   * @param files the sources
   * @param add what the project has
   * @param registry the folder that stands for all registries; that of another repository, for what both write
   * @param make the project at its root
   */
  constructor(
    files: Record<string, string>,
    add: (project: Project) => void,
    public readonly registry = tempDir(),
    make = (outdir: string) => new Project({ name: 'app', outdir }),
  ) {
    this.dir = writeTree(tempDir(), files);
    const project = make(this.dir);
    add(project);
    synthesise(project);
    // a machine that builds nothing has nothing to try; the script is tested by itself
    for (const script of ['docker/verify-image.sh', 'services/api/docker/verify-image.sh']) {
      if (!existsSync(join(this.dir, script))) continue;
      chmodSync(join(this.dir, script), 0o755);
      writeFileSync(join(this.dir, script), VERIFY);
    }
    gitAll(this.dir, ['init', '--quiet', '--initial-branch', 'main'], ['remote', 'add', 'origin', this.dir], ...COMMIT);
  }

  /** A commit on the branch. */
  public commit(): void {
    gitAll(this.dir, ...COMMIT);
  }

  /** Pushes tags, each on a commit of its own. */
  public tag(...tags: string[]): this {
    gitAll(this.dir, ...tags.flatMap((tag) => [...COMMIT, ['tag', tag]]));
    return this;
  }

  /** A run of the workflow; not begun yet. */
  public rehearse(options: RehearseOptions = {}): Rehearsal {
    const { name = 'push', ref = 'main', isFork, fails = '', workflow, ...world } = options;
    const fullRef = ref.startsWith('refs/') ? ref : `refs/${ref === 'main' ? 'heads' : 'tags'}/${ref}`;
    const sha = this.git('rev-parse', `${fullRef.startsWith('refs/tags/') ? fullRef : 'HEAD'}^{commit}`);
    return new Rehearsal(
      {
        exec: run,
        ...world,
        repository: this.dir,
        repositoryId: this.id,
        event: {
          name,
          ref: name === 'pull_request' ? 'refs/pull/7/merge' : fullRef,
          sha,
          isFork,
        },
        env: {
          PATH: [ENGINE, process.env.PATH].join(delimiter),
          HOME: this.registry,
          REGISTRY: this.registry,
          LOG: this.logFile,
          FAILS: fails,
          ...world.env,
        },
      },
      workflow,
    );
  }

  /** What was done since the last question. */
  public did(): string[] {
    const log = existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8') : '';
    writeFileSync(this.logFile, '');
    return log.split('\n').filter((line) => line);
  }

  /** Every tag in the registry, with what it names. */
  public get tags(): Record<string, { digest: string; platforms: string[] }> {
    return Object.fromEntries(
      readdirSync(this.registry)
        .filter((file) => /:[^+@]+$/.test(file) && !file.includes('@'))
        .map((file) => {
          const [digest, platforms] = readFileSync(join(this.registry, file), 'utf8').split(' ');
          return [file.replaceAll('+', '/'), { digest, platforms: platforms.split(',') }];
        }),
    );
  }

  public get head(): string {
    return this.git('rev-parse', 'HEAD');
  }

  public git(...args: string[]): string {
    return git(this.dir, ...args).trim();
  }
}

function run(command: string[], options: ExecOptions): Executed {
  const isBake = command.slice(0, 3).join(' ') === 'docker buildx bake';
  return isBake ? bake(command.slice(3), options) : execute(command, options);
}

const COMMIT = [
  ['add', '--all'],
  ['commit', '--quiet', '--allow-empty', '--message', 'change'],
];

const VERIFY = `#!/bin/sh
line="verify $*"
echo "$line" >> "$LOG"
[ -z "$FAILS" ] || ! printf '%s\\n' "$line" | grep -Eq -e "$FAILS" || exit 1
`;
