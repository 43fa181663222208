import { z } from 'zod';
import { type Answer, operation } from '@/lib/http/operation';
import { native, problemWire } from '@/lib/http/problem';
import { many, one, wholeNumber } from '@/lib/http/query';
import { streamTopics } from '@/lib/live/topics';
import {
  batchExamples,
  commentExamples,
  createExamples,
  listExamples,
  streamExamples,
  updateExamples,
} from './examples';
import { eventFilterShape, eventFilters, eventListQuery } from './filters';
import { changelogEntryWire, eventDraft, eventUpdate, eventWire } from './schemas';
import { eventKinds, phases } from './vocabulary';

/**
 * The native API of events, declared. Client-safe: the API description, the typed client and the pages read this too.
 */

const problem = (description: string): Answer => ({
  description,
  schema: problemWire,
  contentType: 'application/problem+json',
});
const notFound = problem('No such event.');
const invalid = problem('The input breaks its schema; `errors` lists each field.');
const malformed = problem('The body is not well-formed JSON.');
const locked = problem(
  'With `lock`: somebody else has the lock; `holder` and `expiresAt` say who and until when.',
);
const stale = problem('The event has another revision than If-Match says.');

const etag = { ETag: 'Its revision, for If-Match.' };

const byId = z.strictObject({ id: z.string() });

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
      headers: { ...etag, Location: 'Where it can be read.' },
    },
    200: {
      description: 'The same source and external id were reported before: the event as it stands.',
      schema: eventWire,
      headers: etag,
    },
    400: malformed,
    422: invalid,
    423: locked,
  },
  examples: createExamples,
});

/** Most events in one batch. */
export const batchLimit = 1000;

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
    400: malformed,
    422: invalid,
  },
  examples: batchExamples,
});

export const eventPageWire = z
  .object({
    items: z.array(eventWire),
    nextCursor: z.string().nullable(),
    total: z
      .object({ count: z.int(), exact: z.boolean() })
      .optional()
      .meta({ description: 'Exact up to 10,000; with `exact: false` there are more.' }),
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
    422: invalid,
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
  params: byId,
  answers: { 200: { description: 'The event.', schema: eventWire, headers: etag }, 404: notFound },
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
  params: byId,
  body: eventUpdate,
  conditional: true,
  answers: {
    200: { description: 'The event as it is now.', schema: eventWire, headers: etag },
    400: malformed,
    404: notFound,
    409: problem('Another event has this source and external id.'),
    412: stale,
    422: invalid,
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
  params: byId,
  conditional: true,
  answers: { 204: { description: 'It is gone.' }, 404: notFound, 412: stale },
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
  params: byId,
  query: z.strictObject({
    limit: wholeNumber(1, 500).default(100),
    cursor: one(z.string().regex(/^\d{1,9}$/, { error: 'was not given by this list' })).optional(),
  }),
  answers: {
    200: { description: 'Entries, oldest first.', schema: changelogWire },
    404: notFound,
    422: invalid,
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
  params: byId,
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
    400: malformed,
    404: notFound,
    422: invalid,
  },
  examples: commentExamples,
});

export const chainWire = z
  .object({
    events: z.array(eventWire).meta({ description: 'By effective start, oldest first.' }),
    links: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        durationMs: z.int().meta({ description: 'From the start of the one to the start of the other.' }),
      }),
    ),
    totalMs: z
      .int()
      .meta({ description: 'From the first start to the last end, or to now while something goes on.' }),
    ongoing: z.boolean(),
    truncated: z.boolean(),
  })
  .meta({ id: 'Chain' });
export type ChainWire = z.output<typeof chainWire>;

export const chainOperation = operation({
  id: 'readChain',
  method: 'GET',
  path: '/api/v2/events/{id}/chain',
  scope: 'read',
  dialect: native,
  tag: 'Events',
  summary: 'Read the chain of related events that an event belongs to',
  params: byId,
  answers: { 200: { description: 'The chain.', schema: chainWire }, 404: notFound },
});

/** How the read models of the timeline complete a window that is open on a side. */
const windowDefaults =
  'Without `to` the window ends now, without `from` it begins a day before its end; with only a `from` ahead of now it lasts a day.';

export const facetNames = [
  'kind',
  'environment',
  'service',
  'status',
  'phase',
  'priority',
  'level',
  'source',
  'owner',
] as const;
export type FacetName = (typeof facetNames)[number];

export const facetsWire = z
  .object({
    facets: z.record(z.enum(facetNames), z.array(z.object({ value: z.string().nullable(), count: z.int() }))),
    total: z.int(),
  })
  .meta({ id: 'Facets' });
export type FacetsWire = z.output<typeof facetsWire>;

export const facetsOperation = operation({
  id: 'countFacets',
  method: 'GET',
  path: '/api/v2/events/facets',
  scope: 'read',
  dialect: native,
  tag: 'Events',
  summary: 'Count events by each facet',
  description: `Of what overlaps the window. The counts of one facet ignore the filter on that same facet, so that alternatives stay visible; at most 200 values of each. ${windowDefaults}`,
  query: eventFilters,
  answers: { 200: { description: 'Values with counts, most first.', schema: facetsWire }, 422: invalid },
});

export const histogramWire = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    binMs: z.int(),
    bins: z.array(z.object({ at: z.iso.datetime(), counts: z.partialRecord(z.enum(phases), z.int()) })),
  })
  .meta({ id: 'Histogram' });
