import { DockerHubOptions } from './container-registry-options';
import { loginBySecrets } from './login-by-secrets';
import { DOCKER_HUB, faultOfPath } from './reference';
import { RegistryTraits } from './registry-traits';
import { UserError } from '../messages/user-error';

const WHERE = 'ContainerRegistry.dockerHub';

/** Docker Hub. */
export function dockerHub(options: DockerHubOptions): RegistryTraits {
  const { namespace } = options;
  if (namespace !== undefined && (namespace.includes('/') || faultOfPath(namespace))) {
    throw new UserError(
      `${WHERE}: ${JSON.stringify(namespace)} is not a namespace. Name the user or organisation alone, in lower case, e.g. "acme".`,
    );
  }
  return {
    host: DOCKER_HUB,
    ...loginBySecrets(WHERE, options, 'DOCKERHUB_USERNAME', 'DOCKERHUB_TOKEN'),
    namespace,
    isFlat: true,
  };
}
