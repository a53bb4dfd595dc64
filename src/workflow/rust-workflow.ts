import { github, Project } from 'projen';
import { checkoutInputs } from './checkout-inputs';
import { CommentedWorkflow, PER_REF } from './commented-workflow';
import { filterPattern } from './filter-pattern';
import { folderInWorkflow } from './folder-in-workflow';
import { mergeGroup } from './merge-group';
import { PublishGate } from './publish-gate';
import { publishedBranch } from './published-branch';
import { checkoutStep, lines, sshAgentSteps, tokenSteps } from './steps';
import { workflowName } from './workflow-name';
import { cargoCommand } from '../cargo/cargo-command';
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
  /** Has it called by the workflow that publishes. */
  public readonly gate: PublishGate;
  private readonly secrets: string[];
  private readonly when: github.workflows.PushOptions;

  constructor(gitHub: github.GitHub, project: Project, options: RustWorkflowOptions) {
    const { branch, flags, privateSources, aptPackages } = options;
    const directory = folderInWorkflow(project);
    const name = workflowName('rust', directory);
    const file = `.github/workflows/${name}.yml`;
    super(gitHub, name, {
      // where it is called, `github.workflow` is the name of the workflow that calls it
      concurrencyOptions: { ...PER_REF, group: `${name}-${PER_REF.group}` },
    });
    this.secrets = secretsOf(privateSources);
    this.gate = PublishGate.workflow(file, { id: 'rust', secrets: this.secrets });
    this.when = {
      branches: [filterPattern(publishedBranch(project, file, branch))],
      // one of many is not tested for what changes in the others
      ...(directory ? { paths: [`${filterPattern(directory)}/**`, filterPattern(file)] } : {}),
    };
    this.header = 'Tests, lints and checks the formatting.';
    this.on({ pullRequest: this.when, ...mergeGroup(this.when) });
    this.addCommentedJob('check', {
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
        {
          id: 'lint',
          name: 'Lint',
          run: cargoCommand('clippy', '--frozen', '--all-targets', ...flags, '-- -D warnings'),
        },
        { id: 'test', name: 'Test', run: cargoCommand('test', '--frozen', ...flags) },
      ],
    });
  }
  /**
   * Says when it runs beside pull requests.
   *
   * @param isCalled whether the workflow that publishes calls it
   * @param onPush whether it runs by itself when the branch is pushed
   */
  public runsToo(isCalled: boolean, onPush: boolean): void {
    this.on({ ...(onPush ? { push: this.when } : {}), ...(isCalled ? { workflowCall: {} } : {}) });
    if (isCalled && this.secrets.length > 0) {
      // what is handed on has to be declared; projen's model has names in lower case
      const secrets = this.secrets.map((name) => [name, { required: false }]);
      this.file?.addOverride('on.workflow_call.secrets', Object.fromEntries(secrets));
    }
  }
}

function secretsOf(sources: PrivateSource[]): string[] {
  return [...PrivateSource._tokens(sources), ...(PrivateSource._needAgent(sources) ? ['SSH_PRIVATE_KEY'] : [])];
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
