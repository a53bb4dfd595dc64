/** How a registry knows who comes: what a workflow makes login steps of. */
export type RegistryLogin =
  /** By the token of the run: nothing to set up, and there for pull requests from forks too. */
  | { readonly kind: 'github-token' }
  /** By two GitHub secrets, which pull requests from forks and of Dependabot do not get. */
  | { readonly kind: 'secrets'; readonly usernameSecret: string; readonly passwordSecret: string }
  /** The others by the identity of the run (OIDC), which pull requests from forks do not get. */
  | { readonly kind: 'amazon'; readonly account: string; readonly region: string; readonly role: string }
  | { readonly kind: 'google'; readonly workloadIdentityProvider: string; readonly serviceAccount: string }
  | { readonly kind: 'azure'; readonly registryName: string; readonly clientId: string; readonly tenantId: string };
