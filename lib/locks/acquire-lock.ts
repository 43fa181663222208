import { randomUUID } from 'node:crypto';
import type { AuditTrail } from '@/lib/audit/entry';
import { withKnownNames } from '@/lib/catalog/known-names';
import { bodyIssue, invalid } from '@/lib/errors';
import { findEvents } from '@/lib/events/find-events';
import { newId } from '@/lib/ids';
import { callLock, type LockAnswer } from './call';
import { onGrant } from './grants';
import { hurryWaiter, leaveQueue } from './leave-queue';
import { brokenLeaseMs, waiterLeaseMs } from './limits';
import { noteClaim } from './note-change';
import { writeNotes } from './notes';
import { type AcquireOutcome, acquireOutcome, obstacleEndsInMs } from './outcome';
import { environmentColumn, type KnownScope, resolveScope } from './resolve-scope';
import type { LockRow } from './row';
import { type AcquireBody, delayMsOf, ttlMsOf } from './schemas';

/** A claim on a scope, ready for the database. */
export interface Claim {
  scope: KnownScope;
  holder: string;
  reason: string;
  /** Left out, the claim cannot be made again. */
  claimId?: string | undefined;
  eventId?: string | null | undefined;
  automatic?: boolean;
  /** Null for a sticky lock. */
  ttlMs: number | null;
  reviewAt?: string | undefined;
  delayMs: number;
  leaseMs?: number;
}

/** How to wait for a lock, and whom to tell what was given. */
export interface AcquireOptions {
  /** Milliseconds in line; left out, there is no line. */
  waitMs?: number | undefined;
  signal?: AbortSignal;
  audit?: AuditTrail;
}

/** Arguments of `shiplog_lock_acquire`. */
export function acquireValues(claim: Claim, id: string, claimId: string, queue: boolean): unknown[] {
  const { scope } = claim;
  return [
    id,
    scope.path,
    environmentColumn(scope),
    scope.serviceId,
    scope.resource,
    claim.holder,
    claim.reason,
    claimId,
    claim.eventId ?? null,
    claim.automatic ?? false,
    claim.ttlMs,
    claim.reviewAt ?? null,
    claim.delayMs,
    queue,
    claim.leaseMs ?? waiterLeaseMs,
  ];
}

/** {@link acquireLock} as a body asks for it. Throws `invalid`, also for an event that does not exist. */
export function acquireAsAsked(
  body: AcquireBody,
  actor: string,
  options: AcquireOptions,
): Promise<AcquireOutcome> {
  return withKnownNames(async () => acquireLock(await claimOf(body, actor), options));
}

async function claimOf(body: AcquireBody, actor: string): Promise<Claim> {
  const eventId = body.eventId ?? null;
  if (eventId !== null && (await findEvents({ ids: [eventId] })).length === 0)
    throw invalid([bodyIssue(['eventId'], `no event ${eventId} exists`)]);
  return {
    scope: await resolveScope(body),
    holder: body.holder ?? actor,
    reason: body.reason,
    claimId: body.claimId,
    eventId,
    ttlMs: ttlMsOf(body),
    reviewAt: body.reviewAt,
    delayMs: delayMsOf(body),
  };
}

/**
 * Acquires a lock. With `waitMs` it waits in line for so long (0 takes a place and answers at once); without it a lock that is
 * held is answered as held.
 *
 * A waiter keeps its place by asking again with the same claim id. When `signal` aborts, its place is kept for a few seconds
 * more, or given up at once when it has no claim id to come back with.
 */
export async function acquireLock(
  claim: Claim,
  { waitMs, signal, audit }: AcquireOptions = {},
): Promise<AcquireOutcome> {
  const queue = waitMs !== undefined;
  const claimId = claim.claimId ?? randomUUID();
  const places = new Set<string>();
  const ask = (id: string) => {
    places.add(id);
    return callLock('acquire', acquireValues(claim, id, claimId, queue));
  };
  const finished = async (answer: LockAnswer) => {
    if (answer.outcome === 'acquired' && answer.lock?.event_id) await writeNotes(answer.lock.event_id);
    // A place or a lock that the claim had before is no change.
    noteClaim(audit, answer, answer.outcome === 'acquired' || places.has(answer.lock?.id ?? ''));
    return acquireOutcome(answer);
  };
  const firstId = newId();
  if (!queue || waitMs === 0) return finished(await ask(firstId));

  const until = performance.now() + waitMs;
  const bell = new Bell();
  // Listened for before it is there, so that no grant of it is missed.
  let place = firstId;
  let deaf = onGrant(place, bell.ring);
  const gone = () => bell.ring();
  signal?.addEventListener('abort', gone, { once: true });
  try {
    let answer = await ask(firstId);
    while (answer.outcome === 'queued') {
      const id = (answer.lock as LockRow).id;
      if (id !== place) {
        // The claim stood in line before, or lost its place and has another one. What was granted before we listened is
        // found by asking once more.
        deaf();
        place = id;
        deaf = onGrant(place, bell.ring);
        bell.ring();
      }
      const left = until - performance.now();
      if (left <= 0) break;
      await bell.rung(Math.min(left, pauseMs(answer, claim.leaseMs ?? waiterLeaseMs)));
      if (signal?.aborted) {
        await (claim.claimId === undefined
          ? leaveQueue(place, claimId, 'its connection was closed')
          : hurryWaiter(place, brokenLeaseMs));
        break;
      }
      answer = await ask(newId());
    }
    return await finished(answer);
  } finally {
    signal?.removeEventListener('abort', gone);
    deaf();
  }
}

/** How long a waiter rests when nobody wakes it: it must be heard of, and the first in line sees to what expires. */
function pauseMs(answer: LockAnswer, leaseMs: number): number {
  const keepAlive = leaseMs / 3;
  const ends = answer.position === 1 ? obstacleEndsInMs(answer) : null;
  return ends === null ? keepAlive : Math.min(keepAlive, ends + 5);
}

/** Rings once for any number of rings since it was last waited for. */
class Bell {
  private pending = false;
  private wake: (() => void) | undefined;

  readonly ring = () => {
    this.pending = true;
    this.wake?.();
  };

  async rung(ms: number): Promise<void> {
    if (!this.pending) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      this.wake = undefined;
    }
    this.pending = false;
  }
}
