import { execFileSync } from 'node:child_process';

/** What git answers, if it does, and if it is anything. */
export function askGit(cwd: string, ...args: string[]): string | undefined {
  // in a hook git speaks of the repository of the hook
  const isOfRepository = (name: string) =>
    name.startsWith('GIT_') && !/^GIT_CONFIG_(GLOBAL|SYSTEM|NOSYSTEM)$/.test(name);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOfRepository(name)));
  try {
    const answer = execFileSync('git', args, {
      cwd,
      env,
      encoding: 'utf-8',
      stdio: ['ignore', 'pipe', 'ignore'],
      // a repository may have many branches
      maxBuffer: Infinity,
    });
    return answer.trimEnd() || undefined;
  } catch {
    return undefined;
  }
}
