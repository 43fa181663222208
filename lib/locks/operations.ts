import { z } from 'zod';
import { invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { acquireExamples, availabilityExamples, listLockExamples, takeOverExamples } from './examples';
import { availabilityQuery, lockHistoryQuery, lockListQuery } from './filters';
import { defaultTtlSeconds, waiterLeaseMs } from './limits';
import {
  acquireBody,
  grantWire,
  lockItemWire,
  lockWire,
  placeWire,
  releaseBody,
  renewBody,
  takeOverBody,
  tokenBody,
} from './schemas';

/** The native API of locks, declared. Client-safe. */

const tag = 'Locks';
const notFound = problemAnswer('No such lock.');
const stale = problemAnswer(
  '`stale_token`: that term is over, or the token is another’s. It never comes back.',
);
const byId = z.strictObject({ id: z.string() });

export const acquireLockOperation = operation({
  id: 'acquireLock',
  method: 'POST',
  path: '/api/v2/locks',
  scope: 'locks:write',
  dialect: native,
  tag,
  summary: 'Acquire a lock, or wait in line for it',
  description: `Locks everything (\`environment: "*"\`), an environment, a service in an environment, or a resource of that service; scopes that contain each other exclude each other. A lock lasts ${defaultTtlSeconds} seconds unless it is renewed, or, sticky, until it is released. Without \`wait\` a lock that is held answers 423. With \`wait\` the claim joins the queue; ask again with the same \`claimId\` at least every ${waiterLeaseMs / 1000} seconds to keep the place, or follow \`lock.acquired\` on the stream meanwhile.`,
  body: acquireBody,
  answers: {
    201: {
      description: 'It is yours: the lock with its token.',
      schema: grantWire,
      headers: { Location: 'Where it can be read.' },
    },
    200: { description: 'The same claim has it already: the same lock, the same token.', schema: grantWire },
    202: { description: 'In line.', schema: placeWire, headers: { 'Retry-After': 'When to ask again.' } },
    400: malformedBody,
    422: invalidInput,
    423: problemAnswer(
      '`lock_held`: with `holder`, `reason`, `expiresAt`, `position` and `heldBy`, and Retry-After.',
    ),
  },
  examples: acquireExamples,
});

export const lockPageWire = z
  .object({ items: z.array(lockItemWire), nextCursor: z.string().nullable() })
  .meta({ id: 'LockPage' });
export type LockPageWire = z.output<typeof lockPageWire>;

export const listLocksOperation = operation({
  id: 'listLocks',
  method: 'GET',
  path: '/api/v2/locks',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List locks: who holds what, who waits',
  query: lockListQuery,
  answers: {
    200: { description: 'A page, those claimed last first.', schema: lockPageWire },
    422: invalidInput,
  },
  examples: listLockExamples,
});

export const getLockOperation = operation({
  id: 'getLock',
  method: 'GET',
  path: '/api/v2/locks/{id}',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read a lock',
  params: byId,
  answers: { 200: { description: 'The lock, whatever its state.', schema: lockItemWire }, 404: notFound },
});

export const renewLockOperation = operation({
  id: 'renewLock',
  method: 'POST',
  path: '/api/v2/locks/{id}/renew',
  scope: 'locks:write',
  dialect: native,
  tag,
  summary: 'Renew a lock',
  description: 'Its length begins anew, by the database’s clock. A millisecond late is too late.',
  params: byId,
  body: renewBody,
  answers: {
    200: { description: 'The lock with its new expiry.', schema: grantWire },
    400: malformedBody,
    404: notFound,
    409: stale,
    422: invalidInput,
  },
});

export const releaseLockOperation = operation({
  id: 'releaseLock',
  method: 'POST',
  path: '/api/v2/locks/{id}/release',
  scope: 'locks:write',
  dialect: native,
  tag,
  summary: 'Release a lock, or leave the queue',
  params: byId,
  body: releaseBody,
  answers: {
    200: { description: 'The lock as it ended.', schema: lockWire },
    400: malformedBody,
    404: notFound,
    409: stale,
    422: invalidInput,
  },
});

export const verifyLockOperation = operation({
  id: 'verifyLock',
  method: 'POST',
  path: '/api/v2/locks/{id}/verify',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Ask whether a token is good at this moment',
  description: 'For whatever the lock guards: changes nothing.',
  params: byId,
  body: tokenBody,
  answers: {
    200: { description: 'It is: the lock.', schema: grantWire },
    400: malformedBody,
    404: notFound,
    409: stale,
    422: invalidInput,
  },
});

export const takeOverWire = z
  .object({
    lock: grantWire,
    former: lockWire.nullable().meta({ description: 'The term that this ended; null for a retry.' }),
  })
  .meta({ id: 'LockTakenOver' });
export type TakeOverWire = z.output<typeof takeOverWire>;

export const takeOverLockOperation = operation({
  id: 'takeOverLock',
  method: 'POST',
  path: '/api/v2/locks/{id}/takeover',
  scope: 'locks:write',
  dialect: native,
  tag,
  summary: 'Take a lock over by force',
  description:
    'Ends the term with this id, before all who wait, and gives the lock to the caller. The former token is dead from that moment. The reason stands in the history, on the stream and in the changelog of the event, if there is one.',
  params: byId,
  body: takeOverBody,
  answers: {
    201: { description: 'The new lock and the one it ended.', schema: takeOverWire },
    200: { description: 'The same claim has taken it over already.', schema: takeOverWire },
    400: malformedBody,
    404: notFound,
    409: stale,
    422: invalidInput,
  },
  examples: takeOverExamples,
});

export const availabilityItemWire = z
  .object({
    environment: z.string().nullable(),
    service: z.string().nullable().meta({ description: 'Null is the environment as a whole.' }),
    status: z.enum(['free', 'held', 'blocked', 'partly']).meta({
      description:
        'held: by a lock of this service; blocked: by a wider lock; partly (environments): some services in it are locked.',
    }),
    lock: lockWire.nullable().meta({ description: 'The one in the way.' }),
    queueLength: z.int(),
    locksInside: z.int(),
  })
  .meta({ id: 'LockAvailability' });
export type AvailabilityItemWire = z.output<typeof availabilityItemWire>;
export const availabilityWire = z.object({ items: z.array(availabilityItemWire) });
export type AvailabilityWire = z.output<typeof availabilityWire>;

export const availabilityOperation = operation({
  id: 'lockAvailability',
  method: 'GET',
  path: '/api/v2/locks/availability',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Where can I deploy?',
  description:
    'With a service: every environment, or the one that is asked for. Without: each environment as a whole, and the services in it that are locked; all others are as their environment.',
  query: availabilityQuery,
  answers: {
    200: { description: 'By environment, in their order.', schema: availabilityWire },
    422: invalidInput,
  },
  examples: availabilityExamples,
});

export const lockTermWire = lockWire
  .extend({
    heldMs: z.int().meta({ description: 'How long it was held, or has been until now.' }),
    waited: z
      .array(
        z.object({
          holder: z.string(),
          queuedAt: z.iso.datetime(),
          waitedMs: z.int(),
          outcome: z.enum(['granted', 'dropped', 'waiting']),
        }),
      )
      .meta({ description: 'Who waited meanwhile; at most 20.' }),
  })
  .meta({ id: 'LockTerm' });
export type LockTermWire = z.output<typeof lockTermWire>;
export const lockHistoryWire = z
  .object({ items: z.array(lockTermWire), nextCursor: z.string().nullable() })
  .meta({ id: 'LockHistory' });
export type LockHistoryWire = z.output<typeof lockHistoryWire>;

export const lockHistoryOperation = operation({
  id: 'lockHistory',
  method: 'GET',
  path: '/api/v2/locks/history',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Who had what, for how long, and how it ended',
  description: 'Terms that go on are among them.',
  query: lockHistoryQuery,
  answers: {
    200: { description: 'A page, those that began last first.', schema: lockHistoryWire },
    422: invalidInput,
  },
});
