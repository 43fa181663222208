import type { AuditTrail } from '@/lib/audit/entry';
import { deleteEntry } from '@/lib/catalog/delete-entry';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { deleteEvent } from '@/lib/events/delete-event';
import { pokeFeed } from '@/lib/live/poke';

/** How many events go at once. */
const batch = 500;

/**
 * Deletes what Versioner calls a product: the deployments, builds and versions of a service, and its catalog entry. Other events of the
 * service stay, and so does its name. Done in steps, each of which is whole; repeating it after a failure carries on. Throws `not_found`.
 */
export async function deleteProduct(serviceId: number, actor: string, audit?: AuditTrail): Promise<void> {
  const { rows } = await pool().query<{ name: string }>('SELECT name FROM service WHERE id = $1', [
    serviceId,
  ]);
  if (!rows[0]) throw new DomainError('not_found', 'No such product.');
  // Those that hold locks are few, and have them released on their way.
  const holding = await pool().query<{ id: string }>(
    `SELECT DISTINCT e.id FROM event e JOIN resource_lock l ON l.event_id = e.id AND l.state = 'held'
     WHERE e.service_id = $1 AND e.kind IN ('deployment', 'build')`,
    [serviceId],
  );
  for (const { id } of holding.rows) await deleteEvent({ id }, actor);
  let events = holding.rows.length;
  for (let deleted = batch; deleted === batch; events += deleted)
    deleted = await deleteSome(serviceId, actor);
  const versions = await pool().query('DELETE FROM version WHERE service_id = $1', [serviceId]);
  await deleteEntry(rows[0].name, actor, undefined, audit);
  // What went with it is too much to be told one by one.
  audit?.note({ before: { ...(audit.noted.before as object), events, versions: versions.rowCount } });
}

/** As `deleteEvent` does it, for many: events that were related to them stay, and their changelogs say so. */
async function deleteSome(serviceId: number, actor: string): Promise<number> {
  const deleted = await transaction(async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('shiplog.relations'))`);
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM event WHERE service_id = $1 AND kind IN ('deployment', 'build') ORDER BY id LIMIT ${batch} FOR UPDATE`,
      [serviceId],
    );
    const ids = rows.map(({ id }) => id);
    await client.query(
      `WITH released AS (
         UPDATE event SET related_id = NULL, revision = revision + 1, updated_at = now()
         FROM (SELECT id AS follower, related_id AS lost FROM event WHERE related_id = ANY ($1::uuid[]) AND id <> ALL ($1::uuid[])) f
         WHERE event.id = f.follower RETURNING event.id, f.lost
       ), logged AS (
         INSERT INTO changelog_entry (event_id, seq, actor, type, field, old_value, comment)
         SELECT id, (SELECT coalesce(max(seq), 0) + 1 FROM changelog_entry c WHERE c.event_id = released.id),
                $2, 'updated', 'relatedId', lost::text, 'The related event was deleted'
         FROM released
       )
       INSERT INTO change (topic, op, entity_id)
       SELECT 'event', 'updated', id FROM released UNION ALL SELECT 'event', 'deleted', unnest($1::uuid[])`,
      [ids, actor],
    );
    await client.query('DELETE FROM lock_note WHERE event_id = ANY ($1::uuid[])', [ids]);
    await client.query('DELETE FROM event WHERE id = ANY ($1::uuid[])', [ids]);
    return ids.length;
  });
  if (deleted > 0) pokeFeed();
  return deleted;
}
