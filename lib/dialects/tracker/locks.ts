import type { AuditTrail } from '@/lib/audit/entry';
import { withKnownNames } from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { bodyIssue, DomainError, invalid } from '@/lib/errors';
import { findEvents, isUuid } from '@/lib/events/find-events';
import { ok, type Reply } from '@/lib/http/reply';
import { acquireLock } from '@/lib/locks/acquire-lock';
import { changeLock } from '@/lib/locks/change-lock';
import { getLock } from '@/lib/locks/find-locks';
import { type LockHeld, lockHeld } from '@/lib/locks/outcome';
import { releaseLock } from '@/lib/locks/release-lock';
import { resolveScope } from '@/lib/locks/resolve-scope';
import { type LockRow, toLockWire } from '@/lib/locks/row';
import type { GrantWire, LockWire } from '@/lib/locks/schemas';
import { describeScope, type ScopeInput } from '@/lib/locks/scope';
import { listCap, type Slice } from './paging';
import { requireService, type TrackerLockInput } from './read-lock';
import { writeLock } from './write-lock';

/** What Tracker's lock routes have in common. */

const notFound = (id: string) => new DomainError('not_found', `no lock found in tracker for id ${id}`);

/** The same failure in the wire's words; a lock that is over is gone on this wire. */
async function orNotFound<T>(id: string, done: Promise<T>): Promise<T> {
  try {
    return await done;
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'stale_token'))
      throw notFound(id);
    throw error;
  }
}

/** A held lock. Throws `not_found`. */
export async function findHeldLock(id: string): Promise<LockWire> {
  const lock = await orNotFound(id, getLock(id));
  if (lock.state !== 'held') throw notFound(id);
  return lock;
}

/**
 * Creates a lock that lasts until it is released. With a `claimId` a retry gets the same lock.
 * Throws `invalid`, and `lock_held` in the words that Tracker's clients look for.
 */
export async function createLock(
  body: TrackerLockInput,
  actor: string,
  claimId: string | undefined,
  audit?: AuditTrail,
): Promise<GrantWire> {
  const input = requireService(body);
  await checkEvent(input.eventId);
  const outcome = await withKnownNames(async () =>
    acquireLock(
      {
        scope: await resolveScope(input),
        holder: input.who ?? actor,
        reason: '',
        claimId,
        eventId: input.eventId,
        ttlMs: null,
        delayMs: 0,
      },
      audit ? { audit } : {},
    ),
  );
  if (outcome.outcome === 'held') throw alreadyLocked(outcome, input);
  if (outcome.outcome === 'queued') throw new Error('Tracker has no queue.');
  return outcome.grant;
}

/** The scope of a lock after a change; null where the change leaves it as it is. */
export function scopeAfter(
  { environment, service, resource }: LockWire,
  { who: _, eventId: __, ...scope }: TrackerLockInput,
): ScopeInput | null {
  return Object.keys(scope).length > 0 ? { environment, service, resource, ...scope } : null;
}

/** Changes what is given. Throws `not_found`, `invalid`, and `lock_held` when it would move to where somebody is. */
export async function updateLock(
  id: string,
  input: TrackerLockInput,
  actor: string,
  audit?: AuditTrail,
): Promise<LockWire> {
  await checkEvent(input.eventId);
  const before = await findHeldLock(id);
  const { who, eventId } = input;
  const scope = scopeAfter(before, input);
  const change = {
    ...(who === undefined ? {} : { holder: who }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(scope ? { scope: await resolveScope(scope) } : {}),
  };
  const changed = await orNotFound(id, changeLock(id, change, actor, audit));
  if (changed.outcome === 'held')
    throw alreadyLocked(changed, {
      service: before.service ?? '',
      resource: before.resource ?? '',
      ...input,
    });
  return changed.lock;
}

async function checkEvent(eventId: string | undefined): Promise<void> {
  if (eventId === undefined) return;
  if (!isUuid(eventId) || (await findEvents({ ids: [eventId] })).length === 0)
    throw invalid([bodyIssue(['eventId'], `is unknown: no event found in tracker for id ${eventId}`)]);
}

/** 200 as every way of unlocking answers. Throws `not_found`. */
export async function unlock(id: string, actor: string, audit: AuditTrail): Promise<Reply> {
  await orNotFound(id, releaseLock({ id, token: null, by: actor, audit }));
  return ok({ message: 'lock deleted', id, count: '1' });
}

function alreadyLocked(held: LockHeld, { service, resource }: { service: string; resource?: string }) {
  const { heldBy, position } = held;
  if (!heldBy)
    return lockHeld(held, `service ${service} is already locked: ${position - 1} are in line for it`);
  const what = [heldBy.resource ?? resource ?? '', heldBy.environment === null ? '' : heldBy.environment];
  const wider = heldBy.service === null ? `, by a lock of ${describeScope(heldBy)}` : '';
  return lockHeld(
    held,
    `service ${heldBy.service ?? service} is already locked${what[0] ? ` for ${what[0]}` : ''}${what[1] ? ` in ${what[1]}` : ''} by ${heldBy.holder}${wider} (lock_id: ${heldBy.id}, event_id: ${heldBy.eventId ?? ''})`,
  );
}

/** 200 with the locks that are held: the page that is asked for, else all of them up to {@link listCap}. */
export async function answerLocks(slice: Slice | null): Promise<Reply> {
  const { offset, limit } = slice ?? { offset: 0, limit: listCap };
  const held = `state = 'held' AND (expires_at IS NULL OR expires_at > clock_timestamp())`;
  const { rows } = await pool().query<{ lock: LockRow; now: Date; total: number }>(
    `SELECT shiplog_lock_json(l.held) AS lock, shiplog_lock_now() AS now, (SELECT count(*)::int FROM resource_lock WHERE ${held}) AS total
     FROM (SELECT 1) one LEFT JOIN (
       SELECT r AS held, granted_at, id FROM resource_lock r WHERE ${held} ORDER BY granted_at DESC, id DESC OFFSET $1 LIMIT $2) l ON true
     ORDER BY l.granted_at DESC, l.id DESC`,
    [offset, limit],
  );
  return ok({
    locks: rows.flatMap(({ lock, now }) => (lock ? [writeLock(toLockWire(lock, now.getTime()))] : [])),
    totalCount: rows[0]?.total ?? 0,
  });
}
