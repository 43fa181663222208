import { transaction } from '@/lib/db/transaction';
import { log } from '@/lib/log';

/**
 * Transactions are numbered by the cluster, and a database that was restored into another one meets lower numbers than it brought along:
 * nothing new would ever be above the horizon. So numbering goes on above what is there. To be called before anything is
 * written. @returns whether it had to
 */
export async function goOnRestored(): Promise<boolean> {
  const shift = await transaction(async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('shiplog.audit-seal', 0))`);
    const { rows } = await client.query<{ next: number; horizon: number; known: number }>(
      `SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next,
              coalesce((SELECT max(horizon) FROM audit_block), 0) - audit_xid_offset() AS horizon,
              greatest((SELECT max(horizon) FROM audit_block), (SELECT max(xid) + 1 FROM audit_entry)) AS known`,
    );
    const { next, horizon, known } = rows[0] as { next: number; horizon: number; known: number };
    if (horizon <= next) return null;
    const offset = known - next;
    await client.query(
      `CREATE OR REPLACE FUNCTION audit_xid_offset() RETURNS BIGINT LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT ${offset}::bigint'`,
    );
    return offset;
  });
  if (shift !== null)
    log().warn({ shift }, 'the database was restored; the audit log goes on where it ended');
  return shift !== null;
}
