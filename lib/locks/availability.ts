import type { AvailabilityItemWire } from './operations';
import type { LockWire } from './schemas';
import { containsPath, lockPath, overlap } from './scope';

/** A name with the id that paths are made of; NaN is that of a name that nobody has used yet. */
interface Known {
  id: number;
  name: string | null;
}

/** A lock that is held or waited for. */
export interface LivingLock {
  path: string;
  serviceId: number | null;
  lock: LockWire;
}

/** What is asked: the environments in order, and one service or none. */
export interface AvailabilityQuestion {
  environments: readonly Known[];
  service: Known | null;
  resource: string;
}

/**
 * Where something can be done. With a service: one answer for each environment. Without: one for each environment as a whole, followed
 * by one for each service in it that somebody has a lock of; services that are not listed are as their environment. Pure.
 */
export function availability(
  { environments, service, resource }: AvailabilityQuestion,
  locks: readonly LivingLock[],
): AvailabilityItemWire[] {
  return environments.flatMap((environment) => {
    if (service) return [ofService(environment, service, resource, locks)];
    const inside = locks.filter(({ path }) => path.startsWith(`${environment.id}/`));
    const services = new Map<number, Known>();
    for (const { serviceId, lock } of inside)
      if (serviceId !== null) services.set(serviceId, { id: serviceId, name: lock.service });
    const named = [...services.values()].sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
    return [
      ...(environment.id === 0 && named.length === 0 ? [] : [ofEnvironment(environment, locks)]),
      ...named.map((known) => ofService(environment, known, resource, locks)),
    ];
  });
}

function ofService(
  environment: Known,
  service: Known,
  resource: string,
  locks: readonly LivingLock[],
): AvailabilityItemWire {
  const wholeService = lockPath({ environmentId: environment.id, serviceId: service.id, resource: null });
  const path = lockPath({ environmentId: environment.id, serviceId: service.id, resource });
  const holder = locks.find((entry) => entry.lock.state === 'held' && overlap(entry.path, path));
  return {
    environment: environment.name,
    service: service.name,
    status: !holder ? 'free' : containsPath(wholeService, holder.path) ? 'held' : 'blocked',
    lock: holder?.lock ?? null,
    queueLength: waiting(path, locks),
    locksInside: 0,
  };
}

function ofEnvironment(environment: Known, locks: readonly LivingLock[]): AvailabilityItemWire {
  const path = lockPath({ environmentId: environment.id, serviceId: null, resource: null });
  const held = locks.filter(({ lock }) => lock.state === 'held');
  const wide = held.find((entry) => containsPath(entry.path, path));
  const locksInside = held.filter((entry) => entry.path !== path && containsPath(path, entry.path)).length;
  return {
    environment: environment.name,
    service: null,
    status: wide ? (wide.path === path ? 'held' : 'blocked') : locksInside > 0 ? 'partly' : 'free',
    lock: wide?.lock ?? null,
    queueLength: waiting(path, locks),
    locksInside,
  };
}

const waiting = (path: string, locks: readonly LivingLock[]) =>
  locks.filter((entry) => entry.lock.state === 'queued' && overlap(entry.path, path)).length;
