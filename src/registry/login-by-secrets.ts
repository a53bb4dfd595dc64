import { RegistryTraits } from './registry-traits';
import { UserError } from '../messages/user-error';

/** How one logs in by two secrets that have these names, where the user names no others. */
export function loginBySecrets(
  where: string,
  said: { usernameSecret?: string; passwordSecret?: string },
  username: string,
  password: string,
): Pick<RegistryTraits, 'login' | 'namesPassword'> {
  const { usernameSecret = username, passwordSecret = password } = said;
  for (const [option, name] of Object.entries({ usernameSecret, passwordSecret })) {
    // GitHub's own rule, and its own names begin with GITHUB_
    if (!/^(?!GITHUB_)[A-Za-z_][A-Za-z0-9_]*$/i.test(name)) {
      throw new UserError(
        `${where}: ${option} ${JSON.stringify(name)} is not the name of a secret. Give the secret's name, not its value, e.g. "REGISTRY_USERNAME".`,
      );
    }
  }
  return {
    login: { kind: 'secrets', usernameSecret, passwordSecret },
    namesPassword: said.passwordSecret !== undefined,
  };
}
