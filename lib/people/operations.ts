import { z } from 'zod';
import { etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { many, one } from '@/lib/http/query';
import {
  newPersonWire,
  oneTimeLinkWire,
  personBody,
  personPatch,
  personStatuses,
  personWire,
} from './schemas';

/**
 * The native API of people, declared. What makes a link takes no Idempotency-Key: the answer that would be kept for a repetition
 * holds a code. Client-safe.
 */

export const peopleTag = 'People';
const byId = z.strictObject({ id: z.string() });
const notFound = problemAnswer('Nobody has this id.');
const stale = problemAnswer('The person has another revision than If-Match says.');
const lastAdministrator = problemAnswer('It would leave Shiplog without an administrator.');
const onePerson = { description: 'The person.', schema: personWire, headers: etagHeader };
const oneLink = { description: 'The link, once.', schema: oneTimeLinkWire };

export const personListWire = z.object({ items: z.array(personWire) }).meta({ id: 'PersonList' });
export type PersonListWire = z.output<typeof personListWire>;

export const personListQuery = z.strictObject({
  status: many(z.enum(personStatuses)).optional(),
  q: one(z.string().max(200))
    .optional()
    .meta({ description: 'Part of a name; for administrators also of an address.' }),
});
export type PersonListQuery = z.output<typeof personListQuery>;

export const listPeopleOperation = operation({
  id: 'listPeople',
  method: 'GET',
  path: '/api/v2/people',
  scope: 'read',
  dialect: native,
  tag: peopleTag,
  summary: 'List people',
  description: 'By name. Addresses and sessions are for administrators.',
  query: personListQuery,
  answers: { 200: { description: 'All of them.', schema: personListWire }, 422: invalidInput },
});

export const invitePersonOperation = operation({
  id: 'invitePerson',
  method: 'POST',
  path: '/api/v2/people',
  scope: 'admin',
  dialect: native,
  tag: peopleTag,
  summary: 'Invite somebody',
  description:
    'The answer holds a link, once. No mail is sent: hand the link over yourself. Whoever signs in through a provider with this verified address needs no link.',
  body: personBody,
  answers: {
    201: { description: 'The person and the link.', schema: newPersonWire, headers: etagHeader },
    400: malformedBody,
    409: problemAnswer('Somebody has this address already.'),
    422: invalidInput,
  },
  examples: [
    {
      title: 'Somebody who works on incidents and deploys to preproduction',
      body: {
        name: 'Grace Hopper',
        email: 'grace@example.com',
        role: 'responder',
        grants: [{ environment: 'preproduction', role: 'deployer' }],
      },
    },
  ],
});

export const getPersonOperation = operation({
  id: 'getPerson',
  method: 'GET',
  path: '/api/v2/people/{id}',
  scope: 'read',
  dialect: native,
  tag: peopleTag,
  summary: 'Read a person',
  params: byId,
  answers: { 200: onePerson, 404: notFound },
});

export const updatePersonOperation = operation({
  id: 'updatePerson',
  method: 'PATCH',
  path: '/api/v2/people/{id}',
  scope: 'admin',
  dialect: native,
  tag: peopleTag,
  summary: 'Change what a person may do',
  description:
    'What is left out stays. It is effective everywhere within a second; whoever is disabled is signed out. Nobody gives themselves more, and the last administrator stays one.',
  params: byId,
  body: personPatch,
  conditional: true,
  answers: {
    200: onePerson,
    400: malformedBody,
    403: problemAnswer('It would give more to whoever asks.'),
    404: notFound,
    409: lastAdministrator,
    412: stale,
    422: invalidInput,
  },
});

export const deletePersonOperation = operation({
  id: 'deletePerson',
  method: 'DELETE',
  path: '/api/v2/people/{id}',
  scope: 'admin',
  dialect: native,
  tag: peopleTag,
  summary: 'Remove a person',
  description: 'What they did stays under their name. To let them come back, disable them instead.',
  params: byId,
  conditional: true,
  answers: { 204: { description: 'They are gone.' }, 404: notFound, 409: lastAdministrator, 412: stale },
});

export const renewInvitationOperation = operation({
  id: 'renewInvitation',
  method: 'POST',
  path: '/api/v2/people/{id}/invitation',
  scope: 'admin',
  dialect: native,
  tag: peopleTag,
  summary: 'Make a new invitation',
  description: 'The link before it no longer works.',
  params: byId,
  answers: {
    200: oneLink,
    404: notFound,
    409: problemAnswer('The person has accepted an invitation, or is disabled.'),
  },
});

export const resetPasswordOperation = operation({
  id: 'resetPassword',
  method: 'POST',
  path: '/api/v2/people/{id}/reset',
  scope: 'admin',
  dialect: native,
  tag: peopleTag,
  summary: 'Make a link for a new password',
  description: 'The old password works until the link is used, which ends all sessions of the person.',
  params: byId,
  answers: { 200: oneLink, 404: notFound, 409: problemAnswer('The person is invited only, or disabled.') },
});

export const signOutPersonOperation = operation({
  id: 'signOutPerson',
  method: 'POST',
  path: '/api/v2/people/{id}/sign-out',
  scope: 'admin',
  dialect: native,
  tag: peopleTag,
  summary: 'Sign a person out everywhere',
  description: 'Effective in every process and on open streams within a second.',
  params: byId,
  answers: {
    200: {
      description: 'How many sessions ended.',
      schema: z.object({ ended: z.int() }).meta({ id: 'EndedSessions' }),
    },
    404: notFound,
  },
});
