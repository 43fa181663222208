import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { signOutPersonOperation } from '@/lib/people/operations';
import { signOutPerson } from '@/lib/people/sessions';

export const POST = route(signOutPersonOperation, async ({ params, request }) => {
  const ended = await signOutPerson(params.id);
  request.audit.note({ subject: `person:${params.id}`, before: { sessions: ended }, after: { sessions: 0 } });
  return ok({ ended });
});
