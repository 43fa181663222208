import { route } from '@/lib/http/route';
import { answerSignedIn, signInFacts } from '@/lib/people/answer-sign-in';
import { emailKey } from '@/lib/people/schemas';
import { signIn } from '@/lib/people/sign-in';
import { signInOperation } from '@/lib/people/sign-in-operations';

export const POST = route(signInOperation, async ({ body, request }) => {
  // Said before: the log tells which account somebody tried in vain. What is no address may be a password in the wrong field.
  const account = emailKey(body.email);
  if (/^[^\s@]+@[^\s@]+$/.test(account)) request.audit.note({ subject: `account:${account}` });
  return answerSignedIn(200, await signIn(body, signInFacts(request)), request);
});
