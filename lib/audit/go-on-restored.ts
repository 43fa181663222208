import { transaction } from '@/lib/db/transaction';
import { log } from '@/lib/log';
import { headOf } from './seal';

/**
 * Transactions are numbered by the cluster, and a database that was restored into another one meets lower numbers than it brought along:
 * nothing new would ever be above the horizon. So numbering goes on above what is there. To be called before anything is
 * written. @returns whether it had to
 */
export async function goOnRestored(): Promise<boolean> {
  const shift = await transaction(async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('shiplog.audit-seal', 0))`);
    const { horizon } = await headOf(client);
    const { rows } = await client.query<{ next: number; offset: number }>(
      'SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next, audit_xid_offset() AS offset',
    );
    const now = rows[0] as { next: number; offset: number };
    if (horizon - now.offset <= now.next) return null;
    const { rows: tail } = await client.query<{ known: number }>(
      'SELECT greatest($1::bigint, max(xid) + 1) AS known FROM audit_entry WHERE xid >= $1',
      [horizon],
    );
    const offset = (tail[0] as { known: number }).known - now.next;
    await client.query(
      `CREATE OR REPLACE FUNCTION audit_xid_offset() RETURNS BIGINT LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT ${offset}::bigint'`,
    );
    return offset;
  });
  if (shift !== null)
    log().warn({ shift }, 'the database was restored; the audit log goes on where it ended');
  return shift !== null;
}
