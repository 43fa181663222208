import { tableOf } from '@/lib/dialects/tracker/events';
import { createTrackerLock } from '@/lib/dialects/tracker/lock-operations';
import { createLock } from '@/lib/dialects/tracker/locks';
import { placesOfNewLock } from '@/lib/dialects/tracker/places';
import { readLock } from '@/lib/dialects/tracker/read-lock';
import { writeLockAnswer } from '@/lib/dialects/tracker/write-lock';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const POST = route(
  createTrackerLock,
  async ({ body, request }) =>
    // Of a retry with an Idempotency-Key the id is the same, so it serves as the claim.
    ok(
      writeLockAnswer(
        await createLock(readLock(body, tableOf(request)), request.actor, request.idFor(0), request.audit),
      ),
    ),
  placesOfNewLock,
);
