import { pool } from '@/lib/db/pool';
import { isUuid } from '@/lib/events/find-events';
import { unknownLock } from './outcome';
import { type LockRow, toLockWire } from './row';
import type { LockItemWire, LockWire } from './schemas';

/** The select list of a lock with its place in the queues: how many wait for it, or how many wait before it. */
export const itemColumns = `shiplog_lock_json(l) AS lock,
  CASE l.state WHEN 'held' THEN shiplog_lock_ahead(l.path, 9223372036854775807) END AS waiting,
  CASE l.state WHEN 'queued' THEN shiplog_lock_ahead(l.path, l.queue_no) + 1 END AS position,
  shiplog_lock_now() AS now`;

export interface ItemRow {
  lock: LockRow;
  waiting: number | null;
  position: number | null;
  now: Date;
}

/** The wire form of a listed lock. */
export function toItemWire({ lock, waiting, position, now }: ItemRow): LockItemWire {
  return { ...toLockWire(lock, now.getTime()), waiting, position };
}

/** The locks with these ids, in no particular order. */
export async function findLocks(ids: readonly string[]): Promise<LockWire[]> {
  const { rows } = await pool().query<{ lock: LockRow; now: Date }>(
    'SELECT shiplog_lock_json(l) AS lock, shiplog_lock_now() AS now FROM resource_lock l WHERE id = ANY ($1::uuid[])',
    [ids],
  );
  return rows.map(({ lock, now }) => toLockWire(lock, now.getTime()));
}

/** One lock, whatever its state. Throws `not_found`. */
export async function getLock(id: string): Promise<LockItemWire> {
  const { rows } = isUuid(id)
    ? await pool().query<ItemRow>(`SELECT ${itemColumns} FROM resource_lock l WHERE id = $1`, [id])
    : { rows: [] };
  if (!rows[0]) throw unknownLock(id);
  return toItemWire(rows[0]);
}
