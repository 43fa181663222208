import { etag, expectedRevision } from '@/lib/http/conditional';
import { noContent, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { deleteToken } from '@/lib/tokens/delete-token';
import { getToken } from '@/lib/tokens/find-tokens';
import { deleteTokenOperation, getTokenOperation, updateTokenOperation } from '@/lib/tokens/operations';
import { updateToken } from '@/lib/tokens/update-token';

export const GET = route(getTokenOperation, async ({ params }) => {
  const token = await getToken(params.id);
  return ok(token, { etag: etag(token.revision) });
});

export const PATCH = route(updateTokenOperation, async ({ params, body, request }) => {
  const revision = expectedRevision(request.header('if-match'));
  const { before, after } = await updateToken(params.id, body, request.actor, revision);
  request.audit.note({ subject: `token:${after.id}`, before, after });
  return ok(after, { etag: etag(after.revision) });
});

export const DELETE = route(deleteTokenOperation, async ({ params, request }) => {
  const before = await deleteToken(params.id, expectedRevision(request.header('if-match')));
  request.audit.note({ subject: `token:${before.id}`, before });
  return noContent;
});
