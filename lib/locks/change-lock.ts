import type { AuditTrail } from '@/lib/audit/entry';
import { pool } from '@/lib/db/pool';
import { newId } from '@/lib/ids';
import { pokeFeed } from '@/lib/live/poke';
import { asUnavailable, callOn } from './call';
import { noteChange } from './note-change';
import { writeNotes } from './notes';
import { acquireOutcome, type LockHeld, staleToken } from './outcome';
import { environmentColumn, type KnownScope } from './resolve-scope';
import { type LockRow, toLockWire } from './row';
import type { LockWire } from './schemas';

/** What can be changed of a held lock; what is left out stays. */
export interface LockChange {
  holder?: string;
  eventId?: string;
  scope?: KnownScope;
}

/** What became of a change. */
export type ChangeOutcome = { outcome: 'changed'; lock: LockWire } | LockHeld;

/**
 * Changes a held lock, keeping its id. It moves to another scope only when nobody is in the way there; then a term ends on the
 * old scope and one with a new token begins on the new one. Throws `not_found`, and `stale_token` when it is over.
 */
export async function changeLock(
  id: string,
  change: LockChange,
  actor: string,
  audit?: AuditTrail,
): Promise<ChangeOutcome> {
  const { scope } = change;
  let moved: LockRow | null | undefined;
  if (scope) {
    const answer = await callOn(id, 'move', [
      newId(),
      scope.path,
      environmentColumn(scope),
      scope.serviceId,
      scope.resource,
      actor,
    ]);
    if (answer.outcome === 'held') return acquireOutcome(answer) as LockHeld;
    if (answer.outcome !== 'moved' && answer.outcome !== 'same') throw staleToken(answer);
    moved = answer.before;
  }
  const { rows } = await pool()
    .query<{ lock: LockRow; before: LockRow; now: Date }>(
      `WITH changed AS (
         UPDATE resource_lock SET holder = coalesce($2, holder), event_id = coalesce($3, event_id)
         WHERE id = $1 AND state = 'held' AND (expires_at IS NULL OR expires_at > clock_timestamp())
         RETURNING *
       ), fed AS (
         INSERT INTO change (topic, op, entity_id) SELECT 'lock', 'updated', id FROM changed WHERE $2::text IS NOT NULL OR $3::uuid IS NOT NULL
       ), noted AS (
         INSERT INTO lock_note (event_id, lock_id, type, actor, comment, at)
         SELECT event_id, id, 'locked', holder, 'Locked by ' || holder, clock_timestamp() FROM changed WHERE $3::uuid IS NOT NULL
       )
       SELECT shiplog_lock_json(jsonb_populate_record(NULL::resource_lock, to_jsonb(changed))) AS lock, shiplog_lock_now() AS now,
              (SELECT shiplog_lock_json(l) FROM resource_lock l WHERE l.id = $1) AS before
       FROM changed`,
      [id, change.holder ?? null, change.eventId ?? null],
    )
    .catch((error: unknown) => {
      throw asUnavailable(error);
    });
  const row = rows[0];
  if (!row) throw staleToken(await callOn(id, 'verify', [0]));
  pokeFeed();
  noteChange(audit, { lock: row.lock, before: moved ?? row.before, now: row.now.toISOString() });
  if (change.eventId) await writeNotes(change.eventId);
  return { outcome: 'changed', lock: toLockWire(row.lock, row.now.getTime()) };
}
