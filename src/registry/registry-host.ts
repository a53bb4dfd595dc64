import { canonicalHost, faultOfRegistryHost } from './reference';
import { UserError } from '../messages/user-error';

/** A host as references have it; what is none is refused. */
export function registryHost(where: string, text: string): string {
  const host = canonicalHost(text);
  const fault = faultOfRegistryHost(host);
  if (fault) {
    throw new UserError(`${where}: ${fault}. Write it without a scheme or a path, e.g. "registry.example.com:5000".`);
  }
  return host;
}
