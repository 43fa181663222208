import type { AuditTrail } from '@/lib/audit/entry';
import { transaction } from '@/lib/db/transaction';
import { pokeFeed } from '@/lib/live/poke';
import { nameKey } from '@/lib/names';
import { dataOf } from './entry-data';
import { feedIdOf } from './feed-id';
import { findEntryRows, noSuchService } from './find-entries';
import { lockCatalog, requireRevision } from './save-entry';

/**
 * Deletes an entry. The service's events stay, and so does what was said of it, marked gone; what it depended on counts no
 * more. Services that depend on it still do. An event that is newer than this shows the service as discovered again.
 * Answers the name as it is kept. Throws `not_found` (also for what is gone already) and `stale_revision`.
 */
export async function deleteEntry(
  name: string,
  actor: string,
  revision?: number,
  audit?: AuditTrail,
): Promise<string> {
  const deleted = await transaction(async (client) => {
    await lockCatalog(client);
    const [row] = await findEntryRows([nameKey(name)], client);
    if (!row || row.gone_at !== null) throw noSuchService(name);
    requireRevision(row.name, row.revision, revision);
    audit?.note({
      subject: `catalog:${row.name}`,
      before: { name: row.name, ...dataOf(row), dependsOn: row.depends_on, dependents: row.dependents },
      after: null,
    });
    await client.query(
      `INSERT INTO catalog_entry AS c (service_id, created_at, created_by, updated_by, gone_at)
       SELECT s.id, s.created_at, $2, $2, clock_timestamp() FROM service s WHERE s.id = $1
       ON CONFLICT (service_id) DO UPDATE SET gone_at = clock_timestamp(), updated_at = now(), updated_by = $2, revision = c.revision + 1`,
      [row.id, actor],
    );
    await client.query(
      `INSERT INTO change (topic, op, entity_id)
       SELECT 'catalog', 'gone', $1::uuid UNION ALL SELECT 'catalog', 'updated', unnest($2::uuid[])`,
      [feedIdOf(row.id), await neighboursOf(row.id)],
    );
    return row.name;

    async function neighboursOf(id: number): Promise<string[]> {
      const { rows } = await client.query<{ to_id: number }>(
        'SELECT to_id FROM service_dependency WHERE from_id = $1',
        [id],
      );
      return rows.map(({ to_id }) => feedIdOf(to_id));
    }
  });
  pokeFeed();
  return deleted;
}
