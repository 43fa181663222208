import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { signInFacts } from '@/lib/people/answer-sign-in';
import { openLink } from '@/lib/people/join';
import { openLinkOperation } from '@/lib/people/sign-in-operations';

export const POST = route(openLinkOperation, async ({ body, request }) => {
  const link = await openLink(body.code, signInFacts(request).address);
  // Reading is not a change.
  request.audit.written = true;
  return ok(link);
});
