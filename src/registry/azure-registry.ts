import { AzureRegistryOptions } from './container-registry-options';
import { RegistryTraits } from './registry-traits';
import { UserError } from '../messages/user-error';

const WHERE = 'ContainerRegistry.azure';

/** Azure's, of one name. */
export function azureRegistry(options: AzureRegistryOptions): RegistryTraits {
  const { name, clientId, tenantId } = options;
  if (!/^[a-zA-Z0-9]{5,50}$/.test(name)) {
    throw new UserError(
      `${WHERE}: name ${JSON.stringify(name)} is not that of a registry. ` +
        'Write what stands before ".azurecr.io", 5 to 50 letters and digits, e.g. "acmeprod".',
    );
  }
  for (const [option, id] of Object.entries({ clientId, tenantId })) {
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
      throw new UserError(
        `${WHERE}: ${option} ${JSON.stringify(id)} is not an id. It has the form "00000000-0000-0000-0000-000000000000".`,
      );
    }
  }
  return {
    host: `${name.toLowerCase()}.azurecr.io`,
    login: { kind: 'azure', registryName: name.toLowerCase(), clientId, tenantId },
  };
}
