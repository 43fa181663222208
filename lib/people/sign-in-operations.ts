import { z } from 'zod';
import { invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import {
  codeBody,
  joinBody,
  linkWire,
  passwordBody,
  sessionWire,
  setUpBody,
  signedInWire,
  signInBody,
} from './schemas';

/** Signing in and out, declared. A browser gets its session as a cookie; programs have tokens instead. Client-safe. */

const tag = 'Sign-in';
const signedIn = {
  description: 'Whoever is signed in now.',
  schema: signedInWire,
  headers: { 'Set-Cookie': 'The session.' },
};
const tooMany = problemAnswer('Too many attempts; Retry-After says when to come again.');
const badLink = problemAnswer('The link is unknown, used, replaced or too old.');

export const setUpOperation = operation({
  id: 'setUp',
  method: 'POST',
  path: '/api/v2/set-up',
  scope: 'public',
  dialect: native,
  tag,
  summary: 'Set up the first administrator',
  description:
    'With the code of the link that `npm start` prints while there is no administrator. From then on people sign in.',
  body: setUpBody,
  answers: {
    201: signedIn,
    400: malformedBody,
    403: badLink,
    409: problemAnswer('There is an administrator.'),
    422: invalidInput,
    429: tooMany,
  },
});

export const signInOperation = operation({
  id: 'signIn',
  method: 'POST',
  path: '/api/v2/sign-in',
  scope: 'public',
  dialect: native,
  tag,
  summary: 'Sign in with a password',
  description: 'The session that the browser had before ends.',
  body: signInBody,
  answers: {
    200: signedIn,
    400: malformedBody,
    401: problemAnswer('Address or password are wrong, or the person is disabled: it is not told which.'),
    422: invalidInput,
    429: tooMany,
  },
});

export const signOutOperation = operation({
  id: 'signOut',
  method: 'POST',
  path: '/api/v2/sign-out',
  scope: 'known',
  dialect: native,
  tag,
  summary: 'Sign out',
  answers: { 204: { description: 'The session is over.', headers: { 'Set-Cookie': 'Removes it.' } } },
});

export const openLinkOperation = operation({
  id: 'openLink',
  method: 'POST',
  path: '/api/v2/join/link',
  scope: 'public',
  dialect: native,
  tag,
  summary: 'Read whom a link is for',
  body: codeBody,
  answers: {
    200: { description: 'Whom it is for.', schema: linkWire },
    400: malformedBody,
    403: badLink,
    422: invalidInput,
    429: tooMany,
  },
});

export const joinOperation = operation({
  id: 'join',
  method: 'POST',
  path: '/api/v2/join',
  scope: 'public',
  dialect: native,
  tag,
  summary: 'Accept an invitation, or choose a new password',
  description: 'With the code of a link, which works once. Signs in.',
  body: joinBody,
  answers: { 200: signedIn, 400: malformedBody, 403: badLink, 422: invalidInput, 429: tooMany },
});

export const sessionListWire = z.object({ items: z.array(sessionWire) }).meta({ id: 'SessionList' });
export type SessionListWire = z.output<typeof sessionListWire>;

export const listSessionsOperation = operation({
  id: 'listSessions',
  method: 'GET',
  path: '/api/v2/sessions',
  scope: 'known',
  dialect: native,
  tag,
  summary: 'List the browsers one is signed in with',
  answers: {
    200: { description: 'Last used first; none for whoever is no person.', schema: sessionListWire },
  },
});

export const endSessionOperation = operation({
  id: 'endSession',
  method: 'DELETE',
  path: '/api/v2/sessions/{id}',
  scope: 'known',
  dialect: native,
  tag,
  summary: 'End one of one’s sessions',
  params: z.strictObject({ id: z.string() }),
  answers: { 204: { description: 'It is over.' }, 404: problemAnswer('No such session of one’s own.') },
});

export const endSessionsOperation = operation({
  id: 'endSessions',
  method: 'POST',
  path: '/api/v2/sessions/end-all',
  scope: 'known',
  dialect: native,
  tag,
  summary: 'End all of one’s sessions',
  body: z
    .strictObject({
      keepCurrent: z.boolean().default(true).meta({ description: 'Whether the one that asks goes on.' }),
    })
    .meta({ id: 'EndSessions' }),
  answers: {
    200: {
      description: 'How many ended.',
      schema: z.object({ ended: z.int() }).meta({ id: 'EndedOwnSessions' }),
    },
    400: malformedBody,
    422: invalidInput,
  },
});

export const changePasswordOperation = operation({
  id: 'changePassword',
  method: 'POST',
  path: '/api/v2/password',
  scope: 'known',
  dialect: native,
  tag,
  summary: 'Change one’s password',
  description:
    'Ends all other sessions. Whoever signs in through a provider alone has no password to change.',
  body: passwordBody,
  answers: {
    204: { description: 'It is changed.' },
    400: malformedBody,
    403: problemAnswer('Whoever asks is no person with a password, or the current one is wrong.'),
    422: invalidInput,
    429: tooMany,
  },
});
