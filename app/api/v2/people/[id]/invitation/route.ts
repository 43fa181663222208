import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { createLink } from '@/lib/people/links';
import { renewInvitationOperation } from '@/lib/people/operations';

export const POST = route(renewInvitationOperation, async ({ params, request }) => {
  const link = await createLink(params.id, 'invite', request.caller);
  request.audit.note({ subject: `person:${params.id}`, after: { expiresAt: link.expiresAt } });
  return ok(link);
});
