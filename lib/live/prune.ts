import { transaction } from '@/lib/db/transaction';
import { prunedTopic } from './changes';

/** How long a change can be told. An id of the stream that is older is answered with a reset. */
const changesKeptForMs = 24 * 3_600_000;

/**
 * Removes changes older than `keptForMs`. The newest of them stays as a mark: an id before it cannot be resumed from, one
 * after it can. Also removes what carries transaction numbers that this database has not reached, which is what a restored
 * dump brings along from its former life. Answers how many were removed.
 */
export async function pruneChanges(keptForMs = changesKeptForMs): Promise<number> {
  return transaction(async (client) => {
    // One process at a time; another one that finds the lock taken has nothing to do.
    const { rows } = await client.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_xact_lock(hashtext('shiplog.prune')) AS mine`,
    );
    if (!rows[0]?.mine) return 0;
    const foreign = await client.query(
      'DELETE FROM change WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())::text::int8',
    );
    // What lies before the first young change is old; transactions that were long under way do not come in order of time.
    const mark = await client.query<{ xid: number; seq: number }>(
      `SELECT xid, seq FROM change
       WHERE (xid, seq) < (
         SELECT coalesce(young.xid, limits.xmin), coalesce(young.seq, 0)
         FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::int8 AS xmin) limits
         LEFT JOIN LATERAL (
           SELECT xid, seq FROM change
           WHERE topic <> $2 AND at >= now() - $1::float8 * interval '1 millisecond' ORDER BY xid, seq LIMIT 1
         ) young ON true)
       ORDER BY xid DESC, seq DESC LIMIT 1`,
      [keptForMs, prunedTopic],
    );
    const newest = mark.rows[0];
    if (!newest) return foreign.rowCount ?? 0;
    const place = [newest.xid, newest.seq];
    const old = await client.query('DELETE FROM change WHERE (xid, seq) < ($1, $2)', place);
    await client.query('UPDATE change SET topic = $3 WHERE xid = $1 AND seq = $2 AND topic <> $3', [
      ...place,
      prunedTopic,
    ]);
    return (foreign.rowCount ?? 0) + (old.rowCount ?? 0);
  });
}
