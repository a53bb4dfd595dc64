import { github } from 'projen';
import { CommentedWorkflow } from './commented-workflow';
import { checkoutStep } from './steps';

const { JobPermission } = github.workflows;

/**
 * `.github/workflows/rust.yml`: tests, lints and checks the formatting of the crates.
 */
export class RustWorkflow extends CommentedWorkflow {
  constructor(gitHub: github.GitHub, branch: string) {
    super(gitHub, 'rust');
    this.on({ push: { branches: [branch] }, pullRequest: { branches: [branch] } });
    this.addJob('check', {
      name: 'test, lint and format',
      runsOn: ['ubuntu-24.04'],
      timeoutMinutes: 30,
      permissions: { contents: JobPermission.READ },
      steps: [
        checkoutStep(),
        // rustup is on the runner; it installs what rust-toolchain.toml names
        { id: 'toolchain', name: 'Toolchain', run: 'rustup toolchain install' },
        { id: 'fmt', name: 'Formatting', run: 'cargo fmt --all --check' },
        { id: 'lint', name: 'Lint', run: 'cargo clippy --locked --all-targets --all-features -- -D warnings' },
        { id: 'test', name: 'Test', run: 'cargo test --locked --all-features' },
      ],
    });
  }
}
