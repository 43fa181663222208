import { endedSessionCookie, sentSession } from '@/lib/access/session-create';
import { route } from '@/lib/http/route';
import { signOut } from '@/lib/people/sign-in';
import { signOutOperation } from '@/lib/people/sign-in-operations';

export const POST = route(signOutOperation, async ({ request }) => {
  const token = request.caller.kind === 'person' ? sentSession(request.header) : undefined;
  if (token) await signOut(token);
  return { status: 204, headers: { 'set-cookie': endedSessionCookie() } };
});
