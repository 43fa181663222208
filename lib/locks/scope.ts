import { bodyIssue, type InputIssue } from '@/lib/errors';
import { canonicalName, nameKey } from '@/lib/names';

/**
 * What a lock is on. Scopes form a strict hierarchy: everything ⊃ an environment ⊃ a service in it ⊃ a resource of that service.
 * Pure and client-safe.
 */

export const scopeLevels = ['global', 'environment', 'service', 'resource'] as const;
export type ScopeLevel = (typeof scopeLevels)[number];

/** Names everything, as an environment. */
export const everything = '*';

/** A scope by names. `environment` null is that of services without one, unless the level is `global`. */
export interface ScopeNames {
  level: ScopeLevel;
  environment: string | null;
  service: string | null;
  resource: string | null;
}

/** The parts of a scope as a caller gives them. */
export interface ScopeInput {
  environment?: string | null | undefined;
  service?: string | null | undefined;
  resource?: string | null | undefined;
}

/** Finds out which scope is meant; what is wrong with the parts instead, when they mean none. */
export function readScope(given: ScopeInput): ScopeNames | InputIssue[] {
  const [environment, service, resource] = [given.environment, given.service, given.resource].map((part) =>
    part ? canonicalName(part) : null,
  ) as [string | null, string | null, string | null];
  if (environment === everything) {
    if (service !== null || resource !== null)
      return [
        bodyIssue(
          ['environment'],
          'is "*", which is everything: leave service and resource out, or name one',
        ),
      ];
    return { level: 'global', environment: null, service: null, resource: null };
  }
  if (service === null) {
    if (resource !== null) return [bodyIssue(['service'], 'is required with a resource')];
    if (environment === null)
      return [bodyIssue(['environment'], 'is required without a service; "*" is everything')];
    return { level: 'environment', environment, service, resource };
  }
  return { level: resource === null ? 'service' : 'resource', environment, service, resource };
}

/** A scope by ids, as the database knows it. Environment 0 is that of services without one; null, all of them. */
export interface ScopeIds {
  environmentId: number | null;
  serviceId: number | null;
  resource: string | null;
}

/** The scope as a path, of which every wider scope's path is a prefix: `''`, `7/`, `7/42/`, `7/42/deployment/`. */
export function lockPath({ environmentId, serviceId, resource }: ScopeIds): string {
  if (environmentId === null) return '';
  if (serviceId === null) return `${environmentId}/`;
  if (resource === null) return `${environmentId}/${serviceId}/`;
  const key = nameKey(resource).replaceAll('%', '%25').replaceAll('/', '%2f');
  return `${environmentId}/${serviceId}/${key}/`;
}

/** Whether the scope of one path contains that of another, or is the same. */
export function containsPath(outer: string, inner: string): boolean {
  return inner.startsWith(outer);
}

/** Whether two scopes exclude each other. */
export function overlap(a: string, b: string): boolean {
  return containsPath(a, b) || containsPath(b, a);
}

/** What a person calls a scope: `deployment of checkout in production`. */
export function describeScope({ level, environment, service, resource }: ScopeNames): string {
  if (level === 'global') return 'everything';
  const place = environment === null ? 'without an environment' : `in ${environment}`;
  if (level === 'environment') return `everything ${place}`;
  return `${level === 'resource' ? `${resource} of ` : ''}${service} ${place}`;
}
