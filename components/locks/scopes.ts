import type { LockItemWire, LockWire } from '@/lib/locks/schemas';
import { everything, type ScopeNames } from '@/lib/locks/scope';
import { nameKey } from '@/lib/names';

/** What a lock is on, compared by the names that the wire carries. Pure. */

export type Scope = Pick<LockWire, 'level' | 'environment' | 'service' | 'resource'>;

const part = (name: string | null) => (name === null ? '-' : `=${encodeURIComponent(nameKey(name))}`);

/** A scope as a path, of which every wider scope's path is a prefix: as the database keeps it, by names in place of ids. */
function scopePath({ level, environment, service, resource }: Scope): string {
  if (level === 'global') return '';
  const place = `${part(environment)}/`;
  if (level === 'environment') return place;
  return level === 'service' ? `${place}${part(service)}/` : `${place}${part(service)}/${part(resource)}/`;
}

/** Whether two scopes exclude each other. */
export function overlap(a: Scope, b: Scope): boolean {
  const [one, other] = [scopePath(a), scopePath(b)];
  return one.startsWith(other) || other.startsWith(one);
}

export const sameScope = (a: Scope, b: Scope) => scopePath(a) === scopePath(b);

/** The parts of a scope from wide to narrow, as they are shown. */
export function scopeParts({ level, environment, service, resource }: Scope): string[] {
  if (level === 'global') return ['Everything'];
  const place = environment ?? 'No environment';
  if (level === 'environment') return [place];
  return [place, service ?? '', ...(level === 'resource' ? [resource ?? ''] : [])];
}

/** The parts of a scope as the API takes them. */
export function scopeInput({ level, environment, service, resource }: ScopeNames) {
  if (level === 'global') return { environment: everything };
  return {
    ...(environment === null ? {} : { environment }),
    ...(service === null ? {} : { service }),
    ...(resource === null ? {} : { resource }),
  };
}

/** What the list is narrowed to. */
export interface LockFilters {
  environments: readonly string[];
  services: readonly string[];
  holders: readonly string[];
  text: string;
}

/** Whether a lock concerns what is looked at: one of a whole environment concerns every service in it. */
export function concerns(
  lock: LockItemWire,
  { environments, services, holders, text }: LockFilters,
): boolean {
  const named = (wanted: readonly string[], name: string | null) =>
    wanted.length === 0 || (name !== null && wanted.some((one) => nameKey(one) === nameKey(name)));
  if (holders.length > 0 && !holders.includes(lock.holder)) return false;
  if (lock.level !== 'global') {
    if (!named(environments, lock.environment)) return false;
    if (lock.level !== 'environment' && !named(services, lock.service)) return false;
  }
  const wanted = nameKey(text).split(' ').filter(Boolean);
  const own = nameKey([...scopeParts(lock), lock.holder, lock.reason].join(' '));
  return wanted.every((word) => own.includes(word));
}

/** A row of the list: a lock with those who wait for it, or, without a lock, those who wait for what nobody has yet. */
export interface LockRow {
  id: string;
  lock: LockItemWire;
  queue: LockItemWire[];
}

const earliest = (a: LockItemWire, b: LockItemWire) =>
  (a.position ?? 0) - (b.position ?? 0) || (a.queuedAt ?? '').localeCompare(b.queuedAt ?? '');

/** Those who wait for a scope, next first. A waiter may wait for several locks. */
export function queueOf(scope: Scope, items: readonly LockItemWire[]): LockItemWire[] {
  return items.filter((item) => item.state === 'queued' && overlap(item, scope)).sort(earliest);
}

/** Held locks with their queues, widest first, then by name; and claims that wait although nobody has what they want. */
export function lockRows(items: readonly LockItemWire[]): { held: LockRow[]; orphans: LockItemWire[] } {
  const held = items
    .filter(({ state }) => state === 'held')
    .map((lock) => ({ id: lock.id, lock, queue: queueOf(lock, items) }))
    .sort((a, b) => byScope(a.lock, b.lock));
  const orphans = items
    .filter((item) => item.state === 'queued' && !held.some(({ lock }) => overlap(lock, item)))
    .sort(earliest);
  return { held, orphans };
}

const levels = ['global', 'environment', 'service', 'resource'];

/** Everything first, then environment by environment, the wide ones before what is inside of them. */
function byScope(a: Scope, b: Scope): number {
  const environment = (scope: Scope) => (scope.level === 'global' ? '' : (scope.environment ?? '￿'));
  return (
    environment(a).localeCompare(environment(b)) ||
    (a.service ?? '').localeCompare(b.service ?? '') ||
    levels.indexOf(a.level) - levels.indexOf(b.level) ||
    (a.resource ?? '').localeCompare(b.resource ?? '')
  );
}
