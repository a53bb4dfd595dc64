import { GoogleArtifactRegistryOptions } from './container-registry-options';
import { RegistryTraits } from './registry-traits';
import { UserError } from '../messages/user-error';

const WHERE = 'ContainerRegistry.googleArtifactRegistry';

/** Google's, at one of its locations. */
export function googleRegistry(options: GoogleArtifactRegistryOptions): RegistryTraits {
  const { location, project, repository, workloadIdentityProvider, serviceAccount } = options;
  if (!/^[a-z]+(-[a-z]+\d+)?$/.test(location)) {
    throw new UserError(
      `${WHERE}: location ${JSON.stringify(location)} is not one. Name it, e.g. "europe-west1" or "us".`,
    );
  }
  if (!/^([a-z0-9.-]+:)?[a-z][a-z0-9-]*[a-z0-9]$/.test(project)) {
    throw new UserError(
      `${WHERE}: project ${JSON.stringify(project)} is not the id of a project. It is not its name, e.g. "acme-prod-1".`,
    );
  }
  if (!/^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(repository)) {
    throw new UserError(
      `${WHERE}: repository ${JSON.stringify(repository)} is not the id of a repository, e.g. "images".`,
    );
  }
  if (
    !/^projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/providers\/[a-z0-9-]+$/.test(
      workloadIdentityProvider,
    )
  ) {
    throw new UserError(
      `${WHERE}: workloadIdentityProvider ${JSON.stringify(workloadIdentityProvider)} is not the full name of a provider. ` +
        'Write "projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>".',
    );
  }
  if (!/^[^@\s'"$]+@[^@\s'"$]+$/.test(serviceAccount)) {
    throw new UserError(
      `${WHERE}: serviceAccount ${JSON.stringify(serviceAccount)} is not the address of a service account.`,
    );
  }
  return {
    host: `${location}-docker.pkg.dev`,
    login: { kind: 'google', workloadIdentityProvider, serviceAccount },
    // a project of a domain has a colon, which a path can't have
    prefix: `${project.replace(':', '/')}/${repository}`,
  };
}
