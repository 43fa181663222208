import { tableOf } from '@/lib/dialects/tracker/events';
import { deleteTrackerLock, getTrackerLock, updateTrackerLock } from '@/lib/dialects/tracker/lock-operations';
import { findHeldLock, unlock, updateLock } from '@/lib/dialects/tracker/locks';
import { placesOfChangedLock, placesOfHeldLock } from '@/lib/dialects/tracker/places';
import { readLock } from '@/lib/dialects/tracker/read-lock';
import { writeLockAnswer } from '@/lib/dialects/tracker/write-lock';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getTrackerLock, async ({ params }) =>
  ok(writeLockAnswer(await findHeldLock(params.id))),
);

export const PUT = route(
  updateTrackerLock,
  async ({ params, body, request }) =>
    ok(
      writeLockAnswer(
        await updateLock(params.id, readLock(body, tableOf(request)), request.actor, request.audit),
      ),
    ),
  placesOfChangedLock,
);

export const DELETE = route(
  deleteTrackerLock,
  ({ params, request }) => unlock(params.id, request.actor, request.audit),
  placesOfHeldLock,
);
