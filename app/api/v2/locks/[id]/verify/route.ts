import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { verifyLockOperation } from '@/lib/locks/operations';
import { verifyLock } from '@/lib/locks/verify-lock';

export const POST = route(verifyLockOperation, async ({ params, body }) =>
  ok(await verifyLock(params.id, body.token)),
);
