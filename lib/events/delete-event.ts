import type { AuditTrail } from '@/lib/audit/entry';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { beginningAnew } from '@/lib/incidents/begin-anew';
import { enterIncidentOf } from '@/lib/incidents/enter';
import { forgetEvent } from '@/lib/incidents/forget-event';
import { pokeFeed } from '@/lib/live/poke';
import { settled } from '@/lib/locks/call';
import { adjustEventLock } from '@/lib/locks/event-lock';
import { lockEvent, type WhichEvent } from './lock-row';
import { toWire } from './row';

/**
 * Deletes an event with its changelog. Events that were related to it stay and lose the relation, which their own
 * changelogs say. Its lock is released, and the incident that it is goes with it. Answers the id. Throws `not_found` and `stale_revision`.
 */
export async function deleteEvent(
  which: WhichEvent,
  actor: string,
  revision?: number,
  audit?: AuditTrail,
): Promise<{ id: string; slackId: string | null }> {
  const deleted = await beginningAnew(() =>
    transaction(async (client) => {
      await enterIncidentOf(client, which);
      // The same lock that new relations take: none can appear between the release of the followers and the delete.
      await client.query(`SELECT pg_advisory_xact_lock(hashtext('shiplog.relations'))`);
      const row = await lockEvent(client, which);
      if (revision !== undefined && revision !== row.revision) {
        throw new DomainError(
          'stale_revision',
          `The event is at revision ${row.revision}, not ${revision}.`,
          {
            revision: row.revision,
          },
        );
      }
      await client.query(
        `WITH released AS (
         UPDATE event SET related_id = NULL, revision = revision + 1, updated_at = now() WHERE related_id = $1 RETURNING id
       ), logged AS (
         INSERT INTO changelog_entry (event_id, seq, actor, type, field, old_value, comment)
         SELECT id, (SELECT coalesce(max(seq), 0) + 1 FROM changelog_entry c WHERE c.event_id = released.id),
                $2, 'updated', 'relatedId', $1::text, 'The related event was deleted'
         FROM released
       )
       INSERT INTO change (topic, op, entity_id)
       SELECT 'event', 'updated', id FROM released UNION ALL SELECT 'event', 'deleted', $1`,
        [row.id, actor],
      );
      const locks = await adjustEventLock(client, {
        eventId: row.id,
        before: toWire(row),
        after: null,
        wants: false,
        owner: row.owner,
        actor,
      });
      await client.query('DELETE FROM lock_note WHERE event_id = $1', [row.id]);
      await forgetEvent(client, { id: row.id, kind: row.kind });
      await client.query('DELETE FROM event WHERE id = $1', [row.id]);
      return { answer: { id: row.id, slackId: row.slack_id }, locks, before: toWire(row) };
    }),
  );
  pokeFeed();
  if (deleted.locks.length > 0) await settled(deleted.locks);
  audit?.note({ subject: `event:${deleted.answer.id}`, before: deleted.before, after: null });
  return deleted.answer;
}
