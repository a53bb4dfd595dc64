/** Options that there were, and what stands in for them. */
export const REPLACED: Record<string, string> = {
  registryUsernameSecret: 'registry: ContainerRegistry.withSecrets({ host, usernameSecret, passwordSecret })',
  registryPasswordSecret: 'registry: ContainerRegistry.withSecrets({ host, usernameSecret, passwordSecret })',
};
