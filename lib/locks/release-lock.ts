import type { AuditTrail } from '@/lib/audit/entry';
import { callOn } from './call';
import { noteEnd } from './note-change';
import { writeNotes } from './notes';
import { staleToken } from './outcome';
import { type LockRow, toLockWire } from './row';
import type { LockWire } from './schemas';

/** A release. Without a token the id alone names the term: for callers that know no tokens. */
export interface ReleaseLock {
  id: string;
  token: number | null;
  /** Who releases it. */
  by: string;
  reason?: string;
  audit?: AuditTrail;
}

/** Ends a term; whoever is next gets it in the same moment. Throws `not_found`, and `stale_token` when it is over. */
export async function releaseLock({ id, token, by, reason = '', audit }: ReleaseLock): Promise<LockWire> {
  const answer = await callOn(id, 'release', [token, by, 'released', reason]);
  if (answer.outcome !== 'released') throw staleToken(answer);
  const lock = answer.lock as LockRow;
  if (lock.event_id) await writeNotes(lock.event_id);
  noteEnd(audit, answer);
  return toLockWire(lock, Date.parse(answer.now));
}
