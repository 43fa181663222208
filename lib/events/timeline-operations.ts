import { z } from 'zod';
import { invalidInput } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { one, wholeNumber } from '@/lib/http/query';
import { scopeLevels } from '@/lib/locks/scope';
import { eventFilterShape, eventFilters } from './filters';
import { eventById, eventNotFound } from './operations';
import { eventWire } from './schemas';
import { eventKinds, phases } from './vocabulary';

/** What the timeline draws, declared: counts, lanes and chains over many events. Client-safe. */

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
  answers: { 200: { description: 'Values with counts, most first.', schema: facetsWire }, 422: invalidInput },
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
  answers: { 200: { description: 'Bins of equal width.', schema: histogramWire }, 422: invalidInput },
});

export const laneGroups = ['service', 'environment', 'kind'] as const;
export type LaneGroup = (typeof laneGroups)[number];

/** What a lane shows of an event without asking for more. */
const laneEventWire = z
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

/** A term of a lock as a drawing shows it. */
const laneLockWire = z
  .object({
    id: z.string(),
    level: z.enum(scopeLevels),
    environment: z.string().nullable(),
    service: z.string().nullable(),
    resource: z.string().nullable(),
    holder: z.string(),
    from: z.iso.datetime(),
    until: z.iso.datetime().nullable().meta({ description: 'Null while it is held.' }),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'LaneLock' });
export type LaneLockWire = z.output<typeof laneLockWire>;

const laneItemWire = z.discriminatedUnion('type', [
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
    locks: z.array(laneLockWire).meta({
      description:
        'Terms of locks overlapping the window: those that go on, then the longest. Wider ones than the filters name are among them, for they lock what is looked at.',
    }),
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
  answers: { 200: { description: 'The lanes, busiest first.', schema: lanesWire }, 422: invalidInput },
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
  params: eventById,
  answers: { 200: { description: 'The chain.', schema: chainWire }, 404: eventNotFound },
});
