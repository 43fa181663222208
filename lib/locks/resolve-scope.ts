import {
  type KnownName,
  rememberedEnvironment,
  rememberedService,
  resolveEnvironments,
  resolveServices,
} from '@/lib/catalog/known-names';
import { invalid } from '@/lib/errors';
import { nameKey } from '@/lib/names';
import { lockPath, readScope, type ScopeIds, type ScopeInput, type ScopeNames } from './scope';

/** A scope as the database knows it, with its names in their kept spelling. */
export type KnownScope = ScopeIds & { path: string; names: ScopeNames };

/** Finds a scope's ids, creating the service and the environment where they are new. Throws `invalid`. */
export async function resolveScope(input: ScopeInput): Promise<KnownScope> {
  const names = readScope(input);
  if (Array.isArray(names)) throw invalid(names);
  const environment =
    names.environment === null
      ? null
      : (rememberedEnvironment(names.environment) ?? (await first(resolveEnvironments, names.environment)));
  const service =
    names.service === null
      ? null
      : (rememberedService(names.service) ?? (await first(resolveServices, names.service)));
  return knownScope(names, environment, service);
}

/** The same from ids that are known already. */
export function knownScope(
  names: ScopeNames,
  environment: KnownName | null,
  service: KnownName | null,
): KnownScope {
  const ids: ScopeIds = {
    environmentId: environment ? environment.id : names.level === 'global' ? null : 0,
    serviceId: service?.id ?? null,
    resource: names.resource,
  };
  return {
    ...ids,
    path: lockPath(ids),
    names: { ...names, environment: environment?.name ?? null, service: service?.name ?? null },
  };
}

async function first(resolve: typeof resolveServices, name: string): Promise<KnownName> {
  return (await resolve([name])).get(nameKey(name)) as KnownName;
}

/** The column value of an environment: 0 is none. */
export const environmentColumn = ({ environmentId }: ScopeIds) => environmentId || null;
