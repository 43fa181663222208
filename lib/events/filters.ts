import { z } from 'zod';
import { choice, filterName, pageCursor, searchWords, timePoint } from '@/lib/http/filter-values';
import { flag, many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { timeFormats } from '@/lib/time/expressions';
import { eventKinds, levels, phases, priorities, statuses } from './vocabulary';

/**
 * What lists, facets, histogram, lanes and the live stream can be narrowed by. One schema serves the API's query and the
 * page's URL. Client-safe.
 */

/** Every filter is multi-valued: values of one filter are alternatives, filters narrow each other. */
export const eventFilterShape = {
  kind: many(choice(eventKinds)).optional(),
  service: manyTexts(filterName).optional(),
  environment: manyTexts(filterName).optional(),
  status: many(choice(statuses)).optional(),
  phase: many(choice(phases)).optional(),
  priority: many(choice(priorities)).optional(),
  level: many(choice(levels)).optional(),
  category: manyTexts(filterName).optional(),
  eventType: manyTexts(filterName).optional(),
  source: manyTexts(filterName).optional(),
  owner: manyTexts(filterName).optional(),
  version: manyTexts(filterName).optional(),
  impact: many(
    z.enum(['0', '1', '2', '3'], { error: 'allowed are 0, 1, 2, 3' }).transform(Number),
  ).optional(),
  relatedId: many(z.guid({ error: 'must be a UUID' })).optional(),
  slackId: manyTexts(filterName).optional(),
  externalId: manyTexts(filterName).optional(),
  q: searchWords.optional().meta({
    description: 'Words that must all occur (as beginnings of words) in title, message, ticket or version.',
  }),
  from: timePoint.optional().meta({ description: `Events that have not ended before this: ${timeFormats}.` }),
  to: timePoint.optional().meta({ description: 'Events that start before this, written like `from`.' }),
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
  cursor: pageCursor,
  total: flag.default(false).meta({ description: 'Answer how many there are, exact up to 10,000.' }),
});
export type EventListQuery = z.output<typeof eventListQuery>;
