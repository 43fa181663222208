import { route } from '@/lib/http/route';
import { answerSignedIn, signInFacts } from '@/lib/people/answer-sign-in';
import { signIn } from '@/lib/people/sign-in';
import { signInOperation } from '@/lib/people/sign-in-operations';

export const POST = route(signInOperation, async ({ body, request }) =>
  answerSignedIn(200, await signIn(body, signInFacts(request)), request),
);
