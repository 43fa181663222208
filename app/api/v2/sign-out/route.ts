import { endedSessionCookie, sentSession } from '@/lib/access/session-create';
import { route } from '@/lib/http/route';
import { signOut } from '@/lib/people/sign-in';
import { signOutOperation } from '@/lib/people/sign-in-operations';

export const POST = route(signOutOperation, async ({ request }) => {
  const token = request.caller.kind === 'person' ? sentSession(request.header) : undefined;
  if (token) await signOut(token);
  const { sessionId, name } = request.caller;
  if (sessionId)
    request.audit.note({ subject: `session:${sessionId}`, before: { person: name }, after: null });
  // Whoever has no session has nothing to end.
  else request.audit.written = true;
  return { status: 204, headers: { 'set-cookie': endedSessionCookie() } };
});
