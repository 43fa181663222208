import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { createLink } from '@/lib/people/links';
import { resetPasswordOperation } from '@/lib/people/operations';

export const POST = route(resetPasswordOperation, async ({ params, request }) => {
  const link = await createLink(params.id, 'reset', request.caller);
  request.audit.note({ subject: `person:${params.id}`, after: { expiresAt: link.expiresAt } });
  return ok(link);
});
