import { nameKey } from '@/lib/names';

/**
 * Where something is done: the service and the environment that an operation touches. Client-safe.
 *
 * `undefined` says that such a thing has none by nature, as a catalog entry has no environment; `null` that it could have one and
 * names none, so that it reaches beyond every single one.
 */
export interface Place {
  service?: string | null;
  environment?: string | null;
}

/** Beyond every service and every environment: what only somebody without limits may touch. */
export const everywhere: Place = { service: null, environment: null };

/** Name keys, or null for all. */
export interface Limits {
  services: readonly string[] | null;
  environments: readonly string[] | null;
}

export const isUnlimited = ({ services, environments }: Limits): boolean =>
  services === null && environments === null;

/** Whether a place lies within limits. Spellings of one name are one place. */
export function covers({ services, environments }: Limits, { service, environment }: Place): boolean {
  return isWithin(services, service) && isWithin(environments, environment);
}

function isWithin(keys: readonly string[] | null, name: string | null | undefined): boolean {
  if (keys === null || name === undefined) return true;
  return name !== null && keys.includes(nameKey(name));
}
