import { pool } from '@/lib/db/pool';
import { type LockRow, toLockWire } from './row';
import type { LockWire } from './schemas';

/** Most locks that are looked at. */
const mostLocks = 5_000;

/** Every lock that is held at this moment, with its path, widest first. */
export async function heldLocks(): Promise<{ path: string; lock: LockWire }[]> {
  const { rows } = await pool().query<{ lock: LockRow; now: Date }>(
    `SELECT shiplog_lock_json(l) AS lock, shiplog_lock_now() AS now FROM resource_lock l
     WHERE state = 'held' AND (expires_at IS NULL OR expires_at > clock_timestamp()) ORDER BY path LIMIT ${mostLocks}`,
  );
  return rows.map(({ lock, now }) => ({ path: lock.path, lock: toLockWire(lock, now.getTime()) }));
}
