import { z } from 'zod';
import { boundedTotal, etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native, problemWire } from '@/lib/http/problem';
import { one, wholeNumber } from '@/lib/http/query';
import { batchExamples, commentExamples, createExamples, listExamples, updateExamples } from './examples';
import { eventListQuery } from './filters';
import { changelogEntryWire, eventDraft, eventUpdate, eventWire } from './schemas';

/**
 * The native API of events, declared: reporting, listing, changing. Client-safe: the API description, the typed client and the
 * pages read this too. What the timeline draws is in `timeline-operations.ts`.
 */

/** What every route of one event answers for an id that nobody has. */
export const eventNotFound = problemAnswer('No such event.');
const locked = problemAnswer(
  'With `lock`: somebody else has the lock; `holder` and `expiresAt` say who and until when.',
);
const stale = problemAnswer('The event has another revision than If-Match says.');

/** The path of one event. */
export const eventById = z.strictObject({ id: z.string() });

export const createEventOperation = operation({
  id: 'createEvent',
  method: 'POST',
  path: '/api/v2/events',
  scope: 'events:write',
  dialect: native,
  tag: 'Events',
  summary: 'Report an event',
  description:
    'Creates one event; services and environments are created on first sight. The same `source` and `externalId` again answer the event that is there with 200.',
  body: eventDraft,
  idempotent: true,
  answers: {
    201: {
      description: 'The event.',
      schema: eventWire,
      headers: { ...etagHeader, Location: 'Where it can be read.' },
    },
    200: {
      description: 'The same source and external id were reported before: the event as it stands.',
      schema: eventWire,
      headers: etagHeader,
    },
    400: malformedBody,
    409: problemAnswer(
      'Its version is there with another commit, or its source and external id are those of an event that the caller may not read.',
    ),
    422: invalidInput,
    423: locked,
  },
  examples: createExamples,
});

/** Most events in one batch. */
const batchLimit = 1000;

export const batchResultWire = z
  .object({
    status: z.int().meta({
      description: '201 created, 200 there before, else what a single request would have answered.',
    }),
    event: eventWire.optional(),
    error: problemWire.optional(),
  })
  .meta({ id: 'BatchResult' });

export const createEventsOperation = operation({
  id: 'createEvents',
  method: 'POST',
  path: '/api/v2/events/batch',
  scope: 'events:write',
  dialect: native,
  tag: 'Events',
  summary: 'Report up to 1,000 events',
  description:
    'A result for each event, in order: the good ones are stored and each bad one has its own error.',
  body: z.strictObject({
    // Each event is checked by itself, so that a bad one does not hinder the others.
    events: z
      .array(z.unknown(), { error: 'must be a list of events' })
      .min(1, { error: 'must hold at least one event' })
      .max(batchLimit, { error: `holds more than ${batchLimit} events` })
      .meta({ items: { $ref: '#/components/schemas/EventDraft' } }),
  }),
  bodyLimit: 16 * 1024 * 1024,
  idempotent: true,
  answers: {
    200: {
      description: 'One result for each event.',
      schema: z.object({ results: z.array(batchResultWire) }),
    },
    400: malformedBody,
    422: invalidInput,
  },
  examples: batchExamples,
});

export const eventPageWire = z
  .object({
    items: z.array(eventWire),
    nextCursor: z.string().nullable(),
    total: boundedTotal,
  })
  .meta({ id: 'EventPage' });

export const listEventsOperation = operation({
  id: 'listEvents',
  method: 'GET',
  path: '/api/v2/events',
  scope: 'read',
  dialect: native,
  tag: 'Events',
  summary: 'List events',
  description:
    'Values of one filter are alternatives (repeat the name or use commas), filters narrow each other. `from` and `to` find what overlaps the window.',
  query: eventListQuery,
  answers: {
    200: { description: 'A page, newest first unless sorted.', schema: eventPageWire },
    422: invalidInput,
  },
  examples: listExamples,
});

export const getEventOperation = operation({
  id: 'getEvent',
  method: 'GET',
  path: '/api/v2/events/{id}',
  scope: 'read',
  dialect: native,
  tag: 'Events',
  summary: 'Read an event',
  params: eventById,
  answers: { 200: { description: 'The event.', schema: eventWire, headers: etagHeader }, 404: eventNotFound },
});

export const updateEventOperation = operation({
  id: 'updateEvent',
  method: 'PATCH',
  path: '/api/v2/events/{id}',
  scope: 'events:write',
  dialect: native,
  tag: 'Events',
  summary: 'Change an event',
  description: 'Merges: what is left out stays, null clears. Each changed field becomes a changelog entry.',
  params: eventById,
  body: eventUpdate,
  conditional: true,
  answers: {
    200: { description: 'The event as it is now.', schema: eventWire, headers: etagHeader },
    400: malformedBody,
    404: eventNotFound,
    409: problemAnswer('Another event has this source and external id.'),
    412: stale,
    422: invalidInput,
    423: locked,
  },
  examples: updateExamples,
});

export const deleteEventOperation = operation({
  id: 'deleteEvent',
  method: 'DELETE',
  path: '/api/v2/events/{id}',
  scope: 'events:write',
  dialect: native,
  tag: 'Events',
  summary: 'Delete an event',
  params: eventById,
  conditional: true,
  answers: { 204: { description: 'It is gone.' }, 404: eventNotFound, 412: stale },
});

export const changelogWire = z.object({
  items: z.array(changelogEntryWire),
  nextCursor: z.string().nullable(),
  total: z.object({ count: z.int(), exact: z.boolean() }),
});

export const readChangelogOperation = operation({
  id: 'readChangelog',
  method: 'GET',
  path: '/api/v2/events/{id}/changelog',
  scope: 'read',
  dialect: native,
  tag: 'Events',
  summary: 'Read what happened to an event',
  params: eventById,
  query: z.strictObject({
    limit: wholeNumber(1, 500).default(100),
    cursor: one(z.string().regex(/^\d{1,9}$/, { error: 'was not given by this list' })).optional(),
  }),
  answers: {
    200: { description: 'Entries, oldest first.', schema: changelogWire },
    404: eventNotFound,
    422: invalidInput,
  },
});

export const commentOperation = operation({
  id: 'commentOnEvent',
  method: 'POST',
  path: '/api/v2/events/{id}/comments',
  scope: 'events:write',
  dialect: native,
  tag: 'Events',
  summary: 'Comment on, approve or reject',
  params: eventById,
  body: z
    .strictObject({
      comment: z
        .string({ error: 'must be a string' })
        .max(10_000, { error: 'is longer than 10000 characters' })
        .default(''),
      type: z
        .enum(['commented', 'approved', 'rejected'], { error: 'allowed are commented, approved, rejected' })
        .default('commented'),
      author: z.string().max(200).optional(),
    })
    .refine(({ type, comment }) => type !== 'commented' || comment.trim() !== '', {
      path: ['comment'],
      error: 'must not be empty',
    }),
  idempotent: true,
  answers: {
    201: { description: 'The entry.', schema: changelogEntryWire },
    400: malformedBody,
    404: eventNotFound,
    422: invalidInput,
  },
  examples: commentExamples,
});
