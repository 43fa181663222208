import { getVersion } from '@/lib/deployments/get-version';
import { deploymentKeys } from '@/lib/deployments/queries';
import type { VersionDetailWire } from '@/lib/deployments/schemas';
import { DomainError } from '@/lib/errors';
import { fill, type Loaded } from '../load';

/** A version; null for one that the service does not have. Names match in any spelling. */
export async function findVersion(service: string, version: string): Promise<VersionDetailWire | null> {
  return getVersion(service, version).catch((error: unknown) => {
    if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'invalid')) return null;
    throw error;
  });
}

/** The same for the first paint of its page. */
export function loadVersion({ service, version }: VersionDetailWire): Promise<Loaded> {
  return fill((client) => ({
    // Read after the place in the change feed was noted.
    version: async () =>
      client.setQueryData(deploymentKeys.version(service, version), await getVersion(service, version)),
  }));
}
