import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { listSessions } from '@/lib/people/sessions';
import { listSessionsOperation } from '@/lib/people/sign-in-operations';

export const GET = route(listSessionsOperation, async ({ request }) =>
  ok({ items: await listSessions(request.caller) }),
);
