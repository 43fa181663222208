import { type EventKind, type EventStatus, hasEnded, phaseOf } from '@/lib/events/vocabulary';
import { containsPath } from './scope';

/**
 * What the life of an event does to its lock (automatic locking): a deployment or an operation holds one while it runs. Pure.
 */

/** What of an event matters here. */
export interface EventFacts {
  kind: EventKind;
  status: EventStatus | null;
  service: string;
  environment: string | null;
}

/** A held lock that belongs to the event. */
export interface OwnLock {
  id: string;
  path: string;
  /** Taken by the event itself rather than attached to it by somebody. */
  automatic: boolean;
}

export type EventLockStep =
  | { step: 'none' }
  | { step: 'take' }
  | { step: 'release' }
  | { step: 'move'; id: string };

const lockable = (kind: EventKind) => kind === 'deployment' || kind === 'operation';

/** Whether an event in this state holds a lock: a deployment or operation that has started and goes on. */
export function runsLocked({ kind, status }: Pick<EventFacts, 'kind' | 'status'>): boolean {
  return lockable(kind) && phaseOf(status) === 'running';
}

/** Whether a change may concern locks at all, so that all others need not look for any. Null is no event. */
export function concernsLocks(before: EventFacts | null, after: EventFacts | null): boolean {
  if (!(before && lockable(before.kind)) && !(after && lockable(after.kind))) return false;
  if (!before || !after) return true;
  return (
    before.kind !== after.kind ||
    before.status !== after.status ||
    before.service !== after.service ||
    before.environment !== after.environment
  );
}

/**
 * What to do.
 * @param path the scope that the event wants to hold afterwards
 * @param wants whether it is to take a lock when it starts
 */
export function eventLockStep(
  before: EventFacts | null,
  after: EventFacts | null,
  { path, own, wants }: { path: string; own: readonly OwnLock[]; wants: boolean },
): EventLockStep {
  const over =
    !after ||
    !lockable(after.kind) ||
    hasEnded(after.status) ||
    // Put back to planned it lets go of what it took when it started, not of what somebody reserved for it.
    (phaseOf(after.status) === 'planned' && before !== null && runsLocked(before));
  if (over) return own.length > 0 ? { step: 'release' } : { step: 'none' };
  const automatic = own.find((lock) => lock.automatic);
  if (automatic) return automatic.path === path ? { step: 'none' } : { step: 'move', id: automatic.id };
  const covered = own.some((lock) => containsPath(lock.path, path));
  const starts = runsLocked(after) && !(before && runsLocked(before));
  return wants && starts && !covered ? { step: 'take' } : { step: 'none' };
}
