import { z } from 'zod';
import { priorities } from '@/lib/events/vocabulary';
import { choice, filterName, pageCursor, searchWords, timePoint } from '@/lib/http/filter-values';
import { flag, many, manyTexts, one, wholeNumber } from '@/lib/http/query';
import { timeFormats } from '@/lib/time/expressions';
import { incidentCategories, incidentOrigins, incidentStatuses } from './vocabulary';

/** What lists of incidents can be narrowed by: the query of the API and of the board's address. Client-safe. */

export const incidentFilterShape = {
  status: many(choice(incidentStatuses)).optional(),
  severity: many(choice(priorities)).optional(),
  category: many(choice(incidentCategories)).optional(),
  origin: many(choice(incidentOrigins)).optional(),
  service: manyTexts(filterName).optional(),
  environment: manyTexts(filterName).optional(),
  assignee: manyTexts(filterName).optional(),
  rule: many(
    z
      .string()
      .regex(/^\d{1,9}$/, { error: 'must be the id of a rule' })
      .transform(Number),
  ).optional(),
  q: searchWords
    .optional()
    .meta({ description: 'Words that must all occur in title or summary, or `#` and a number.' }),
  from: timePoint
    .optional()
    .meta({ description: `Incidents that had not ended before this: ${timeFormats}.` }),
  to: timePoint.optional().meta({ description: 'Incidents that started before this, written like `from`.' }),
  startedFrom: timePoint.optional().meta({
    description:
      'Incidents that started from here on, written like `from`: with `to`, those that figures count.',
  }),
  merged: flag.default(false).meta({ description: 'Also those that were merged into others.' }),
};

export const incidentFilters = z.strictObject(incidentFilterShape);
export type IncidentFilters = z.output<typeof incidentFilters>;

export const incidentSorts = ['-startedAt', 'startedAt', '-updatedAt', 'severity'] as const;
export type IncidentSort = (typeof incidentSorts)[number];

export const incidentListQuery = z.strictObject({
  ...incidentFilterShape,
  sort: one(choice(incidentSorts)).default('-startedAt').meta({
    description: '`severity` is the gravest first, then the newest.',
  }),
  limit: wholeNumber(1, 500).default(50),
  cursor: pageCursor,
  total: flag.default(false),
  activity: flag.default(false).meta({ description: 'With the course of signals of each.' }),
});
export type IncidentListQuery = z.output<typeof incidentListQuery>;
