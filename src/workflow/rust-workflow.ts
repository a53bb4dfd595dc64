import { github, Project } from 'projen';
import { checkoutInputs } from './checkout-inputs';
import { CommentedWorkflow } from './commented-workflow';
import { filterPattern } from './filter-pattern';
import { folderInWorkflow } from './folder-in-workflow';
import { publishedBranch } from './published-branch';
import { checkoutStep } from './steps';
import { workflowName } from './workflow-name';

const { JobPermission } = github.workflows;

/**
 * `.github/workflows/rust.yml`: tests, lints and checks the formatting of the crates.
 */
export class RustWorkflow extends CommentedWorkflow {
  /**
   * @param said the branch that pull requests go to, if it is said
   */
  constructor(gitHub: github.GitHub, project: Project, said: string | undefined) {
    const directory = folderInWorkflow(project);
    const name = workflowName('rust', directory);
    const file = `.github/workflows/${name}.yml`;
    super(gitHub, name);
    const when = {
      branches: [filterPattern(publishedBranch(project, file, said))],
      // one of many is not tested for what changes in the others
      ...(directory ? { paths: [`${filterPattern(directory)}/**`, filterPattern(file)] } : {}),
    };
    this.on({ push: when, pullRequest: when });
    this.addJob('check', {
      name: 'test, lint and format',
      runsOn: ['ubuntu-24.04'],
      timeoutMinutes: 30,
      permissions: { contents: JobPermission.READ },
      ...(directory ? { defaults: { run: { workingDirectory: directory } } } : {}),
      steps: [
        checkoutStep(checkoutInputs(project)),
        // rustup is on the runner; it installs what rust-toolchain.toml names
        { id: 'toolchain', name: 'Toolchain', run: 'rustup toolchain install' },
        { id: 'fmt', name: 'Formatting', run: 'cargo fmt --all --check' },
        { id: 'lint', name: 'Lint', run: 'cargo clippy --locked --all-targets --all-features -- -D warnings' },
        { id: 'test', name: 'Test', run: 'cargo test --locked --all-features' },
      ],
    });
  }
}