export type HistogramWire = z.output<typeof histogramWire>;

export const histogramOperation = operation({
  id: 'eventHistogram',
  method: 'GET',
  path: '/api/v2/events/histogram',
  scope: 'read',
  dialect: native,
  tag: 'Events',
  summary: 'Count events over time, by phase',
  description: `By effective start within the window, in bins of a round width, aligned in UTC; no more bins than asked for, and empty ones are left out. ${windowDefaults}`,
  query: z.strictObject({ ...eventFilterShape, bins: wholeNumber(1, 500).default(120) }),
  answers: { 200: { description: 'Bins of equal width.', schema: histogramWire }, 422: invalid },
});

export const laneGroups = ['service', 'environment', 'kind'] as const;
export type LaneGroup = (typeof laneGroups)[number];

/** What a lane shows of an event without asking for more. */
export const laneEventWire = z
  .object({
    id: z.string(),
    kind: z.enum(eventKinds),
    phase: z.enum(phases),
    title: z.string(),
    service: z.string(),
    environment: z.string().nullable(),
    version: z.string().nullable(),
    at: z.iso.datetime(),
    until: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LaneEvent' });
export type LaneEventWire = z.output<typeof laneEventWire>;

export const laneItemWire = z.discriminatedUnion('type', [
  z.object({ type: z.literal('event'), event: laneEventWire }),
  z.object({
    type: z.literal('cluster'),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    count: z.int(),
    counts: z.partialRecord(z.enum(phases), z.int()),
  }),
]);

export const lanesWire = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    groupBy: z.enum(laneGroups),
    lanes: z.array(
      z.object({
        key: z
          .string()
          .nullable()
          .meta({ description: 'Name of the service, environment or kind; null for none.' }),
        count: z.int(),
        items: z.array(laneItemWire).meta({ description: 'By start. Dense spots come as clusters.' }),
      }),
    ),
    hiddenLanes: z.int().meta({ description: 'How many more lanes there are, with fewer events.' }),
    incidents: z
      .array(laneEventWire)
      .meta({ description: 'Incidents overlapping the window, for the bands behind the lanes.' }),
  })
  .meta({ id: 'Lanes' });
export type LanesWire = z.output<typeof lanesWire>;

export const lanesOperation = operation({
  id: 'eventLanes',
  method: 'GET',
  path: '/api/v2/events/lanes',
  scope: 'read',
  dialect: native,
  tag: 'Events',
  summary: 'Lay events out in lanes over a window',
  description: `Bars, markers and clusters for a drawing of the given number of slots; however many events there are, the answer stays small. Events two slots long or longer come one by one, the most important and longest first; shorter ones and the rest become clusters where several start in one slot. Each lane's events and cluster counts add up to its count. Incidents are narrowed by service and environment alone. ${windowDefaults}`,
  query: z.strictObject({
    ...eventFilterShape,
    groupBy: one(z.enum(laneGroups, { error: `allowed are ${laneGroups.join(', ')}` })).default('service'),
    slots: wholeNumber(10, 400).default(90),
    lanes: wholeNumber(1, 100).default(24),
  }),
  answers: { 200: { description: 'The lanes, busiest first.', schema: lanesWire }, 422: invalid },
});

const streamNames = (plural: string) => `The same as \`${plural}\`.`;

export const streamOperation = operation({
  id: 'streamChanges',
  method: 'GET',
  path: '/api/v2/stream',
  scope: 'read',
  dialect: native,
  tag: 'Live',
  summary: 'Follow changes as they are committed',
  description:
    'Server-sent events. `ready` comes first and says where the stream begins. `event.created` and `event.updated` carry the event as it is now, in the form of `GET /api/v2/events/{id}`; `event.deleted` carries `{"id"}` and is sent whatever the filters say. `lock.queued`, `lock.acquired`, `lock.renewed`, `lock.released`, `lock.expired`, `lock.taken_over`, `lock.moved` and `lock.dropped` carry the lock in the form of `GET /api/v2/locks/{id}`. `catalog.created`, `catalog.updated` and `catalog.gone` carry `{id, name}` of the service whose entry changed. Every message has an id: reconnect with it as Last-Event-ID and nothing is missed that was committed meanwhile, in whatever order. Several changes of one event in quick succession may come as one. `reset` says that the place is no longer known (ids are good for a day): read lists anew and go on from there.',
  query: z.strictObject({
    topics: many(z.enum(streamTopics, { error: `allowed are ${streamTopics.join(', ')}` }))
      .optional()
      .meta({ description: 'All, when left out.' }),
    kinds: eventFilterShape.kind,
    services: eventFilterShape.service,
    environments: eventFilterShape.environment,
    kind: eventFilterShape.kind.meta({ description: streamNames('kinds') }),
    service: eventFilterShape.service.meta({ description: streamNames('services') }),
    environment: eventFilterShape.environment.meta({ description: streamNames('environments') }),
    lastEventId: one(z.string().max(64, { error: 'is longer than 64 characters' }))
      .optional()
      .meta({ description: 'Where to go on, for the first connection; the header Last-Event-ID wins.' }),
  }),
  answers: {
    200: { description: 'The stream, until either side ends it.', contentType: 'text/event-stream' },
    422: invalid,
  },
  examples: streamExamples,
});
