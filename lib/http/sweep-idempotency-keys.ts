import { pool } from '@/lib/db/pool';
import { keptForMs } from './idempotency';

/** Removes idempotency keys whose answers need not be repeated any more. Answers how many there were. */
export async function sweepIdempotencyKeys(olderThanMs = keptForMs): Promise<number> {
  const { rowCount } = await pool().query(
    `DELETE FROM idempotency_key WHERE claimed_at < now() - $1::float8 * interval '1 millisecond'`,
    [olderThanMs],
  );
  return rowCount ?? 0;
}
