import { github } from 'projen';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import { editContent } from '../files/edit-content';
import { PINS, PinnedAction } from '../pins';

/**
 * One run at a time for a branch, a tag or a pull request. A newer push to a pull request makes an older run
 * pointless; elsewhere a late run is better than a half-done one.
 */
const PER_REF: github.ConcurrencyOptions = {
  group: '${{ github.workflow }}-${{ github.ref }}',
  // GitHub takes an expression here; projen's type does not know
  cancelInProgress: "${{ github.event_name == 'pull_request' }}" as unknown as boolean,
};

/**
 * A workflow whose file says, in comments, which release a pinned commit is and what a permission is for.
 *
 * The model stays projen's own, and so does the file: jobs can be updated, the file overridden and patched, and
 * actions replaced by `github.actions.set()`. Comments are put in last, where what they comment on is still there.
 */
export class CommentedWorkflow extends github.GithubWorkflow {
  /** What a permission is for, by `scope: access`. */
  private readonly permissionComments = new Map<string, string>();

  constructor(gitHub: github.GitHub, name: string, options: github.GithubWorkflowOptions = {}) {
    super(gitHub, name, { limitConcurrency: true, concurrencyOptions: PER_REF, ...options });
    if (this.file) {
      editContent(this.file, (yaml) => this.comment(yaml));
    }
  }

  /**
   * Say what a permission is for.
   */
  public commentPermission(scope: string, access: string, reason: string) {
    this.permissionComments.set(`${scope}: ${access}`, reason);
  }

  private comment(yaml: string): string {
    // projen's marker is the file's first comment
    const document = parseDocument(yaml);
    if (isMap(document.contents) && !document.has('permissions')) {
      // projen's model has no permissions for a whole workflow: none, so that a job gets what it asks for and no more
      const at = document.contents.items.findIndex(({ key }) => isScalar(key) && key.value === 'jobs');
      document.contents.items.splice(at, 0, document.createPair('permissions', {}));
    }
    visit(document, {
      Pair: (_, { key, value }) => {
        if (!isScalar(key)) {
          return;
        }
        if (key.value === 'uses' && isScalar(value)) {
          const [name, commit] = String(value.value).split('@');
          const pin = PINS.actions[name as PinnedAction];
          value.comment = pin?.[1] === commit ? ` ${pin[0]}` : undefined;
        }
        if (isScalar(value) && /^\$\{\{ secrets\.(?!GITHUB_TOKEN )/.test(String(value.value))) {
          value.comment = ' zizmor: ignore[secrets-outside-env] where they are kept is for the owner to choose';
        }
        if (key.value === 'permissions' && isMap(value)) {
          for (const permission of value.items) {
            const reason = this.permissionComments.get(`${permission.key}: ${permission.value}`);
            if (reason && isScalar(permission.value)) {
              permission.value.comment = ` ${reason}`;
            }
          }
        }
        if (key.value === 'jobs' && isMap(value)) {
          value.items.forEach((job, i) => {
            if (i > 0 && isScalar(job.key)) {
              job.key.spaceBefore = true;
            }
          });
        }
      },
    });
    if (isMap(document.contents)) {
      for (const { key } of document.contents.items) {
        if (isScalar(key) && key.value !== 'name') {
          key.spaceBefore = true;
        }
      }
    }
    return document.toString({ lineWidth: 0, flowCollectionPadding: false });
  }
}
