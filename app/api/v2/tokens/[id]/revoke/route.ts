import { etag } from '@/lib/http/conditional';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { revokeTokenOperation } from '@/lib/tokens/operations';
import { revokeToken } from '@/lib/tokens/revoke-token';

export const POST = route(revokeTokenOperation, async ({ params, request }) => {
  const token = await revokeToken(params.id, request.actor, request.audit);
  return ok(token, { etag: etag(token.revision) });
});
