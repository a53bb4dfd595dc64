import { RegistryLogin } from './registry-login';

/** A host, and in which its registry differs from one that takes any path and knows nobody. */
export interface RegistryTraits {
  readonly host: string;
  readonly login?: RegistryLogin;
  /** Whether the name of the secret with the password is the user's choice. */
  readonly namesPassword?: boolean;
  /** What stands before the owner in every path. */
  readonly prefix?: string;
  /** Stands in for the owner of the GitHub repository. */
  readonly namespace?: string;
  /** Whether a path has two parts only. */
  readonly isFlat?: boolean;
  /** What is wrong with a path here, though other registries take it. */
  readonly fault?: (path: string) => string | undefined;
}
