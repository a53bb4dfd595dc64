import { Component, Project } from 'projen';
import { RegistryUse } from './registry-use';
import { folderInRepository } from '../git/folder-in-repository';
import { UserError } from '../messages/user-error';

interface Claim {
  readonly host: string;
  /** What messages call the option that names it, and its project. */
  readonly where: string;
  /** Whether somebody chose that name: the same for two hosts may well be meant. */
  readonly isNamed: boolean;
}

/**
 * The secrets that the workflows of a repository log in by. They are those of all its projects, so no default may be that
 * of two hosts: the password of the one would be sent to the other.
 */
export class ClaimedSecrets extends Component {
  /** Those of the tree that a project is in. */
  public static of(project: Project): ClaimedSecrets {
    const { root } = project;
    return (
      root.components.find((component): component is ClaimedSecrets => component instanceof ClaimedSecrets) ??
      new ClaimedSecrets(root)
    );
  }

  private readonly claims = new Map<string, Claim[]>();

  private constructor(root: Project) {
    super(root, 'muslrust-chef-claimed-secrets');
  }

  /** Claims the passwords that a workflow of a project logs in by. */
  public claim(project: Project, uses: RegistryUse[]): void {
    const folder = folderInRepository(project);
    for (const { registry, reader, where } of uses) {
      for (const { host, _login, _namesPassword: isNamed } of reader ? [registry, reader] : [registry]) {
        if (_login?.kind === 'secrets') {
          this.add(_login.passwordSecret, { host, where: folder ? `${where} in ${folder}` : where, isNamed });
        }
      }
    }
  }

  private add(secret: string, claim: Claim): void {
    // GitHub's names of secrets know no case
    const key = secret.toUpperCase();
    const others = this.claims.get(key) ?? [];
    const other = others.find(({ host, isNamed }) => host !== claim.host && !(isNamed && claim.isNamed));
    if (other) {
      const { host, where } = claim.isNamed ? other : claim;
      throw new UserError(
        `${other.host} (${other.where}) and ${claim.host} (${claim.where}) would get the same secret, ${secret}, ` +
          `so one host would be sent the password of the other. Name \`usernameSecret\` and \`passwordSecret\` for ${host}, ` +
          `which ${where} needs: ContainerRegistry.withSecrets({ host: '${host}', … }), by \`registry\` or in \`registries\`.`,
      );
    }
    this.claims.set(key, [...others, claim]);
  }
}
