import { z } from 'zod';
import { eventWire } from '@/lib/events/schemas';
import { priorities } from '@/lib/events/vocabulary';
import { boundedTotal, etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { pageCursor } from '@/lib/http/filter-values';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { many, one, wholeNumber } from '@/lib/http/query';
import { incidentExamples, moveExamples } from './examples';
import { incidentFilters, incidentListQuery } from './filters';
import {
  incidentDetailWire,
  incidentDraft,
  incidentEntryWire,
  incidentPatch,
  incidentWire,
  mergeBody,
  noteBody,
  splitBody,
  statusMove,
} from './schemas';
import { incidentCategories, incidentStatuses, signalLevels } from './vocabulary';

/** The native API of incidents, declared. What is found out about one is in `cause-operations.ts`, rules in `rule-operations.ts`, figures in `insight-operations.ts`. Client-safe. */

const tag = 'Incidents';
const notFound = problemAnswer('No such incident.');
const stale = problemAnswer('The incident has another revision than If-Match says.');
/** The path of one incident. */
export const incidentByNumber = z.strictObject({
  number: z
    .string()
    .regex(/^[1-9]\d{0,8}$/, { error: 'must be the number of an incident' })
    .transform(Number),
});

export const incidentPageWire = z
  .object({ items: z.array(incidentWire), nextCursor: z.string().nullable(), total: boundedTotal })
  .meta({ id: 'IncidentPage' });
export type IncidentPageWire = z.output<typeof incidentPageWire>;

export const listIncidentsOperation = operation({
  id: 'listIncidents',
  method: 'GET',
  path: '/api/v2/incidents',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List incidents',
  query: incidentListQuery,
  answers: { 200: { description: 'A page.', schema: incidentPageWire }, 422: invalidInput },
});

const counted = z.array(z.object({ value: z.string(), count: z.int() }));
export const incidentFacetsWire = z
  .object({
    status: z.array(z.object({ value: z.enum(incidentStatuses), count: z.int() })),
    severity: z.array(z.object({ value: z.enum(priorities), count: z.int() })),
    category: z.array(z.object({ value: z.enum(incidentCategories), count: z.int() })),
    service: counted,
    environment: counted,
    assignee: counted,
  })
  .meta({
    id: 'IncidentFacets',
    description:
      'Of each field its values and how many incidents have them under the filters of all other fields.',
  });
export type IncidentFacetsWire = z.output<typeof incidentFacetsWire>;

export const incidentFacetsOperation = operation({
  id: 'incidentFacets',
  method: 'GET',
  path: '/api/v2/incidents/facets',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Count incidents by status, severity, service and more',
  query: incidentFilters,
  answers: { 200: { description: 'Counts.', schema: incidentFacetsWire }, 422: invalidInput },
});

export const createIncidentOperation = operation({
  id: 'createIncident',
  method: 'POST',
  path: '/api/v2/incidents',
  scope: 'incidents:write',
  dialect: native,
  tag,
  summary: 'Report an incident',
  description: 'Puts an event of kind `incident` on the timeline as well.',
  body: incidentDraft,
  idempotent: true,
  answers: {
    201: {
      description: 'The incident.',
      schema: incidentDetailWire,
      headers: { ...etagHeader, Location: 'Where it can be read.' },
    },
    400: malformedBody,
    422: invalidInput,
  },
  examples: incidentExamples,
});

const detail = { description: 'The incident.', schema: incidentDetailWire, headers: etagHeader };

export const getIncidentOperation = operation({
  id: 'getIncident',
  method: 'GET',
  path: '/api/v2/incidents/{number}',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read an incident',
  description: 'A merged incident is answered as it is; `mergedInto` says where it went on.',
  params: incidentByNumber,
  answers: { 200: detail, 404: notFound, 422: invalidInput },
});

export const updateIncidentOperation = operation({
  id: 'updateIncident',
  method: 'PATCH',
  path: '/api/v2/incidents/{number}',
  scope: 'incidents:write',
  dialect: native,
  tag,
  summary: 'Change an incident',
  description: 'Merges: what is left out stays. Each changed field becomes an entry of its timeline.',
  params: incidentByNumber,
  body: incidentPatch,
  conditional: true,
  answers: { 200: detail, 400: malformedBody, 404: notFound, 412: stale, 422: invalidInput },
});

const moved = problemAnswer(
  'It is not where the caller saw it, or it was merged: `incidentStatus`, `actor` and `at` say where it is, who moved it there and when.',
);

export const moveIncidentOperation = operation({
  id: 'moveIncident',
  method: 'POST',
  path: '/api/v2/incidents/{number}/status',
  scope: 'incidents:write',
  dialect: native,
  tag,
  summary: 'Move an incident: open, investigating, resolved, closed',
  description:
    'Any status can follow any other. The status it has already is answered as it is, and nothing is recorded. With `from` only the first of two people moves it.',
  params: incidentByNumber,
  body: statusMove,
  answers: { 200: detail, 400: malformedBody, 404: notFound, 409: moved, 422: invalidInput },
  examples: moveExamples,
});

export const acknowledgeIncidentOperation = operation({
  id: 'acknowledgeIncident',
  method: 'POST',
  path: '/api/v2/incidents/{number}/acknowledge',
  scope: 'incidents:write',
  dialect: native,
  tag,
  summary: 'Say that somebody is on it',
  description: 'The first one counts. An incident that nobody is assigned to is assigned to the caller.',
  params: incidentByNumber,
  answers: { 200: detail, 404: notFound, 409: moved, 422: invalidInput },
});

export const incidentTimelineWire = z.object({
  items: z.array(incidentEntryWire),
  nextCursor: z.string().nullable(),
});
export type IncidentTimelineWire = z.output<typeof incidentTimelineWire>;

export const incidentTimelineOperation = operation({
  id: 'incidentTimeline',
  method: 'GET',
  path: '/api/v2/incidents/{number}/timeline',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read what happened to an incident',
  params: incidentByNumber,
  query: z.strictObject({
    limit: wholeNumber(1, 500).default(100),
    cursor: one(z.string().regex(/^\d{1,18}$/, { error: 'was not given by this list' })).optional(),
  }),
  answers: {
    200: { description: 'Entries, oldest first.', schema: incidentTimelineWire },
    404: notFound,
    422: invalidInput,
  },
});

export const noteOnIncidentOperation = operation({
  id: 'noteOnIncident',
  method: 'POST',
  path: '/api/v2/incidents/{number}/notes',
  scope: 'incidents:write',
  dialect: native,
  tag,
  summary: 'Add a note',
  description: 'Markdown. HTML in it is shown as text.',
  params: incidentByNumber,
  body: noteBody,
  idempotent: true,
  answers: {
    201: { description: 'The entry.', schema: incidentEntryWire },
    400: malformedBody,
    404: notFound,
    422: invalidInput,
  },
});

export const incidentEventsWire = z.object({
  items: z.array(eventWire),
  nextCursor: z.string().nullable(),
  levels: z
    .array(z.object({ level: z.enum(signalLevels), count: z.int() }))
    .meta({ description: 'Of all its signals; on the first page only, else empty.' }),
});
export type IncidentEventsWire = z.output<typeof incidentEventsWire>;

export const incidentEventsOperation = operation({
  id: 'incidentEvents',
  method: 'GET',
  path: '/api/v2/incidents/{number}/events',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List the signals of an incident',
  params: incidentByNumber,
  query: z.strictObject({
    level: many(z.enum(signalLevels)).optional(),
    sort: one(z.enum(['at', '-at'], { error: 'allowed are at, -at' })).default('-at'),
    limit: wholeNumber(1, 500).default(50),
    cursor: pageCursor,
  }),
  answers: {
    200: { description: 'A page, newest first unless sorted.', schema: incidentEventsWire },
    404: notFound,
    422: invalidInput,
  },
});

export const incidentHistogramWire = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    binMs: z.int().meta({ description: 'The width of a bin.' }),
    bins: z.array(z.object({ at: z.iso.datetime(), counts: z.partialRecord(z.enum(signalLevels), z.int()) })),
  })
  .meta({ id: 'IncidentHistogram' });
