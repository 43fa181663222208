import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { takeOverLockOperation } from '@/lib/locks/operations';
import { placesOfLock } from '@/lib/locks/places';
import { takeOverLock } from '@/lib/locks/take-over-lock';

export const POST = route(
  takeOverLockOperation,
  async ({ params, body, request }) => {
    const { grant, former } = await takeOverLock(params.id, body, request.actor);
    const { token: _, ...after } = grant;
    // Repeated: it was taken over before.
    if (!former) request.audit.written = true;
    request.audit.note({
      subject: `lock:${grant.id}`,
      before: former,
      after: { ...after, reason: body.reason },
    });
    const answer = { lock: grant, former };
    return former ? created(answer, `/api/v2/locks/${grant.id}`) : ok(answer);
  },
  ({ params }) => placesOfLock(params.id),
);
