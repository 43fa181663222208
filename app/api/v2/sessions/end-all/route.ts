import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { endOwnSessions } from '@/lib/people/sessions';
import { endSessionsOperation } from '@/lib/people/sign-in-operations';

export const POST = route(endSessionsOperation, async ({ body, request }) => {
  const ended = await endOwnSessions(request.caller, body.keepCurrent);
  const kept = body.keepCurrent && request.caller.sessionId ? 1 : 0;
  request.audit.note({
    subject: `person:${request.caller.id}`,
    before: { sessions: ended + kept },
    after: { sessions: kept },
  });
  return ok({ ended });
});
