import { route } from '@/lib/http/route';
import { answerSignedIn, signInFacts } from '@/lib/people/answer-sign-in';
import { setUp } from '@/lib/people/set-up';
import { setUpOperation } from '@/lib/people/sign-in-operations';

export const POST = route(setUpOperation, async ({ body, request }) => {
  const signedIn = await setUp(body, signInFacts(request));
  return answerSignedIn(201, signedIn, request, signedIn.person);
});
