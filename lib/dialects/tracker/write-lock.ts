import type { GrantWire, LockWire } from '@/lib/locks/schemas';
import { protoTimestamp } from './dates';
import type { TrackerLock, TrackerLockAnswer } from './lock-schemas';

/** Locks as Tracker's wire answers them: every field present, empty texts for what is not there. Pure. */

/** A lock, flat. */
export function writeLock(lock: LockWire | GrantWire): TrackerLock {
  return {
    id: lock.id,
    service: lock.service ?? '',
    who: lock.holder,
    createdAt: protoTimestamp(lock.acquiredAt ?? lock.queuedAt ?? ''),
    // Locks of everything, which this wire cannot make, have a name that cannot be mistaken for none.
    environment: lock.level === 'global' ? '*' : (lock.environment ?? ''),
    resource: lock.resource ?? '',
    eventId: lock.eventId ?? '',
    ...('token' in lock ? { token: lock.token } : {}),
    expiresAt: lock.expiresAt,
  };
}

/** A lock in both shapes of an answer: flat, and wrapped in `lock`. */
export function writeLockAnswer(lock: LockWire | GrantWire): TrackerLockAnswer {
  const written = writeLock(lock);
  return { ...written, lock: written };
}
