import { postUnlockTrackerLock, unlockTrackerLock } from '@/lib/dialects/tracker/lock-operations';
import { unlock } from '@/lib/dialects/tracker/locks';
import { placesOfHeldLock } from '@/lib/dialects/tracker/places';
import { refuseBrowser } from '@/lib/dialects/tracker/refuse-browser';
import { route } from '@/lib/http/route';

export const GET = route(
  unlockTrackerLock,
  ({ params, request }) => {
    refuseBrowser(request, `DELETE /api/v1alpha1/lock/${params.id}`);
    return unlock(params.id, request.actor, request.audit);
  },
  placesOfHeldLock,
);

export const POST = route(
  postUnlockTrackerLock,
  ({ params, request }) => unlock(params.id, request.actor, request.audit),
  placesOfHeldLock,
);
