import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { endOwnSessions } from '@/lib/people/sessions';
import { endSessionsOperation } from '@/lib/people/sign-in-operations';

export const POST = route(endSessionsOperation, async ({ body, request }) => {
  const ended = await endOwnSessions(request.caller, body.keepCurrent);
  request.audit.note({ subject: `person:${request.caller.id}`, after: { ended } });
  return ok({ ended });
});