export type IncidentHistogramWire = z.output<typeof incidentHistogramWire>;

export const incidentHistogramOperation = operation({
  id: 'incidentHistogram',
  method: 'GET',
  path: '/api/v2/incidents/{number}/histogram',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Count the signals of an incident over time',
  description:
    'From some time before its start, so that what changed before is in sight, to its end; while it is active, to now, or to some time after its last signal. Bins without signals are left out.',
  params: incidentByNumber,
  query: z.strictObject({ bins: wholeNumber(1, 300).default(80) }),
  answers: {
    200: { description: 'Counts by level.', schema: incidentHistogramWire },
    404: notFound,
    422: invalidInput,
  },
});

export const mergeIncidentOperation = operation({
  id: 'mergeIncident',
  method: 'POST',
  path: '/api/v2/incidents/{number}/merge',
  scope: 'incidents:write',
  dialect: native,
  tag,
  summary: 'Merge an incident into another',
  description:
    'Its signals go over, it is closed, and its address leads on. What its rule would have added goes to the other one as long as that is active.',
  params: incidentByNumber,
  body: mergeBody,
  answers: {
    200: { description: 'The incident that goes on.', schema: incidentDetailWire, headers: etagHeader },
    400: malformedBody,
    404: notFound,
    409: problemAnswer('One of them was merged before, or they are the same.'),
    422: invalidInput,
  },
});

export const splitIncidentOperation = operation({
  id: 'splitIncident',
  method: 'POST',
  path: '/api/v2/incidents/{number}/split',
  scope: 'incidents:write',
  dialect: native,
  tag,
  summary: 'Make an incident of its own out of some signals',
  params: incidentByNumber,
  body: splitBody,
  idempotent: true,
  answers: {
    201: {
      description: 'The new incident.',
      schema: incidentDetailWire,
      headers: { ...etagHeader, Location: 'Where it can be read.' },
    },
    400: malformedBody,
    404: notFound,
    409: problemAnswer('Nothing would be left: every signal was named.'),
    422: invalidInput,
  },
});
