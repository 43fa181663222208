import type { AuditTrail } from '@/lib/audit/entry';
import { callOn } from './call';
import { noteChange } from './note-change';
import { staleToken } from './outcome';
import { type LockRow, toGrantWire } from './row';
import type { GrantWire } from './schemas';

/**
 * Lets a term begin its length anew, counted from now; a sticky lock gets a new date of review. Throws `not_found`, and `stale_token`
 * when the term is over or the token another's, were it by a millisecond.
 */
export async function renewLock(
  id: string,
  token: number,
  ttlMs: number | null = null,
  audit?: AuditTrail,
): Promise<GrantWire> {
  const answer = await callOn(id, 'renew', [token, ttlMs]);
  if (answer.outcome === 'stale') throw staleToken(answer);
  noteChange(audit, answer);
  return toGrantWire(answer.lock as LockRow, Date.parse(answer.now));
}
