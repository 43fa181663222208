import { DomainError } from '@/lib/errors';
import type { LockAnswer } from './call';
import { estimateWait } from './estimate';
import { waiterLeaseMs } from './limits';
import { type LockRow, toGrantWire, toLockWire, toObstacleWire } from './row';
import type { GrantWire, LockWire, ObstacleWire, PlaceWire } from './schemas';
import { describeScope } from './scope';

/** What became of an attempt to acquire. Every outcome has a name. */
export type AcquireOutcome = Acquired | Queued | LockHeld;

export interface Acquired {
  outcome: 'acquired';
  /** False when the same claim had it before. */
  isNew: boolean;
  grant: GrantWire;
}

export interface Queued {
  outcome: 'queued';
  place: PlaceWire;
}

export interface LockHeld {
  outcome: 'held';
  /** Null when nobody holds it but others are in line. */
  heldBy: ObstacleWire | null;
  /** The place that one would have in line. */
  position: number;
  estimateMs: number | null;
}

const clock = (answer: LockAnswer) => Date.parse(answer.now);

/** The database's answer as an outcome. */
export function acquireOutcome(answer: LockAnswer): AcquireOutcome {
  const now = clock(answer);
  const lock = answer.lock as LockRow;
  if (answer.outcome === 'acquired' || answer.outcome === 'same')
    return { outcome: 'acquired', isNew: answer.outcome === 'acquired', grant: toGrantWire(lock, now) };
  const { obstacle = null, position = 1, holds = [] } = answer;
  const heldBy = obstacle && toObstacleWire(obstacle, now);
  const held = obstacle?.state === 'held';
  const after = (time: string | null | undefined) => (time ? Math.max(0, Date.parse(time) - now) : null);
  const estimateMs = estimateWait({
    position,
    holds,
    heldForMs: held && obstacle.granted_at ? now - Date.parse(obstacle.granted_at) : null,
    expiresInMs: held ? after(obstacle.expires_at) : null,
    delayMs: held ? 0 : (after(obstacle?.free_at) ?? 0),
  });
  if (answer.outcome === 'held') return { outcome: 'held', heldBy, position, estimateMs };
  return {
    outcome: 'queued',
    place: {
      id: lock.id,
      claimId: lock.claim_id,
      position,
      estimateMs,
      askAgainWithinMs: waiterLeaseMs,
      heldBy,
    },
  };
}

/** In how many milliseconds the obstacle goes away by itself, as far as the database knows; null when it does not. */
export function obstacleEndsInMs({ obstacle, now }: LockAnswer): number | null {
  const until = obstacle ? (obstacle.state === 'held' ? obstacle.expires_at : obstacle.free_at) : null;
  return until === null ? null : Math.max(0, Date.parse(until) - Date.parse(now));
}

/** When to try again, for those who do not wait in line. */
export function retryAfterSeconds({ heldBy, estimateMs }: LockHeld, now = Date.now()): number {
  const until = heldBy?.freeAt ?? heldBy?.expiresAt;
  const ms = estimateMs ?? (until ? Date.parse(until) - now : 5_000);
  return Math.min(300, Math.max(1, Math.ceil(ms / 1000)));
}

/** When a waiter should ask again: well within its lease. */
export function askAgainSeconds({ askAgainWithinMs, estimateMs }: PlaceWire): number {
  return Math.max(1, Math.ceil(Math.min(estimateMs ?? askAgainWithinMs, askAgainWithinMs / 3) / 1000));
}

/** The refusal of what somebody else holds. `message` may put it into other words. */
export function lockHeld(held: LockHeld, message = describeHeld(held)): DomainError {
  const { heldBy, position, estimateMs } = held;
  return new DomainError('lock_held', message, {
    holder: heldBy?.holder ?? null,
    reason: heldBy?.reason ?? '',
    expiresAt: heldBy?.freeAt ?? heldBy?.expiresAt ?? null,
    position,
    estimateMs,
    heldBy,
    retryAfterSeconds: retryAfterSeconds(held),
  });
}

function describeHeld({ heldBy, position }: LockHeld): string {
  if (!heldBy) return `It is not held, but ${position - 1} are in line for it; wait in line, too.`;
  const { holder, reason, freeAt, expiresAt } = heldBy;
  const until = freeAt
    ? `; it has expired and is kept from others until ${freeAt}`
    : expiresAt
      ? ` until ${expiresAt}`
      : '';
  return `${describeScope(heldBy)} is already locked by ${holder}${until}${reason ? `: ${reason}` : ''}`;
}

/** The refusal of a token or id whose term is over. */
export function staleToken(answer: LockAnswer): DomainError {
  const lock: LockWire = toLockWire(answer.lock as LockRow, clock(answer));
  const { state, endedAs, endedAt, endedBy } = lock;
  const message =
    state === 'held'
      ? 'The token is not that of the present term.'
      : state === 'queued'
        ? 'It is not held yet: it waits in line.'
        : `Its term has ended: ${endings[endedAs ?? 'released']}${endedAt ? ` at ${endedAt}` : ''}.`;
  return new DomainError('stale_token', message, { state, endedAs, endedAt, endedBy });
}

const endings = {
  released: 'it was released',
  expired: 'it expired',
  taken_over: 'it was taken over',
  auto_released: 'its event ended',
  moved: 'it was moved',
  dropped: 'it left the line',
} as const;

/** The failure of every verb for an id that no lock has. */
export function unknownLock(id: string): DomainError {
  return new DomainError('not_found', `No lock ${id} exists.`);
}
