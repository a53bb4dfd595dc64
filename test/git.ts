import { execFileSync } from 'node:child_process';
import { tempDir, writeTree } from './util';
import { shellQuote } from '../src/syntax/shell-quote';

const ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

/** Between what one command wrote and what the next one did. */
const SEPARATOR = '\u001f';

/** Runs git in a folder, as somebody who has configured nothing. */
export function git(cwd: string, ...args: string[]): string {
  return execute(cwd, 'git', args);
}

/**
 * Runs several commands of git, up to the first that fails, by one shell: it takes Node.js longer to start a program
 * than git runs for.
 *
 * @returns what each of them wrote
 */
export function gitAll(cwd: string, ...commands: string[][]): string[] {
  const lines = commands.map((args) => ['git', ...args].map(shellQuote).join(' '));
  return execute(cwd, 'sh', ['-ec', lines.join("\nprintf '\\037'\n")]).split(SEPARATOR);
}

/** Commits all that is there. */
export function commitAll(cwd: string): void {
  gitAll(cwd, ['add', '--all'], ['commit', '--quiet', '--message', 'all']);
}

/** A repository with some files, all of them committed on `main`, whose origin is one of GitHub's. */
export function committed(files: Record<string, string>, gitHubName: string): string {
  const dir = writeTree(tempDir(), files);
  gitAll(
    dir,
    ['init', '--quiet', '--initial-branch=main'],
    ['remote', 'add', 'origin', `https://github.com/${gitHubName}.git`],
  );
  commitAll(dir);
  return dir;
}

function execute(cwd: string, program: string, args: string[]): string {
  return execFileSync(program, args, {
    cwd,
    env: { ...process.env, ...ENVIRONMENT },
    encoding: 'utf-8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
