import { noContent } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { endOwnSession } from '@/lib/people/sessions';
import { endSessionOperation } from '@/lib/people/sign-in-operations';

export const DELETE = route(endSessionOperation, async ({ params, request }) => {
  await endOwnSession(request.caller, params.id);
  request.audit.note({
    subject: `session:${params.id}`,
    before: { person: request.caller.name },
    after: null,
  });
  return noContent;
});
