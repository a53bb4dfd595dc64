import { Project } from 'projen';

/** Whether projen is run as a project has it by itself, and no command of its own was given. */
export function runsByNpx({ projenCommand }: Project): boolean {
  return projenCommand === 'npx projen';
}
