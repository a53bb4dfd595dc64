import { github, Project } from 'projen';
import { checkoutInputs } from './checkout-inputs';
import { CommentedWorkflow } from './commented-workflow';
import { filterPattern } from './filter-pattern';
import { folderInWorkflow } from './folder-in-workflow';
import { publishedBranch } from './published-branch';
import { checkoutStep, lines, sshAgentSteps, tokenSteps } from './steps';
import { workflowName } from './workflow-name';
import { PrivateSource } from '../image/private-source';

const { JobPermission } = github.workflows;

export interface RustWorkflowOptions {
  /** The branch that pull requests go to, if it is said. */
  readonly branch?: string;
  /** What cargo compiles: flags of `cargo test` and `cargo clippy`. */
  readonly flags: string[];
  readonly privateSources: PrivateSource[];
  readonly aptPackages: string[];
}

/**
 * `.github/workflows/rust.yml`: tests, lints and checks the formatting of the crates.
 */
export class RustWorkflow extends CommentedWorkflow {
  constructor(gitHub: github.GitHub, project: Project, options: RustWorkflowOptions) {
    const { branch, flags, privateSources, aptPackages } = options;
    const directory = folderInWorkflow(project);
    const name = workflowName('rust', directory);
    const file = `.github/workflows/${name}.yml`;
    super(gitHub, name);
    const when = {
      branches: [filterPattern(publishedBranch(project, file, branch))],
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
        ...packageSteps(aptPackages),
        // rustup is on the runner; it installs what rust-toolchain.toml names
        { id: 'toolchain', name: 'Toolchain', run: 'rustup toolchain install' },
        { id: 'fmt', name: 'Formatting', run: 'cargo fmt --all --check' },
        ...tokenSteps(privateSources),
        ...sshAgentSteps(privateSources),
        fetchStep(privateSources),
        // by what was fetched: what is compiled and run here sees no token
        { id: 'lint', name: 'Lint', run: cargo('clippy', '--frozen', '--all-targets', ...flags, '-- -D warnings') },
        { id: 'test', name: 'Test', run: cargo('test', '--frozen', ...flags) },
      ],
    });
  }
}

function cargo(...args: string[]): string {
  return ['cargo', ...args].join(' ');
}

function packageSteps(packages: string[]): github.workflows.JobStep[] {
  return packages.length > 0
    ? [
        {
          id: 'packages',
          name: 'Debian packages',
          run: lines(
            'sudo apt-get update -qq',
            `sudo apt-get install -qq --yes --no-install-recommends ${packages.join(' ')}`,
          ),
        },
      ]
    : [];
}

/** Fetches all dependencies, as they are locked; where nothing is, as in a library that commits no lock file, it is locked here. */
function fetchStep(privateSources: PrivateSource[]): github.workflows.JobStep {
  const env = PrivateSource._environment(privateSources, (variable) => `\${{ secrets.${variable} }}`);
  return {
    id: 'fetch',
    name: 'Fetch the dependencies',
    ...(Object.keys(env).length > 0 ? { env } : {}),
    run: lines('if [ -f Cargo.lock ]; then', '  cargo fetch --locked', 'else', '  cargo fetch', 'fi'),
  };
}
