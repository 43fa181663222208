import { AnswerError } from '@/lib/http/client';

/** What an answer says is wrong with one field of the form, as a sentence; undefined where nothing is. */
export function fieldProblem(error: unknown, pointer: string, subject: string): string | undefined {
  const found =
    error instanceof AnswerError
      ? error.problem?.errors?.find((one) => one.pointer === pointer)?.detail
      : undefined;
  return found && `${subject} ${found}.`;
}

/** What is wrong with the whole of it: nothing where a field says it. */
export function wholeProblem(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  return error instanceof AnswerError && error.status === 422 ? null : error.message;
}

/** What the sign-in page says when a provider led back without success. */
export function providerProblem(code: string | undefined): string | null {
  switch (code) {
    case undefined:
    case '':
      return null;
    case 'not_invited':
      return 'Nobody has invited you here with an address that your provider has verified. Ask an administrator for an invitation.';
    case 'address_taken':
      return 'Somebody with this address signs in here in another way. Use that way; an account of a provider is not joined to it by the address alone.';
    case 'disabled':
      return 'You are not let in any more. Ask an administrator.';
    case 'OAuthSignin':
      return 'The provider could not be reached. Try again, or sign in with a password.';
    default:
      return 'Signing in with the provider did not work. Nothing has changed; try again. The log of the server says why.';
  }
}
