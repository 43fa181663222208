import { randomUUID } from 'node:crypto';
import { newId } from '@/lib/ids';
import { callOn } from './call';
import { waiterLeaseMs } from './limits';
import { writeNotes } from './notes';
import { staleToken } from './outcome';
import { type LockRow, toGrantWire, toLockWire } from './row';
import { delayMsOf, type GrantWire, type LockWire, type TakeOverBody, ttlMsOf } from './schemas';

/** What a takeover gave and what it ended; nothing was ended when it is a retry of the same claim. */
export interface TakenOver {
  grant: GrantWire;
  former: LockWire | null;
}

/**
 * Takes a term over by force, before all who wait. The former token is dead from that moment; the former holder can read who took
 * it and why in the lock, its history and the stream. Throws `not_found`, and `stale_token` when that term is over.
 */
export async function takeOverLock(id: string, body: TakeOverBody, actor: string): Promise<TakenOver> {
  const answer = await callOn(id, 'take_over', [
    newId(),
    body.holder ?? actor,
    body.reason.trim(),
    body.claimId ?? randomUUID(),
    ttlMsOf(body),
    body.reviewAt ?? null,
    delayMsOf(body),
    waiterLeaseMs,
  ]);
  if (answer.outcome === 'stale') throw staleToken(answer);
  const now = Date.parse(answer.now);
  if (answer.former?.event_id) await writeNotes(answer.former.event_id);
  return {
    grant: toGrantWire(answer.lock as LockRow, now),
    former: answer.former ? toLockWire(answer.former, now) : null,
  };
}
