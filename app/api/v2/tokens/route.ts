import { etag } from '@/lib/http/conditional';
import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { createToken } from '@/lib/tokens/create-token';
import { listTokens } from '@/lib/tokens/find-tokens';
import { createTokenOperation, listTokensOperation } from '@/lib/tokens/operations';

export const GET = route(listTokensOperation, async () => ok({ items: await listTokens() }));

export const POST = route(createTokenOperation, async ({ body, request }) => {
  const { secret, ...token } = await createToken(body, request.actor);
  request.audit.note({ subject: `token:${token.id}`, after: token });
  return created({ ...token, secret }, `/api/v2/tokens/${token.id}`, { etag: etag(token.revision) });
});
