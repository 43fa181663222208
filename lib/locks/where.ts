import type { Params } from '@/lib/db/params';
import { nameKey } from '@/lib/names';

interface ScopeFilters {
  environment?: readonly string[] | undefined;
  service?: readonly string[] | undefined;
  resource?: readonly string[] | undefined;
  holder?: readonly string[] | undefined;
}

/** Conditions on `resource_lock l`. Names match in any spelling; those that nobody knows match nothing. */
export function scopeConditions(
  { environment, service, resource, holder }: ScopeFilters,
  params: Params,
): string[] {
  const conditions: string[] = [];
  const keys = (names: readonly string[]) => params.add(names.map(nameKey));
  if (environment?.length)
    conditions.push(
      `l.environment_id IN (SELECT id FROM environment WHERE name_key = ANY (${keys(environment)}))`,
    );
  if (service?.length)
    conditions.push(`l.service_id IN (SELECT id FROM service WHERE name_key = ANY (${keys(service)}))`);
  if (resource?.length) conditions.push(`lower(l.resource) = ANY (${keys(resource)})`);
  if (holder?.length) conditions.push(`l.holder = ANY (${params.add(holder)})`);
  return conditions;
}
