import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { leaveQueue } from '@/lib/locks/leave-queue';
import { releaseLockOperation } from '@/lib/locks/operations';
import { placesOfLock } from '@/lib/locks/places';
import { releaseLock } from '@/lib/locks/release-lock';

export const POST = route(
  releaseLockOperation,
  async ({ params: { id }, body, request }) => {
    const { token, claimId = '', reason } = body;
    return ok(
      token === undefined
        ? await leaveQueue(id, claimId, reason || 'left the queue', request.audit)
        : await releaseLock({ id, token, by: request.actor, reason, audit: request.audit }),
    );
  },
  ({ params }) => placesOfLock(params.id),
);
