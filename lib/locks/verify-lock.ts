import { callOn } from './call';
import { staleToken } from './outcome';
import { type LockRow, toGrantWire } from './row';
import type { GrantWire } from './schemas';

/** The lock, if this term of it goes on at this moment. Throws `not_found` and `stale_token`. Changes nothing. */
export async function verifyLock(id: string, token: number): Promise<GrantWire> {
  const answer = await callOn(id, 'verify', [token]);
  if (answer.outcome === 'stale') throw staleToken(answer);
  return toGrantWire(answer.lock as LockRow, Date.parse(answer.now));
}
