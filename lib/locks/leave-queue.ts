import type { AuditTrail } from '@/lib/audit/entry';
import { pool } from '@/lib/db/pool';
import { callOn } from './call';
import { noteEnd } from './note-change';
import { staleToken } from './outcome';
import { type LockRow, toLockWire } from './row';
import type { LockWire } from './schemas';

/** Gives up a place in line. Throws `not_found`, and `stale_token` when the claim does not wait there (any more). */
export async function leaveQueue(
  id: string,
  claimId: string,
  why: string,
  audit?: AuditTrail,
): Promise<LockWire> {
  const answer = await callOn(id, 'leave', [claimId, why]);
  if (answer.outcome !== 'left') throw staleToken(answer);
  noteEnd(audit, answer);
  return toLockWire(answer.lock as LockRow, Date.parse(answer.now));
}

/** Leaves a waiter only so much of its lease. */
export async function hurryWaiter(id: string, leaseMs: number): Promise<void> {
  await pool().query('SELECT shiplog_lock_hurry($1, $2)', [id, leaseMs]);
}
