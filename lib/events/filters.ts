import { z } from 'zod';
import { flag, many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { parseTime, timeFormats } from '@/lib/time/expressions';
import { eventKinds, levels, phases, priorities, statuses } from './vocabulary';

/**
 * What lists, facets, histogram, lanes and the live stream can be narrowed by. One schema serves the API's query and the
 * page's URL. Client-safe.
 */

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: (issue) => `is ${JSON.stringify(issue.input)}, allowed are ${values.join(', ')}` });

const name = z.string().max(500, { error: 'is longer than 500 characters' });

/** A point in time as written, kept as written: relative ones move on with the clock, so they are resolved when used. */
const point = one(
  z
    .string()
    .max(64, { error: `must be ${timeFormats}` })
    .refine((text) => parseTime(text, Date.now()) !== null, { error: `must be ${timeFormats}` }),
);

/** Every filter is multi-valued: values of one filter are alternatives, filters narrow each other. */
export const eventFilterShape = {
  kind: many(choice(eventKinds)).optional(),
  service: manyTexts(name).optional(),
  environment: manyTexts(name).optional(),
  status: many(choice(statuses)).optional(),
  phase: many(choice(phases)).optional(),
  priority: many(choice(priorities)).optional(),
  level: many(choice(levels)).optional(),
  category: manyTexts(name).optional(),
  eventType: manyTexts(name).optional(),
  source: manyTexts(name).optional(),
  owner: manyTexts(name).optional(),
  version: manyTexts(name).optional(),
  impact: many(
    z.enum(['0', '1', '2', '3'], { error: 'allowed are 0, 1, 2, 3' }).transform(Number),
  ).optional(),
  relatedId: many(z.guid({ error: 'must be a UUID' })).optional(),
  slackId: manyTexts(name).optional(),
  externalId: manyTexts(name).optional(),
  q: one(z.string().max(200, { error: 'is longer than 200 characters' }))
    .optional()
    .meta({
      description: 'Words that must all occur (as beginnings of words) in title, message, ticket or version.',
    }),
  from: point.optional().meta({ description: `Events that have not ended before this: ${timeFormats}.` }),
  to: point.optional().meta({ description: 'Events that start before this, written like `from`.' }),
};

export const eventFilters = z.strictObject(eventFilterShape);
export type EventFilters = z.output<typeof eventFilters>;

export const eventSorts = ['-at', 'at', '-createdAt', 'createdAt'] as const;
export type EventSort = (typeof eventSorts)[number];

/** The query of a list: filters, order and page. */
export const eventListQuery = z.strictObject({
  ...eventFilterShape,
  sort: one(choice(eventSorts))
    .default('-at')
    .meta({ description: '`at` is the effective start; a minus means newest first.' }),
  limit: wholeNumber(1, 500).default(50),
  cursor: one(z.string().max(500)).optional().meta({ description: '`nextCursor` of the page before.' }),
  total: flag.default(false).meta({ description: 'Answer how many there are, exact up to 10,000.' }),
});
export type EventListQuery = z.output<typeof eventListQuery>;
