import type { PoolClient } from 'pg';
import { DomainError } from '@/lib/errors';

/**
 * Sees to it that a table has room for one more row, until the transaction ends: whoever adds the next one waits. For tables that people fill
 * by hand, whose rows are all read at once. Throws `conflict`, which says how many there may be (`most`).
 * @param table a table's name, as it stands in the SQL
 * @param what its rows are, for the message: `detection rules`
 */
export async function requireRoom(
  client: PoolClient,
  table: 'detection_rule' | 'deployment_rule',
  { most, what }: { most: number; what: string },
): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`shiplog.room ${table}`]);
  // A statement of its own, which sees what was committed while this one waited.
  const { rows } = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  const n = rows[0]?.n ?? 0;
  if (n >= most)
    throw new DomainError('conflict', `There are ${n} ${what}, and no more can be added: delete one first.`, {
      most,
    });
}
