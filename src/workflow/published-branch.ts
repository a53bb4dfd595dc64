import { Project } from 'projen';
import { nameOfPattern } from './filter-pattern';
import { GitRepository } from '../git/git-repository';
import { Warnings } from '../messages/warnings';

/**
 * The branch that a workflow waits for, where no option says it: the same in every clone, since a synth in CI must come
 * to what was committed. So the branch that is checked out has no say, once there is a commit: in CI it is none.
 *
 * What was committed, else the default branch of `origin`, else the only one there is of `main` and `master`, else the
 * one that the first commit will be on, or would be if there was a repository.
 *
 * @param workflow the path of the workflow's file
 * @param said what the option says
 */
export function publishedBranch(project: Project, workflow: string, said: string | undefined): string {
  const repository = GitRepository.of(project);
  const { originHead } = repository;
  const branch = said ?? committedBranch(repository, workflow) ?? branchOf(repository);
  const doubt = originHead === undefined ? missingBranch(repository, branch) : otherDefault(originHead, branch);
  if (doubt !== undefined && !TOLD.has(project.root)) {
    TOLD.add(project.root);
    Warnings.of(project).warn({ id: 'branch', text: `the workflows wait for ${branch}, ${doubt}` });
  }
  return branch;
}

/** The branch of a new workflow where nothing is said. */
export function branchOf(repository: GitRepository): string {
  return repository.originHead ?? onlyOne(repository) ?? repository.unbornBranch ?? 'main';
}

function otherDefault(originHead: string, branch: string): string | undefined {
  return branch === originHead
    ? undefined
    : `but the default branch of origin is ${originHead}. ` +
        `If that is the one to publish from, say \`branch: ${JSON.stringify(originHead)}\`.`;
}

function missingBranch(repository: GitRepository, branch: string): string | undefined {
  const others = repository.hasBranch(branch) ? [] : repository.allBranches;
  if (others.length === 0) {
    return undefined;
  }
  const remedy =
    others.length === 1
      ? `If that is the one to publish from, say \`branch: ${JSON.stringify(others[0])}\`.`
      : 'Name the one to publish from by `branch`.';
  return `but there is no such branch, only ${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''}. ${remedy}`;
}

/** The branch in the workflow as it was committed last. */
function committedBranch(repository: GitRepository, workflow: string): string | undefined {
  // projen's own YAML: the first branch of the first filter, in one of the three ways to write a text
  const [, scalar] = /^ +branches:\n +- (.+)$/m.exec(repository.committed(workflow) ?? '') ?? [];
  if (scalar === undefined) {
    return undefined;
  }
  const pattern = /^"/.test(scalar)
    ? (JSON.parse(scalar) as string)
    : scalar.replace(/^'(.*)'$/, (_, text: string) => text.replace(/''/g, "'"));
  return nameOfPattern(pattern);
}

function onlyOne(repository: GitRepository): string | undefined {
  const there = ['main', 'master'].filter((name) => repository.hasBranch(name));
  return there.length === 1 ? there[0] : undefined;
}

/** The projects of whose workflows it was said. */
const TOLD = new WeakSet<Project>();
