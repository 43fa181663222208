import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { renewLockOperation } from '@/lib/locks/operations';
import { placesOfLock } from '@/lib/locks/places';
import { renewLock } from '@/lib/locks/renew-lock';

export const POST = route(
  renewLockOperation,
  async ({ params, body, request }) => {
    const ttlMs = body.ttlSeconds === undefined ? null : body.ttlSeconds * 1000;
    return ok(await renewLock(params.id, body.token, ttlMs, request.audit));
  },
  ({ params }) => placesOfLock(params.id),
);
