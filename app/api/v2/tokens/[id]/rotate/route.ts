import { etag, expectedRevision } from '@/lib/http/conditional';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { rotateTokenOperation } from '@/lib/tokens/operations';
import { rotateToken } from '@/lib/tokens/rotate-token';

export const POST = route(rotateTokenOperation, async ({ params, body, request }) => {
  const revision = expectedRevision(request.header('if-match'));
  const { secret, ...token } = await rotateToken(params.id, body, request.actor, revision, request.audit);
  return ok({ ...token, secret }, { etag: etag(token.revision) });
});
