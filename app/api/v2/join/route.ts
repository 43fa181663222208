import { route } from '@/lib/http/route';
import { answerSignedIn, signInFacts } from '@/lib/people/answer-sign-in';
import { join } from '@/lib/people/join';
import { joinOperation } from '@/lib/people/sign-in-operations';

export const POST = route(joinOperation, async ({ body, request }) => {
  const joined = await join(body, signInFacts(request));
  return answerSignedIn(200, joined, request, { purpose: joined.purpose, ...joined.person });
});
